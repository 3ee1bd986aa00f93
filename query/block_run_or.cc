// OR and AT_LEAST over one block.

#include <algorithm>
#include <cstring>

#include "query/block_run.h"
#include "query/word_operands.h"

namespace seine {
namespace {

using Kind = BoundNode::Kind;

}  // namespace

uint32_t BlockRun::RunOr(const BoundNode& node, const Selection* candidates, Selection* out) {
  if (candidates != nullptr && candidates->form() == Selection::Form::kArray && !node.has_source) {
    return RunFiltered(node, *candidates, out);
  }
  Literals literals;
  Nodes cheap;
  Nodes costly;
  for (const BoundNode& child : node.children) {
    if (child.kind != Kind::kLeaf) {
      (child.has_source ? costly : cheap).push_back(&child);
      continue;
    }
    const ContainerLiteral literal = LeafLiteral(child);
    if (literal.Always()) {
      BoundNode everyone;
      everyone.kind = Kind::kAll;
      return RunAnd(everyone, candidates, out);
    }
    if (literal.Never()) continue;
    literals.push_back(literal);
  }
  if (!costly.empty()) {
    const Scratch::SelectionLease found(&scratch_);
    RunOrWords(literals, cheap, candidates, found.get());
    const uint32_t count = RunOrCostly(costly, candidates, found.get());
    if (out != nullptr) out->Assign(*found);
    return count;
  }
  return RunOrWords(literals, cheap, candidates, out);
}

uint32_t BlockRun::RunOrWords(const Literals& literals, const Nodes& cheap,
                              const Selection* candidates, Selection* out) {
  Literals operands = literals;
  absl::InlinedVector<Selection*, 4> held;
  bool everyone = false;
  for (const BoundNode* node : cheap) {
    Selection* const selection = scratch_.TakeSelection();
    held.push_back(selection);
    Run(*node, nullptr, selection);
    everyone |= selection->full();
    if (!selection->empty()) operands.push_back(LiteralOf(*selection));
  }
  Conjunction conjunction;
  if (candidates != nullptr && !candidates->full()) conjunction.Add(LiteralOf(*candidates));
  uint32_t count = 0;
  if (operands.empty()) {
    if (out != nullptr) out->SetEmpty();
  } else {
    if (!everyone) {
      const auto begin = static_cast<uint32_t>(conjunction.literals.size());
      uint32_t estimate = 0;
      for (const ContainerLiteral& literal : operands) {
        estimate = std::min(estimate + literal.Members(), kBlockSize);
        conjunction.literals.push_back(literal);
      }
      conjunction.clauses.push_back(
          {begin, static_cast<uint32_t>(conjunction.literals.size()), estimate});
    }
    count = RunCheap(conjunction, out);
  }
  for (Selection* selection : held) scratch_.GiveBack(selection);
  return count;
}

// Adds to *found what the costly operands select of the candidates that are not found yet.
uint32_t BlockRun::RunOrCostly(const Nodes& costly, const Selection* candidates, Selection* found) {
  const Scratch::SelectionLease left(&scratch_);
  const Scratch::SelectionLease more(&scratch_);
  if (candidates != nullptr)
    left->Assign(*candidates);
  else
    left->SetFull();
  left->AndNot(*found);
  for (const BoundNode* node : costly) {
    if (left->empty()) break;
    if (Run(*node, left.get(), more.get()) == 0) continue;
    found->Or(*more);
    left->AndNot(*more);
  }
  return found->Count();
}

uint32_t BlockRun::RunAtLeast(const BoundNode& node, const Selection* candidates, Selection* out) {
  if (candidates != nullptr && candidates->form() == Selection::Form::kArray && !node.has_source) {
    return RunFiltered(node, *candidates, out);
  }
  absl::InlinedVector<const uint64_t*, 16> operands;
  absl::InlinedVector<const uint64_t*, 16> negated;
  absl::InlinedVector<uint64_t*, 16> leased;
  const Scratch::SelectionLease result(&scratch_);
  for (const BoundNode& child : node.children) {
    if (child.kind == Kind::kLeaf && LeafLiteral(child).IsWords()) {
      auto& side = child.negated ? negated : operands;
      side.push_back(LeafLiteral(child).container.words());
      continue;
    }
    leased.push_back(scratch_.Take());
    Run(child, child.has_source ? candidates : nullptr, result.get());
    result->ToWords(leased.back());
    operands.push_back(leased.back());
  }
  const auto negated_begin = static_cast<uint32_t>(operands.size());
  operands.insert(operands.end(), negated.begin(), negated.end());
  Selection* const into = out != nullptr ? out : result.get();
  into->CommitWords(kernels_.at_least(node.k, operands.data(), negated_begin,
                                      static_cast<uint32_t>(operands.size()), kBlockWords,
                                      into->MutableWords()));
  for (uint64_t* buffer : leased) scratch_.GiveBack(buffer);
  if (candidates != nullptr) into->And(*candidates);
  return into->Count();
}

}  // namespace seine
