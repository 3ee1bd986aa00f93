// Filters: true or false of one row.

#include <algorithm>
#include <utility>

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

// Where `left` lies: before `right` (-1), at it or in it (0), after (1). Neither is missing.
int Evaluator::Place(Value left, Value right, bool ignoring_case) {
  ReadYear(AsTime(left), &right);
  ReadYear(AsTime(right), &left);
  if (IsSpan(left) && IsTime(right)) return -Position(right, left, zone_);
  left = AsTime(std::move(left));
  if (IsSpan(right) && IsTime(left)) return Position(left, right, zone_);
  auto* text = std::get_if<std::string>(&left);
  auto* other = std::get_if<std::string>(&right);
  if (ignoring_case && text != nullptr && other != nullptr) {
    *text = FoldCase(*text);
    *other = FoldCase(*other);
  }
  const std::optional<int> order = Order(left, right, zone_);
  if (!order) Fail("two values that do not compare");
  return order.value_or(0);
}

bool Evaluator::HoldsCompare(const filter::Compare& test, const Context& at) {
  Value left = Evaluate(test.left, at);
  const Value right = Evaluate(test.right, at);
  if (IsMissing(left) || IsMissing(right)) return false;
  // The key of a member is text here; a filter may write an integer key as a number.
  if (test.left.Is<filter::OwnKey>() && std::holds_alternative<Fraction>(right)) {
    left = Fraction(BigInt::FromDigits(std::get<std::string>(left)));
  }
  return Satisfies(test.op, Place(left, right, test.ignoring_case));
}

bool Evaluator::HoldsBetween(const filter::Between& test, const Context& at) {
  const Value subject = Evaluate(test.subject, at);
  const Value low = Evaluate(test.low, at);
  const Value high = Evaluate(test.high, at);
  if (IsMissing(subject) || IsMissing(low) || IsMissing(high)) return false;
  const bool half_open = test.low.Is<filter::Ago>() && test.high.Is<filter::Ago>();
  const int below_high = Place(subject, high, test.ignoring_case);
  const bool inside = Place(subject, low, test.ignoring_case) >= 0 &&
                      (half_open ? below_high < 0 : below_high <= 0);
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
  if (segment == options_.segments.end()) {
    Fail("unknown segment " + test.name);
    return false;
  }
  const Context member{MemberOf(at.row), {}, at.as_of};
  const auto& [include, excludes] = segment->second;
  return Holds(include, member) &&
         std::ranges::none_of(excludes, [&](const auto& e) { return Holds(e.second, member); });
}

bool Evaluator::HoldsAsOf(const filter::AsOf& test, const Context& at) {
  const std::optional<int64_t> moment = StartOf(test.time, at);
  if (!moment || tree_.Hidden(at.row, *moment, zone_)) return false;
  Context then = at;
  then.as_of = *moment;
  return Holds(test.filter, then);
}

}  // namespace seine::oracle
