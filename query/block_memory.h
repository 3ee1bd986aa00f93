// What is known in the block at hand of conditions that several places ask for: which members were
// asked about, and which of them were found. So no member is asked the same question twice, whoever
// asks and in whatever order.
//
// Owned by a worker of the executor, which says when its next block begins and, while it works on
// one, lends it to its thread. Threads: one.
#ifndef SEINE_QUERY_BLOCK_MEMORY_H_
#define SEINE_QUERY_BLOCK_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <deque>

#include "engine/selection.h"

namespace seine {

// How much sharing saved.
struct SharedWork {
  uint64_t asked = 0;      // members, in all places together
  uint64_t evaluated = 0;  // members for whom the condition was evaluated; a scan takes a block

  void Add(const SharedWork& other) {
    asked += other.asked;
    evaluated += other.evaluated;
  }
};

class BlockMemory {
 public:
  // At their largest.
  static constexpr uint64_t kBytesPerCondition = 2 * kBlockWords * sizeof(uint64_t);

  struct Condition {
    Selection asked;
    Selection found;  // of `asked`
    uint64_t block = 0;
    SharedWork work;  // of all blocks
  };

  // By its number in SharedConditions, with nothing known unless it was asked for in this block.
  Condition& condition(size_t number);
  // Forgets all but the account of work.
  void NextBlock() { ++block_; }
  // Numbers that were never asked for are at the end or empty.
  const std::deque<Condition>& conditions() const { return conditions_; }

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
};

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_MEMORY_H_
