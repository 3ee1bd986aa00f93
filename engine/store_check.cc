#include "engine/store_check.h"

#include <string>

#include "engine/part_names.h"
#include "engine/table_reader.h"

namespace seine {
namespace {

template <typename T>
bool Ascends(std::span<const T> values, bool distinct) {
  for (size_t i = 1; i < values.size(); ++i) {
    if (values[i] < values[i - 1] || (distinct && values[i] == values[i - 1])) return false;
  }
  return true;
}

// Offsets into `end` things: from 0 to `end`, never back.
template <typename T>
bool AreOffsets(std::span<const T> offsets, uint64_t end) {
  return !offsets.empty() && offsets.front() == 0 && offsets.back() == end &&
         Ascends(offsets, false);
}

bool AreTexts(const TextView& texts, uint64_t rows, uint64_t bytes) {
  if (texts.Offset(0) != 0 || texts.Offset(rows) != bytes) return false;
  for (uint64_t row = 0; row < rows; ++row) {
    if (texts.Offset(row) > texts.Offset(row + 1)) return false;
  }
  return true;
}

bool RawsFit(const NumericView& view, uint64_t count) {
  for (uint64_t i = 0; i < count; ++i) {
    if (view.Raw(i) > view.max_raw) return false;
  }
  return true;
}

bool IsPermutation(std::span<const uint32_t> order, std::span<const uint32_t> rank) {
  for (size_t k = 0; k < order.size(); ++k) {
    if (order[k] >= order.size() || rank[order[k]] != k) return false;
  }
  return true;
}

class ContentCheck {
 public:
  explicit ContentCheck(const Snapshot& snapshot) : snapshot_(snapshot) {}

