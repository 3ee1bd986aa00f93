#include "query/block_estimate.h"

#include <algorithm>
#include <vector>

namespace seine {
namespace {

using Kind = BoundNode::Kind;

// Reading one container of 8 KiB from the L3 cache.
constexpr double kContainerCost = 300;
constexpr double kPlaceCost = 1;
constexpr double kLeafCostPerRow = 0.05;

// P(at least k of independent events), by the distribution of their number.
double AtLeastShare(const BoundNode& node, const ContainerView* containers, uint32_t block) {
  std::vector<double> share(node.k + 1);  // the last is "k or more"
  share[0] = 1;
  for (const BoundNode& child : node.children) {
    const double p = Selectivity(child, containers, block);
    share[node.k] += share[node.k - 1] * p;
    for (uint32_t i = node.k - 1; i > 0; --i) share[i] += (share[i - 1] - share[i]) * p;
    share[0] -= share[0] * p;
  }
  return share[node.k];
}

}  // namespace

double Selectivity(const BoundNode& node, const ContainerView* containers, uint32_t block) {
  double share = 1;
  switch (node.kind) {
    case Kind::kNone:
      return 0;
    case Kind::kAll:
      return 1;
    case Kind::kLeaf:
      share = containers[node.leaf].cardinality / static_cast<double>(kBlockSize);
      return node.negated ? 1 - share : share;
    case Kind::kSource:
      share = std::clamp(node.source->EstimatedRows(block) / kBlockSize, 0.0, 1.0);
      return node.negated ? 1 - share : share;
    case Kind::kAnd:
      for (const BoundNode& child : node.children) share *= Selectivity(child, containers, block);
      return share;
    case Kind::kOr:
      for (const BoundNode& child : node.children) {
        share *= 1 - Selectivity(child, containers, block);
      }
      return 1 - share;
    case Kind::kAtLeast:
      return AtLeastShare(node, containers, block);
  }
  return share;
}

double CostPerRow(const BoundNode& node) {
  if (node.kind == Kind::kSource) return node.source->CostPerRow();
  double cost = node.kind == Kind::kLeaf ? kLeafCostPerRow : 0;
  for (const BoundNode& child : node.children) cost += CostPerRow(child);
  return cost;
}

double CostPerBlock(const BoundNode& node, const ContainerView* containers, uint32_t block) {
  if (node.kind == Kind::kLeaf) {
    return std::min(kContainerCost, kPlaceCost * containers[node.leaf].cardinality);
  }
  if (node.kind == Kind::kSource) return kBlockSize * node.source->CostPerRow();
  double cost = 0;
  double left = 1;  // share of the candidates that reach a costly operand
  for (const BoundNode& child : node.children) {
    if (child.has_source) continue;
    cost += CostPerBlock(child, containers, block);
    if (node.kind == Kind::kAnd) left *= Selectivity(child, containers, block);
  }
  for (const BoundNode& child : node.children) {
    if (child.has_source) cost += left * CostPerBlock(child, containers, block);
  }
  return cost;
}

}  // namespace seine
