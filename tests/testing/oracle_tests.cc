// Filters: true or false of one row.

#include <algorithm>

#include "tests/testing/oracle_evaluator.h"
#include "tests/testing/oracle_population.h"
#include "tests/testing/oracle_sequences.h"
#include "tests/testing/oracle_text.h"

namespace seine::oracle {
namespace {

using filter::CompareOp;

// `order` is where the left side lies: before the right side (-1), at it or in it (0), after (1).
bool Satisfies(CompareOp op, int order) {
  switch (op) {
    case CompareOp::kEqual:
      return order == 0;
    case CompareOp::kNotEqual:
      return order != 0;
    case CompareOp::kLess:
      return order < 0;
    case CompareOp::kLessEqual:
      return order <= 0;
    case CompareOp::kGreater:
      return order > 0;
    case CompareOp::kGreaterEqual:
      return order >= 0;
  }
  return false;
}

CompareOp Mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::kLess:
      return CompareOp::kGreater;
    case CompareOp::kLessEqual:
      return CompareOp::kGreaterEqual;
    case CompareOp::kGreater:
      return CompareOp::kLess;
    case CompareOp::kGreaterEqual:
      return CompareOp::kLessEqual;
    default:
      return op;
  }
}

}  // namespace

bool Evaluator::Holds(const filter::Expr& expr, const Context& at) {
  return std::visit(
      filter::Overloaded{
          [&](const filter::Constant& n) { return n.everyone; },
          [&](const filter::And& n) {
            return std::all_of(n.operands.begin(), n.operands.end(),
                               [&](const filter::Expr& e) { return Holds(e, at); });
          },
          [&](const filter::Or& n) {
            return std::any_of(n.operands.begin(), n.operands.end(),
                               [&](const filter::Expr& e) { return Holds(e, at); });
          },
          [&](const filter::Not& n) { return !Holds(n.operand, at); },
          [&](const filter::KOf& n) { return HoldsKOf(n, at); },
          [&](const filter::Compare& n) { return HoldsCompare(n, at); },
          [&](const filter::Between& n) { return HoldsBetween(n, at); },
          [&](const filter::In& n) { return HoldsIn(n, at); },
          [&](const filter::TextTest& n) { return HoldsText(n, at); },
          [&](const filter::Has& n) { return HoldsHas(n, at); },
          [&](const filter::Exists& n) { return HoldsExists(n, at); },
          [&](const filter::Quantifier& n) { return HoldsQuantifier(n, at); },
          [&](const filter::Anniversary& n) { return HoldsAnniversary(n, at); },
          [&](const filter::Rank& n) { return population_->InRank(n, at); },
          [&](const filter::Sequence& n) { return SequenceMatcher(*this, n, at).Matches(); },
          [&](const filter::Segment& n) { return HoldsSegment(n, at); },
          [&](const filter::AsOf& n) { return HoldsAsOf(n, at); },
          [&](const auto&) {  // a value alone: a bool column
            const Value value = Evaluate(expr, at);
            if (const auto* b = std::get_if<bool>(&value)) return *b;
            if (!IsMissing(value)) Fail("a value that is no filter");
            return false;
          },
      },
      expr.node().value);
}

bool Evaluator::HoldsCompare(const filter::Compare& test, const Context& at) {
  Value left = Evaluate(test.left, at);
  Value right = Evaluate(test.right, at);
  if (IsMissing(left) || IsMissing(right)) return false;
  ReadYear(left, &right);
  ReadYear(right, &left);
  if (IsSpan(right) && IsTime(left)) return Satisfies(test.op, Position(left, right, zone_));
  if (IsSpan(left) && IsTime(right)) {
    return Satisfies(Mirrored(test.op), Position(right, left, zone_));
  }
  if (test.ignoring_case && left.index() == right.index() &&
      std::holds_alternative<std::string>(left)) {
    left = FoldCase(std::get<std::string>(left));
    right = FoldCase(std::get<std::string>(right));
  }
  // The key of a member is text here; a filter may write an integer key as a number.
  if (test.left.Is<filter::OwnKey>() && std::holds_alternative<Fraction>(right)) {
    left = Fraction(BigInt::FromDigits(std::get<std::string>(left)));
  }
  const std::optional<int> order = Order(left, right, zone_);
  if (!order) Fail("two values that do not compare");
  return order && Satisfies(test.op, *order);
}

bool Evaluator::HoldsBetween(const filter::Between& test, const Context& at) {
  const Value subject = Evaluate(test.subject, at);
  Value low = Evaluate(test.low, at);
  Value high = Evaluate(test.high, at);
  if (IsMissing(subject) || IsMissing(low) || IsMissing(high)) return false;
  ReadYear(subject, &low);
  ReadYear(subject, &high);
  auto order = [&](const Value& bound) {
    if (IsSpan(bound) && IsTime(subject)) return Position(subject, bound, zone_);
    const std::optional<int> found = Order(subject, bound, zone_);
    if (!found) Fail("between values that do not compare");
    return found.value_or(0);
  };
  const bool half_open = test.low.Is<filter::Ago>() && test.high.Is<filter::Ago>();
  const bool inside = order(low) >= 0 && (half_open ? order(high) < 0 : order(high) <= 0);
  return inside != test.negated;
}

bool Evaluator::HoldsText(const filter::TextTest& test, const Context& at) {
  const Value subject = Evaluate(test.subject, at);
  const Value pattern = Evaluate(test.pattern, at);
  if (IsMissing(subject) || IsMissing(pattern)) return false;
  const auto* text = std::get_if<std::string>(&subject);
  const auto* wanted = std::get_if<std::string>(&pattern);
  if (text == nullptr || wanted == nullptr) {
    Fail("a text test of what is no text");
    return false;
  }
  return TextMatches(test.op, *text, *wanted, test.ignoring_case) != test.negated;
}

bool Evaluator::HoldsExists(const filter::Exists& test, const Context& at) {
  const Value value = Evaluate(test.subject, at);
  const auto* set = std::get_if<SetValue>(&value);
  const bool exists = set != nullptr ? !set->empty() : !IsMissing(value);
  return exists != test.missing;
}

bool Evaluator::HoldsKOf(const filter::KOf& test, const Context& at) {
  const int64_t k = CountOf(test.k);
  const auto holding =
      static_cast<int64_t>(std::count_if(test.operands.begin(), test.operands.end(),
                                         [&](const filter::Expr& e) { return Holds(e, at); }));
  switch (test.bound) {
    case filter::KOf::Bound::kAtLeast:
      return holding >= k;
    case filter::KOf::Bound::kExactly:
      return holding == k;
    case filter::KOf::Bound::kAtMost:
      return holding <= k;
  }
  return false;
}

bool Evaluator::HoldsSegment(const filter::Segment& test, const Context& at) {
  const auto segment = options_.segments.find(test.name);
  if (segment != options_.segments.end()) {
    return Holds(segment->second, {MemberOf(at.row), {}, at.as_of});
  }
  Fail("unknown segment " + test.name);
  return false;
}

bool Evaluator::HoldsAsOf(const filter::AsOf& test, const Context& at) {
  const std::optional<int64_t> moment = StartOf(test.time, at);
  if (!moment || tree_.Hidden(at.row, *moment, zone_)) return false;
  Context then = at;
  then.as_of = *moment;
  return Holds(test.filter, then);
}

}  // namespace seine::oracle
