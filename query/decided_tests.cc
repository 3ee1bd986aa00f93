#include "query/decided_tests.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/bind_constant_kinds.h"
#include "query/bind_times.h"
#include "query/filter_error.h"
#include "query/mirrored.h"
#include "query/printer.h"
#include "query/time_order.h"
#include "query/value_bounds.h"

namespace seine::binding {
namespace {

using filter::Compare;
using filter::CompareOp;
using filter::Expr;
using Scaled = ExactNumber::Scaled;
using Warnings = std::vector<std::string>;

constexpr size_t kMostText = 120;

std::string TextOf(const Expr& expr) { return Shortened(PrintFilter(expr), kMostText); }

std::string Decided(const Expr& test, bool holds, std::string_view reason) {
  return absl::StrCat(
      "`", TextOf(test),
      holds ? "` always holds where its value exists: " : "` never holds: ", ToAbsl(reason));
}

std::optional<Scaled> NumberIn(const Expr& expr) {
  const auto number = NumberOf(expr);
  return number ? number->Shortest() : std::nullopt;
}

// What comes of `value op number` for every value within the bounds; absent: it depends.
std::optional<bool> Outcome(CompareOp op, const Scaled& number, const ValueBounds& bounds) {
  const int to_least = CompareScaled(number, bounds.least);
  const int to_most = bounds.most ? CompareScaled(number, *bounds.most) : -1;
  switch (op) {
    case CompareOp::kEqual:
    case CompareOp::kNotEqual:
      if (to_least >= 0 && to_most <= 0) return std::nullopt;
      return op == CompareOp::kNotEqual;
    case CompareOp::kLess:
      if (to_least <= 0) return false;
      return to_most > 0 ? std::optional(true) : std::nullopt;
    case CompareOp::kLessEqual:
      if (to_least < 0) return false;
      return to_most >= 0 ? std::optional(true) : std::nullopt;
    case CompareOp::kGreater:
      if (to_most >= 0) return false;
      return to_least < 0 ? std::optional(true) : std::nullopt;
    case CompareOp::kGreaterEqual:
      if (to_most > 0) return false;
      return to_least <= 0 ? std::optional(true) : std::nullopt;
  }
  return std::nullopt;
}

Warnings OfCompare(const Expr& test, const Compare& node) {
  const bool right = NumberIn(node.right).has_value();
  const Expr& value = right ? node.left : node.right;
  const auto number = NumberIn(right ? node.right : node.left);
  const auto bounds = BoundsOfValue(value);
  if (!number || !bounds) return {};
  const auto outcome = Outcome(right ? node.op : Mirrored(node.op), *number, *bounds);
  return outcome ? Warnings{Decided(test, *outcome, bounds->reason)} : Warnings();
}

// ---- between

bool IsEmpty(const TimeInterval& interval) {
  const TimeEdge& first = interval.first;
  const TimeEdge& end = interval.end;
  if (first.open() || end.open()) return false;
  if (first.day && end.day) return *first.day >= *end.day;
  return NeverBefore(*TermOf(first), *TermOf(end));
}

bool AreReversed(const Expr& low, const Expr& high) {
  const auto first = NumberIn(low);
  const auto last = NumberIn(high);
  if (first && last) return CompareScaled(*first, *last) > 0;
  const auto* a = low.As<filter::Literal>();
  const auto* b = high.As<filter::Literal>();
  const auto* x = a == nullptr ? nullptr : std::get_if<filter::Text>(&a->value);
  const auto* y = b == nullptr ? nullptr : std::get_if<filter::Text>(&b->value);
  if (x != nullptr && y != nullptr) return x->value > y->value;
  if (!IsTimeConstant(low) || !IsTimeConstant(high)) return false;
  const auto from = IntervalOf(low);
  const auto to = IntervalOf(high);
  return from.ok() && to.ok() && IsEmpty(Between(*from, *to));
}

// hour between 22 and 2, over midnight.
std::string AroundTheEnd(const filter::Between& node, const Expr& test) {
  const auto side = [&](CompareOp op, const Expr& limit) {
    return Expr::Make(Compare{op, node.subject, limit, false}, test.span());
  };
  const Expr late = side(CompareOp::kGreaterEqual, node.low);
  const Expr early = side(CompareOp::kLessEqual, node.high);
  return PrintFilter(Expr::Make(filter::Or{{late, early}}, test.span()));
}

Warnings OfBetween(const Expr& test, const filter::Between& node) {
  const auto bounds = BoundsOfValue(node.subject);
  if (AreReversed(node.low, node.high)) {
    filter::Between swapped = node;
    std::swap(swapped.low, swapped.high);
    const std::string meant = bounds && bounds->circular
                                  ? AroundTheEnd(node, test)
                                  : PrintFilter(Expr::Make(std::move(swapped), test.span()));
    const bool same = node.low == node.high;  // between two moments, without the second
    return {Decided(test, node.negated,
                    same ? "it ends when it begins"
                         : absl::StrCat(TextOf(node.low), " comes after ", TextOf(node.high), "; ",
                                        WriteHint(Shortened(meant, kMostText))))};
  }
  const auto low = NumberIn(node.low);
  const auto high = NumberIn(node.high);
  if (!bounds || !low || !high) return {};
  const auto above = Outcome(CompareOp::kGreaterEqual, *low, *bounds);
  const auto below = Outcome(CompareOp::kLessEqual, *high, *bounds);
  const bool outside = above == false || below == false;
  const bool inside = above == true && below == true;
  if (!outside && !inside) return {};
  return {Decided(test, inside != node.negated, bounds->reason)};
}

// ---- in

void AddEmptyPeriod(const Expr& period, Warnings& warnings) {
  if (!period.Is<filter::Period>()) return;
  const auto interval = IntervalOf(period);
  if (!interval.ok() || !IsEmpty(*interval)) return;
  std::string warning = absl::StrCat("no time is in `", TextOf(period), "`");
  const auto* from_to = std::get_if<filter::FromTo>(&period.As<filter::Period>()->value);
  if (from_to != nullptr && AreReversed(from_to->start, from_to->end)) {
    const filter::FromTo swapped{from_to->end, from_to->start};
    const Expr meant = Expr::Make(filter::Period{filter::PeriodValue(swapped)}, period.span());
    absl::StrAppend(&warning, ", which ends before it begins; ", WriteHint(TextOf(meant)));
  }
  warnings.push_back(std::move(warning));
}

Warnings OfIn(const filter::In& node) {
  Warnings warnings;
  AddEmptyPeriod(node.set, warnings);
  const auto* list = node.set.As<filter::List>();
  if (list == nullptr) return warnings;
  for (const Expr& other : list->others) AddEmptyPeriod(other, warnings);
  const auto bounds = BoundsOfValue(node.subject);
  if (!bounds) return warnings;
  for (const filter::Literal& literal : list->literals) {
    const auto number = NumberIn(Expr::Make(literal, literal.span));
    if (!number || !Outcome(CompareOp::kEqual, *number, *bounds)) continue;
    warnings.push_back(absl::StrCat("`", TextOf(node.subject), "` is never ",
                                    PrintLiteral(literal.value), ": ", bounds->reason));
  }
  return warnings;
}

Warnings OfRank(const Expr& test, const filter::Rank& node) {
  const auto n = NumberIn(node.n);
  if (!n || n->number != 0) return {};
  return {Decided(test, node.negated, "nobody is among the first 0")};
}

}  // namespace

std::vector<std::string> DecidedWarnings(const Expr& test) {
  if (const auto* node = test.As<Compare>()) return OfCompare(test, *node);
  if (const auto* node = test.As<filter::Between>()) return OfBetween(test, *node);
  if (const auto* node = test.As<filter::In>()) return OfIn(*node);
  if (const auto* node = test.As<filter::Rank>()) return OfRank(test, *node);
  Warnings warnings;
  if (const auto* node = test.As<filter::Anniversary>()) AddEmptyPeriod(node->period, warnings);
  return warnings;
}

}  // namespace seine::binding
