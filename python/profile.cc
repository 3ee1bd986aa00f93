// Profiles: members by the values of a column.
#include <pybind11/stl.h>

#include <string>
#include <utility>
#include <vector>

#include "python/errors.h"
#include "python/handles.h"
#include "python/interrupt.h"
#include "query/value_counts.h"

namespace seine::python {
namespace {

namespace py = pybind11;

// A lookup and its column, in order.
using Steps = std::vector<std::pair<int, int>>;

CountedColumn Counted(int table, int column, const Steps& lookups) {
  CountedColumn counted{{table, column}, {}};
  for (const auto& [lookup, of] : lookups) counted.lookups.push_back({lookup, of});
  return counted;
}

// (of the audience, of the population, without a value of each): arrays by code.
py::tuple Count(const AudienceHandle& audience, const AudienceHandle& population, int table,
                int column, const Steps& lookups, int threads) {
  const CountedColumn counted = Counted(table, column, lookups);
  auto result = RunInterruptibly([&](const std::atomic<bool>* cancel) {
    RunLimits limits;
    limits.stop.cancel = cancel;
    limits.threads = threads;
    return CountValues(*audience.audience, *population.audience, counted, limits);
  });
  ValueCounts counts = Take(std::move(result), Domain::kFilter);
  return py::make_tuple(ToArray(std::move(counts.audience.having)),
                        ToArray(std::move(counts.population.having)), counts.audience.without,
                        counts.population.without);
}

std::vector<std::string> Texts(const SnapshotHandle& handle, int table, int column,
                               const Steps& lookups, const std::vector<uint32_t>& codes) {
  const Dictionary* dictionary =
      Take(CountedDictionary(*handle.snapshot, Counted(table, column, lookups)), Domain::kFilter);
  std::vector<std::string> texts;
  texts.reserve(codes.size());
  for (const uint32_t code : codes) {
    if (code >= (dictionary == nullptr ? 2 : dictionary->size())) {
      throw py::index_error("no value has the code " + std::to_string(code));
    }
    texts.emplace_back(dictionary != nullptr ? dictionary->Text(code)
                                             : std::string_view(code == 0 ? "false" : "true"));
  }
  return texts;
}

}  // namespace

void BindProfile(py::module_& module) {
  module.def("value_counts", &Count, py::arg("audience"), py::arg("population"), py::arg("table"),
             py::arg("column"), py::arg("lookups") = Steps(), py::arg("threads") = 0);
  module.def("value_texts", &Texts, py::arg("snapshot"), py::arg("table"), py::arg("column"),
             py::arg("lookups"), py::arg("codes"));
}

}  // namespace seine::python
