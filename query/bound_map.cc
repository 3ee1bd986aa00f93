#include "query/bound_map.h"

#include "query/bound_fields.h"

namespace seine::bound {
namespace {

using Map = absl::FunctionRef<FilterPtr(const FilterPtr&)>;

struct ChildMapper {
  Map map;
  FilterPtr operator()(const FilterPtr& filter) const { return map(filter); }
  ValuePtr operator()(const ValuePtr& value) const { return MapFilters(value, map); }
};

}  // namespace

FilterPtr MapFilters(const FilterPtr& filter, Map map) {
  return WithChildren(filter, ChildMapper{map});
}

ValuePtr MapFilters(const ValuePtr& value, Map map) {
  return value == nullptr ? value : WithChildren(value, ChildMapper{map});
}

}  // namespace seine::bound
