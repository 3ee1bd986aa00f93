// What stands right of `in` and `has`.

#include <algorithm>

#include "tests/testing/oracle_evaluator.h"
#include "tests/testing/oracle_text.h"

namespace seine::oracle {
namespace {

bool ContainsText(const SetValue& set, const std::string& wanted, bool ignoring_case) {
  return std::any_of(set.begin(), set.end(), [&](const std::string& value) {
    return ignoring_case ? FoldCase(value) == FoldCase(wanted) : value == wanted;
  });
}

bool HasAs(filter::HasMode mode, const SetValue& set, const SetValue& wanted, bool ignoring_case) {
  auto all_of = [&](const SetValue& values, const SetValue& in) {
    return std::all_of(values.begin(), values.end(),
                       [&](const std::string& v) { return ContainsText(in, v, ignoring_case); });
  };
  const bool any = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& v) {
    return ContainsText(set, v, ignoring_case);
  });
  switch (mode) {
    case filter::HasMode::kValue:
    case filter::HasMode::kAny:
      return any;
    case filter::HasMode::kAll:
      return all_of(wanted, set);
    case filter::HasMode::kNone:
      return !any;
    case filter::HasMode::kOnly:
      return !set.empty() && all_of(set, wanted);  // as `all orders where` wants an order
  }
  return false;
}

// A value of a list that the host gave, as the subject would have it.
Value FromListText(const std::string& text, const Value& subject) {
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
  return Missing{};
}

}  // namespace

bool Evaluator::EqualsOrInside(const Value& subject, const Value& element, bool ignoring_case) {
  if (IsMissing(element)) return false;
  if (const auto* set = std::get_if<SetValue>(&element)) {
    return ContainsText(*set, std::get<std::string>(subject), ignoring_case);
  }
  return Place(subject, element, ignoring_case) == 0;
}

bool Evaluator::HoldsIn(const filter::In& test, const Context& at) {
  Value subject = Evaluate(test.subject, at);
  if (IsMissing(subject)) return false;
  bool found = false;
  bool unknown = false;  // beside a missing value there is no saying that it is not in the list
  for (const Value& element : Elements(test.set, subject, at)) {
    unknown = unknown || IsMissing(element);
    if (test.subject.Is<filter::OwnKey>() && std::holds_alternative<Fraction>(element)) {
      const Value number = Fraction(BigInt::FromDigits(std::get<std::string>(subject)));
      found = found || EqualsOrInside(number, element, false);
    } else {
      found = found || EqualsOrInside(subject, element, test.ignoring_case);
    }
  }
  return test.negated ? !found && !unknown : found;
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
  } else if (const auto* period = set.As<filter::Period>()) {
    const std::optional<TimeSpans> spans = SpansOf(*period, at);
    if (!spans) return {Missing{}};
    out.assign(spans->begin(), spans->end());
  } else {
    out.push_back(Evaluate(set, at));
  }
  return out;
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
    if (IsMissing(element)) return false;
    if (const auto* text = std::get_if<std::string>(&element)) wanted.push_back(*text);
    if (const auto* more = std::get_if<SetValue>(&element)) {
      wanted.insert(wanted.end(), more->begin(), more->end());
    }
  }
  return HasAs(test.mode, *set, wanted, test.ignoring_case) != test.negated;
}

}  // namespace seine::oracle
