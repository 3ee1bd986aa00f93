#include "query/bound_map.h"

#include <utility>
#include <vector>

namespace seine::bound {
namespace {

using Map = absl::FunctionRef<FilterPtr(const FilterPtr&)>;

// True when something changed.
bool MapOperands(std::vector<FilterPtr>& operands, Map map) {
  bool changed = false;
  for (FilterPtr& operand : operands) {
    FilterPtr mapped = map(operand);
    changed = changed || mapped != operand;
    operand = std::move(mapped);
  }
  return changed;
}

bool MapOne(FilterPtr& filter, Map map) {
  if (filter == nullptr) return false;
  FilterPtr mapped = map(filter);
  const bool changed = mapped != filter;
  filter = std::move(mapped);
  return changed;
}

bool MapOne(ValuePtr& value, Map map) {
  ValuePtr mapped = MapFilters(value, map);
  const bool changed = mapped != value;
  value = std::move(mapped);
  return changed;
}

template <typename T>
FilterPtr Operands(const FilterPtr& filter, const T& node, Map map) {
  T copy = node;
  return MapOperands(copy.operands, map) ? MakeFilter(std::move(copy), filter->span, filter->text)
                                         : filter;
}

}  // namespace

FilterPtr MapFilters(const FilterPtr& filter, Map map) {
  const auto made = [&](auto node, bool changed) {
    return changed ? MakeFilter(std::move(node), filter->span, filter->text) : filter;
  };
  if (const auto* n = std::get_if<And>(&filter->node)) return Operands(filter, *n, map);
  if (const auto* n = std::get_if<Or>(&filter->node)) return Operands(filter, *n, map);
  if (const auto* n = std::get_if<KOf>(&filter->node)) return Operands(filter, *n, map);
  if (const auto* n = std::get_if<Not>(&filter->node)) {
    Not copy = *n;
    const bool changed = MapOne(copy.operand, map);
    return made(std::move(copy), changed);
  }
  if (const auto* n = std::get_if<Lift>(&filter->node)) {
    Lift copy = *n;
    const bool changed = MapOne(copy.where, map);
    return made(std::move(copy), changed);
  }
  if (const auto* n = std::get_if<Compare>(&filter->node)) {
    Compare copy = *n;
    const bool left = MapOne(copy.left, map);
    const bool right = MapOne(copy.right, map);
    return made(std::move(copy), left || right);
  }
  if (const auto* n = std::get_if<ValueExists>(&filter->node)) {
    ValueExists copy = *n;
    const bool changed = MapOne(copy.value, map);
    return made(std::move(copy), changed);
  }
  return filter;
}

ValuePtr MapFilters(const ValuePtr& value, Map map) {
  if (value == nullptr) return value;
  const auto made = [&](auto node, bool changed) {
    return changed ? MakeValue(std::move(node), value->type, value->span, value->text) : value;
  };
  if (const auto* n = std::get_if<MidnightOf>(&value->node)) {
    MidnightOf copy = *n;
    const bool changed = MapOne(copy.date, map);
    return made(std::move(copy), changed);
  }
  if (const auto* n = std::get_if<Aggregate>(&value->node)) {
    Aggregate copy = *n;
    const bool of = MapOne(copy.value, map);
    const bool where = MapOne(copy.where, map);
    return made(std::move(copy), of || where);
  }
  return value;
}

}  // namespace seine::bound
