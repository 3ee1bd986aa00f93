// Compiling and running queries.
#include "query/query.h"

#include <pybind11/stl.h>

#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "python/errors.h"
#include "python/handles.h"
#include "python/interrupt.h"
#include "query/definition_error.h"
#include "query/json.h"

namespace seine::python {
namespace {

namespace py = pybind11;

using Lists = std::map<std::string, std::vector<std::string>>;
using Segments = std::map<std::string, std::string>;  // name -> filter or definition as text
// Name -> the value as JSON, in the spelling of filters: 12, "text", {"decimal": "1.50"}, [1, 2].
using Parameters = std::map<std::string, std::string>;

std::string_view SourceOf(const Filter& filter) {
  return filter.source == nullptr ? std::string_view() : std::string_view(*filter.source);
}

// The text that the error of compiling `definition` speaks of: that of its first filter that is
// wrong by itself.
std::string_view SourceOfError(const std::shared_ptr<const Snapshot>& snapshot,
                               const Definition& definition, const CompileOptions& options,
                               const StopSignal& stop) {
  const auto wrong = [&](const Filter& filter) {
    return !Compile(snapshot, {filter, {}}, options, stop).ok();
  };
  if (definition.excludes.empty() || wrong(definition.include)) return SourceOf(definition.include);
  for (const Exclude& exclude : definition.excludes) {
    if (wrong(exclude.filter)) return SourceOf(exclude.filter);
  }
  return SourceOf(definition.include);
}

// Absent: no limit, or so long that it is none.
std::optional<std::chrono::nanoseconds> TimeoutOf(std::optional<double> seconds) {
  if (!seconds) return std::nullopt;
  if (std::isnan(*seconds) || *seconds < 0) {
    throw py::value_error("timeout is a number of seconds, 0 or more, or None for no limit");
  }
  constexpr double kLongest = 1e9;  // thirty years
  if (*seconds > kLongest) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<int64_t>(*seconds * 1e9));
}

StopSignal StopOf(const std::atomic<bool>* cancel,
                  const std::optional<std::chrono::nanoseconds>& timeout) {
  StopSignal stop{cancel, std::nullopt};
  if (timeout) stop.deadline = std::chrono::steady_clock::now() + *timeout;
  return stop;
}

QueryHandle CompileDefinition(const SnapshotHandle& handle, const Definition& definition,
                              Lists lists, std::set<std::string> disabled_rewrites,
                              Segments segments, std::optional<double> timeout) {
  const CompileOptions options{std::move(lists), std::move(segments), std::move(disabled_rewrites)};
  const auto limit = TimeoutOf(timeout);
  std::string_view source;
  auto query = RunInterruptibly([&](const std::atomic<bool>* cancel) {
    const StopSignal stop = StopOf(cancel, limit);
    auto compiled = Compile(handle.snapshot, definition, options, stop);
    if (!compiled.ok()) source = SourceOfError(handle.snapshot, definition, options, stop);
    return compiled;
  });
  return {Take(std::move(query), Domain::kFilter, source)};
}

// `names` are what errors call the definitions; an empty one is its place.
BatchHandle CompileDefinitions(const SnapshotHandle& handle, const std::vector<std::string>& names,
                               const std::vector<Definition>& definitions, Lists lists,
                               Segments segments, std::optional<double> timeout) {
  const CompileOptions options{std::move(lists), std::move(segments), {}};
  std::vector<NamedDefinition> named;
  for (size_t i = 0; i < definitions.size(); ++i) named.push_back({names.at(i), definitions[i]});
  const auto limit = TimeoutOf(timeout);
  std::string_view source;
  auto batch = RunInterruptibly([&](const std::atomic<bool>* cancel) {
    const StopSignal stop = StopOf(cancel, limit);
    auto compiled = CompileBatch(handle.snapshot, named, options, stop);
    if (const auto failed = FailedDefinition(compiled.status()))
      source = SourceOfError(handle.snapshot, definitions[*failed], options, stop);
    return compiled;
  });
  return {Take(std::move(batch), Domain::kFilter, source)};
}

ParameterValue ReadParameter(const std::string& json) {
  const bool is_list = json.starts_with('[');
  const std::string test =
      std::string(is_list ? R"({"in":[{"col":"x"},)" : R"({"=":[{"col":"x"},)") + json + "]}";
  const Filter filter = Take(ReadFilterJson(test), Domain::kFilter);
  if (const auto* in = filter.root.As<filter::In>()) {
    if (const auto* list = in->set.As<filter::List>(); list != nullptr && list->others.empty()) {
      std::vector<filter::LiteralValue> values;
      for (const filter::Literal& literal : list->literals) values.push_back(literal.value);
      return values;
    }
  } else if (const auto* compare = filter.root.As<filter::Compare>()) {
    if (const auto* literal = compare->right.As<filter::Literal>()) return literal->value;
  }
  throw py::value_error("a parameter is a number, text, a time, true or false, or a list of them");
}

QueryOptions MakeOptions(std::optional<int64_t> as_of, std::string timezone,
                         const Parameters& parameters, int threads, uint64_t memory_budget,
                         std::optional<double> timeout) {
  QueryOptions options;
  options.as_of = as_of;
  options.timezone = std::move(timezone);
  options.threads = threads;
  options.memory_budget = memory_budget;
  options.timeout = TimeoutOf(timeout);
  for (const auto& [name, json] : parameters) options.parameters[name] = ReadParameter(json);
  return options;
}

template <typename Ask>
auto Run(const QueryHandle& handle, QueryOptions options, const Ask& ask) {
  auto result = RunInterruptibly([&](const std::atomic<bool>* cancel) {
    options.cancel = cancel;
    return ask(*handle.query, options);
  });
  if (result.ok()) return *std::move(result);
  const Definition& definition = handle.query->definition();
  // With exclusions the message alone says the place: it may speak of any of the filters.
  const bool one = definition.excludes.empty();
  Raise(result.status(), Domain::kFilter, one ? SourceOf(definition.include) : "");
}

std::vector<AudienceHandle> SelectBatch(const BatchHandle& handle, QueryOptions options) {
  auto result = RunInterruptibly([&](const std::atomic<bool>* cancel) {
    options.cancel = cancel;
    return handle.batch->Select(options);
  });
  if (result.ok()) {
    std::vector<AudienceHandle> audiences;
    for (auto& audience : *result) audiences.push_back({std::move(audience)});
    return audiences;
  }
  std::string_view source;
  if (const auto failed = FailedDefinition(result.status())) {
    const Definition& definition = handle.batch->definition(*failed);
    if (definition.excludes.empty()) source = SourceOf(definition.include);
  }
  Raise(result.status(), Domain::kFilter, source);
}

}  // namespace

