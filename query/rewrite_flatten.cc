#include <utility>
#include <vector>

#include "query/bound_map.h"
#include "query/rewrite.h"

namespace seine {
namespace {

// `Join` is And or Or.
template <typename Join>
bound::FilterPtr FlatJoin(const bound::FilterPtr& filter, const Join& node) {
  bool nested = false;
  for (const bound::FilterPtr& operand : node.operands)
    nested = nested || std::holds_alternative<Join>(operand->node);
  if (node.operands.size() == 1) return node.operands.front();
  if (!nested) return filter;
  std::vector<bound::FilterPtr> operands;
  for (const bound::FilterPtr& operand : node.operands) {
    if (const auto* inner = std::get_if<Join>(&operand->node)) {
      operands.insert(operands.end(), inner->operands.begin(), inner->operands.end());
    } else {
      operands.push_back(operand);
    }
  }
  return bound::MakeFilter(Join{std::move(operands)}, filter->span, filter->text);
}

}  // namespace

bound::FilterPtr Flatten(const bound::FilterPtr& filter) {
  return bound::MapFilters(filter, [](const bound::FilterPtr& node) {
    if (const auto* all = std::get_if<bound::And>(&node->node)) return FlatJoin(node, *all);
    if (const auto* any = std::get_if<bound::Or>(&node->node)) return FlatJoin(node, *any);
    return node;
  });
}

}  // namespace seine
