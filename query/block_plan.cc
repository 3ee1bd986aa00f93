#include "query/block_plan.h"

#include <algorithm>
#include <bit>

#include "engine/run_algebra.h"
#include "query/place_filter.h"

namespace seine {
namespace {

// Up to so many places in all, marking and unmarking each beats clearing and counting 8 KiB.
constexpr uint32_t kFewPlaces = 512;
constexpr uint32_t kFewRuns = 64;
// Runs against runs cost their number, against a bitset their length; more are quicker as words.
constexpr size_t kSomeRuns = 192;

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

bool IsArray(const ContainerLiteral& literal) {
  return literal.container.kind == ContainerKind::kArray && !literal.negated;
}
bool IsRuns(const ContainerLiteral& literal) {
  return literal.container.kind == ContainerKind::kRun && !literal.negated;
}
bool IsPositiveWords(const ContainerLiteral& literal) {
  return literal.IsWords() && !literal.negated;
}
bool IsPositiveByteSparse(const ContainerLiteral& literal) {
  return literal.IsByteSparse() && !literal.negated;
}

size_t RunCount(const Literals& literals) {
  size_t runs = 0;
  for (const ContainerLiteral& literal : literals) {
    if (IsRuns(literal)) runs += literal.container.runs().size();
  }
  return runs;
}

}  // namespace

BlockPlan::BlockPlan(const BoundTree& tree) : tree_(tree), kernels_(ActiveKernels()) {
  for (uint32_t left = tree.root().blocks; left != 0; left &= left - 1) {
    const auto block = static_cast<uint32_t>(std::countr_zero(left));
    const Step step = PlanBlock(block);
    block_steps_[block] = step;
    known_total_ += known_[block];
    if (step.path != Path::kNone || known_[block] != 0) blocks_ |= 1u << block;
    if (step.path == Path::kNone) continue;
    if (!shard_steps_.empty() && Extends(shard_steps_.back(), step)) {
      shard_steps_.back().words += step.words;
    } else {
      shard_steps_.push_back(step);
    }
  }
}

BlockPlan::Step BlockPlan::PlanBlock(uint32_t block) {
  Step step = {.block = static_cast<uint8_t>(block)};
  Conjunction conjunction;
  if (!Gather(tree_.root(), tree_.containers(block), &conjunction)) return step;
  step.path = ChoosePath(conjunction);
  if (step.path == Path::kNone) {
    known_[block] =
        conjunction.literals.empty() ? kBlockSize : conjunction.literals.front().Members();
  } else if (step.path == Path::kWords) {
    return PlanWords(conjunction, block);
  } else if (step.path == Path::kMeetPlaces) {
    return PlanMeeting(conjunction, block);
  } else if (step.path != Path::kRun) {
    // The sparsest first: each leaves fewer to look at.
    std::sort(conjunction.literals.begin(), conjunction.literals.end(),
              [](const ContainerLiteral& a, const ContainerLiteral& b) {
                return a.Members() < b.Members();
              });
    if (step.path != Path::kPlaces) {
      std::partition(conjunction.literals.begin(), conjunction.literals.end(),
                     [](const ContainerLiteral& literal) { return !literal.IsWords(); });
    }
    step.begin = static_cast<uint32_t>(literals_.size());
    literals_.insert(literals_.end(), conjunction.literals.begin(), conjunction.literals.end());
    step.end = static_cast<uint32_t>(literals_.size());
  }
  return step;
}

BlockPlan::Path BlockPlan::ChoosePath(const Conjunction& conjunction) const {
  if (!conjunction.cheap.empty() || !conjunction.costly.empty()) return Path::kRun;
  const Literals& literals = conjunction.literals;
  const size_t clauses = conjunction.clauses.size();
  const auto all = [&literals](bool (*is)(const ContainerLiteral&)) {
    return std::all_of(literals.begin(), literals.end(), is);
  };
  if (literals.size() <= 1) return Path::kNone;
  if (all([](const ContainerLiteral& literal) { return literal.IsWords(); })) return Path::kWords;
  if (clauses == 1) {
    if (all(IsArray) && conjunction.clauses[0].estimate <= kFewPlaces) return Path::kUnionPlaces;
    if (all(IsRuns) && RunCount(literals) <= kFewRuns) return Path::kUnionRuns;
  }
  if (clauses != literals.size()) {
    const auto driving =
        std::count_if(conjunction.clauses.begin(), conjunction.clauses.end(),
                      [&](const Clause& clause) { return !literals[clause.begin].negated; });
    const bool arrays = all([](const ContainerLiteral& literal) {
      return literal.container.kind == ContainerKind::kArray;
    });
    const bool mixed = std::any_of(
        conjunction.clauses.begin(), conjunction.clauses.end(), [&](const Clause& clause) {
          return clause.end - clause.begin > 1 &&
                 std::any_of(&literals[clause.begin],
                             &literals[clause.begin] + (clause.end - clause.begin),
                             [](const ContainerLiteral& literal) { return literal.negated; });
        });
    return arrays && driving >= 2 && !mixed ? Path::kMeetPlaces : Path::kRun;
  }
  const ContainerLiteral& sparsest = *std::min_element(
      literals.begin(), literals.end(), [](const ContainerLiteral& a, const ContainerLiteral& b) {
        return a.Members() < b.Members();
      });
  if (literals.size() == 2 && all(IsArray)) return Path::kTwoArrays;
  if (literals.size() == 2 && IsArray(sparsest) &&
      (IsPositiveWords(literals[0]) || IsPositiveWords(literals[1]))) {
    return Path::kArrayInWords;
  }
  if (IsArray(sparsest)) return Path::kPlaces;
  const auto byte_sparse = std::count_if(literals.begin(), literals.end(), IsPositiveByteSparse);
  if (byte_sparse >= 2 && literals.size() <= kMaxByteSparseAtOnce &&
      all([](const ContainerLiteral& literal) {
        return IsPositiveByteSparse(literal) || IsPositiveWords(literal);
      })) {
    return Path::kByteSparse;
  }
  const bool with_words =
      literals.size() == 2 && (IsPositiveWords(literals[0]) || IsPositiveWords(literals[1]));
  if (with_words && (IsPositiveByteSparse(literals[0]) || IsPositiveByteSparse(literals[1]))) {
    return Path::kByteSparseAndWords;
  }
  if (RunCount(literals) <= kSomeRuns * literals.size()) {
    if (with_words && (IsRuns(literals[0]) || IsRuns(literals[1]))) return Path::kRunsInWords;
    if (all(IsRuns)) return Path::kRuns;
  }
  return Path::kRun;
}

BlockPlan::Step BlockPlan::PlanWords(const Conjunction& conjunction, uint32_t block) {
  Step step = {.path = Path::kWords, .block = static_cast<uint8_t>(block), .words = kBlockWords};
  step.begin = static_cast<uint32_t>(operands_.size());
  step.clauses_begin = static_cast<uint32_t>(clauses_.size());
  for (const Clause& clause : conjunction.clauses) {
    WordClauses::Clause planned = {};
    for (const bool negated : {false, true}) {
      for (uint32_t l = clause.begin; l < clause.end; ++l) {
        const ContainerLiteral& literal = conjunction.literals[l];
        if (literal.negated == negated) operands_.push_back(literal.container.words());
      }
      (negated ? planned.end : planned.negated_begin) =
          static_cast<uint32_t>(operands_.size()) - step.begin;
    }
    clauses_.push_back(planned);
  }
  step.end = static_cast<uint32_t>(operands_.size());
  step.clauses_end = static_cast<uint32_t>(clauses_.size());
  return step;
}

// Clauses in the order of their members, the excluded ones (of one literal each) last.
BlockPlan::Step BlockPlan::PlanMeeting(const Conjunction& conjunction, uint32_t block) {
  Step step = {.path = Path::kMeetPlaces, .block = static_cast<uint8_t>(block)};
  step.begin = static_cast<uint32_t>(literals_.size());
  step.clauses_begin = static_cast<uint32_t>(clauses_.size());
  auto clauses = conjunction.clauses;
  std::sort(clauses.begin(), clauses.end(),
            [](const Clause& a, const Clause& b) { return a.estimate < b.estimate; });
  for (const Clause& clause : clauses) {
    for (uint32_t l = clause.begin; l < clause.end; ++l) {
      literals_.push_back(conjunction.literals[l]);
    }
    const auto end = static_cast<uint32_t>(literals_.size()) - step.begin;
    clauses_.push_back({literals_.back().negated ? end - 1 : end, end});
  }
  step.end = static_cast<uint32_t>(literals_.size());
  step.clauses_end = static_cast<uint32_t>(clauses_.size());
  return step;
}

// Bitsets of consecutive blocks lie one behind the other, so one call can take them all.
bool BlockPlan::Extends(const Step& last, const Step& next) const {
  if (last.path != Path::kWords || next.path != Path::kWords) return false;
  const auto same = [](const WordClauses::Clause& a, const WordClauses::Clause& b) {
    return a.negated_begin == b.negated_begin && a.end == b.end;
  };
  if (!std::equal(clauses_.begin() + last.clauses_begin, clauses_.begin() + last.clauses_end,
                  clauses_.begin() + next.clauses_begin, clauses_.begin() + next.clauses_end,
                  same)) {
    return false;
  }
  for (uint32_t i = 0; i < last.end - last.begin; ++i) {
    if (operands_[last.begin + i] + last.words != operands_[next.begin + i]) return false;
  }
  return true;
}

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
      return kernels_.count_clauses(
          {operands_.data() + step.begin, clauses_.data() + step.clauses_begin,
           step.clauses_end - step.clauses_begin},
          step.words);
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
      return CountByteSparse(step);
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
  const ContainerLiteral* literal = &literals_[step.begin];
  const ContainerLiteral* const last = &literals_[step.end - 1];
  const uint16_t* places = literal->container.places();
  uint32_t n = literal->container.cardinality;
  const PlaceFilter filter(scratch, kernels_);
  if (++literal == last) return filter.CountKept(*last, places, n);
  const Scratch::Lease first(&scratch);
  const Scratch::Lease second(&scratch);
  uint16_t* free = first.places();
  uint16_t* next = second.places();
  for (; literal != last && n > 0; ++literal) {
    n = filter.Keep(*literal, places, n, free);
    places = free;
    std::swap(free, next);
  }
  return n == 0 ? 0 : filter.CountKept(*last, places, n);
}

