#include "tests/testing/filter_coverage.h"

#include <type_traits>
#include <variant>
#include <vector>

namespace seine::oracle {
namespace {

using Words = std::vector<std::string>;

std::string Negated(bool negated, const std::string& word) {
  return negated ? "not " + word : word;
}

std::string OperatorOfLiteral(const filter::LiteralValue& literal) {
  static const auto* const words =
      new Words{"integer", "decimal", "text",      "bool",    "day",
                "month",   "quarter", "wall time", "instant", "weekday"};
  return (*words)[literal.index()];
}

std::string OperatorOfPeriod(const filter::PeriodValue& period) {
  return std::visit(
      filter::Overloaded{
          [](const filter::RollingPeriod& p) -> std::string {
            return p.direction == filter::RollingPeriod::Direction::kLast ? "last" : "next";
          },
          [](const filter::NamedDay&) -> std::string { return "today"; },
          [](const filter::CalendarPeriod& p) -> std::string {
            return p.which == filter::CalendarPeriod::Which::kThis ? "this" : "previous";
          },
          [](const filter::DayAgo&) -> std::string { return "day ago"; },
          [](const filter::Since&) -> std::string { return "since"; },
          [](const filter::Before&) -> std::string { return "before"; },
          [](const filter::FromTo&) -> std::string { return "from"; },
          [](const filter::BetweenPeriod&) -> std::string { return "between period"; },
          [](const filter::RetailWindow&) -> std::string { return "calendar"; },
      },
      period);
}

std::string OperatorOfPick(const filter::RowPick& pick) {
  static const auto* const words = new Words{"first", "latest", "nth"};
  return (*words)[static_cast<size_t>(pick.kind)];
}

std::string OperatorOfNode(const filter::Parameter&) { return "parameter"; }
std::string OperatorOfNode(const filter::OwnKey&) { return "member"; }
std::string OperatorOfNode(const filter::Ago&) { return "ago"; }
std::string OperatorOfNode(const filter::Size&) { return "size"; }
std::string OperatorOfNode(const filter::List&) { return "list"; }
std::string OperatorOfNode(const filter::NamedList&) { return "named list"; }
std::string OperatorOfNode(const filter::Constant&) { return "constant"; }
std::string OperatorOfNode(const filter::And&) { return "and"; }
std::string OperatorOfNode(const filter::Or&) { return "or"; }
std::string OperatorOfNode(const filter::Not&) { return "not"; }
std::string OperatorOfNode(const filter::Duration&) { return "duration"; }
std::string OperatorOfNode(const filter::Negate&) { return "negate"; }
std::string OperatorOfNode(const filter::Else&) { return "else"; }
std::string OperatorOfNode(const filter::Bucket&) { return "bucket"; }
std::string OperatorOfNode(const filter::Score&) { return "score"; }
std::string OperatorOfNode(const filter::DistinctPeriods&) { return "distinct periods"; }
std::string OperatorOfNode(const filter::NTile&) { return "ntile"; }
std::string OperatorOfNode(const filter::Segment&) { return "segment"; }
std::string OperatorOfNode(const filter::AsOf&) { return "as of"; }
std::string OperatorOfNode(const filter::Sequence&) { return "sequence"; }

std::string OperatorOfNode(const filter::Arithmetic& n) {
  static const auto* const words = new Words{"+", "-", "*", "/"};
  return (*words)[static_cast<size_t>(n.op)];
}
std::string OperatorOfNode(const filter::DatePart& n) {
  static const auto* const words = new Words{"weekday", "hour",     "date",       "day of month",
                                             "week",    "month of", "quarter of", "year"};
  return (*words)[static_cast<size_t>(n.part)];
}
std::string OperatorOfNode(const filter::Elapsed& n) {
  return n.end ? "units from" : "units since";
}
std::string OperatorOfNode(const filter::Gap& n) {
  static const auto* const words = new Words{"avg gap", "min gap", "max gap", "median gap"};
  return (*words)[static_cast<size_t>(n.function)];
}
std::string OperatorOfNode(const filter::Anniversary& n) {
  return Negated(n.negated, "anniversary");
}
std::string OperatorOfNode(const filter::Rank& n) {
  const bool top = n.direction == filter::Rank::Direction::kTop;
  const bool holding = n.measure == filter::Rank::Measure::kHolding;
  return Negated(n.negated, holding ? "in top holding" : (top ? "in top" : "in bottom"));
}
std::string OperatorOfNode(const filter::PopulationValue& n) {
  static const auto* const words = new Words{"mean", "median", "percentile", "total"};
  return (*words)[static_cast<size_t>(n.function)];
}
std::string OperatorOfNode(const filter::Model& n) {
  static const auto* const words = new Words{"rfm", "napl", "nes", "lifecycle"};
  return (*words)[static_cast<size_t>(n.kind)];
}

std::string OperatorOf(const filter::Expr& expr) {
  static const auto* const text_words =
      new Words{"contains", "starts with", "ends with", "like", "matches"};
  static const auto* const has_words =
      new Words{"has", "has any", "has all", "has none", "has only"};
  static const auto* const bounds = new Words{"at least", "exactly", "at most"};
  static const auto* const quantifiers = new Words{"any", "no", "all"};
  static const auto* const aggregates =
      new Words{"count", "sum", "avg", "min", "max", "distinct", "mode"};
  static const auto* const comparisons = new Words{"=", "!=", "<", "<=", ">", ">="};
  return std::visit(
      filter::Overloaded{
          [](const filter::Literal& n) { return OperatorOfLiteral(n.value); },
          [](const filter::Period& n) { return OperatorOfPeriod(n.value); },
          [](const filter::Path& n) {
            return n.pick == nullptr ? "column" : OperatorOfPick(*n.pick);
          },
          [](const filter::KOf& n) { return (*bounds)[static_cast<size_t>(n.bound)]; },
          [](const filter::Quantifier& n) {
            return (*quantifiers)[static_cast<size_t>(n.kind)] + (n.each ? " in each" : "");
          },
          [](const filter::Aggregate& n) { return (*aggregates)[static_cast<size_t>(n.function)]; },
          [](const filter::Compare& n) { return (*comparisons)[static_cast<size_t>(n.op)]; },
          [](const filter::Between& n) { return Negated(n.negated, "between"); },
          [](const filter::In& n) { return Negated(n.negated, "in"); },
          [](const filter::TextTest& n) {
            return Negated(n.negated, (*text_words)[static_cast<size_t>(n.op)]);
          },
          [](const filter::Has& n) {
            return Negated(n.negated, (*has_words)[static_cast<size_t>(n.mode)]);
          },
          [](const filter::Exists& n) -> std::string { return n.missing ? "missing" : "exists"; },
          [](const auto& n) -> std::string { return OperatorOfNode(n); },
      },
      expr.node().value);
}

// Counts one tree; a first walk finds the names of rows.
class PairCounter {
 public:
  explicit PairCounter(std::map<OperatorPair, uint64_t>* counts) : counts_(*counts) {}

