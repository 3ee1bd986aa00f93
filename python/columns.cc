// Columns: how they are filled, and the members' values as NumPy arrays.
#include <pybind11/stl.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/block.h"
#include "python/errors.h"
#include "python/handles.h"

namespace seine::python {
namespace {

namespace py = pybind11;

struct ColumnInfo {
  uint64_t present = 0;   // rows that have a value
  uint64_t distinct = 0;  // different values
  uint64_t bytes = 0;     // forward form and indexes
};

uint64_t BytesOfColumn(const ColumnView& view) {
  uint64_t bytes = 0;
  for (const Region* region : {view.forward, view.index.region, view.postings.region}) {
    if (region != nullptr) bytes += region->size();
  }
  return bytes;
}

ColumnInfo Describe(const SnapshotHandle& handle, int table, int column, bool lookup) {
  const Snapshot& snapshot = *handle.snapshot;
  const auto c = static_cast<size_t>(column);
  ColumnInfo info;
  const auto add = [&info](const ColumnView& view) {
    info.present += view.absent ? 0 : view.stats.present;
    info.bytes += BytesOfColumn(view);
  };
  const Schema& schema = snapshot.schema();
  (lookup ? schema.lookups : schema.tables).at(static_cast<size_t>(table)).columns.at(c);
  if (lookup) {
    add(snapshot.lookup(table).table.columns[c]);
    info.distinct = snapshot.lookup_distinct(table, column);
    return info;
  }
  for (size_t shard = 0; shard < snapshot.shard_count(); ++shard) {
    add(snapshot.shard(shard).tables[static_cast<size_t>(table)].columns[c]);
  }
  info.distinct = snapshot.distinct(table, column);
  return info;
}

// The members' values of one root column, collected row by row.
class Values {
 public:
  Values(ColumnType type, const Dictionary* dictionary, size_t n)
      : type_(type), dictionary_(dictionary), numbers_(n), present_(n) {}

  void Add(size_t i, const ColumnView& view, uint64_t row) {
    const bool has = !view.absent && view.presence.Has(row);
    present_[i] = has ? 1 : 0;
    if (type_ == ColumnType::kText) {
      texts_.append(
          has ? py::object(py::str(view.text.Text(row).data(), view.text.Text(row).size()))
              : py::object(py::none()));
    } else if (type_ == ColumnType::kSet) {
      const size_t before = codes_.size();
      if (has) AddCodes(view.set, row);
      present_[i] = codes_.size() > before ? 1 : 0;  // a missing set is the empty set
      ends_.push_back(static_cast<int64_t>(codes_.size()));
    } else if (has) {
      numbers_[i] = type_ == ColumnType::kBool
                        ? static_cast<int64_t>((view.bits[row >> 6] >> (row & 63)) & 1)
                        : view.numeric.Value(row);
    }
  }

  // (values, present, texts of codes or None, ends or None). A set's values are the codes of all
  // rows, one after the other; ends[i] is where those of row i end.
  py::tuple Finish() {
    py::object values = texts_;
    py::object ends = py::none();
    if (type_ == ColumnType::kReal) {
      std::vector<double> reals;
      for (const int64_t bits : numbers_) reals.push_back(FromOrderedBits(bits));
      values = ToArray(std::move(reals));
    } else if (type_ == ColumnType::kSet) {
      values = ToArray(std::move(codes_));
      ends = ToArray(std::move(ends_));
    } else if (type_ != ColumnType::kText) {
      values = ToArray(std::move(numbers_));
    }
    py::object words = py::none();
    if (dictionary_ != nullptr) {
      py::list list;
      for (uint32_t code = 0; code < dictionary_->size(); ++code) {
        const std::string_view text = dictionary_->Text(code);
        list.append(py::str(text.data(), text.size()));
      }
      words = std::move(list);
    }
    return py::make_tuple(std::move(values), ToArray(std::move(present_)), std::move(words),
                          std::move(ends));
  }

 private:
  void AddCodes(const SetView& set, uint64_t row) {
    for (uint32_t at = set.offsets[row]; at < set.offsets[row + 1]; ++at) {
      codes_.push_back(static_cast<uint32_t>(set.codes.Value(at)));
    }
  }

  ColumnType type_;
  const Dictionary* dictionary_;
  std::vector<int64_t> numbers_;
  std::vector<uint8_t> present_;
  std::vector<uint32_t> codes_;
  std::vector<int64_t> ends_;
  py::list texts_;
};

py::tuple ReadColumn(const SnapshotHandle& handle, int column, const Ordinals& ordinals) {
  const Snapshot& snapshot = *handle.snapshot;
  const ColumnType type = snapshot.schema().tables[0].columns.at(static_cast<size_t>(column)).type;
  const size_t n = static_cast<size_t>(ordinals.size());
  Values values(type, snapshot.dictionary(0, column), n);
  uint64_t ensured = UINT64_MAX;
  for (size_t i = 0; i < n; ++i) {
    const uint32_t ordinal = ordinals.data()[i];
    const uint64_t shard = ShardOf(ordinal);
    if (shard >= snapshot.shard_count() ||
        ShardOffsetOf(ordinal) >= snapshot.shard(shard).members) {
      throw py::index_error("ordinal " + std::to_string(ordinal) + " is not in use");
    }
    const ColumnView& view = snapshot.shard(shard).tables[0].columns[static_cast<size_t>(column)];
    if (shard != ensured && view.forward != nullptr) {
      Check(view.forward->Ensure(), Domain::kStore);
    }
    ensured = shard;
    values.Add(i, view, ShardOffsetOf(ordinal));
  }
  return values.Finish();
}

}  // namespace

void BindColumns(py::module_& module) {
  py::classh<ColumnInfo>(module, "ColumnInfo", "How a column is filled.")
      .def_readonly("present", &ColumnInfo::present)
      .def_readonly("distinct", &ColumnInfo::distinct)
      .def_readonly("bytes", &ColumnInfo::bytes);
  module.def("column_info", &Describe, py::arg("snapshot"), py::arg("table"), py::arg("column"),
             py::arg("lookup") = false);
  module.def("column_values", &ReadColumn, py::arg("snapshot"), py::arg("column"),
             py::arg("ordinals"));
}

}  // namespace seine::python
