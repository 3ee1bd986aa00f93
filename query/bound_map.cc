#include "query/bound_map.h"

namespace seine::bound {
namespace {

struct FilterStep {
  absl::FunctionRef<FilterPtr(const FilterPtr&)> step;
  FilterPtr operator()(const FilterPtr& filter) const { return step(filter); }
  ValuePtr operator()(const ValuePtr& value) const { return value; }
};

}  // namespace

FilterPtr MapFilters(const FilterPtr& root, absl::FunctionRef<FilterPtr(const FilterPtr&)> step) {
  return NodeMapper<FilterStep>(FilterStep{step})(root);
}

}  // namespace seine::bound