void BindQuery(py::module_& module) {
  py::classh<QueryOptions>(module, "QueryOptions", "When, where and how far a query may go.")
      .def(py::init(&MakeOptions), py::kw_only(), py::arg("as_of") = py::none(),
           py::arg("timezone") = "", py::arg("parameters") = Parameters(), py::arg("threads") = 0,
           py::arg("memory_budget") = 0, py::arg("timeout") = py::none());
  py::classh<QueryHandle>(module, "CompiledQuery", "A definition, planned against a snapshot.")
      .def(
          "count",
          [](const QueryHandle& handle, const QueryOptions& options) {
            return Run(handle, options, [](const CompiledQuery& query, const QueryOptions& o) {
              return query.Count(o);
            });
          },
          py::arg("options"))
      .def(
          "select",
          [](const QueryHandle& handle, const QueryOptions& options) {
            return AudienceHandle{Run(
                handle, options,
                [](const CompiledQuery& query, const QueryOptions& o) { return query.Select(o); })};
          },
          py::arg("options"))
      .def(
          "explain",
          [](const QueryHandle& handle, const QueryOptions& options) {
            return Run(handle, options, [](const CompiledQuery& query, const QueryOptions& o) {
              return query.Explain(o);
            });
          },
          py::arg("options"))
      .def_property_readonly("definition",
                             [](const QueryHandle& handle) { return handle.query->definition(); });
  module.def("compile", &CompileDefinition, py::arg("snapshot"), py::arg("definition"),
             py::arg("lists") = Lists(), py::arg("disabled_rewrites") = std::set<std::string>(),
             py::arg("segments") = Segments(), py::arg("timeout") = py::none());
  py::classh<BatchHandle>(module, "CompiledBatch", "Definitions, planned together.")
      .def("select", &SelectBatch, py::arg("options"));
  module.def("compile_batch", &CompileDefinitions, py::arg("snapshot"), py::arg("names"),
             py::arg("definitions"), py::arg("lists") = Lists(), py::arg("segments") = Segments(),
             py::arg("timeout") = py::none());
  module.def(
      "parse_as_of",
      [](const SnapshotHandle& handle, const std::string& text, const std::string& timezone,
         int64_t now) {
        return Take(ParseAsOf(*handle.snapshot, text, timezone, now), Domain::kFilter, text);
      },
      py::arg("snapshot"), py::arg("text"), py::arg("timezone"), py::arg("now"));
}

}  // namespace seine::python
