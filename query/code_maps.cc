#include "query/code_maps.h"

#include "engine/case_fold.h"

namespace seine {

TextNumbers::TextNumbers(const Dictionary& dictionary, bool ignoring_case)
    : dictionary_(dictionary), ignoring_case_(ignoring_case) {
  if (!ignoring_case_) return;
  auto codes = std::make_shared<std::vector<uint32_t>>(dictionary.size());
  for (uint32_t code = 0; code < dictionary.size(); ++code)
    (*codes)[code] = folded_.try_emplace(FoldCase(dictionary.Text(code)), code).first->second;
  codes_ = std::move(codes);
}

uint32_t TextNumbers::Of(std::string_view text) const {
  if (!ignoring_case_) return dictionary_.Find(text).value_or(kNone);
  const auto found = folded_.find(FoldCase(text));
  return found == folded_.end() ? kNone : found->second;
}

std::shared_ptr<const TextNumbers> CodeMaps::Of(const Dictionary& dictionary, bool ignoring_case) {
  auto& numbers = numbers_[{&dictionary, ignoring_case}];
  if (numbers == nullptr) numbers = std::make_shared<const TextNumbers>(dictionary, ignoring_case);
  return numbers;
}

CodeMaps::Pair CodeMaps::Of(const Dictionary& left, const Dictionary& right, bool ignoring_case) {
  const bool left_is_larger = left.size() >= right.size();
  const Dictionary& larger = left_is_larger ? left : right;
  const Dictionary& smaller = left_is_larger ? right : left;
  const std::shared_ptr<const TextNumbers> numbers = Of(larger, ignoring_case);
  if (&left == &right) return {numbers->codes(), numbers->codes()};
  CodeNumbers& map = maps_[{{&larger, ignoring_case}, &smaller}];
  if (map == nullptr) {
    auto codes = std::make_shared<std::vector<uint32_t>>(smaller.size());
    for (uint32_t code = 0; code < smaller.size(); ++code)
      (*codes)[code] = numbers->Of(smaller.Text(code));
    map = std::move(codes);
  }
  return left_is_larger ? Pair{numbers->codes(), map} : Pair{map, numbers->codes()};
}

}  // namespace seine
