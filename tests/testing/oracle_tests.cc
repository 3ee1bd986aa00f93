// Filters: true or false of one row.

#include <algorithm>

#include "tests/testing/oracle_evaluator.h"
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

bool ContainsText(const SetValue& set, const std::string& wanted, bool ignoring_case) {
  return std::any_of(set.begin(), set.end(), [&](const std::string& value) {
    return ignoring_case ? FoldCase(value) == FoldCase(wanted) : value == wanted;
  });
}

// A four-digit integer beside a time is that year.
void ReadYear(const Value& beside, Value* v) {
  if (!IsTime(beside)) return;
  if (const auto year = YearOf(*v)) *v = *year;
}

}  // namespace

bool Evaluator::Holds(const filter::Expr& expr, const Context& at) {
  return std::visit(filter::Overloaded{
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
                        [&](const filter::Segment& n) {
                          const auto segment = options_.segments.find(n.name);
                          if (segment != options_.segments.end()) return Holds(segment->second, at);
                          Fail("unknown segment " + n.name);
                          return false;
                        },
                        [&](const filter::AsOf& n) {
                          const std::optional<int64_t> moment = StartOf(n.time, at);
                          if (!moment) return false;
                          Context then = at;
                          then.as_of = *moment;
                          return Holds(n.filter, then);
                        },
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

bool Evaluator::EqualsOrInside(const Value& subject, const Value& element, bool ignoring_case) {
  if (IsMissing(element)) return false;
  Value wanted = element;
  ReadYear(subject, &wanted);
  if (IsSpan(wanted) && IsTime(subject)) return Position(subject, wanted, zone_) == 0;
  if (const auto* set = std::get_if<SetValue>(&wanted)) {
    return ContainsText(*set, std::get<std::string>(subject), ignoring_case);
  }
  const auto* text = std::get_if<std::string>(&subject);
  const auto* wanted_text = std::get_if<std::string>(&wanted);
  if (text != nullptr && wanted_text != nullptr) {
    return ignoring_case ? FoldCase(*text) == FoldCase(*wanted_text) : *text == *wanted_text;
  }
  const std::optional<int> order = Order(subject, wanted, zone_);
  if (!order) Fail("a list value of another kind");
  return order == 0;
}

bool Evaluator::HoldsIn(const filter::In& test, const Context& at) {
  Value subject = Evaluate(test.subject, at);
  if (IsMissing(subject)) return false;
  bool found = false;
  for (Value element : Elements(test.set, subject, at)) {
    if (test.subject.Is<filter::OwnKey>() && std::holds_alternative<Fraction>(element)) {
      const Value number = Fraction(BigInt::FromDigits(std::get<std::string>(subject)));
      found = found || EqualsOrInside(number, element, false);
    } else {
      found = found || EqualsOrInside(subject, element, test.ignoring_case);
    }
  }
  return found != test.negated;
}

std::vector<Value> Evaluator::Elements(const filter::Expr& set, const Value& subject,
                                       const Context& at) {
  std::vector<Value> out;
  if (const auto* list = set.As<filter::List>()) {
    for (const filter::Literal& literal : list->literals) {
      out.push_back(EvaluateLiteral(literal.value));
    }
    for (const filter::Expr& other : list->others) {
      for (Value& v : Elements(other, subject, at)) out.push_back(std::move(v));
    }
  } else if (const auto* named = set.As<filter::NamedList>()) {
    const auto found = options_.lists.find(named->name);
    if (found == options_.lists.end()) {
      Fail("unknown list " + named->name);
      return out;
    }
    for (const std::string& text : found->second) out.push_back(FromListText(text, subject));
  } else if (const auto* parameter = set.As<filter::Parameter>()) {
    const auto found = options_.parameters.find(parameter->name);
    const auto* values = found == options_.parameters.end()
                             ? nullptr
                             : std::get_if<std::vector<filter::LiteralValue>>(&found->second);
    if (values == nullptr) return {Evaluate(set, at)};
    for (const filter::LiteralValue& v : *values) out.push_back(EvaluateLiteral(v));
  } else {
    out.push_back(Evaluate(set, at));
  }
  return out;
}

Value Evaluator::FromListText(const std::string& text, const Value& subject) {
  if (std::holds_alternative<Fraction>(subject)) {
    const size_t point = text.find('.');
    if (point == std::string::npos) return Fraction(BigInt::FromDigits(text));
    std::string digits = text;
    digits.erase(point, 1);
    return Fraction(BigInt::FromDigits(digits),
                    BigInt::PowerOfTen(static_cast<int>(text.size() - point - 1)));
  }
  if (std::holds_alternative<std::string>(subject) || std::holds_alternative<SetValue>(subject)) {
    return Nfc(text);
  }
  return NotCovered("a list of such values");
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

bool Evaluator::HoldsHas(const filter::Has& test, const Context& at) {
  const Value subject = Evaluate(test.subject, at);
  // Nothing there (a pick without a row) is the empty set, as a missing set is.
  static const SetValue* const kNobody = new SetValue;
  const auto* set = IsMissing(subject) ? kNobody : std::get_if<SetValue>(&subject);
  if (set == nullptr) {
    Fail("`has` of what is no set");
    return false;
  }
  SetValue wanted;
  for (const Value& element : Elements(test.value, subject, at)) {
    if (const auto* text = std::get_if<std::string>(&element)) wanted.push_back(*text);
    if (const auto* more = std::get_if<SetValue>(&element)) {
      wanted.insert(wanted.end(), more->begin(), more->end());
    }
  }
  auto all_of = [&](const SetValue& values, const SetValue& in) {
    return std::all_of(values.begin(), values.end(), [&](const std::string& v) {
      return ContainsText(in, v, test.ignoring_case);
    });
  };
  const bool any = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& v) {
    return ContainsText(*set, v, test.ignoring_case);
  });
  bool holds = false;
  switch (test.mode) {
    case filter::HasMode::kValue:
    case filter::HasMode::kAny:
      holds = any;
      break;
    case filter::HasMode::kAll:
      holds = all_of(wanted, *set);
      break;
    case filter::HasMode::kNone:
      holds = !any;
      break;
    case filter::HasMode::kOnly:
      holds = !set->empty() && all_of(*set, wanted);  // as `all orders where` wants an order
      break;
  }
  return holds != test.negated;
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

bool Evaluator::HoldsQuantifier(const filter::Quantifier& test, const Context& at) {
  if (test.each) {
    NotCovered("in each of");
    return false;
  }
  size_t rest = 0;
  const size_t matching = RowsOf(test.rows, at, &rest).size();
  if (test.kind == filter::Quantifier::Kind::kAny) return matching > 0;
  if (test.kind == filter::Quantifier::Kind::kNo) return matching == 0;
  filter::Rows every = test.rows;
  every.where = filter::Expr();
  const size_t rows = RowsOf(every, at, &rest).size();
  return rows > 0 && matching == rows;
}

}  // namespace seine::oracle
