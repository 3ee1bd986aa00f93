// absl::Status as the Python exceptions of seine/errors.py.
//
// All functions need the GIL. The exceptions carry what a status knows: message, hint, position,
// the rendered place of a filter error.
#ifndef SEINE_PYTHON_ERRORS_H_
#define SEINE_PYTHON_ERRORS_H_

#include <pybind11/pybind11.h>

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace seine::python {

// Which of seine's exceptions stands for InvalidArgument and its like.
enum class Domain { kSchema, kData, kStore, kFilter };

// Throws py::error_already_set. Precondition: `status` is an error. `source` is the text that a
// filter error speaks of.
[[noreturn]] void Raise(const absl::Status& status, Domain domain, std::string_view source = "");

inline void Check(const absl::Status& status, Domain domain, std::string_view source = "") {
  if (!status.ok()) Raise(status, domain, source);
}

template <typename T>
T Take(absl::StatusOr<T> result, Domain domain, std::string_view source = "") {
  if (!result.ok()) Raise(result.status(), domain, source);
  return *std::move(result);
}

}  // namespace seine::python

#endif  // SEINE_PYTHON_ERRORS_H_
