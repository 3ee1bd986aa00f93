#include "query/value_ids.h"

namespace seine {

int64_t ValueIds::IdOfText(std::string_view text) {
  const auto [at, added] = text_ids_.try_emplace(text, static_cast<int64_t>(texts_.size()));
  if (added) texts_.push_back(text);
  return at->second;
}

int64_t ValueIds::IdOfNumber(const ValueVector& v, uint32_t i) {
  absl::int128 number = 0;
  fits_ = RoundedNumber(v, i, &number) && fits_;
  if (IsOwn(number)) return static_cast<int64_t>(number);
  const auto [at, added] =
      number_ids_.try_emplace(number, kFirstNumbered + static_cast<int64_t>(numbers_.size()));
  if (added) numbers_.push_back(number);
  return at->second;
}

int ValueIds::Order(int64_t a, int64_t b) const {
  const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : (y < x ? 1 : 0); };
  if (kind_ == bound::ValueKind::kText)
    return order(texts_[static_cast<size_t>(a)], texts_[static_cast<size_t>(b)]);
  if (kind_ == bound::ValueKind::kNumber) return order(NumberOf(a), NumberOf(b));
  return order(a, b);
}

void ValueIds::Put(int64_t id, uint32_t i, ValueVector* out) const {
  if (kind_ == bound::ValueKind::kText) {
    out->text[i] = texts_[static_cast<size_t>(id)];
  } else if (kind_ == bound::ValueKind::kReal) {
    out->real[i] = FromOrderedBits(id);
  } else if (kind_ != bound::ValueKind::kNumber) {
    out->small[i] = id;
  } else if (out->wide.empty()) {
    out->small[i] = static_cast<int64_t>(NumberOf(id));
  } else {
    out->wide[i] = NumberOf(id);
  }
}

}  // namespace seine
