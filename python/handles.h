// The objects of the C++ library as Python holds them, and the functions that bind each part.
#ifndef SEINE_PYTHON_HANDLES_H_
#define SEINE_PYTHON_HANDLES_H_

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/raw_table.h"
#include "engine/schema.h"
#include "engine/snapshot.h"
#include "query/audience.h"
#include "query/batch.h"
#include "query/definition.h"
#include "query/query.h"

namespace seine::python {

// Shared, immutable objects of the library; pybind11 keeps the handle, the handle keeps the object.
struct SnapshotHandle {
  std::shared_ptr<const Snapshot> snapshot;
};
struct AudienceHandle {
  std::shared_ptr<const Audience> audience;
};
struct QueryHandle {
  std::shared_ptr<const CompiledQuery> query;
};
struct BatchHandle {
  std::shared_ptr<const CompiledBatch> batch;
};
// All that was read; null once it was built.
struct RawStoreHandle {
  std::unique_ptr<RawStore> raw;
};

// A NumPy array that owns `values`, without copying them.
template <typename T>
pybind11::array_t<T> ToArray(std::vector<T> values) {
  auto* owned = new std::vector<T>(std::move(values));
  const pybind11::capsule free(owned, [](void* p) { delete static_cast<std::vector<T>*>(p); });
  return pybind11::array_t<T>(static_cast<pybind11::ssize_t>(owned->size()), owned->data(), free);
}

using Ordinals = pybind11::array_t<uint32_t, pybind11::array::c_style | pybind11::array::forcecast>;

void BindLanguage(pybind11::module_& module);
void BindIngest(pybind11::module_& module);
void BindStore(pybind11::module_& module);
void BindColumns(pybind11::module_& module);
void BindResults(pybind11::module_& module);
void BindQuery(pybind11::module_& module);
void BindAudience(pybind11::module_& module);
void BindProfile(pybind11::module_& module);
void BindArrow(pybind11::module_& module);

}  // namespace seine::python

#endif  // SEINE_PYTHON_HANDLES_H_
