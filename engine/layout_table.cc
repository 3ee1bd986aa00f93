#include "engine/layout_table.h"

#include <string>
#include <utility>

#include "engine/free_memory.h"
#include "engine/layout_column.h"
#include "engine/layout_values.h"
#include "engine/part_names.h"

namespace seine {
namespace {

// Columns of so many rows leave memory behind that is worth returning.
constexpr uint64_t kManyRows = uint64_t{1} << 18;

class TableWriter {
 public:
  TableWriter(const TableSource& source, const LayoutOptions& options, PartWriter* writer)
      : source_(source),
        options_(options),
        writer_(writer),
        table_((source.lookup ? source.raw->lookups
                              : source.raw->tables)[static_cast<size_t>(source.table)]),
        schema_((source.lookup ? source.raw->schema.lookups
                               : source.raw->schema.tables)[static_cast<size_t>(source.table)]) {}

  absl::Status Write() {
    summary_.push_back(static_cast<int64_t>(source_.raw_rows.size()));
    for (size_t c = 0; c < table_.columns.size(); ++c) {
      if (absl::Status status = WriteColumn(static_cast<int>(c)); !status.ok()) return status;
    }
    if (source_.order != nullptr) {
      if (absl::Status status = WriteRows(); !status.ok()) return status;
    }
    return WriteSummary();
  }

 private:
  std::string Region(std::string_view kind, int column) const {
    return ColumnRegion(kind, source_.raw->schema, source_.table, column, source_.lookup);
  }

  absl::Status WriteColumn(int c) {
    const auto i = static_cast<size_t>(c);
    const int dictionary = table_.dictionaries[i];
    absl::StatusOr<ColumnRows> column = TakeColumn(
        table_.columns[i], source_.raw_rows,
        dictionary < 0 ? nullptr : &(*source_.dictionaries)[static_cast<size_t>(dictionary)].codes,
        schema_.name + "." + schema_.columns[i].name);
    if (!column.ok()) return column.status();
    if (source_.release != nullptr) source_.release->columns[i] = RawColumn(column->type);
    if (absl::Status status = WriteForward(*column, Region("forward", c), writer_); !status.ok())
      return status;
    std::vector<int64_t> bins;
    ColumnStats stats = StatsOf(*column, &bins);
    const bool coded = column->type == ColumnType::kCategory || column->type == ColumnType::kSet ||
                       column->type == ColumnType::kBool;
    if (coded) {
      ValueRows values = GroupByValue(*column);
      stats.distinct = values.codes.size();
      *column = ColumnRows{};
      if (absl::Status status = WriteIndexes(std::move(values), c); !status.ok()) return status;
    }
    summary_.insert(summary_.end(),
                    {static_cast<int64_t>(stats.present), static_cast<int64_t>(stats.distinct),
                     stats.min, stats.max, bins.empty() ? 0 : 1});
    bins_.insert(bins_.end(), bins.begin(), bins.end());
    *column = ColumnRows{};
    if (source_.release != nullptr && source_.raw_rows.size() > kManyRows) ReturnFreeMemory();
    return absl::OkStatus();
  }

  absl::Status WriteIndexes(ValueRows values, int c) {
    if (source_.lookup) return absl::OkStatus();
    if (source_.order == nullptr) return WriteAttributeIndex(values, Region("values", c), writer_);
    const RowMembers rows{source_.order->member, source_.order->block_begin};
    absl::Status status =
        WriteRollups(values, rows, options_.rollup_density, Region("values", c), writer_);
    const bool listed = schema_.columns[static_cast<size_t>(c)].type != ColumnType::kBool;
    if (!status.ok() || !listed) return status;
    return WritePostings(std::move(values), source_.raw_rows.size(), Region("postings", c),
                         writer_);
  }

  absl::Status WriteRows() {
    const OrderedRows& order = *source_.order;
    const bool history = schema_.parent == 0;
    std::vector<std::span<const uint8_t>> arrays = {
        BytesOf(order.member), history ? BytesOf(order.group_begin) : BytesOf(order.offsets)};
    if (!order.arrival.empty()) arrays.push_back(BytesOf(order.arrival));
    return writer_->WriteRegion(TableRegion("rows", source_.raw->schema, source_.table), {},
                                arrays);
  }

  absl::Status WriteSummary() {
    std::vector<std::span<const uint8_t>> arrays = {BytesOf(bins_)};
    if (source_.order != nullptr) {
      const OrderedRows& order = *source_.order;
      arrays.insert(arrays.end(),
                    {BytesOf(order.tile_begin), BytesOf(order.tiles), BytesOf(order.tile_bounds)});
    }
    return writer_->WriteRegion(
        TableRegion("summary", source_.raw->schema, source_.table, source_.lookup), summary_,
        arrays);
  }

  const TableSource& source_;
  const LayoutOptions& options_;
  PartWriter* writer_;
  const RawTable& table_;
  const TableSchema& schema_;
  std::vector<int64_t> summary_;
  std::vector<int64_t> bins_;
};

}  // namespace

absl::Status WriteTable(const TableSource& source, const LayoutOptions& options,
                        PartWriter* writer) {
  return TableWriter(source, options, writer).Write();
}

}  // namespace seine
