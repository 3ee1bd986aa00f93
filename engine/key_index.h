// From the keys of a table to its rows, while the table is read.
#ifndef SEINE_ENGINE_KEY_INDEX_H_
#define SEINE_ENGINE_KEY_INDEX_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "engine/raw_table.h"

namespace seine {

inline constexpr uint32_t kNoRow = UINT32_MAX;

class IntegerKeyIndex {
 public:
  // The row of the key; kNoRow when it is new, and then to be set.
  uint32_t& Slot(int64_t key) { return rows_.try_emplace(key, kNoRow).first->second; }
  uint32_t Find(int64_t key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? kNoRow : found->second;
  }
  template <typename NewRow>
  void Renumber(NewRow new_row) {
    for (auto& [key, row] : rows_) row = new_row(row);
  }

 private:
  absl::flat_hash_map<int64_t, uint32_t> rows_;
};

// Over a dictionary that the caller owns and may share with columns of the same values.
class TextKeyIndex {
 public:
  explicit TextKeyIndex(RawDictionary* dictionary) : dictionary_(dictionary) {}

  uint32_t& Slot(std::string_view key) {
    const uint32_t code = dictionary_->Code(key);
    if (code >= rows_.size()) rows_.resize(code + 1, kNoRow);
    return rows_[code];
  }
  uint32_t Find(std::string_view key) const {
    const std::optional<uint32_t> code = dictionary_->Find(key);
    return code && *code < rows_.size() ? rows_[*code] : kNoRow;
  }
  template <typename NewRow>
  void Renumber(NewRow new_row) {
    for (uint32_t& row : rows_) {
      if (row != kNoRow) row = new_row(row);
    }
  }

 private:
  RawDictionary* dictionary_;
  std::vector<uint32_t> rows_;  // by code
};

}  // namespace seine

#endif  // SEINE_ENGINE_KEY_INDEX_H_
