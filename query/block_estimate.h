// Guesses that order operands and tell whether a query is worth a second thread. They never change
// an answer.

#ifndef SEINE_QUERY_BLOCK_ESTIMATE_H_
#define SEINE_QUERY_BLOCK_ESTIMATE_H_

#include <cstdint>

#include "query/bound_tree.h"

namespace seine {

// Share of the block's places that the node selects, as if its operands were independent: 0..1.
double Selectivity(const BoundNode& node, const ContainerView* containers, uint32_t block);

// Nanoseconds that one candidate costs.
double CostPerRow(const BoundNode& node);

// Nanoseconds for the whole block, sources seeing only the candidates that cheap operands of their
// AND leave.
double CostPerBlock(const BoundNode& node, const ContainerView* containers, uint32_t block);

}  // namespace seine

#endif  // SEINE_QUERY_BLOCK_ESTIMATE_H_
