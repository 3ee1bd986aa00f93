// Counting the planned blocks.

#include <utility>

#include "engine/run_algebra.h"
#include "query/block_plan.h"
#include "query/place_filter.h"

namespace seine {
namespace {

// So few that calling a kernel costs more than its work.
constexpr uint32_t kTinyArray = 12;

uint32_t CountTiny(const ContainerView& array, const uint64_t* words) {
  const uint16_t* const places = array.places();
  uint64_t count = 0;
  for (uint32_t i = 0; i < array.cardinality; ++i) {
    count += (words[places[i] / 64] >> (places[i] & 63)) & 1;
  }
  return static_cast<uint32_t>(count);
}

}  // namespace

uint64_t BlockPlan::CountShard(Scratch& scratch) const {
  uint64_t count = known_total_;
  for (const Step& step : shard_steps_) count += Count(step, scratch);
  return count;
}

uint32_t BlockPlan::CountBlock(uint32_t block, Scratch& scratch) const {
  const Step& step = block_steps_[block];
  return step.path == Path::kNone ? known_[block] : Count(step, scratch);
}

uint32_t BlockPlan::Count(const Step& step, Scratch& scratch) const {
  switch (step.path) {
    case Path::kNone:
      return 0;
    case Path::kWords:
      return kernels_.count_clauses(ClausesOf(step), step.words);
    case Path::kTwoArrays: {
      const ContainerView& a = literals_[step.begin].container;
      const ContainerView& b = literals_[step.begin + 1].container;
      return kernels_.count_intersect_places(a.places(), a.cardinality, b.places(), b.cardinality);
    }
    case Path::kArrayInWords: {
      const ContainerView& array = literals_[step.begin].container;
      const uint64_t* const words = literals_[step.begin + 1].container.words();
      if (array.cardinality <= kTinyArray) return CountTiny(array, words);
      return kernels_.count_filter_places(array.places(), array.cardinality, words);
    }
    case Path::kPlaces:
      return CountPlaces(step, scratch);
    case Path::kByteSparse:
      return IntersectByteSparse(step, nullptr);
    case Path::kByteSparseAndWords:
      return kernels_.count_byte_sparse_and(AsByteSparse(literals_[step.begin].container),
                                            literals_[step.begin + 1].container.words());
    case Path::kRuns:
      return CountRuns(step, scratch);
    case Path::kRunsInWords: {
      const std::span<const Run> runs = literals_[step.begin].container.runs();
      return kernels_.count_runs_in_words(runs.data(), static_cast<uint32_t>(runs.size()),
                                          literals_[step.begin + 1].container.words());
    }
    case Path::kRunsInByteSparse: {
      const bool first = literals_[step.begin].container.kind == ContainerKind::kRun;
      const std::span<const Run> runs = literals_[step.begin + !first].container.runs();
      return kernels_.count_runs_in_sparse(runs.data(), static_cast<uint32_t>(runs.size()),
                                           AsByteSparse(literals_[step.begin + first].container));
    }
    case Path::kUnionPlaces:
      return CountUnionPlaces(step, scratch);
    case Path::kMeetPlaces:
      return CountMeeting(step, scratch);
    case Path::kUnionRuns:
      return CountUnionRuns(step);
    case Path::kRun:
      return BlockRun(tree_, step.block, scratch).Run(tree_.root(), nullptr, nullptr);
  }
  return 0;
}

uint32_t BlockPlan::CountPlaces(const Step& step, Scratch& scratch) const {
  const Scratch::Lease first(&scratch);
  const Scratch::Lease second(&scratch);
  const PlaceFilter filter(scratch, kernels_);
  const std::span<const uint16_t> left =
      FilterAllButLast(step, filter, first.places(), second.places());
  if (left.empty()) return 0;
  return filter.CountKept(literals_[step.end - 1], left.data(), static_cast<uint32_t>(left.size()));
}

uint32_t BlockPlan::CountRuns(const Step& step, Scratch& scratch) const {
  const ContainerLiteral* literal = &literals_[step.begin];
  const ContainerLiteral* const last = &literals_[step.end - 1];
  std::span<const Run> runs = literal->container.runs();
  if (++literal == last) return CountIntersectRuns(runs, last->container.runs());
  const Scratch::Lease first(&scratch);
  const Scratch::Lease second(&scratch);
  Run* free = reinterpret_cast<Run*>(first.words());
  Run* next = reinterpret_cast<Run*>(second.words());
  for (; literal != last && !runs.empty(); ++literal) {
    runs = {free, IntersectRuns(runs, literal->container.runs(), free)};
    std::swap(free, next);
  }
  return CountIntersectRuns(runs, last->container.runs());
}

uint32_t BlockPlan::CountUnionPlaces(const Step& step, Scratch& scratch) const {
  uint64_t* const marks = scratch.ZeroedShard();
  uint32_t count = 0;
  for (uint32_t l = step.begin; l < step.end; ++l) {
    const uint16_t* const places = literals_[l].container.places();
    for (uint32_t i = 0; i < literals_[l].container.cardinality; ++i) {
      const uint64_t before = marks[places[i] / 64];
      const uint64_t after = before | uint64_t{1} << (places[i] & 63);
      marks[places[i] / 64] = after;
      count += before != after;
    }
  }
  for (uint32_t l = step.begin; l < step.end; ++l) {
    const uint16_t* const places = literals_[l].container.places();
    for (uint32_t i = 0; i < literals_[l].container.cardinality; ++i) marks[places[i] / 64] = 0;
  }
  return count;
}

uint32_t BlockPlan::CountMeeting(const Step& step, Scratch& scratch) const {
  uint32_t count = 0;
  Meet(step, scratch, [&count](uint16_t) { ++count; });
  return count;
}

uint32_t BlockPlan::CountUnionRuns(const Step& step) const {
  Run runs[kFewRunsToUnite];
  uint32_t n = 0;
  for (uint32_t l = step.begin; l < step.end; ++l) {
    for (const Run& run : literals_[l].container.runs()) runs[n++] = run;
  }
  return seine::CountUnionRuns(runs, n);
}

}  // namespace seine
