#include "engine/snapshot_builder.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/part_names.h"
#include "engine/table_reader.h"

namespace seine {
namespace {

absl::Status Misfit(const PartFile& part, std::string_view what) {
  return DamagedRegion(part, "totals", what);
}

bool NeedsDictionary(ColumnType type) {
  return type == ColumnType::kCategory || type == ColumnType::kSet;
}

}  // namespace

absl::Status Snapshot::Builder::Build() {
  absl::Status status = ReadTotals();
  snapshot_.row_counts_.assign(schema_.tables.size(), 0);
  for (size_t shard = 0; shard < snapshot_.parts_.shards.size() && status.ok(); ++shard)
    status = ReadShard(shard);
  if (status.ok()) status = CheckKeyOrder();
  if (status.ok()) FindNewestTimes();
  return status;
}

absl::Status Snapshot::Builder::ReadTotals() {
  const PartFile& common = *snapshot_.parts_.common;
  const RegionView totals = common.Find("totals");
  if (!totals || totals.numbers.size() != 4 || totals.arrays.size() != 5)
    return Misfit(common, "is not as it must be");
  if (absl::Status status = totals.region->Ensure(); !status.ok()) return status;
  const int64_t members_per_shard = totals.numbers[1];
  if (static_cast<uint64_t>(totals.numbers[0]) != snapshot_.parts_.shards.size() ||
      members_per_shard <= 0 || members_per_shard > kShardSize || totals.numbers[3] < 0 ||
      totals.numbers[3] > 1'000'000) {
    return Misfit(common, "does not fit the store's parts");
  }
  members_per_shard_ = static_cast<uint32_t>(members_per_shard);
  snapshot_.keys_are_text_ = totals.numbers[2] != 0;
  if (absl::Status status = ReadDictionaries(static_cast<size_t>(totals.numbers[3])); !status.ok())
    return status;
  if (absl::Status status = AssignDictionaries(totals); !status.ok()) return status;
  if (absl::Status status = ReadDistinct(totals); !status.ok()) return status;
  const std::span<const int32_t> keys = totals.Array<int32_t>(2);
  if (keys.size() != schema_.lookups.size())
    return Misfit(common, "has another number of lookups than the schema");
  for (size_t lookup = 0; lookup < keys.size(); ++lookup) {
    if (absl::Status status = ReadLookup(lookup, keys[lookup]); !status.ok()) return status;
  }
  return ReadKeyBounds(snapshot_.parts_.shards.size());
}

absl::Status Snapshot::Builder::ReadDictionaries(size_t count) {
  const PartFile& common = *snapshot_.parts_.common;
  for (size_t i = 0; i < count; ++i) {
    const RegionView region = common.Find(DictionaryRegion(i));
    if (!region || region.numbers.size() != 2 || region.arrays.size() != 2 ||
        region.arrays[0].size() % sizeof(uint64_t) != 0) {
      return DamagedRegion(common, DictionaryRegion(i), "is not as it must be");
    }
    const auto offsets = region.Array<uint64_t>(0);
    if (absl::Status status = CheckTexts(common, region, offsets, region.arrays[1]); !status.ok())
      return status;
    const auto size = static_cast<int64_t>(offsets.size()) - 1;
    if (region.numbers[0] != size || region.numbers[1] < 0 || region.numbers[1] > size ||
        size >= std::numeric_limits<int32_t>::max()) {
      return DamagedRegion(common, DictionaryRegion(i), "has another size than it says");
    }
    snapshot_.dictionaries_.push_back(std::make_unique<Dictionary>(
        offsets, region.arrays[1], static_cast<uint32_t>(region.numbers[1])));
  }
  return absl::OkStatus();
}

absl::Status Snapshot::Builder::AssignDictionaries(const RegionView& totals) {
  const PartFile& common = *snapshot_.parts_.common;
  const auto assign = [&](const std::vector<TableSchema>& tables, std::span<const int32_t> indexes,
                          std::vector<std::vector<const Dictionary*>>* out) {
    size_t next = 0;
    for (const TableSchema& table : tables) {
      std::vector<const Dictionary*>& columns = out->emplace_back();
      for (const ColumnSchema& column : table.columns) {
        const int64_t index = next < indexes.size() ? indexes[next] : -1;
        ++next;
        const bool there =
            index >= 0 && index < static_cast<int64_t>(snapshot_.dictionaries_.size());
        if (there != NeedsDictionary(column.type)) {
          return Misfit(
              common, absl::StrCat("names no dictionary for `", table.name, ".", column.name, "`"));
        }
        columns.push_back(there ? snapshot_.dictionaries_[static_cast<size_t>(index)].get()
                                : nullptr);
      }
    }
    return next == indexes.size() ? absl::OkStatus()
                                  : Misfit(common, "has another number of columns than the schema");
  };
  absl::Status status =
      assign(schema_.tables, totals.Array<int32_t>(0), &snapshot_.table_dictionaries_);
  if (!status.ok()) return status;
  return assign(schema_.lookups, totals.Array<int32_t>(1), &snapshot_.lookup_dictionaries_);
}

absl::Status Snapshot::Builder::ReadDistinct(const RegionView& totals) {
  const auto assign = [&](const std::vector<TableSchema>& tables, size_t array,
                          std::vector<std::vector<uint64_t>>* out) {
    size_t columns = 0;
    for (const TableSchema& table : tables) columns += table.columns.size();
    if (totals.arrays[array].size() != columns * sizeof(uint64_t)) return false;
    std::span<const uint64_t> counts = totals.Array<uint64_t>(array);
    for (const TableSchema& table : tables) {
      const std::span<const uint64_t> own = counts.first(table.columns.size());
      out->emplace_back(own.begin(), own.end());
      counts = counts.subspan(own.size());
    }
    return true;
  };
  if (assign(schema_.tables, 3, &snapshot_.table_distinct_) &&
      assign(schema_.lookups, 4, &snapshot_.lookup_distinct_)) {
    return absl::OkStatus();
  }
  return Misfit(*snapshot_.parts_.common, "counts the values of other columns than the schema's");
}

absl::Status Snapshot::Builder::ReadLookup(size_t lookup, int32_t key_dictionary) {
  const PartFile& common = *snapshot_.parts_.common;
  if (key_dictionary < 0 || static_cast<size_t>(key_dictionary) >= snapshot_.dictionaries_.size()) {
    return Misfit(common, "names no dictionary for a lookup's keys");
  }
  LookupView view;
  view.keys = snapshot_.dictionaries_[static_cast<size_t>(key_dictionary)].get();
  TableInPart source;
  source.part = &common;
  source.schema = &schema_;
  source.table = static_cast<int>(lookup);
  source.lookup = true;
  source.dictionaries = snapshot_.lookup_dictionaries_[lookup];
  absl::StatusOr<TableView> table = ReadTable(source);
  if (!table.ok()) return table.status();
  view.table = std::move(*table);
  const std::string name = TableRegion("codes", schema_, source.table, true);
  const RegionView codes = common.Find(name);
  if (!codes || codes.arrays.size() != 1 ||
      codes.arrays[0].size() != view.keys->size() * sizeof(int32_t)) {
    return DamagedRegion(common, name, "does not fit its dictionary");
  }
  if (absl::Status status = codes.region->Ensure(); !status.ok()) return status;
  const std::span<const int32_t> rows = codes.Array<int32_t>(0);
  for (int32_t row : rows) {
    if (row < -1 || row >= static_cast<int64_t>(view.table.rows)) {
      return DamagedRegion(common, name, "names rows that the lookup lacks");
    }
  }
  view.row_of_code.assign(rows.begin(), rows.end());
  snapshot_.lookups_.push_back(std::move(view));
  return absl::OkStatus();
}

absl::Status Snapshot::Builder::ReadKeyBounds(size_t shards) {
  if (!snapshot_.keys_are_text_) return absl::OkStatus();
  const PartFile& common = *snapshot_.parts_.common;
  const RegionView bounds = common.Find("key bounds");
  if (!bounds || bounds.arrays.size() != 2 ||
      bounds.arrays[0].size() != (shards + 1) * sizeof(uint64_t)) {
    return DamagedRegion(common, "key bounds", "does not fit the number of shards");
  }
  const auto offsets = bounds.Array<uint64_t>(0);
  snapshot_.key_bounds_ = Dictionary(offsets, bounds.arrays[1], static_cast<uint32_t>(shards));
  return CheckTexts(common, bounds, offsets, bounds.arrays[1]);
}

absl::Status Snapshot::Builder::ReadShard(size_t index) {
  const auto& files = snapshot_.parts_.shards[index];
  const std::vector<int> histories = schema_.Children(0);
  if (files.size() != histories.size() + 1) {
    return Misfit(*snapshot_.parts_.common,
                  absl::StrCat("shard ", index, " has another number of parts than histories"));
  }
  ShardView& shard = snapshot_.shards_.emplace_back();
  TableInPart source;
  source.part = files[0].get();
  source.schema = &schema_;
  source.dictionaries = snapshot_.table_dictionaries_[0];
  absl::StatusOr<TableView> members = ReadTable(source);
  if (!members.ok()) return members.status();
  const bool last = index + 1 == snapshot_.parts_.shards.size();
  if (members->rows == 0 || members->rows > members_per_shard_ ||
      (!last && members->rows != members_per_shard_)) {
    return DamagedRegion(*files[0], "summary", "has a number of members that a shard cannot have");
  }
  shard.members = static_cast<uint32_t>(members->rows);
  shard.tables.resize(schema_.tables.size());
  shard.tables[0] = std::move(*members);
  absl::Status status = CheckShardMark(*files[0], index, 0, shard.members);
  if (status.ok()) status = ReadKeys(*files[0], &shard);
  if (!status.ok()) return status;
  if (shard.keys.is_text != snapshot_.keys_are_text_) {
    return DamagedRegion(*files[0], "keys", "are of another type than the store's");
  }
  for (size_t h = 0; h < histories.size() && status.ok(); ++h) {
    status = CheckShardMark(*files[h + 1], index, histories[h], shard.members);
    if (status.ok()) status = ReadHistory(*files[h + 1], histories[h], &shard);
  }
  if (!status.ok()) return status;
  snapshot_.member_count_ += shard.members;
  for (size_t t = 0; t < shard.tables.size(); ++t) snapshot_.row_counts_[t] += shard.tables[t].rows;
  return absl::OkStatus();
}

absl::Status Snapshot::Builder::ReadHistory(const PartFile& part, int history, ShardView* shard) {
  for (int t : HistoryTree(schema_, history)) {
    TableInPart source;
    source.part = &part;
    source.schema = &schema_;
    source.table = t;
    source.dictionaries = snapshot_.table_dictionaries_[static_cast<size_t>(t)];
    source.members = shard->members;
    source.parent =
        &shard->tables[static_cast<size_t>(schema_.tables[static_cast<size_t>(t)].parent)];
    source.history = &shard->tables[static_cast<size_t>(history)];
    absl::StatusOr<TableView> table = ReadTable(source);
    if (!table.ok()) return table.status();
    shard->tables[static_cast<size_t>(t)] = std::move(*table);
  }
  return absl::OkStatus();
}

// Shards swapped for one another would still be whole; their keys tell.
absl::Status Snapshot::Builder::CheckKeyOrder() const {
  for (uint32_t i = 1; i < snapshot_.shards_.size(); ++i) {
    const bool ascends =
        snapshot_.keys_are_text_
            ? snapshot_.key_bounds_.Text(i - 1) < snapshot_.key_bounds_.Text(i)
            : snapshot_.shards_[i - 1].keys.integers.min < snapshot_.shards_[i].keys.integers.min;
    if (!ascends)
      return DamagedRegion(*snapshot_.parts_.shards[i][0], "keys",
                           "does not follow the shard before it");
  }
  return absl::OkStatus();
}

void Snapshot::Builder::FindNewestTimes() {
  for (size_t t = 0; t < schema_.tables.size(); ++t) {
    const int time =
        schema_.tables[t].time.empty() ? -1 : schema_.tables[t].FindColumn(schema_.tables[t].time);
    if (time < 0) continue;
    for (const ShardView& shard : snapshot_.shards_) {
      const ColumnView& column = shard.tables[t].columns[static_cast<size_t>(time)];
      if (column.stats.present == 0) continue;
      std::optional<int64_t>& newest =
          column.type == ColumnType::kDate ? snapshot_.newest_day_ : snapshot_.newest_instant_;
      newest = std::max(newest.value_or(column.stats.max), column.stats.max);
    }
  }
}

}  // namespace seine
