// A dictionary: the distinct texts of category and set columns, coded 0 .. size-1. One sorted base
// segment (by bytes, so codes below base_size() are in text order), then appended ones in order of
// arrival. Codes never change.
//
// Immutable; views point into the part that holds it. Safe from many threads.
#ifndef SEINE_ENGINE_DICTIONARY_H_
#define SEINE_ENGINE_DICTIONARY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace seine {

class Dictionary {
 public:
  Dictionary() = default;
  // offsets has size + 1 entries into bytes; entries [0, base_size) are sorted and distinct.
  Dictionary(std::span<const uint64_t> offsets, std::span<const uint8_t> bytes, uint32_t base_size);

  uint32_t size() const {
    return static_cast<uint32_t>(offsets_.empty() ? 0 : offsets_.size() - 1);
  }
  uint32_t base_size() const { return base_size_; }
  std::string_view Text(uint32_t code) const;  // precondition: code < size()
  std::optional<uint32_t> Find(std::string_view text) const;
  // First code of the base segment whose text is >= `text`.
  uint32_t LowerBound(std::string_view text) const;

 private:
  std::span<const uint64_t> offsets_;
  std::span<const uint8_t> bytes_;
  uint32_t base_size_ = 0;
};

}  // namespace seine

#endif  // SEINE_ENGINE_DICTIONARY_H_
