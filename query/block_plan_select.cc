// Selecting in the planned blocks. Paths whose answer is mostly written, not found, go the general
// way: deciding how costs little beside.

#include <algorithm>
#include <utility>

#include "query/block_plan.h"
#include "query/place_filter.h"

namespace seine {

void BlockPlan::SelectBlock(uint32_t block, Selection* out, Scratch& scratch) const {
  const Step& step = block_steps_[block];
  const ContainerLiteral* const literals = literals_.data() + step.begin;
  switch (step.path) {
    case Path::kNone:
      if (known_[block] == 0) return out->SetEmpty();
      if (step.begin == step.end) return out->SetFull();
      if (literals[0].negated) break;
      return out->Assign(literals[0].container);
    case Path::kWords:
      return out->CommitWords(
          kernels_.write_clauses(ClausesOf(step), kBlockWords, out->MutableWords()));
    case Path::kTwoArrays: {
      const ContainerView& a = literals[0].container;
      const ContainerView& b = literals[1].container;
      return out->CommitPlaces(kernels_.intersect_places(a.places(), a.cardinality, b.places(),
                                                         b.cardinality, out->MutablePlaces()));
    }
    case Path::kArrayInWords: {
      const ContainerView& array = literals[0].container;
      return out->CommitPlaces(kernels_.filter_places(array.places(), array.cardinality,
                                                      literals[1].container.words(), true,
                                                      out->MutablePlaces()));
    }
    case Path::kPlaces:
      return SelectPlaces(step, out, scratch);
    case Path::kByteSparse:
      return out->CommitWords(IntersectByteSparse(step, out->MutableWords()));
    case Path::kMeetPlaces:
      if (SelectMeeting(step, out, scratch)) return;
      break;
    default:
      break;
  }
  BlockRun(tree_, block, scratch).Run(tree_.root(), nullptr, out);
}

void BlockPlan::SelectPlaces(const Step& step, Selection* out, Scratch& scratch) const {
  const Scratch::Lease first(&scratch);
  const Scratch::Lease second(&scratch);
  const PlaceFilter filter(scratch, kernels_);
  const std::span<const uint16_t> left =
      FilterAllButLast(step, filter, first.places(), second.places());
  if (left.empty()) return out->SetEmpty();
  out->CommitPlaces(filter.Keep(literals_[step.end - 1], left.data(),
                                static_cast<uint32_t>(left.size()), out->MutablePlaces()));
}

// False if the answer may be too long for places.
bool BlockPlan::SelectMeeting(const Step& step, Selection* out, Scratch& scratch) const {
  const WordClauses::Clause* const clauses = &clauses_[step.clauses_begin];
  uint32_t most = 0;
  for (uint32_t l = clauses[0].end; l < clauses[1].end; ++l) {
    most += literals_[step.begin + l].container.cardinality;
  }
  if (most > kMaxArrayCardinality) return false;
  uint16_t* const places = out->MutablePlaces();
  uint32_t count = 0;
  Meet(step, scratch, [&](uint16_t place) { places[count++] = place; });
  // Each of the arrays that were looked up gave its places in order.
  if (clauses[1].end - clauses[0].end > 1) std::sort(places, places + count);
  out->CommitPlaces(count);
  return true;
}

std::span<const uint16_t> BlockPlan::FilterAllButLast(const Step& step, const PlaceFilter& filter,
                                                      uint16_t* free, uint16_t* next) const {
  const ContainerLiteral* literal = &literals_[step.begin];
  const ContainerLiteral* const last = &literals_[step.end - 1];
  const uint16_t* places = literal->container.places();
  uint32_t n = literal->container.cardinality;
  for (++literal; literal != last && n > 0; ++literal) {
    n = filter.Keep(*literal, places, n, free);
    places = free;
    std::swap(free, next);
  }
  return {places, n};
}

uint32_t BlockPlan::IntersectByteSparse(const Step& step, uint64_t* out) const {
  ByteSparseView views[kMaxByteSparseAtOnce];
  const uint64_t* bitsets[kMaxByteSparseAtOnce];
  uint32_t n = 0;
  uint32_t bitset_count = 0;
  for (uint32_t l = step.begin; l < step.end; ++l) {
    const ContainerView& container = literals_[l].container;
    if (literals_[l].IsWords())
      bitsets[bitset_count++] = container.words();
    else
      views[n++] = AsByteSparse(container);
  }
  return kernels_.intersect_byte_sparse(views, n, bitsets, bitset_count, out);
}

}  // namespace seine
