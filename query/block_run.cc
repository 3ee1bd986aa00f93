#include "query/block_run.h"

#include <algorithm>
#include <cstring>

#include "query/block_estimate.h"
#include "query/place_filter.h"
#include "query/word_operands.h"

namespace seine {
namespace {

using Kind = BoundNode::Kind;

// An OR with at most so many members in all is worth turning into places to drive an AND; so are
// runs.
constexpr uint32_t kFewDriverPlaces = 32;
constexpr uint32_t kFewRunPlaces = 256;

// Selections that hold the operands of one AND until it has run.
class HeldSelections {
 public:
  explicit HeldSelections(Scratch& scratch) : scratch_(scratch) {}
  ~HeldSelections() {
    for (Selection* selection : held_) scratch_.GiveBack(selection);
  }
  Selection* Take() {
    held_.push_back(scratch_.TakeSelection());
    return held_.back();
  }

 private:
  Scratch& scratch_;
  absl::InlinedVector<Selection*, 4> held_;
};

// Nothing is left to combine: this is the answer.
uint32_t Finish(const ContainerLiteral& literal, Selection* out) {
  if (out == nullptr) return literal.Members();
  out->Assign(literal.container);
  if (literal.negated) {
    Selection everyone;
    everyone.SetFull();
    out->ComplementIn(everyone);
  }
  return out->Count();
}

uint32_t FinishEmpty(Selection* out) {
  if (out != nullptr) out->SetEmpty();
  return 0;
}

// Merges sorted places into `into` (count of them), which has room for both; `buffer` is as large.
uint32_t MergePlaces(const uint16_t* places, uint32_t n, uint16_t* into, uint32_t count,
                     uint16_t* buffer) {
  uint16_t* const end = std::set_union(into, into + count, places, places + n, buffer);
  const auto merged = static_cast<uint32_t>(end - buffer);
  std::memcpy(into, buffer, merged * sizeof(uint16_t));
  return merged;
}

}  // namespace

void Conjunction::Add(const ContainerLiteral& literal) {
  const auto at = static_cast<uint32_t>(literals.size());
  literals.push_back(literal);
  clauses.push_back({at, at + 1, literal.Members()});
}

uint32_t BlockRun::Run(const BoundNode& node, const Selection* candidates, Selection* out) {
  if (candidates != nullptr && candidates->empty()) return FinishEmpty(out);
  switch (node.kind) {
    case Kind::kNone:
      return FinishEmpty(out);
    case Kind::kAll:
    case Kind::kLeaf:
    case Kind::kAnd:
      return RunAnd(node, candidates, out);
    case Kind::kSource:
      return RunSource(node, candidates, out);
    case Kind::kOr:
      return RunOr(node, candidates, out);
    case Kind::kAtLeast:
      return RunAtLeast(node, candidates, out);
  }
  return FinishEmpty(out);
}

uint32_t BlockRun::RunSource(const BoundNode& node, const Selection* candidates, Selection* out) {
  if (scratch_.stopped()) return FinishEmpty(out);
  const Scratch::SelectionLease everyone(&scratch_);
  const Scratch::SelectionLease found(&scratch_);
  if (candidates == nullptr) {
    everyone->SetFull();
    candidates = everyone.get();
  }
  Selection* const into = out != nullptr ? out : found.get();
  node.source->Evaluate(block_, *candidates, into, scratch_);
  if (node.negated) into->ComplementIn(*candidates);
  return into->Count();
}

uint32_t BlockRun::RunFiltered(const BoundNode& node, const Selection& candidates, Selection* out) {
  const Scratch::Lease kept(&scratch_);
  const PlaceFilter filter(scratch_, kernels_, containers_, block_);
  const uint32_t count =
      filter.Keep(node, candidates.places().data(), candidates.Count(), kept.places());
  if (out != nullptr) out->SetPlaces({kept.places(), count});
  return count;
}

// ---- AND

namespace {

bool GatherOr(const BoundNode& node, const ContainerView* containers, Conjunction* into) {
  const auto begin = static_cast<uint32_t>(into->literals.size());
  uint32_t estimate = 0;
  for (const BoundNode& child : node.children) {
    const ContainerLiteral literal = {containers[child.leaf], child.negated};
    if (literal.Always()) {
      into->literals.resize(begin);
      return true;
    }
    if (literal.Never()) continue;
    estimate = std::min(estimate + literal.Members(), kBlockSize);
    into->literals.push_back(literal);
  }
  const auto end = static_cast<uint32_t>(into->literals.size());
  if (begin == end) return false;
  into->clauses.push_back({begin, end, estimate});
  return true;
}

bool GatherOperand(const BoundNode& node, const ContainerView* containers, Conjunction* into) {
  if (node.kind == Kind::kAll) return true;
  if (node.kind == Kind::kNone) return false;
  if (node.kind == Kind::kLeaf) {
    const ContainerLiteral literal = {containers[node.leaf], node.negated};
    if (literal.Never()) return false;
    if (!literal.Always()) into->Add(literal);
    return true;
  }
  const bool literals_only =
      node.kind == Kind::kOr &&
      std::all_of(node.children.begin(), node.children.end(),
                  [](const BoundNode& child) { return child.kind == Kind::kLeaf; });
  if (literals_only) return GatherOr(node, containers, into);
  (node.has_source ? into->costly : into->cheap).push_back(&node);
  return true;
}

}  // namespace

bool Gather(const BoundNode& node, const ContainerView* containers, Conjunction* into) {
  if (node.kind != Kind::kAnd) return GatherOperand(node, containers, into);
  return std::all_of(node.children.begin(), node.children.end(), [&](const BoundNode& child) {
    return GatherOperand(child, containers, into);
  });
}

uint32_t BlockRun::RunAnd(const BoundNode& node, const Selection* candidates, Selection* out) {
  Conjunction conjunction;
  if (candidates != nullptr && !candidates->full()) conjunction.Add(LiteralOf(*candidates));
  if (!Gather(node, containers_, &conjunction)) return FinishEmpty(out);
  return RunConjunction(conjunction, out);
}

uint32_t BlockRun::RunConjunction(Conjunction& conjunction, Selection* out) {
  if (conjunction.costly.empty()) return RunCheap(conjunction, out);
  const Scratch::SelectionLease candidates(&scratch_);
  if (RunCheap(conjunction, candidates.get()) == 0) return FinishEmpty(out);
  return RunCostly(conjunction.costly, *candidates, out);
}

uint32_t BlockRun::RunCheap(Conjunction& conjunction, Selection* out) {
  HeldSelections held(scratch_);
  for (;;) {
    size_t driver = 0;
    for (size_t c = 1; c < conjunction.clauses.size(); ++c) {
      if (conjunction.clauses[c].estimate < conjunction.clauses[driver].estimate) driver = c;
    }
    const bool alone = conjunction.cheap.empty();
    if (conjunction.clauses.empty() && alone) {
      return Finish({{ContainerKind::kFull, kBlockSize, nullptr}}, out);
    }
    if (conjunction.clauses.size() == 1 && alone && conjunction.literals.size() == 1) {
      return Finish(conjunction.literals.front(), out);
    }
    if (!conjunction.clauses.empty() && SuitsPlaces(conjunction, conjunction.clauses[driver])) {
      return RunPlaces(conjunction, driver, out);
    }
    if (alone) return RunWords(conjunction, out);
    // What is no clause becomes one; it may turn out to be so sparse that it drives the rest.
    Selection* const operand = held.Take();
    if (Run(*conjunction.cheap.back(), nullptr, operand) == 0) return FinishEmpty(out);
    conjunction.cheap.pop_back();
    if (!operand->full()) conjunction.Add(LiteralOf(*operand));
  }
}

bool BlockRun::SuitsPlaces(const Conjunction& conjunction, const Clause& clause) const {
  for (uint32_t l = clause.begin; l < clause.end; ++l) {
    const ContainerLiteral& literal = conjunction.literals[l];
    if (literal.negated) return false;
    if (literal.container.kind == ContainerKind::kRun && clause.estimate <= kFewRunPlaces) {
      continue;
    }
    if (literal.container.kind != ContainerKind::kArray) return false;
  }
  return clause.end - clause.begin == 1 || clause.estimate <= kFewDriverPlaces;
}

uint32_t BlockRun::RunPlaces(Conjunction& conjunction, size_t driver_index, Selection* out) {
  const Clause driver = conjunction.clauses[driver_index];
  conjunction.clauses.erase(conjunction.clauses.begin() + static_cast<ptrdiff_t>(driver_index));
  const Scratch::Lease first(&scratch_);
  const Scratch::Lease second(&scratch_);
  uint16_t* free = first.places();
  uint16_t* next = second.places();
  const ContainerLiteral& literal = conjunction.literals[driver.begin];
  const uint16_t* places = literal.container.places();
  uint32_t n = literal.container.cardinality;
  if (driver.end - driver.begin > 1 || literal.container.kind != ContainerKind::kArray) {
    n = 0;
    const Scratch::Lease one(&scratch_);
    for (uint32_t l = driver.begin; l < driver.end; ++l) {
      const uint32_t more = ContainerToPlaces(conjunction.literals[l].container, one.places());
      n = MergePlaces(one.places(), more, free, n, next);
    }
    places = free;
    std::swap(free, next);
  }
  // The sparsest first: each leaves fewer to test.
  std::sort(conjunction.clauses.begin(), conjunction.clauses.end(),
            [](const Clause& a, const Clause& b) { return a.estimate < b.estimate; });
  const PlaceFilter filter(scratch_, kernels_, containers_, block_);
  size_t left = conjunction.clauses.size() + conjunction.cheap.size();
  const auto keep = [&](auto&&... operand) {
    n = filter.Keep(operand..., places, n, free);
    places = free;
    std::swap(free, next);
  };
  for (const Clause& clause : conjunction.clauses) {
    --left;
    if (n == 0) return FinishEmpty(out);
    const ContainerLiteral* const literals = &conjunction.literals[clause.begin];
    if (clause.end - clause.begin > 1) {
      keep(literals, clause.end - clause.begin);
    } else if (left == 0 && out == nullptr) {
      return filter.CountKept(*literals, places, n);
    } else {
      keep(*literals);
    }
  }
  for (const BoundNode* node : conjunction.cheap) {
    if (n == 0) return FinishEmpty(out);
    keep(*node);
  }
  if (out != nullptr) out->SetPlaces({places, n});
  return n;
}

uint32_t BlockRun::RunWords(const Conjunction& conjunction, Selection* out) {
  WordOperands operands(scratch_, kernels_);
  Literals byte_sparse;
  Literals excluded;
  for (const Clause& clause : conjunction.clauses) {
    const ContainerLiteral& literal = conjunction.literals[clause.begin];
    if (clause.end - clause.begin > 1) {
      operands.AddClause(&literal, clause.end - clause.begin);
    } else if (literal.IsWords()) {
      operands.AddLiteral(literal);
    } else if (literal.negated) {
      excluded.push_back(literal);
    } else if (literal.IsByteSparse()) {
      byte_sparse.push_back(literal);
    } else {
      operands.AddLiteral(literal);
    }
  }
  operands.AddByteSparse(byte_sparse.data(), byte_sparse.size());
  operands.AddExcluded(excluded.data(), excluded.size());
  if (out == nullptr) return operands.Count();
  out->CommitWords(operands.Write(out->MutableWords()));
  return out->Count();
}

// The operand that removes most per nanosecond goes first (Hellerstein, "predicate migration",
// 1993).
uint32_t BlockRun::RunCostly(Nodes& costly, const Selection& candidates, Selection* out) {
  const auto rank = [this](const BoundNode* node) {
    return CostPerRow(*node) / (1.0001 - Selectivity(*node, containers_, block_));
  };
  std::stable_sort(costly.begin(), costly.end(),
                   [&rank](const BoundNode* a, const BoundNode* b) { return rank(a) < rank(b); });
  const Scratch::SelectionLease first(&scratch_);
  const Scratch::SelectionLease second(&scratch_);
  const Selection* left = &candidates;
  uint32_t count = candidates.Count();
  for (size_t i = 0; i < costly.size(); ++i) {
    if (count == 0) return FinishEmpty(out);
    if (i + 1 == costly.size()) return Run(*costly[i], left, out);
    Selection* const into = i % 2 == 0 ? first.get() : second.get();
    count = Run(*costly[i], left, into);
    left = into;
  }
  return count;
}

}  // namespace seine
