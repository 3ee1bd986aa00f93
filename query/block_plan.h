// How each block of a shard is counted and selected: decided once, when the tree is bound, so that
// a block costs little more than calling a kernel. Only for roots that are an AND of clauses or one
// clause; everything else is run by BlockRun.
//
// Ownership: borrows the tree. Threads: immutable after construction.

#ifndef SEINE_QUERY_BLOCK_PLAN_H_
#define SEINE_QUERY_BLOCK_PLAN_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernels.h"
#include "engine/scratch.h"
#include "query/block_run.h"
#include "query/bound_tree.h"
#include "query/place_filter.h"

namespace seine {

class BlockPlan {
 public:
  explicit BlockPlan(const BoundTree& tree);

  uint64_t CountShard(Scratch& scratch) const;
  uint32_t CountBlock(uint32_t block, Scratch& scratch) const;
  void SelectBlock(uint32_t block, Selection* out, Scratch& scratch) const;
  // The blocks that can have members.
  uint32_t blocks() const { return blocks_; }

 private:
  // Runs against runs cost their number.
  static constexpr size_t kFewRunsToUnite = 64;

  enum class Path : uint8_t {
    kNone,   // nothing to do: known_[block] members, all of them or those of one literal
    kWords,  // all operands are bitsets: one call of a kernel
    kTwoArrays,
    kArrayInWords,
    kPlaces,      // AND of literals, the first an array: it is tested against the others
    kByteSparse,  // AND of byte-sparse containers, then of bitsets
    kByteSparseAndWords,
    kRuns,         // AND of runs
    kRunsInWords,  // AND of runs and a bitset
    kRunsInByteSparse,
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
  Step PlanMeeting(const Conjunction& conjunction, uint32_t block);
  void Keep(const Literals& literals, Step* step);
  bool Extends(const Step& last, const Step& next) const;
  uint32_t Count(const Step& step, Scratch& scratch) const;
  uint32_t CountPlaces(const Step& step, Scratch& scratch) const;
  uint32_t CountRuns(const Step& step, Scratch& scratch) const;
  uint32_t CountUnionPlaces(const Step& step, Scratch& scratch) const;
  uint32_t CountUnionRuns(const Step& step) const;
  uint32_t CountMeeting(const Step& step, Scratch& scratch) const;
  void SelectPlaces(const Step& step, Selection* out, Scratch& scratch) const;
  bool SelectMeeting(const Step& step, Selection* out, Scratch& scratch) const;

  WordClauses ClausesOf(const Step& step) const {
    return {operands_.data() + step.begin, clauses_.data() + step.clauses_begin,
            step.clauses_end - step.clauses_begin};
  }
  // The places of the first literal that are in all others but the last one; in the container or
  // in one of the two buffers.
  std::span<const uint16_t> FilterAllButLast(const Step& step, const PlaceFilter& filter,
                                             uint16_t* free, uint16_t* next) const;
  // Counts, and writes unless `out` is null.
  uint32_t IntersectByteSparse(const Step& step, uint64_t* out) const;
  // Calls found(place) for every member of a kMeetPlaces step, each once.
  template <typename Found>
  void Meet(const Step& step, Scratch& scratch, Found found) const;

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

// Marks the places of the sparsest clause; what the next one finds marked (and unmarks, so that it
// counts once) are the few that the others are asked for.
template <typename Found>
void BlockPlan::Meet(const Step& step, Scratch& scratch, Found found) const {
  const ContainerLiteral* const literals = &literals_[step.begin];
  const WordClauses::Clause* const clauses = &clauses_[step.clauses_begin];
  const uint32_t clause_count = step.clauses_end - step.clauses_begin;
  uint64_t* const marks = scratch.ZeroedShard();
  for (uint32_t l = 0; l < clauses[0].end; ++l) {
    kernels_.or_places(literals[l].container.places(), literals[l].container.cardinality, marks);
  }
  const auto in_rest = [&](uint16_t place) {
    for (uint32_t c = 2; c < clause_count; ++c) {
      bool any = false;
      for (uint32_t l = clauses[c - 1].end; l < clauses[c].end; ++l) {
        any |= ContainerContains(literals[l].container, place) != literals[l].negated;
      }
      if (!any) return false;
    }
    return true;
  };
  for (uint32_t l = clauses[0].end; l < clauses[1].end; ++l) {
    const uint16_t* const places = literals[l].container.places();
    for (uint32_t i = 0; i < literals[l].container.cardinality; ++i) {
      const uint64_t bit = uint64_t{1} << (places[i] & 63);
      if ((marks[places[i] / 64] & bit) == 0) continue;
      marks[places[i] / 64] ^= bit;
      if (in_rest(places[i])) found(places[i]);
    }
  }
  for (uint32_t l = 0; l < clauses[0].end; ++l) {
    const uint16_t* const places = literals[l].container.places();
    for (uint32_t i = 0; i < literals[l].container.cardinality; ++i) marks[places[i] / 64] = 0;
  }
}

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_PLAN_H_
