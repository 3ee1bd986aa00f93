// What is known in the block at hand of conditions and values that several places ask for. Of a
// condition: which members were asked about, and which of them were found, so no member is asked
// the same question twice, whoever asks and in whatever order. Of a value: all of the block's, from
// the moment when as many were asked for as it has members, so it costs at most twice what one
// place would pay.
//
// Owned by a worker of the executor, which says when its next block begins and, while it works on
// one, lends it to its thread. Threads: one.
#ifndef SEINE_QUERY_BLOCK_MEMORY_H_
#define SEINE_QUERY_BLOCK_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "absl/numeric/int128.h"

#include "engine/selection.h"
#include "query/row_arena.h"
#include "query/value_vector.h"

namespace seine {

// How much sharing saved.
struct SharedWork {
  uint64_t asked = 0;      // members, in all places together
  uint64_t evaluated = 0;  // members it was evaluated for; a scan takes the whole block

  void Add(const SharedWork& other) {
    asked += other.asked;
    evaluated += other.evaluated;
  }
};

class BlockMemory {
 public:
  // At their largest.
  static constexpr uint64_t kBytesPerCondition = 2 * kBlockWords * sizeof(uint64_t);
  static constexpr uint64_t kBytesPerValue =  // of 128 bits above and below the line, and presence
      2 * sizeof(absl::int128) * kBlockSize + kBlockWords * sizeof(uint64_t);

  struct Condition {
    Selection asked;
    Selection found;  // of `asked`
    uint64_t block = 0;
    SharedWork work;  // of all blocks
  };

  struct Value {
    std::optional<ValueVector> all;  // of the block's members in order
    uint64_t asked = 0;              // values, in all places together
    bool refused = false;            // some member's is too large to be kept
    uint64_t block = 0;
    SharedWork work;  // of all blocks
  };

  // By its number in SharedParts, with nothing known unless it was asked for in this block.
  Condition& condition(size_t number);
  Value& value(size_t number);
  // What values that are kept are made of.
  RowArena& arena() { return arena_; }
  // Forgets all but the account of work.
  void NextBlock() { ++block_; }
  // By number; those that were never asked for are missing at the end, or have done no work.
  const std::deque<Condition>& conditions() const { return conditions_; }
  const std::deque<Value>& values() const { return values_; }

  // The one that the calling thread works with just now; null: none, and nothing is remembered.
  static BlockMemory* OfThisThread();
  class Lending {
   public:
    explicit Lending(BlockMemory* memory);
    ~Lending();
    Lending(const Lending&) = delete;
    Lending& operator=(const Lending&) = delete;
  };

 private:
  uint64_t block_ = 1;  // counts blocks; 0 is before all
  std::deque<Condition> conditions_;
  RowArena arena_;  // outlives the values
  std::deque<Value> values_;
};

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_MEMORY_H_
