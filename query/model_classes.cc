#include "query/model_classes.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "query/text_match.h"

namespace seine::binding {
namespace {

constexpr bound::ValueType kClassName{bound::ValueKind::kText, 0, false};

// Empty: the value is not of classes.
std::vector<std::pair<std::string, bound::FilterPtr>> ClassesOf(const bound::ValuePtr& value) {
  std::vector<std::pair<std::string, bound::FilterPtr>> classes;
  const auto* first = std::get_if<bound::FirstOf>(&value->node);
  if (first == nullptr) return classes;
  for (const bound::ValuePtr& operand : first->operands) {
    const auto* when = std::get_if<bound::When>(&operand->node);
    const auto* name =
        when == nullptr ? nullptr : std::get_if<bound::ConstantValue>(&when->value->node);
    if (name == nullptr || operand->type != kClassName) return {};
    classes.emplace_back(name->text, when->filter);
  }
  return classes;
}

}  // namespace

bound::ValuePtr ClassValue(const ModelClasses& classes, Span span) {
  bound::FirstOf first;
  for (const auto& [name, filter] : classes) {
    bound::ConstantValue constant;
    constant.text = name;
    bound::ValuePtr text = bound::MakeValue(std::move(constant), kClassName, span);
    first.operands.push_back(
        bound::MakeValue(bound::When{filter, std::move(text)}, kClassName, span));
  }
  return bound::MakeValue(std::move(first), kClassName, span);
}

bound::FilterPtr ClassMatches(const bound::ValuePtr& value, const bound::TextPredicate& predicate,
                              Span span) {
  const auto classes = ClassesOf(value);
  if (classes.empty()) return nullptr;
  bound::Or any;
  for (const auto& [name, filter] : classes) {
    if (predicate.Matches(name)) any.operands.push_back(filter);
  }
  if (any.operands.empty()) return bound::MakeFilter(bound::Constant{false}, span);
  if (any.operands.size() == 1) return any.operands[0];
  return bound::MakeFilter(std::move(any), span);
}

void WarnOfUnknownClasses(BindContext& context, const bound::ValuePtr& value,
                          const std::vector<std::string>& texts, bool ignoring_case) {
  std::vector<std::string> names;
  for (const auto& [name, filter] : ClassesOf(value)) names.push_back(name);
  if (names.empty()) return;
  for (const std::string& text : texts) {
    const TextPredicatePtr same = MatchAnyOf({text}, ignoring_case);
    const auto matches = [&](const std::string& name) { return same->Matches(name); };
    if (std::ranges::any_of(names, matches)) continue;
    const std::string hint = NearestHint(text, names, absl::StrCat("it has ", names.front()));
    context.Warn(absl::StrCat("no class of this model is \"", text, "\"; ", hint));
  }
}

}  // namespace seine::binding
