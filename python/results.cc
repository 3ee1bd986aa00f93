// What queries answer with: results, and plans explained.
#include <pybind11/stl.h>

#include <string>

#include "absl/strings/str_cat.h"

#include "python/handles.h"
#include "query/query.h"

namespace seine::python {
namespace {

namespace py = pybind11;

std::string DescribeInfo(const ResultInfo& info) {
  return absl::StrCat("<seine result: ", info.count, " of ", info.population, " members, version ",
                      info.snapshot, " of store ", info.store_id.substr(0, 12), ", ",
                      info.warnings.size(), " warnings>");
}

}  // namespace

void BindResults(py::module_& module) {
  py::classh<ExcludedCount>(module, "ExcludedCount", "What one exclusion did.")
      .def_readonly("name", &ExcludedCount::name)
      .def_readonly("alone", &ExcludedCount::alone)
      .def_readonly("removed", &ExcludedCount::removed);
  py::classh<ResultInfo>(module, "ResultInfo", "What every result carries.")
      .def_readonly("count", &ResultInfo::count)
      .def_readonly("population", &ResultInfo::population)
      .def_readonly("as_of", &ResultInfo::as_of)
      .def_readonly("timezone", &ResultInfo::timezone)
      .def_readonly("snapshot", &ResultInfo::snapshot)
      .def_readonly("store_id", &ResultInfo::store_id)
      .def_readonly("definition", &ResultInfo::definition)
      .def_readonly("excluded", &ResultInfo::excluded)
      .def_readonly("warnings", &ResultInfo::warnings)
      .def_readonly("elapsed_ms", &ResultInfo::elapsed_ms)
      .def("__repr__", &DescribeInfo);
  py::classh<ExplainNode>(module, "ExplainNode", "One node of an explained plan.")
      .def_readonly("text", &ExplainNode::text)
      .def_readonly("operation", &ExplainNode::operation)
      .def_readonly("estimate", &ExplainNode::estimate)
      .def_readonly("actual", &ExplainNode::actual)
      .def_readonly("elapsed_ms", &ExplainNode::elapsed_ms)
      .def_readonly("children", &ExplainNode::children);
  py::classh<ExplainedModel::Class>(module, "ModelClass", "A class of a model: who is of it.")
      .def_readonly("name", &ExplainedModel::Class::name)
      .def_readonly("filter", &ExplainedModel::Class::filter);
  py::classh<ExplainedModel>(module, "ExplainedModel", "What a model is made of.")
      .def_readonly("text", &ExplainedModel::text)
      .def_readonly("value", &ExplainedModel::value)
      .def_readonly("only", &ExplainedModel::only)
      .def_readonly("classes", &ExplainedModel::classes);
  py::classh<Explanation>(module, "Explanation", "A filter read back, with its plan.")
      .def_readonly("filter", &Explanation::filter)
      .def_readonly("info", &Explanation::info)
      .def_readonly("root", &Explanation::root)
      .def_readonly("models", &Explanation::models);
}

}  // namespace seine::python
