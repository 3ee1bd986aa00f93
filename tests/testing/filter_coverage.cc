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

const Words& Joins() {
  static const auto* const words =
      new Words{"and", "or", "not", "at least", "exactly", "at most", "any", "no", "all"};
  return *words;
}
const Words& Comparisons() {
  static const auto* const words = new Words{"=", "!=", "<", "<=", ">", ">="};
  return *words;
}
const Words& Aggregates() {
  static const auto* const words = new Words{"count", "sum", "avg", "min", "max"};
  return *words;
}
const Words& Tests() {
  static const auto* const words = new Words{
      "=",           "!=",           "<",        "<=",       ">",           ">=",        "between",
      "not between", "in",           "not in",   "contains", "starts with", "ends with", "like",
      "matches",     "not contains", "not like", "has",      "has any",     "has all",   "has none",
      "has only",    "not has",      "exists",   "missing",  "constant",    "column"};
  return *words;
}
const Words& TimeConstants() {
  static const auto* const words =
      new Words{"day", "month", "quarter", "integer", "wall time", "instant", "ago"};
  return *words;
}

void Cross(const Words& outer, const Words& inner, std::set<OperatorPair>* out) {
  for (const std::string& o : outer) {
    for (const std::string& i : inner) out->insert({o, i});
  }
}

}  // namespace

std::string OperatorOf(const filter::Expr& expr) {
  static const auto* const text_words =
      new Words{"contains", "starts with", "ends with", "like", "matches"};
  static const auto* const has_words =
      new Words{"has", "has any", "has all", "has none", "has only"};
  static const auto* const bounds = new Words{"at least", "exactly", "at most"};
  static const auto* const quantifiers = new Words{"any", "no", "all"};
  return std::visit(
      filter::Overloaded{
          [](const filter::Literal& n) { return OperatorOfLiteral(n.value); },
          [](const filter::Period& n) { return OperatorOfPeriod(n.value); },
          [](const filter::Path&) -> std::string { return "column"; },
          [](const filter::Parameter&) -> std::string { return "parameter"; },
          [](const filter::OwnKey&) -> std::string { return "member"; },
          [](const filter::Ago&) -> std::string { return "ago"; },
          [](const filter::Size&) -> std::string { return "size"; },
          [](const filter::List&) -> std::string { return "list"; },
          [](const filter::NamedList&) -> std::string { return "named list"; },
          [](const filter::Constant&) -> std::string { return "constant"; },
          [](const filter::And&) -> std::string { return "and"; },
          [](const filter::Or&) -> std::string { return "or"; },
          [](const filter::Not&) -> std::string { return "not"; },
          [](const filter::KOf& n) { return (*bounds)[static_cast<size_t>(n.bound)]; },
          [](const filter::Quantifier& n) { return (*quantifiers)[static_cast<size_t>(n.kind)]; },
          [](const filter::Aggregate& n) {
            const auto function = static_cast<size_t>(n.function);
            return function < Aggregates().size() ? Aggregates()[function] : "another aggregate";
          },
          [](const filter::Compare& n) { return Comparisons()[static_cast<size_t>(n.op)]; },
          [](const filter::Between& n) { return Negated(n.negated, "between"); },
          [](const filter::In& n) { return Negated(n.negated, "in"); },
          [](const filter::TextTest& n) {
            return Negated(n.negated, (*text_words)[static_cast<size_t>(n.op)]);
          },
          [](const filter::Has& n) {
            return Negated(n.negated, (*has_words)[static_cast<size_t>(n.mode)]);
          },
          [](const filter::Exists& n) -> std::string { return n.missing ? "missing" : "exists"; },
          [](const auto&) -> std::string { return "another node"; },
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

std::set<OperatorPair> PairsOfTheLanguage() {
  std::set<OperatorPair> out;
  for (const Words* outer : {&Joins(), &Aggregates()}) {
    Cross(*outer, Joins(), &out);
    Cross(*outer, Tests(), &out);
  }
  Words values = Aggregates();
  values.push_back("column");
  Cross(Comparisons(), values, &out);
  Cross({"between", "not between", "in", "not in", "exists", "missing"}, values, &out);
  Cross(Comparisons(), {"size", "integer", "decimal", "text", "parameter"}, &out);
  Cross({"=", "!="}, {"bool", "member"}, &out);
  Cross(Comparisons(), TimeConstants(), &out);
  Cross({"between", "not between"}, TimeConstants(), &out);
  Cross({"between", "not between"}, {"decimal", "parameter"}, &out);
  Cross({"in", "not in"},
        {"list", "named list", "parameter", "member", "day", "month", "quarter", "last", "next",
         "today", "this", "previous", "day ago", "since", "before", "from", "between period"},
        &out);
  Cross({"has", "has any", "has all", "has none", "has only"}, {"column"}, &out);
  Cross({"has any", "has all", "has none", "has only"}, {"list"}, &out);
  Cross(
      {"list"},
      {"integer", "decimal", "text", "day", "month", "quarter", "wall time", "instant", "last",
       "next", "today", "this", "previous", "day ago", "since", "before", "from", "between period"},
      &out);
  Cross({"since", "before", "from", "between period"}, TimeConstants(), &out);
  return out;
}

}  // namespace seine::oracle
