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
  const bound::FilterPtr mapped = bound::MapFilters(filter, Flatten);
  if (const auto* node = std::get_if<bound::And>(&mapped->node)) return FlatJoin(mapped, *node);
  if (const auto* node = std::get_if<bound::Or>(&mapped->node)) return FlatJoin(mapped, *node);
  return mapped;
}

}  // namespace seine
