// One pass over the population: values of every member that exists and, with `among`, is chosen.
#ifndef SEINE_QUERY_POPULATION_SCAN_H_
#define SEINE_QUERY_POPULATION_SCAN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

#include "engine/civil_time.h"
#include "engine/snapshot.h"
#include "query/executor.h"
#include "query/planner.h"
#include "query/population_questions.h"
#include "query/value_vector.h"

namespace seine {

// The members of one block that were chosen and for which value and `per` of a question exist.
struct BlockValues {
  uint32_t shard = 0;
  uint32_t block = 0;
  RowBatch batch;                  // rows of the members
  const uint64_t* mask = nullptr;  // of the batch
  const ValueVector* value = nullptr;
  const ValueVector* per = nullptr;  // null without `per`
  bool* too_large = nullptr;         // set by who finds a number of more than 128 bits
};

// Plans once, runs any number of times. Threads: one at a time. The snapshot, zone and limits
// outlive it.
class PopulationScan {
 public:
  PopulationScan(const Snapshot& snapshot, const Zone& zone, const RunLimits& limits)
      : snapshot_(snapshot), zone_(zone), limits_(limits) {}

  // Errors: DataLoss, Cancelled, DeadlineExceeded.
  absl::Status Plan(PopulationPass pass);
  const PopulationPass& pass() const { return pass_; }
  // What the plans know of the question at that place.
  struct Known {
    // A value, but for reals and fractions, takes 64 bits at most.
    bool narrow = true;
    // `per` comes as codes of this dictionary; null: as values.
    const Dictionary* codes = nullptr;
  };
  const Known& known(size_t question) const { return known_[question]; }

  // Calls consume for each block and question with such members, blocks in parallel and in any
  // order; `worker` counts below workers(). Errors: Cancelled, DeadlineExceeded, numbers of more
  // than 128 bits (InDefinition).
  using Consume = absl::FunctionRef<void(int worker, size_t question, const BlockValues&)>;
  absl::Status Run(Consume consume) const;
  // The same of one question, and of those members only that `only` writes as a bit each,
  // kBlockWords words of a block; they are chosen and have a value. False: none in this block.
  using Only = absl::FunctionRef<bool(uint32_t shard, uint32_t block, uint64_t* members)>;
  absl::Status RunAgain(size_t question, Only only, Consume consume) const;

  size_t workers() const;
  const Snapshot& snapshot() const { return snapshot_; }
  const RunLimits& limits() const { return limits_; }

 private:
  struct Values {
    row::ValuePtr value;
    row::ValuePtr per;
  };
  struct Shard {
    std::unique_ptr<const ShardPlan> members;
    std::vector<Values> questions;
  };
  struct Rows;
  absl::Status PlanQuestion(RowPlanner& rows, size_t question, Shard* shard);
  // False: nobody of the block.
  bool Choose(const Shard& shard, uint32_t block, Scratch& scratch, uint64_t* members) const;
  void Ask(int worker, size_t question, const Rows& rows, Scratch& scratch, Consume consume) const;
  template <typename Block>
  absl::Status RunBlocks(Block&& block) const;

  const Snapshot& snapshot_;
  const Zone& zone_;
  const RunLimits& limits_;
  PopulationPass pass_;
  std::vector<Known> known_;
  std::vector<Shard> shards_;
};

}  // namespace seine

#endif  // SEINE_QUERY_POPULATION_SCAN_H_
