// What is read of a sequence's rows when all rows of a match have one key. For one evaluation, on
// one thread.
#ifndef SEINE_QUERY_ROW_SEQUENCE_KEYS_H_
#define SEINE_QUERY_ROW_SEQUENCE_KEYS_H_

#include <cstdint>
#include <vector>

#include "query/row_arena.h"
#include "query/row_batch.h"
#include "query/row_sequence_ids.h"

namespace seine {

// A row of a step, and its key.
struct KeyedRow {
  uint32_t parent;
  uint32_t row;
  int64_t key;
};
// The same with its time.
struct StepEvent {
  int64_t time;
  int64_t key;
  uint32_t step;
  uint32_t row;
};

// Of a row without a value: no row of another step has it.
inline constexpr int64_t kNoKey = JoinIds::kNone;

// Rows of a batch and their keys: of row i of `mask` keys[i]; or, of sets, whose rows may have
// several keys, row places[k]'s keys[k], a row's side by side.
struct BatchKeys {
  uint32_t count = 0;  // rows of the batch, or keys
  Mask mask;
  RowArena::Buffer<uint32_t> places;
  RowArena::Buffer<int64_t> keys;

  // Calls fn(k, place) for each keys[k].
  template <typename Fn>
  void Visit(Fn fn) const {
    if (places.empty()) {
      ForEachBit(mask.data(), mask.empty() ? 0 : count, [&](uint32_t i) { fn(i, i); });
    } else {
      for (uint32_t k = 0; k < count; ++k) fn(k, places[k]);
    }
  }
  uint32_t PlaceOf(uint32_t k) const { return places.empty() ? k : places[k]; }
};

// Rows of one table in one block, which lie together.
class RowSet {
 public:
  // `rows` ascend.
  explicit RowSet(const std::vector<KeyedRow>& rows) {
    if (rows.empty()) return;
    first_ = rows.front().row;
    count_ = rows.back().row - first_ + 1;
    bits_.resize(MaskWords(count_));
    for (const KeyedRow& each : rows) SetMaskBit(bits_.data(), each.row - first_);
  }
  bool Has(uint32_t row) const {
    return row - first_ < count_ && MaskBit(bits_.data(), row - first_);
  }

 private:
  uint32_t first_ = 0;
  uint32_t count_ = 0;
  std::vector<uint64_t> bits_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_SEQUENCE_KEYS_H_
