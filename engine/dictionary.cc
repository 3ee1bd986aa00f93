#include "engine/dictionary.h"

namespace seine {

Dictionary::Dictionary(std::span<const uint64_t> offsets, std::span<const uint8_t> bytes,
                       uint32_t base_size)
    : offsets_(offsets), bytes_(bytes), base_size_(base_size) {}

std::string_view Dictionary::Text(uint32_t code) const {
  return {reinterpret_cast<const char*>(bytes_.data()) + offsets_[code],
          static_cast<size_t>(offsets_[code + 1] - offsets_[code])};
}

uint32_t Dictionary::LowerBound(std::string_view text) const {
  uint32_t begin = 0;
  uint32_t end = base_size_;
  while (begin < end) {
    const uint32_t middle = begin + (end - begin) / 2;
    if (Text(middle) < text) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

std::optional<uint32_t> Dictionary::Find(std::string_view text) const {
  const uint32_t code = LowerBound(text);
  if (code < base_size_ && Text(code) == text) return code;
  for (uint32_t appended = base_size_; appended < size(); ++appended) {
    if (Text(appended) == text) return appended;
  }
  return std::nullopt;
}

}  // namespace seine
