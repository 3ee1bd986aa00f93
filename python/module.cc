// The extension module seine._core: translates, designs nothing (python/seine does).
#include "python/handles.h"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The engine of Seine. Internal: use the package seine.";
  seine::python::BindLanguage(module);
  seine::python::BindIngest(module);
  seine::python::BindStore(module);
  seine::python::BindColumns(module);
  seine::python::BindResults(module);
  seine::python::BindQuery(module);
  seine::python::BindAudience(module);
  seine::python::BindProfile(module);
  seine::python::BindArrow(module);
}