  void FindNames(const filter::Expr& expr) {
    VisitRows(expr, [this](const filter::Rows& rows) {
      if (rows.alias) names_.insert(rows.alias->text);
    });
    filter::VisitChildren(expr, [this](const filter::Expr& child) { FindNames(child); });
  }

  void Count(const filter::Expr& expr) {
    const std::string outer = OperatorOf(expr);
    filter::VisitChildren(expr, [&](const filter::Expr& child) {
      Add(outer, OperatorOf(child));
      if (IsNamed(child.As<filter::Path>())) Add(outer, "named column");
      Count(child);
    });
    if (const auto* list = expr.As<filter::List>()) {
      for (const filter::Literal& literal : list->literals)
        Add(outer, OperatorOfLiteral(literal.value));
    }
    VisitRows(expr, [&](const filter::Rows& rows) { CountRows(outer, rows); });
    std::visit([&](const auto& node) { CountWords(outer, node); }, expr.node().value);
  }

 private:
  void Add(const std::string& outer, const std::string& inner) { ++counts_[{outer, inner}]; }

  bool IsNamed(const filter::Path* path) const {
    return path != nullptr && path->pick == nullptr && path->names.size() > 1 &&
           names_.contains(path->names[0].text);
  }

  // The rows of a node; of a path that starts at a pick those that are picked from.
  template <typename Visit>
  static void VisitRows(const filter::Expr& expr, Visit visit) {
    auto with_picks = [&](const filter::Rows& rows) {
      visit(rows);
      for (const filter::RowPick* pick = rows.path.pick.get(); pick != nullptr;
           pick = pick->rows.path.pick.get()) {
        visit(pick->rows);
      }
    };
    std::visit(filter::Overloaded{
                   [&](const filter::Sequence& n) {
                     for (const filter::Sequence::Step& step : n.steps) with_picks(step.rows);
                   },
                   [&](const filter::Path& n) {
                     if (n.pick != nullptr) with_picks(n.pick->rows);
                   },
                   [&](const auto& n) {
                     if constexpr (requires { n.rows; }) with_picks(n.rows);
                   },
               },
               expr.node().value);
  }

  void CountRows(const std::string& outer, const filter::Rows& rows) {
    if (rows.alias) Add(outer, "as");
    if (IsNamed(&rows.path)) Add(outer, "from named");
    if (rows.path.pick == nullptr) return;
    const std::string pick = "from " + OperatorOfPick(*rows.path.pick);
    Add(outer, pick);
    if (rows.path.pick->rows.where) Add(pick, OperatorOf(rows.path.pick->rows.where));
  }

  // Words that belong to the node.
  template <typename Node>
  void CountWords(const std::string& outer, const Node& node) {
    if constexpr (requires { node.ignoring_case; }) {
      if (node.ignoring_case) Add(outer, "ignoring case");
    }
    if constexpr (requires { node.per; }) {
      if (node.per) Add(outer, "per");
      if (node.per && node.per->pick != nullptr) Add("per", OperatorOfPick(*node.per->pick));
    }
    if constexpr (requires { node.among; }) {
      if (node.among) Add(outer, "among");
      if (node.among) Add("among", OperatorOf(node.among));
    }
    if constexpr (std::is_same_v<Node, filter::Sequence>) {
      for (const filter::Sequence::Step& step : node.steps) {
        if (step.negative) Add(outer, "no step");
        if (step.at_or_after) Add(outer, "at or after");
        if (step.within) Add(outer, "within");
        if (step.of_start) Add(outer, "of start");
      }
      if (node.steps.size() > 4) Add(outer, "many steps");
    }
  }

  std::map<OperatorPair, uint64_t>& counts_;
  std::set<std::string> names_;
};

}  // namespace

void CountPairs(const OracleDefinition& definition, std::map<OperatorPair, uint64_t>* counts) {
  std::vector<filter::Expr> trees{definition.include};
  for (const auto& [name, filter] : definition.excludes) trees.push_back(filter);
  for (const filter::Expr& tree : trees) {
    PairCounter counter(counts);
    counter.FindNames(tree);
    counter.Count(tree);
  }
}

}  // namespace seine::oracle
