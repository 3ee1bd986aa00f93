// Printing of values, rows and periods.

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "query/filter_printer.h"
#include "query/keywords.h"
#include "query/printer.h"
#include "query/weekdays.h"

namespace seine {

using filter::Aggregate;
using filter::Ago;
using filter::Arithmetic;
using filter::ArithmeticOp;
using filter::Before;
using filter::BetweenPeriod;
using filter::Bucket;
using filter::CalendarPeriod;
using filter::Count;
using filter::DatePart;
using filter::DayAgo;
using filter::DistinctPeriods;
using filter::Duration;
using filter::Elapsed;
using filter::Else;
using filter::Expr;
using filter::FromTo;
using filter::Gap;
using filter::Literal;
using filter::NamedDay;
using filter::Negate;
using filter::OwnKey;
using filter::Parameter;
using filter::Path;
using filter::Period;
using filter::RetailWindow;
using filter::RollingPeriod;
using filter::RowPick;
using filter::Rows;
using filter::Since;
using filter::Size;
using filter::Text;
using filter::TimeUnit;

void FilterPrinter::Print(const Count& count) {
  if (count.parameter) {
    Add("$");
    Add(count.parameter->text);
  } else {
    Add(std::to_string(count.value));
  }
}

void FilterPrinter::Print(const Duration& duration) {
  Print(duration.count);
  Add(" ");
  Add(UnitName(duration.unit, duration.count.parameter || duration.count.value != 1));
}

void FilterPrinter::Print(const RowPick& pick) {
  Add(PickName(pick.kind));
  Add("(");
  PrintRows(pick.rows);
  if (pick.kind == RowPick::Kind::kNth) {
    Add(", ");
    Print(pick.n);
  }
  Add(")");
}

void FilterPrinter::PrintRows(const Rows& rows) {
  PrintPath(rows.path);
  AliasAndWhere(rows);
}

void FilterPrinter::AliasAndWhere(const Rows& rows) {
  if (rows.alias) {
    Add(" as ");
    // `as of` would begin another construct.
    const bool of = absl::EqualsIgnoreCase(rows.alias->text, "of");
    Add(of ? absl::StrCat("`", rows.alias->text, "`") : PrintName(rows.alias->text));
  }
  if (!rows.where) return;
  Add(" where ");
  const bool joined = std::exchange(joined_, false);
  Operand(rows.where, Level::kOr);
  joined_ = joined;
}

void FilterPrinter::Node(const Literal& node) { Add(PrintLiteral(node.value)); }
void FilterPrinter::Node(const Path& node) { PrintPath(node); }
void FilterPrinter::Node(const Duration& node) { Print(node); }
void FilterPrinter::Node(const OwnKey&) { Add("member"); }

void FilterPrinter::Node(const Parameter& node) {
  Add("$");
  Add(node.name);
}

void FilterPrinter::Node(const Negate& node) {
  Add("-");
  // `-5` would be one literal.
  if (node.operand.Is<Literal>()) {
    Enclosed(node.operand);
  } else {
    Operand(node.operand, Level::kPostfix);
  }
}

void FilterPrinter::Node(const Arithmetic& node) {
  const bool sum = node.op == ArithmeticOp::kAdd || node.op == ArithmeticOp::kSubtract;
  Operand(node.left, sum ? Level::kSum : Level::kProduct);
  Add(" ");
  Add(ArithmeticOpName(node.op));
  Add(" ");
  Operand(node.right, sum ? Level::kProduct : Level::kUnary);
}

void FilterPrinter::Node(const Else& node) {
  bool weekdays = false;
  for (size_t i = 0; i < node.operands.size(); ++i) {
    if (i > 0) Add(" else ");
    if (weekdays) BeginEdge(Edge::kWeekday);
    Operand(node.operands[i], Level::kSum);
    weekdays = weekdays || IsWeekday(node.operands[i]);
  }
}

void FilterPrinter::Node(const DatePart& node) {
  // After anything but a name or a call a part would be read as a unit, or as part of what stands
  // there.
  if (node.time.Is<Path>() || node.time.Is<Aggregate>() || node.time.Is<DatePart>()) {
    Operand(node.time, Level::kPostfix);
  } else {
    Enclosed(node.time);
  }
  Add(" ");
  Add(DatePartName(node.part));
}

void FilterPrinter::Node(const Ago& node) {
  Print(node.duration);
  Add(" ago");
}

void FilterPrinter::Node(const Elapsed& node) {
  Add(UnitName(node.unit, /*plural=*/true));
  Add(node.end ? " from " : " since ");
  Operand(node.start, Level::kPostfix);
  if (!node.end) return;
  Add(" to ");
  Operand(node.end, Level::kPostfix);
}

void FilterPrinter::Node(const Bucket& node) {
  Add("bucket(");
  Print(node.buckets);
  Add(", ");
  Add(PrintLiteral(Text{node.salt}));
  Add(")");
}

void FilterPrinter::Node(const Aggregate& node) {
  Add(AggregateName(node.function));
  Add("(");
  Aggregated(node.value, node.rows);
  Add(")");
}

void FilterPrinter::Aggregated(const Expr& value, const Rows& rows) {
  if (value) {
    Operand(value, Level::kElse);
    Add(" of ");
  }
  PrintRows(rows);
}

void FilterPrinter::Node(const DistinctPeriods& node) {
  Add("distinct ");
  Add(UnitName(node.unit, /*plural=*/true));
  Add("(");
  Aggregated(node.value, node.rows);
  Add(")");
}

void FilterPrinter::Node(const Size& node) {
  Add("size(");
  PrintPath(node.set);
  Add(")");
}

void FilterPrinter::Node(const Gap& node) {
  Add(GapFunctionName(node.function));
  Add(" gap(");
  PrintRows(node.rows);
  Add(")");
}

void FilterPrinter::Node(const Period& node) {
  std::visit([this](const auto& period) { PeriodNode(period); }, node.value);
}

void FilterPrinter::PeriodNode(const RollingPeriod& period) {
  Add(period.direction == RollingPeriod::Direction::kLast ? "last " : "next ");
  Print(Duration{period.count, period.unit});
}

void FilterPrinter::PeriodNode(const NamedDay& period) {
  Add(period.which == NamedDay::Which::kToday ? "today" : "yesterday");
}

void FilterPrinter::PeriodNode(const CalendarPeriod& period) {
  Add(period.which == CalendarPeriod::Which::kThis ? "this " : "previous ");
  if (period.count == Count{1, {}}) {
    Add(UnitName(period.unit, /*plural=*/false));
  } else {
    Print(Duration{period.count, period.unit});
  }
}

void FilterPrinter::PeriodNode(const DayAgo& period) {
  Add("day ");
  Print(Duration{period.count, TimeUnit::kDay});
  Add(" ago");
}

void FilterPrinter::PeriodNode(const Since& period) {
  Add("since ");
  Operand(period.start, Level::kElse);
}

void FilterPrinter::PeriodNode(const Before& period) {
  Add("before ");
  Operand(period.end, Level::kElse);
}

void FilterPrinter::PeriodNode(const FromTo& period) {
  Add("from ");
  Operand(period.start, Level::kElse);
  Add(" to ");
  Operand(period.end, Level::kElse);
}

void FilterPrinter::PeriodNode(const BetweenPeriod& period) {
  Add("between ");
  Operand(period.start, Level::kElse);
  Add(" and ");
  Operand(period.end, Level::kElse);
}

void FilterPrinter::PeriodNode(const RetailWindow& period) {
  Add("calendar(");
  Add(PrintLiteral(Text{period.name}));
  Add(", ");
  Print(period.year);
  Add(")");
}

}  // namespace seine
