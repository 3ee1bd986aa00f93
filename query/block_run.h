// One evaluation of a bound tree over one block. How the nodes are run, and why: docs/evaluator.md.
//
// Ownership: borrows tree, scratch and all that is passed in, for the time of one call of
// BlockEvaluator.

#ifndef SEINE_QUERY_BLOCK_RUN_H_
#define SEINE_QUERY_BLOCK_RUN_H_

#include <cstdint>

#include "absl/container/inlined_vector.h"

#include "engine/kernels.h"
#include "engine/scratch.h"
#include "engine/selection.h"
#include "query/bound_tree.h"
#include "query/literal_container.h"

namespace seine {

using Nodes = absl::InlinedVector<const BoundNode*, 4>;

// An operand of an AND in this block: the OR of its literals [begin, end).
struct Clause {
  uint32_t begin;
  uint32_t end;
  uint32_t estimate;  // at most so many members; exact for one literal
};

// An AND in this block with its operands resolved.
struct Conjunction {
  Literals literals;
  absl::InlinedVector<Clause, 8> clauses;
  Nodes cheap;   // everything else that computes nothing
  Nodes costly;  // has a source: sees only the candidates that are left

  void Add(const ContainerLiteral& literal);
};

// Resolves a node as an AND with the containers of a block; false if it is empty here.
bool Gather(const BoundNode& node, const ContainerView* containers, Conjunction* into);

class BlockRun {
 public:
  BlockRun(const BoundTree& tree, uint32_t block, Scratch& scratch)
      : containers_(tree.containers(block)),
        block_(block),
        scratch_(scratch),
        kernels_(ActiveKernels()) {}

  // Those of `candidates` (of all places if null) that the node selects, into *out unless it is
  // null; returns how many. `out` and `candidates` are different objects.
  uint32_t Run(const BoundNode& node, const Selection* candidates, Selection* out);

 private:
  ContainerLiteral LeafLiteral(const BoundNode& leaf) const {
    return {containers_[leaf.leaf], leaf.negated};
  }

  uint32_t RunSource(const BoundNode& node, const Selection* candidates, Selection* out);
  uint32_t RunAnd(const BoundNode& node, const Selection* candidates, Selection* out);
  uint32_t RunOr(const BoundNode& node, const Selection* candidates, Selection* out);
  uint32_t RunAtLeast(const BoundNode& node, const Selection* candidates, Selection* out);
  // Few candidates: tests them one by one against the node.
  uint32_t RunFiltered(const BoundNode& node, const Selection& candidates, Selection* out);

  uint32_t RunConjunction(Conjunction& conjunction, Selection* out);
  // The cheap operands alone, from the places of the sparsest one or word by word.
  uint32_t RunCheap(Conjunction& conjunction, Selection* out);
  bool SuitsPlaces(const Conjunction& conjunction, const Clause& clause) const;
  uint32_t RunPlaces(Conjunction& conjunction, size_t driver, Selection* out);
  uint32_t RunWords(const Conjunction& conjunction, Selection* out);
  uint32_t RunCostly(Nodes& costly, const Selection& candidates, Selection* out);

  uint32_t RunOrWords(const Literals& literals, const Nodes& cheap, const Selection* candidates,
                      Selection* out);
  uint32_t RunOrCostly(const Nodes& costly, const Selection* candidates, Selection* found);

  const ContainerView* containers_;
  uint32_t block_;
  Scratch& scratch_;
  const Kernels& kernels_;
};

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_RUN_H_
