// Schemas, and Arrow streams into a RawStore.
#include "engine/ingest.h"

#include <pybind11/stl.h>

#include <string>
#include <utility>

#include "python/errors.h"
#include "python/handles.h"
#include "python/interrupt.h"

namespace seine::python {
namespace {

namespace py = pybind11;

// `frame` is a PyCapsule "arrow_array_stream" or anything with __arrow_c_stream__().
void Append(Ingest& ingest, const std::string& table, const std::string& source,
            const py::object& frame) {
  py::object capsule = frame;
  if (py::hasattr(frame, "__arrow_c_stream__")) capsule = frame.attr("__arrow_c_stream__")();
  void* pointer = PyCapsule_GetPointer(capsule.ptr(), "arrow_array_stream");
  if (pointer == nullptr) throw py::error_already_set();
  auto* stream = static_cast<ArrowArrayStream*>(pointer);
  if (stream->release == nullptr) throw py::value_error("this Arrow stream was read already");
  Check(RunOnceInterruptibly([&](const std::atomic<bool>* cancel) {
          return ingest.Append(table, source, stream, cancel);
        }),
        Domain::kData);
}

RawStoreHandle Finish(Ingest& ingest) {
  absl::StatusOr<RawStore> raw =
      RunOnceInterruptibly([&](const std::atomic<bool>*) { return ingest.Finish(); });
  return {std::make_unique<RawStore>(Take(std::move(raw), Domain::kData))};
}

}  // namespace

void BindIngest(py::module_& module) {
  py::classh<Schema>(module, "Schema", "Tables, columns and the rules of ingest, checked.")
      .def(py::init(
               [](const std::string& json) { return Take(ParseSchema(json), Domain::kSchema); }),
           py::arg("json"))
      .def_property_readonly("json", &SchemaToJson);
  py::classh<TableReport>(module, "TableReport", "What became of a table's rows.")
      .def_readonly("table", &TableReport::table)
      .def_readonly("read", &TableReport::read)
      .def_readonly("kept", &TableReport::kept)
      .def_readonly("skipped", &TableReport::skipped)
      .def_readonly("notes", &TableReport::notes);
  py::classh<RawStoreHandle>(module, "RawStore", "Rows that were read, ready to be laid out.");
  py::classh<Ingest>(module, "Ingest", "Reads Arrow streams by the rules of a schema.")
      .def(py::init(
               [](const Schema& schema) { return Take(Ingest::Create(schema), Domain::kSchema); }),
           py::arg("schema"))
      .def("append", &Append, py::arg("table"), py::arg("source"), py::arg("frame"))
      .def("finish", &Finish)
      .def("report", [](const Ingest& ingest) { return ingest.report(); });
}

}  // namespace seine::python