uint32_t BlockPlan::CountByteSparse(const Step& step) const {
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
  return kernels_.intersect_byte_sparse(views, n, bitsets, bitset_count, nullptr);
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

// Marks the places of the sparsest clause; what the next one finds marked (and unmarks, so that it
// counts once) are the few that the others are asked for.
uint32_t BlockPlan::CountMeeting(const Step& step, Scratch& scratch) const {
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
  uint32_t count = 0;
  for (uint32_t l = clauses[0].end; l < clauses[1].end; ++l) {
    const uint16_t* const places = literals[l].container.places();
    for (uint32_t i = 0; i < literals[l].container.cardinality; ++i) {
      const uint64_t bit = uint64_t{1} << (places[i] & 63);
      if ((marks[places[i] / 64] & bit) == 0) continue;
      marks[places[i] / 64] ^= bit;
      count += in_rest(places[i]);
    }
  }
  for (uint32_t l = 0; l < clauses[0].end; ++l) {
    const uint16_t* const places = literals[l].container.places();
    for (uint32_t i = 0; i < literals[l].container.cardinality; ++i) marks[places[i] / 64] = 0;
  }
  return count;
}

uint32_t BlockPlan::CountUnionRuns(const Step& step) const {
  Run runs[kFewRuns];
  uint32_t n = 0;
  for (uint32_t l = step.begin; l < step.end; ++l) {
    for (const Run& run : literals_[l].container.runs()) runs[n++] = run;
  }
  return seine::CountUnionRuns(runs, n);
}

}  // namespace seine