  absl::Status Run() {
    for (size_t lookup = 0; lookup < snapshot_.schema().lookups.size(); ++lookup) {
      part_ = snapshot_.parts().common.get();
      shard_ = nullptr;
      absl::Status status = CheckColumns(snapshot_.lookup(static_cast<int>(lookup)).table);
      if (!status.ok()) return status;
    }
    for (size_t s = 0; s < snapshot_.shard_count(); ++s) {
      if (absl::Status status = CheckShard(s); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CheckShard(size_t s) {
    shard_ = &snapshot_.shard(s);
    const auto& files = snapshot_.parts().shards[s];
    const Schema& schema = snapshot_.schema();
    part_ = files[0].get();
    if (absl::Status status = CheckKeys(); !status.ok()) return status;
    if (absl::Status status = CheckColumns(shard_->tables[0]); !status.ok()) return status;
    for (size_t t = 1; t < schema.tables.size(); ++t) {
      int history = static_cast<int>(t);
      while (schema.tables[static_cast<size_t>(history)].parent != 0) {
        history = schema.tables[static_cast<size_t>(history)].parent;
      }
      const std::vector<int> histories = schema.Children(0);
      for (size_t h = 0; h < histories.size(); ++h) {
        if (histories[h] == history) part_ = files[h + 1].get();
      }
      const TableView& table = shard_->tables[t];
      absl::Status status =
          schema.tables[t].parent == 0
              ? CheckHistory(table)
              : CheckChildren(table, shard_->tables[static_cast<size_t>(schema.tables[t].parent)]);
      if (status.ok()) status = CheckColumns(table);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status Bad(const Region* region, std::string_view what) const {
    return DamagedRegion(*part_, region->name(), what);
  }

  absl::Status CheckKeys() const {
    const KeyView& keys = shard_->keys;
    if (absl::Status status = keys.region->Ensure(); !status.ok()) return status;
    if (!IsPermutation(shard_->key_order, shard_->key_rank))
      return Bad(keys.region, "its order is no order");
    if (keys.is_text) {
      if (!AreTexts(keys.texts, shard_->members, part_->Find("keys").arrays[4].size()))
        return Bad(keys.region, "texts are out of order");
    } else if (!RawsFit(keys.integers, shard_->members)) {
      return Bad(keys.region, "a key is greater than it can be");
    }
    for (uint32_t k = 1; k < shard_->members; ++k) {
      const bool ascends = keys.is_text ? keys.texts.Text(k - 1) < keys.texts.Text(k)
                                        : keys.integers.Value(k - 1) < keys.integers.Value(k);
      if (!ascends) return Bad(keys.region, "keys are out of order");
    }
    return absl::OkStatus();
  }

  absl::Status CheckHistory(const TableView& table) const {
    if (absl::Status status = table.rows_region->Ensure(); !status.ok()) return status;
    for (size_t block = 0; block + 1 < table.tile_begin.size(); ++block) {
      const uint32_t members =
          std::min(kBlockSize, shard_->members - static_cast<uint32_t>(block) * kBlockSize);
      for (uint32_t t = table.tile_begin[block]; t < table.tile_begin[block + 1]; ++t) {
        const Tile& tile = table.tiles[t];
        const std::span<const uint16_t> member(table.member + tile.row_begin,
                                               tile.row_end - tile.row_begin);
        if (!Ascends(member, false) || member.back() >= members)
          return Bad(table.rows_region, "members are out of order");
        if (!GroupsFit(table, t)) return Bad(table.rows_region, "offsets do not fit the members");
      }
    }
    return absl::OkStatus();
  }

  static bool GroupsFit(const TableView& table, uint32_t t) {
    const Tile& tile = table.tiles[t];
    const std::span<const uint32_t> groups =
        table.group_begin.subspan(size_t{t} * (kOffsetGroups + 1), kOffsetGroups + 1);
    if (groups.front() != tile.row_begin || groups.back() != tile.row_end ||
        !Ascends(groups, false))
      return false;
    for (uint32_t g = 0; g < kOffsetGroups; ++g) {
      for (uint32_t row = groups[g]; row < groups[g + 1]; ++row) {
        if (table.member[row] / kOffsetGroup != g) return false;
      }
    }
    return true;
  }

  absl::Status CheckChildren(const TableView& table, const TableView& parent) const {
    if (absl::Status status = table.rows_region->Ensure(); !status.ok()) return status;
    if (!AreOffsets(table.offsets, table.rows))
      return Bad(table.rows_region, "offsets are out of order");
    for (uint64_t p = 0; p < parent.rows; ++p) {
      for (uint32_t row = table.offsets[p]; row < table.offsets[p + 1]; ++row) {
        if (table.member[row] != parent.member[p])
          return Bad(table.rows_region, "a row has another member than its parent");
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckColumns(const TableView& table) const {
    for (const ColumnView& column : table.columns) {
      if (absl::Status status = column.forward->Ensure(); !status.ok()) return status;
      if (!column.absent && !ForwardFits(column, table.rows))
        return Bad(column.forward, "values are out of bounds");
      if (absl::Status status = CheckValues(column); !status.ok()) return status;
      if (absl::Status status = CheckPostings(column, table.rows); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  bool ForwardFits(const ColumnView& column, uint64_t rows) const {
    const RegionView region = part_->Find(column.forward->name());
    switch (column.type) {
      case ColumnType::kBool:
        return true;
      case ColumnType::kText:
        return AreTexts(column.text, rows, region.arrays[3].size());
      case ColumnType::kSet: {
        const auto elements = static_cast<uint64_t>(region.numbers[5]);
        return AreOffsets(std::span<const uint32_t>(column.set.offsets, rows + 1), elements) &&
               RawsFit(column.set.codes, elements);
      }
      default:
        return RawsFit(column.numeric, rows);
    }
  }

  absl::Status CheckValues(const ColumnView& column) const {
    const ValueIndexView& index = column.index;
    if (index.region == nullptr) return absl::OkStatus();
    if (absl::Status status = index.region->Ensure(); !status.ok()) return status;
    const uint64_t bytes = part_->Find(index.region->name()).arrays[5].size();
    if (!Ascends(index.codes, true) || !AreOffsets(index.header_begin, index.headers.size()) ||
        !AreOffsets(index.list_begin, index.lists.size()) || !Ascends(index.data_begin, false) ||
        (!index.data_begin.empty() && index.data_begin.back() > bytes - kReadPadding)) {
      return Bad(index.region, "its directory is out of order");
    }
    for (size_t i = 0; i < index.codes.size(); ++i) {
      const uint64_t end =
          i + 1 < index.codes.size() ? index.data_begin[i + 1] : bytes - kReadPadding;
      const BitmapView bitmap = index.At(static_cast<int64_t>(i));
      absl::Status status =
          index.data_begin[i] % kCacheLine != 0
              ? absl::DataLossError("a bitmap does not lie on 64 bytes")
          : bitmap.is_list()
              ? CheckOffsets(bitmap.offsets())
              : CheckBitmap(bitmap.headers(), {index.containers + index.data_begin[i],
                                               static_cast<size_t>(end - index.data_begin[i])});
      if (!status.ok()) return Bad(index.region, std::string(status.message()));
      if (bitmap.Cardinality() != index.cardinality[i] || GreatestOf(bitmap) >= shard_->members) {
        return Bad(index.region, "a bitmap has other members than it can have");
      }
    }
    return absl::OkStatus();
  }

  static uint32_t GreatestOf(const BitmapView& bitmap) {
    if (bitmap.is_list()) return bitmap.offsets().back();
    uint32_t greatest = 0;
    bitmap.ForEach([&](uint32_t offset) { greatest = offset; });
    return greatest;
  }

  absl::Status CheckPostings(const ColumnView& column, uint64_t rows) const {
    const PostingsView& postings = column.postings;
    if (postings.region == nullptr) return absl::OkStatus();
    if (absl::Status status = postings.region->Ensure(); !status.ok()) return status;
    bool fits = Ascends(postings.codes, true) && AreOffsets(postings.begin, postings.rows.size());
    for (size_t i = 0; fits && i < postings.codes.size(); ++i) {
      const std::span<const uint32_t> of_value = postings.At(static_cast<int64_t>(i));
      fits = Ascends(of_value, true) && (of_value.empty() || of_value.back() < rows);
    }
    return fits ? absl::OkStatus() : Bad(postings.region, "its rows are out of order");
  }

  const Snapshot& snapshot_;
  const PartFile* part_ = nullptr;
  const ShardView* shard_ = nullptr;
};

}  // namespace

absl::Status CheckContent(const Snapshot& snapshot) { return ContentCheck(snapshot).Run(); }

}  // namespace seine
