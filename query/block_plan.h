// How each block of a shard is counted: decided once, when the tree is bound, so that counting a
// block is little more than calling a kernel. Only for roots that are an AND of clauses or one
// clause; everything else is run by BlockRun.
//
// Ownership: borrows the tree. Threads: immutable after construction.

#ifndef SEINE_QUERY_BLOCK_PLAN_H_
#define SEINE_QUERY_BLOCK_PLAN_H_

#include <array>
#include <cstdint>
#include <vector>

#include "engine/kernels.h"
#include "engine/scratch.h"
#include "query/block_run.h"
#include "query/bound_tree.h"

namespace seine {

class BlockPlan {
 public:
  explicit BlockPlan(const BoundTree& tree);

  uint64_t CountShard(Scratch& scratch) const;
  uint32_t CountBlock(uint32_t block, Scratch& scratch) const;
  // The blocks that can have members.
  uint32_t blocks() const { return blocks_; }

 private:
  enum class Path : uint8_t {
    kNone,   // nothing to do: known_[block] is the answer
    kWords,  // all operands are bitsets: one call of a kernel
    kTwoArrays,
    kArrayInWords,
    kPlaces,      // AND of literals, the first an array: it is tested against the others
    kByteSparse,  // AND of byte-sparse containers, then of bitsets
    kByteSparseAndWords,
    kRuns,         // AND of runs
    kRunsInWords,  // AND of runs and a bitset
    kUnionPlaces,  // OR of short arrays
    kMeetPlaces,   // AND of two or more ORs of short arrays, and of others
    kUnionRuns,    // OR of few runs
    kRun,          // the general way
  };
  struct Step {
    Path path = Path::kNone;
    uint8_t block = 0;
    uint32_t begin = 0;  // of literals_, or for kWords of operands_
    uint32_t end = 0;
    uint32_t clauses_begin = 0;
    uint32_t clauses_end = 0;
    uint32_t words = 0;  // kWords: how many, several blocks if they lie one behind the other
  };

  Step PlanBlock(uint32_t block);
  Path ChoosePath(const Conjunction& conjunction) const;
  Step PlanWords(const Conjunction& conjunction, uint32_t block);
  bool Extends(const Step& last, const Step& next) const;
  uint32_t Count(const Step& step, Scratch& scratch) const;
  uint32_t CountPlaces(const Step& step, Scratch& scratch) const;
  uint32_t CountByteSparse(const Step& step) const;
  uint32_t CountRuns(const Step& step, Scratch& scratch) const;
  uint32_t CountUnionPlaces(const Step& step, Scratch& scratch) const;
  uint32_t CountUnionRuns(const Step& step) const;
  Step PlanMeeting(const Conjunction& conjunction, uint32_t block);
  uint32_t CountMeeting(const Step& step, Scratch& scratch) const;

  const BoundTree& tree_;
  const Kernels& kernels_;
  std::vector<ContainerLiteral> literals_;
  std::vector<const uint64_t*> operands_;
  // Of kWords counted from the step's first operand, of kMeetPlaces from its first literal.
  std::vector<WordClauses::Clause> clauses_;
  std::vector<Step> shard_steps_;
  std::array<Step, kBlocksPerShard> block_steps_;
  std::array<uint32_t, kBlocksPerShard> known_ = {};
  uint64_t known_total_ = 0;
  uint32_t blocks_ = 0;
};

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_PLAN_H_
