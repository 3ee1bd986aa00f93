// Audiences: sets of members, and the bitmaps behind values.
#include "query/audience.h"

#include <pybind11/stl.h>

#include <string>
#include <utility>

#include "engine/roaring_bitmap.h"
#include "python/errors.h"
#include "python/handles.h"

namespace seine::python {
namespace {

namespace py = pybind11;

AudienceHandle Combine(const AudienceHandle& a, const AudienceHandle& b, Audience::SetOp op) {
  auto combined = [&] {
    const py::gil_scoped_release release;
    return Audience::Combine(*a.audience, *b.audience, op);
  }();
  return {Take(std::move(combined), Domain::kStore)};
}

AudienceHandle FromPortable(const SnapshotHandle& handle, const py::bytes& bytes) {
  const std::string_view data(bytes);
  auto audience = [&] {
    const py::gil_scoped_release release;
    return Audience::FromPortable(handle.snapshot, data);
  }();
  return {Take(std::move(audience), Domain::kData)};
}

AudienceHandle FromOrdinals(const SnapshotHandle& handle, const Ordinals& ordinals) {
  const std::span<const uint32_t> members(ordinals.data(), static_cast<size_t>(ordinals.size()));
  const std::string bytes = RoaringBitmap::FromOrdinals(members).Serialize();
  return {Take(Audience::FromPortable(handle.snapshot, bytes), Domain::kData)};
}

py::bytes ValueBytes(const SnapshotHandle& handle, const std::string& column,
                     const std::string& value) {
  auto bitmap = [&] {
    const py::gil_scoped_release release;
    return ValueBitmap(*handle.snapshot, column, value);
  }();
  return py::bytes(Take(std::move(bitmap), Domain::kFilter).Serialize());
}

py::array_t<uint32_t> AudienceOrdinals(const AudienceHandle& handle) {
  std::vector<uint32_t> ordinals = [&] {
    const py::gil_scoped_release release;
    return handle.audience->Ordinals();
  }();
  return ToArray(std::move(ordinals));
}

py::bytes Portable(const AudienceHandle& handle) {
  const std::string bytes = [&] {
    const py::gil_scoped_release release;
    return handle.audience->SerializePortable();
  }();
  return py::bytes(bytes);
}

}  // namespace

void BindAudience(py::module_& module) {
  py::classh<AudienceHandle>(module, "Audience", "The members that a definition selected.")
      .def_property_readonly(
          "snapshot",
          [](const AudienceHandle& h) { return SnapshotHandle{h.audience->snapshot()}; })
      .def_property_readonly("info", [](const AudienceHandle& h) { return h.audience->info(); })
      .def("__len__", [](const AudienceHandle& h) { return h.audience->size(); })
      .def(
          "contains",
          [](const AudienceHandle& h, uint32_t ordinal) { return h.audience->Contains(ordinal); },
          py::arg("ordinal"))
      .def("ordinals", &AudienceOrdinals)
      .def("portable", &Portable)
      .def("complement",
           [](const AudienceHandle& h) { return AudienceHandle{h.audience->Complement()}; })
      .def("__and__", [](const AudienceHandle& a,
                         const AudienceHandle& b) { return Combine(a, b, Audience::SetOp::kAnd); })
      .def("__or__", [](const AudienceHandle& a,
                        const AudienceHandle& b) { return Combine(a, b, Audience::SetOp::kOr); })
      .def("__sub__",
           [](const AudienceHandle& a, const AudienceHandle& b) {
             return Combine(a, b, Audience::SetOp::kMinus);
           })
      .def("__xor__", [](const AudienceHandle& a, const AudienceHandle& b) {
        return Combine(a, b, Audience::SetOp::kXor);
      });
  module.def("audience_from_portable", &FromPortable, py::arg("snapshot"), py::arg("data"));
  module.def("audience_from_ordinals", &FromOrdinals, py::arg("snapshot"), py::arg("ordinals"));
  module.def("value_bitmap", &ValueBytes, py::arg("snapshot"), py::arg("column"), py::arg("value"));
}

}  // namespace seine::python
