#include "engine/layout_common.h"

#include <algorithm>
#include <utility>

#include "engine/build_cancel.h"
#include "engine/distinct_count.h"
#include "engine/free_memory.h"
#include "engine/layout_table.h"
#include "engine/parallel_for.h"
#include "engine/part_names.h"

namespace seine {
namespace {

// Lookups' rows by ascending code of their key.
absl::Status WriteLookup(const RawStore& raw, int lookup, const LayoutOptions& options,
                         const std::vector<SortedDictionary>& dictionaries, PartWriter* writer) {
  const RawTable& table = raw.lookups[static_cast<size_t>(lookup)];
  const SortedDictionary& keys =
      dictionaries[static_cast<size_t>(raw.lookup_key_dictionaries[static_cast<size_t>(lookup)])];
  std::vector<std::pair<uint32_t, uint64_t>> keyed;
  for (uint64_t row = 0; row < table.rows; ++row) {
    keyed.emplace_back(keys.codes[static_cast<size_t>(table.key_integers.Value(row))], row);
  }
  std::sort(keyed.begin(), keyed.end());
  std::vector<int32_t> row_of_code(keys.size, -1);
  std::vector<uint32_t> rows;
  for (const auto& [code, row] : keyed) {
    row_of_code[code] = static_cast<int32_t>(rows.size());  // fewer than the codes
    rows.push_back(static_cast<uint32_t>(row));             // as are a table's keyed rows
  }
  const std::vector<std::span<const uint8_t>> arrays = {BytesOf(row_of_code)};
  absl::Status status =
      writer->WriteRegion(TableRegion("codes", raw.schema, lookup, true), {}, arrays);
  if (!status.ok()) return status;
  const TableSource source{&raw, &dictionaries, lookup, true, RowList(rows), nullptr, nullptr};
  return WriteTable(source, options, writer);
}

// The different values of every column of the tables, one table after the other.
absl::StatusOr<std::vector<uint64_t>> DistinctOf(const std::vector<RawTable>& tables,
                                                 const LayoutOptions& options) {
  std::vector<const RawColumn*> columns;
  for (const RawTable& table : tables) {
    for (const RawColumn& column : table.columns) columns.push_back(&column);
  }
  std::vector<uint64_t> distinct(columns.size());
  const absl::Status status =
      ParallelFor(columns.size(), options.threads, [&](size_t i) -> absl::Status {
        if (absl::Status stop = CheckCancelled(options.cancel); !stop.ok()) return stop;
        distinct[i] = CountDistinct(*columns[i]);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  ReturnFreeMemory();
  return distinct;
}

// Numbers: shards, members per shard, keys are text, dictionaries. Arrays of int32: the dictionary
// of every column of every table (-1: none), of every column of every lookup, and of every lookup's
// keys. Arrays of uint64: the different values of every column of every table, and of the lookups'.
absl::Status WriteTotals(const RawStore& raw, const MemberOrder& members,
                         const LayoutOptions& options, PartWriter* writer) {
  const absl::StatusOr<std::vector<uint64_t>> distinct = DistinctOf(raw.tables, options);
  if (!distinct.ok()) return distinct.status();
  const absl::StatusOr<std::vector<uint64_t>> of_lookups = DistinctOf(raw.lookups, options);
  if (!of_lookups.ok()) return of_lookups.status();
  std::vector<int32_t> tables;
  std::vector<int32_t> lookups;
  for (const RawTable& table : raw.tables) {
    tables.insert(tables.end(), table.dictionaries.begin(), table.dictionaries.end());
  }
  for (const RawTable& table : raw.lookups) {
    lookups.insert(lookups.end(), table.dictionaries.begin(), table.dictionaries.end());
  }
  const std::vector<int32_t> keys(raw.lookup_key_dictionaries.begin(),
                                  raw.lookup_key_dictionaries.end());
  const std::vector<int64_t> numbers = {static_cast<int64_t>(members.shards),
                                        members.members_per_shard, raw.keys_are_text ? 1 : 0,
                                        static_cast<int64_t>(raw.dictionaries.size())};
  const std::vector<std::span<const uint8_t>> arrays = {
      BytesOf(tables), BytesOf(lookups), BytesOf(keys), BytesOf(*distinct), BytesOf(*of_lookups)};
  return writer->WriteRegion("totals", numbers, arrays);
}

}  // namespace

absl::Status WriteCommon(const RawStore& raw, const MemberOrder& members,
                         const LayoutOptions& options, const PartSinks& sinks,
                         std::vector<SortedDictionary>* dictionaries) {
  absl::StatusOr<std::unique_ptr<PartSink>> sink = sinks(std::string(kCommonPart));
  if (!sink.ok()) return sink.status();
  PartWriter writer(std::move(*sink));
  absl::Status status = WriteTotals(raw, members, options, &writer);
  if (status.ok()) status = WriteKeyBounds(raw, members, &writer);
  for (size_t i = 0; i < dictionaries->size() && status.ok(); ++i) {
    status = WriteDictionary(i, &(*dictionaries)[i], &writer);
  }
  for (size_t i = 0; i < raw.lookups.size() && status.ok(); ++i) {
    status = WriteLookup(raw, static_cast<int>(i), options, *dictionaries, &writer);
  }
  if (!status.ok()) return status;
  return writer.Finish().status();
}

}  // namespace seine
