#include "python/errors.h"

#include <optional>
#include <string>

#include "engine/data_error.h"
#include "query/filter_error.h"

namespace seine::python {
namespace {

namespace py = pybind11;

const char* NameOf(absl::StatusCode code, Domain domain) {
  switch (code) {
    case absl::StatusCode::kDataLoss:
      return "DamagedStoreError";
    case absl::StatusCode::kCancelled:
      return "QueryCancelledError";
    case absl::StatusCode::kDeadlineExceeded:
      return "QueryTimeoutError";
    default:
      break;
  }
  switch (domain) {
    case Domain::kSchema:
      return "SchemaError";
    case Domain::kData:
      return "DataError";
    case Domain::kStore:
      return code == absl::StatusCode::kNotFound ? "StoreNotFoundError" : "StoreError";
    case Domain::kFilter:
      return "FilterError";
  }
  return "StoreError";
}

// A message may hold the name of a file, which is bytes: those that are no UTF-8 are spelled
// `\xff`.
py::object Readable(std::string_view message) {
  return py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(
      message.data(), static_cast<py::ssize_t>(message.size()), "backslashreplace"));
}

[[noreturn]] void Throw(const char* name, const py::dict& attributes) {
  const py::object type = py::module_::import("seine.errors").attr(name);
  const py::object error = type(**attributes);
  PyErr_SetObject(type.ptr(), error.ptr());
  throw py::error_already_set();
}

}  // namespace

void Raise(const absl::Status& status, Domain domain, std::string_view source) {
  py::dict attributes;
  attributes["message"] = Readable({status.message().data(), status.message().size()});
  if (const std::optional<FilterErrorInfo> info = GetFilterError(status)) {
    attributes["hint"] = info->hint.empty() ? py::object(py::none()) : py::str(info->hint);
    if (info->line > 0) {
      attributes["position"] = py::make_tuple(info->line, info->column);
      attributes["span"] = py::make_tuple(info->span.begin, info->span.end);
    }
    if (info->in_json) attributes["pointer"] = info->pointer;
    if (!source.empty()) attributes["rendered"] = Readable(RenderFilterError(status, source));
    Throw("FilterError", attributes);
  }
  if (const std::optional<DataErrorDetail> detail = DataErrorOf(status)) {
    py::dict where;
    where["table"] = detail->table;
    where["source"] = Readable(detail->source);
    where["row"] = detail->row;
    where["column"] = Readable(detail->column);
    where["value"] = Readable(detail->value);
    where["expected"] = Readable(detail->expected);
    where["problem"] = Readable(detail->problem);
    attributes["detail"] = where;
    if (!detail->option.empty()) attributes["hint"] = detail->option;
    Throw("DataError", attributes);
  }
  Throw(NameOf(status.code(), domain), attributes);
}

}  // namespace seine::python
