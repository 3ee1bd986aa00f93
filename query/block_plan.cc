#include "query/block_plan.h"

#include <algorithm>
#include <bit>

namespace seine {
namespace {

// Up to so many places in all, marking and unmarking each beats clearing and counting 8 KiB.
constexpr uint32_t kFewPlaces = 512;
// Runs against runs cost their number, against a bitset their length; more are quicker as words.
constexpr size_t kSomeRuns = 192;

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
    Keep(conjunction.literals, &step);
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
    Keep(conjunction.literals, &step);
  }
  return step;
}

void BlockPlan::Keep(const Literals& literals, Step* step) {
  step->begin = static_cast<uint32_t>(literals_.size());
  literals_.insert(literals_.end(), literals.begin(), literals.end());
  step->end = static_cast<uint32_t>(literals_.size());
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
    if (all(IsRuns) && RunCount(literals) <= kFewRunsToUnite) return Path::kUnionRuns;
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
    if (literals.size() == 2 && std::any_of(literals.begin(), literals.end(), IsRuns) &&
        std::any_of(literals.begin(), literals.end(), IsPositiveByteSparse)) {
      return Path::kRunsInByteSparse;
    }
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

}  // namespace seine
