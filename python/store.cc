// Building, opening and describing stores.
#include "engine/store.h"

#include <pybind11/stl.h>

#include <exception>
#include <string>
#include <utility>
#include <variant>

#include "engine/block.h"
#include "python/errors.h"
#include "python/handles.h"
#include "python/interrupt.h"

namespace seine::python {
namespace {

namespace py = pybind11;

LayoutOptions Options(int threads, uint32_t members_per_shard) {
  LayoutOptions options;
  options.threads = threads;
  options.members_per_shard = members_per_shard;
  return options;
}

// Calls check(snapshot) before the store at `path` is replaced; what it raises leaves that as it
// is.
SnapshotHandle Build(RawStoreHandle& raw, const std::optional<std::string>& path, int threads,
                     uint32_t members_per_shard, const py::object& check) {
  if (raw.raw == nullptr) throw py::value_error("these rows were built already");
  const std::unique_ptr<RawStore> owned = std::move(raw.raw);
  RawStore& rows = *owned;
  LayoutOptions options = Options(threads, members_per_shard);
  std::exception_ptr refused;
  const SnapshotCheck ask = [&](const std::shared_ptr<const Snapshot>& snapshot) {
    const py::gil_scoped_acquire acquire;
    try {
      if (!check.is_none()) check(SnapshotHandle{snapshot});
    } catch (const py::error_already_set&) {
      refused = std::current_exception();
      return absl::AbortedError("refused");
    }
    return absl::OkStatus();
  };
  auto snapshot = RunOnceInterruptibly([&](const std::atomic<bool>* cancel) {
    options.cancel = cancel;
    return path ? BuildStore(std::move(rows), options, *path, ask)
                : BuildInMemory(std::move(rows), options);
  });
  if (refused != nullptr) std::rethrow_exception(refused);
  SnapshotHandle built{Take(std::move(snapshot), Domain::kStore)};
  if (!path && !check.is_none()) check(built);
  return built;
}

SnapshotHandle Open(const std::string& path, bool in_memory) {
  auto snapshot = [&] {
    const py::gil_scoped_release release;
    return OpenStore(path, in_memory ? Load::kMemory : Load::kMap);
  }();
  return {Take(std::move(snapshot), Domain::kStore)};
}

// Calls on_part(name, bytes) for each part.
void Verify(const std::string& path, const py::object& on_part) {
  absl::Status status;
  {
    const py::gil_scoped_release release;
    status = VerifyStore(path, [&](const std::string& part, uint64_t bytes) {
      const py::gil_scoped_acquire acquire;
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!on_part.is_none()) on_part(part, bytes);
    });
  }
  Check(status, Domain::kStore);
}

std::optional<uint32_t> FindMember(const SnapshotHandle& handle, const py::object& key) {
  const Snapshot& snapshot = *handle.snapshot;
  if (snapshot.keys_are_text()) {
    if (!py::isinstance<py::str>(key)) return std::nullopt;
    return Take(snapshot.FindMember(MemberKey(key.cast<std::string>())), Domain::kStore);
  }
  if (!PyIndex_Check(key.ptr())) return std::nullopt;
  const py::int_ number = py::reinterpret_steal<py::int_>(PyNumber_Index(key.ptr()));
  int overflow = 0;
  const int64_t value = PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
  if (overflow != 0) return std::nullopt;
  return Take(snapshot.FindMember(MemberKey(value)), Domain::kStore);
}

// Throws unless all ordinals are in use; verifies the keys of their shards.
void CheckOrdinals(const Snapshot& snapshot, const Ordinals& ordinals) {
  uint64_t ensured = UINT64_MAX;
  for (py::ssize_t i = 0; i < ordinals.size(); ++i) {
    const uint32_t ordinal = ordinals.data()[i];
    const uint64_t shard = ShardOf(ordinal);
    if (shard >= snapshot.shard_count() ||
        ShardOffsetOf(ordinal) >= snapshot.shard(shard).members) {
      throw py::index_error("ordinal " + std::to_string(ordinal) + " is not in use");
    }
    if (shard == ensured) continue;
    Check(snapshot.EnsureKeys(shard), Domain::kStore);
    ensured = shard;
  }
}

// Keys in the order of `ordinals`: int64, or objects that are str.
py::array Keys(const SnapshotHandle& handle, const Ordinals& ordinals) {
  const Snapshot& snapshot = *handle.snapshot;
  const uint32_t* at = ordinals.data();
  const size_t n = static_cast<size_t>(ordinals.size());
  CheckOrdinals(snapshot, ordinals);
  if (!snapshot.keys_are_text()) {
    std::vector<int64_t> keys(n);
    const py::gil_scoped_release release;
    for (size_t i = 0; i < n; ++i) keys[i] = std::get<int64_t>(snapshot.Key(at[i]));
    const py::gil_scoped_acquire acquire;
    return ToArray(std::move(keys));
  }
  py::array keys(py::dtype("O"), static_cast<py::ssize_t>(n));
  auto** objects = static_cast<PyObject**>(keys.mutable_data());
  for (size_t i = 0; i < n; ++i) {
    py::str key(std::get<std::string>(snapshot.Key(at[i])));
    Py_XSETREF(objects[i], key.release().ptr());
  }
  return keys;
}

}  // namespace

void BindStore(py::module_& module) {
  py::classh<SnapshotHandle>(module, "Snapshot", "One immutable state of a store.")
      .def_property_readonly("store_id",
                             [](const SnapshotHandle& h) { return h.snapshot->store_id(); })
      .def_property_readonly("content_id",
                             [](const SnapshotHandle& h) { return h.snapshot->content_id(); })
      .def_property_readonly("version",
                             [](const SnapshotHandle& h) { return h.snapshot->version(); })
      .def_property_readonly("schema",
                             [](const SnapshotHandle& h) { return Schema(h.snapshot->schema()); })
      .def_property_readonly("members",
                             [](const SnapshotHandle& h) { return h.snapshot->member_count(); })
      .def_property_readonly("shards",
                             [](const SnapshotHandle& h) { return h.snapshot->shard_count(); })
      .def_property_readonly("keys_are_text",
                             [](const SnapshotHandle& h) { return h.snapshot->keys_are_text(); })
      .def(
          "data_end",
          [](const SnapshotHandle& h, const std::string& timezone) {
            const Schema& schema = h.snapshot->schema();
            return h.snapshot->DataEnd(
                Take(Zone::Load(timezone.empty() ? schema.timezone : timezone), Domain::kFilter));
          },
          py::arg("timezone"))
      .def(
          "lookup_row_count",
          [](const SnapshotHandle& h, int lookup) { return h.snapshot->lookup(lookup).table.rows; },
          py::arg("lookup"))
      .def(
          "row_count",
          [](const SnapshotHandle& h, int table) { return h.snapshot->row_count(table); },
          py::arg("table"))
      .def("find_member", &FindMember, py::arg("key"))
      .def("keys", &Keys, py::arg("ordinals"));
  module.def("build", &Build, py::arg("rows"), py::arg("path") = py::none(), py::arg("threads") = 0,
             py::arg("members_per_shard") = LayoutOptions().members_per_shard,
             py::arg("check") = py::none());
  module.def("open", &Open, py::arg("path"), py::arg("in_memory") = false);
  module.def("verify", &Verify, py::arg("path"), py::arg("on_part") = py::none());
}

}  // namespace seine::python
