#include "tests/testing/filter_coverage.h"

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

}  // namespace

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
            static const auto* const picks = new Words{"first", "latest", "nth"};
            return n.pick == nullptr ? "column" : (*picks)[static_cast<size_t>(n.pick->kind)];
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

void CountPairs(const filter::Expr& expr, std::map<OperatorPair, uint64_t>* counts) {
  const std::string outer = OperatorOf(expr);
  filter::VisitChildren(expr, [&](const filter::Expr& child) {
    ++(*counts)[{outer, OperatorOf(child)}];
    CountPairs(child, counts);
  });
  if (const auto* list = expr.As<filter::List>()) {
    for (const filter::Literal& literal : list->literals) {
      ++(*counts)[{outer, OperatorOfLiteral(literal.value)}];
    }
  }
}

}  // namespace seine::oracle
