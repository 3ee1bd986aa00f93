// Definitions: text, JSON and canonical print.
#include <pybind11/stl.h>

#include <string>
#include <utility>
#include <vector>

#include "python/errors.h"
#include "python/handles.h"
#include "query/bind.h"
#include "query/definition_error.h"
#include "query/json.h"
#include "query/printer.h"

namespace seine::python {
namespace {

namespace py = pybind11;

void AddNamedExclude(Definition& definition, const std::string& name, const std::string& source) {
  for (const Exclude& exclude : definition.excludes) {
    if (exclude.name == name) {
      Raise(absl::InvalidArgumentError("two exclusions are called \"" + name + "\""),
            Domain::kFilter);
    }
  }
  if (name.empty()) {
    Raise(absl::InvalidArgumentError("an exclusion needs a name"), Domain::kFilter);
  }
  absl::StatusOr<Definition> parsed = ReadDefinition(source);
  if (!parsed.ok()) Raise(InExclusion(parsed.status(), name), Domain::kFilter, source);
  Definition read = *std::move(parsed);
  if (!read.excludes.empty()) {
    Raise(absl::InvalidArgumentError("the exclusion \"" + name +
                                     "\" has exclusions of its own; write one filter"),
          Domain::kFilter);
  }
  definition.excludes.push_back({name, std::move(read.include)});
}

std::vector<std::pair<std::string, std::string>> ExcludeTexts(const Definition& definition) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const Exclude& exclude : definition.excludes) {
    texts.emplace_back(exclude.name, PrintFilter(exclude.filter.root));
  }
  return texts;
}

}  // namespace

void BindLanguage(py::module_& module) {
  py::classh<Definition>(module, "Definition", "An include filter and named exclusions, read.")
      .def(py::init([](const std::string& source) {
             return Take(ReadDefinition(source), Domain::kFilter, source);
           }),
           py::arg("source"))
      .def(
          "add_exclude",
          [](Definition& d, const std::string& text) {
            Check(AddExclude(text, d), Domain::kFilter, text);
          },
          py::arg("text"))
      .def("add", &AddNamedExclude, py::arg("name"), py::arg("source"))
      .def_property_readonly("text", &PrintDefinition)
      .def_property_readonly("json", &WriteDefinitionJson)
      .def_property_readonly("hash", &DefinitionHash)
      .def_property_readonly("parameters", &ParameterNames)
      .def_property_readonly("include_text",
                             [](const Definition& d) { return PrintFilter(d.include.root); })
      .def_property_readonly("include_json",
                             [](const Definition& d) { return WriteFilterJson(d.include.root); })
      .def_property_readonly("parenthesised",
                             [](const Definition& d) { return PrintParenthesised(d.include.root); })
      .def_property_readonly("excludes", &ExcludeTexts)
      .def("copy", [](const Definition& d) { return Definition(d); })
      .def(
          "__eq__", [](const Definition& a, const Definition& b) { return a == b; },
          py::is_operator());
  module.def(
      "quote_name", [](const std::string& name) { return PrintName(name); }, py::arg("name"));
}

}  // namespace seine::python
