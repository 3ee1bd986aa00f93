// Printing of tests, sets, ranks, quantifiers and what joins them.

#include <algorithm>
#include <utility>

#include "query/filter_printer.h"
#include "query/keywords.h"
#include "query/printer.h"
#include "query/weekdays.h"

namespace seine {

using filter::And;
using filter::Anniversary;
using filter::AsOf;
using filter::Between;
using filter::Compare;
using filter::Constant;
using filter::Exists;
using filter::Expr;
using filter::Has;
using filter::HasMode;
using filter::In;
using filter::KOf;
using filter::List;
using filter::Literal;
using filter::Model;
using filter::NamedList;
using filter::Not;
using filter::NTile;
using filter::Or;
using filter::Path;
using filter::Period;
using filter::PopulationValue;
using filter::Quantifier;
using filter::Rank;
using filter::Rows;
using filter::Score;
using filter::Segment;
using filter::Sequence;
using filter::Text;
using filter::TextTest;

// ---- Joins

void FilterPrinter::Node(const Constant& node) { Add(node.everyone ? "everyone" : "nobody"); }
void FilterPrinter::Node(const And& node) { Joined(node.operands, " and ", Level::kNot); }
void FilterPrinter::Node(const Or& node) { Joined(node.operands, " or ", Level::kAnd); }

void FilterPrinter::Node(const Not& node) {
  Add("not ");
  Operand(node.operand, Level::kNot);
}

void FilterPrinter::Node(const KOf& node) {
  Add(KOfBoundName(node.bound));
  Add(" ");
  Print(node.k);
  Add(" of ");
  Listed(node.operands);
}

void FilterPrinter::Node(const Score& node) {
  const bool joined = std::exchange(joined_, false);
  Add("score of (");
  for (size_t i = 0; i < node.terms.size(); ++i) {
    if (i > 0) Add(", ");
    Print(node.terms[i].weight);
    Add(": ");
    Operand(node.terms[i].filter, Level::kOr);
  }
  Add(")");
  joined_ = joined;
}

void FilterPrinter::Node(const Quantifier& node) {
  Add(QuantifierName(node.kind));
  Add(" ");
  PrintPath(node.rows.path);
  AliasAndWhere(Rows{node.rows.path, node.rows.alias, {}});
  if (node.each) {
    Add(" in each of ");
    if (node.each.Is<Period>()) Add("the ");
    Print(node.each);
  }
  if (!node.rows.where) return;
  Add(" where ");
  LoneFilter(node.rows.where);
}

// What a quantifier's `where` takes: parenthesised unless it is one plain test that nothing
// follows.
void FilterPrinter::LoneFilter(const Expr& where) {
  const Expr* core = &where;
  while (const Not* negation = core->As<Not>()) core = &negation->operand;
  const bool several = core == &where && LevelOf(where) < Level::kNot;
  if (parenthesise_ || joined_ || several || core->Is<AsOf>() || core->Is<Quantifier>() ||
      core->Is<Sequence>()) {
    Enclosed(where);
  } else {
    Print(where);
  }
}

void FilterPrinter::Node(const Sequence& node) {
  const bool joined = std::exchange(joined_, false);
  Add("sequence ");
  for (size_t i = 0; i < node.steps.size(); ++i) {
    const Sequence::Step& step = node.steps[i];
    if (i > 0) Add(" then ");
    if (step.negative) Add("no ");
    if (step.at_or_after) Add("at or after ");
    Add("(");
    PrintRows(step.rows);
    Add(")");
    if (!step.within) continue;
    Add(" within ");
    Print(*step.within);
    if (step.of_start) Add(" of start");
  }
  joined_ = joined;
}

void FilterPrinter::Node(const Segment& node) {
  Add("segment(");
  Add(PrintLiteral(Text{node.name}));
  Add(")");
}

void FilterPrinter::Node(const AsOf& node) {
  if (node.filter.Is<Segment>()) {
    Print(node.filter);
  } else {
    Enclosed(node.filter);
  }
  Add(" as of ");
  Operand(node.time, Level::kSum);
}

// ---- Tests

void FilterPrinter::Tested(const Expr& subject, const Expr& value) {
  if (IsWeekday(subject)) BeginEdge(Edge::kWeekday);
  Operand(value, Level::kElse);
}

void FilterPrinter::Node(const Compare& node) {
  Tested(node.right, node.left);
  Add(" ");
  Add(CompareOpName(node.op));
  Add(" ");
  Tested(node.left, node.right);
  IgnoringCase(node.ignoring_case);
}

void FilterPrinter::Node(const Between& node) {
  Tested(IsWeekday(node.low) ? node.low : node.high, node.subject);
  Negation(node.negated);
  Add("between ");
  Tested(node.subject, node.low);
  Add(" and ");
  Tested(node.subject, node.high);
  IgnoringCase(node.ignoring_case);
}

void FilterPrinter::Node(const In& node) {
  const List* list = node.set.As<List>();
  if (list != nullptr && std::ranges::any_of(list->others, IsWeekday)) BeginEdge(Edge::kWeekday);
  Operand(node.subject, Level::kElse);
  Negation(node.negated);
  Add("in ");
  Set(node.set, node.subject);
  IgnoringCase(node.ignoring_case);
}

void FilterPrinter::Node(const TextTest& node) {
  Operand(node.subject, Level::kElse);
  Negation(node.negated);
  Add(TextOpName(node.op));
  Add(" ");
  Tested(node.subject, node.pattern);
  IgnoringCase(node.ignoring_case);
}

void FilterPrinter::Node(const Has& node) {
  Operand(node.subject, Level::kElse);
  Negation(node.negated);
  Add(HasModeName(node.mode));
  Add(" ");
  if (node.mode == HasMode::kValue) {
    BeginEdge(Edge::kHas);
    Tested(node.subject, node.value);
  } else {
    Set(node.value, node.subject);
  }
  IgnoringCase(node.ignoring_case);
}

void FilterPrinter::Node(const Exists& node) {
  Operand(node.subject, Level::kElse);
  Add(node.missing ? " is missing" : " exists");
}

void FilterPrinter::Node(const Anniversary& node) {
  Operand(node.subject, Level::kElse);
  Negation(node.negated);
  Add("anniversary in ");
  Set(node.period, Expr());
}

// ---- Sets and ranks

void FilterPrinter::Set(const Expr& set, const Expr& subject) {
  const List* list = set.As<List>();
  if (list == nullptr) {
    BeginEdge(Edge::kSet);
    return Print(set);
  }
  const bool weekday = subject && IsWeekday(subject);
  std::string_view separator = "(";
  for (const Literal& literal : list->literals) {
    Add(std::exchange(separator, ", "));
    Node(literal);
  }
  for (const Expr& other : list->others) {
    Add(std::exchange(separator, ", "));
    BeginEdge(weekday ? Edge::kWeekday : Edge::kSet);
    Operand(other, Level::kElse);
  }
  Add(")");
}

void FilterPrinter::Node(const List& node) { Set(Expr::Make(node), Expr()); }

void FilterPrinter::Node(const NamedList& node) {
  Add("list(");
  Add(PrintLiteral(Text{node.name}));
  Add(")");
}

void FilterPrinter::Node(const Rank& node) {
  Operand(node.subject, Level::kElse);
  Negation(node.negated);
  Add(node.direction == Rank::Direction::kTop ? "in top " : "in bottom ");
  if (node.measure == Rank::Measure::kHolding) Add("holding ");
  Print(node.n);
  if (node.measure != Rank::Measure::kMembers) Add("%");
  PerAmong(node.per, node.among);
}

void FilterPrinter::PerAmong(const std::optional<Path>& per, const Expr& among) {
  if (per) {
    Add(" per ");
    PrintPath(*per);
  }
  if (!among) return;
  Add(" among ");
  Enclosed(among);
}

void FilterPrinter::Node(const NTile& node) {
  Add("ntile(");
  Print(node.k);
  Add(", ");
  Operand(node.value, Level::kElse);
  Add(")");
  PerAmong(node.per, node.among);
}

void FilterPrinter::Node(const PopulationValue& node) {
  Add(PopulationFunctionName(node.function));
  Add("(");
  Operand(node.value, Level::kElse);
  if (node.percent) {
    Add(", ");
    Print(node.percent);
  }
  Add(")");
  PerAmong(std::nullopt, node.among);
}

void FilterPrinter::Node(const Model& node) {
  Add(ModelName(node.kind));
  Add("(");
  PrintRows(node.rows);
  for (const Expr& argument : node.arguments) {
    Add(", ");
    Operand(argument, Level::kElse);
  }
  Add(")");
  if (node.field) {
    Add(".");
    Add(PrintName(node.field->text));
  }
  PerAmong(node.per, node.among);
}

}  // namespace seine
