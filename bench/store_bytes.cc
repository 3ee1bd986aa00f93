#include "bench/store_bytes.h"

#include <bit>
#include <string>
#include <string_view>

#include "engine/roaring_bitmap.h"
#include "engine/status_macros.h"

namespace seine::bench {
namespace {

uint64_t PackedBytes(uint64_t values, uint64_t greatest) {
  return (values * static_cast<uint64_t>(std::bit_width(greatest)) + 7) / 8;
}

uint64_t ColumnReference(const ColumnView& column, uint64_t rows) {
  if (column.absent) return 0;
  uint64_t bytes = column.presence.words == nullptr ? 0 : PackedBytes(rows, 1);
  switch (column.type) {
    case ColumnType::kBool:
      return bytes + PackedBytes(rows, 1);
    case ColumnType::kText:
      return bytes + column.text.Offset(rows) + PackedBytes(rows, column.text.Offset(rows));
    case ColumnType::kSet: {
      const uint32_t elements = column.set.offsets[rows];
      return PackedBytes(elements, column.set.codes.max_raw) + PackedBytes(rows, elements);
    }
    default:
      return bytes + PackedBytes(rows, column.numeric.max_raw);
  }
}

absl::StatusOr<uint64_t> BitmapReference(const ValueIndexView& index) {
  uint64_t bytes = 0;
  if (index.region == nullptr) return bytes;
  SEINE_RETURN_IF_ERROR(index.region->Ensure());
  for (size_t i = 0; i < index.codes.size(); ++i) {
    RoaringBitmap bitmap;
    bitmap.AddBitmap(0, index.At(static_cast<int64_t>(i)));
    bytes += bitmap.Serialize().size();
  }
  return bytes;
}

absl::Status AddReferences(const Schema& schema, const ShardView& shard, StoreBytes* bytes) {
  for (size_t t = 0; t < shard.tables.size(); ++t) {
    const TableView& table = shard.tables[t];
    for (const ColumnView& column : table.columns) {
      if (column.forward != nullptr) SEINE_RETURN_IF_ERROR(column.forward->Ensure());
      bytes->columns.reference += ColumnReference(column, table.rows);
      if (t > 0) continue;
      const absl::StatusOr<uint64_t> reference = BitmapReference(column.index);
      if (!reference.ok()) return reference.status();
      bytes->bitmaps.reference += *reference;
    }
    if (t == 0) continue;
    const auto parent = static_cast<size_t>(schema.tables[t].parent);
    const uint64_t parents = shard.tables[parent].rows;
    if (parents > 0) bytes->links.reference += PackedBytes(table.rows, parents - 1);
  }
  return absl::OkStatus();
}

// Regions are called by their kind and, of columns and tables, the table's index (docs/store.md).
uint64_t* PlaceOf(std::string_view region, StoreBytes* bytes) {
  const auto is = [region](std::string_view kind) { return region.substr(0, kind.size()) == kind; };
  if (is("forward ")) return &bytes->columns.stored;
  if (is("values 0.")) return &bytes->bitmaps.stored;
  if (is("values ")) return &bytes->rollups;
  if (is("postings ")) return &bytes->postings;
  if (is("rows ")) return &bytes->links.stored;
  if (is("key")) return &bytes->keys;
  if (is("dictionary ") || is("lookup ")) return &bytes->dictionaries;
  return &bytes->frames;
}

void AddStored(const PartFile& part, StoreBytes* bytes) {
  uint64_t regions = 0;
  for (const std::string& name : part.region_names()) {
    const uint64_t size = part.Find(name).region->size();
    *PlaceOf(name, bytes) += size;
    regions += size;
  }
  bytes->frames += part.bytes() - regions;
}

}  // namespace

absl::StatusOr<StoreBytes> BytesOf(const Snapshot& snapshot) {
  StoreBytes bytes;
  AddStored(*snapshot.parts().common, &bytes);
  for (const auto& parts : snapshot.parts().shards) {
    for (const auto& part : parts) AddStored(*part, &bytes);
  }
  for (size_t s = 0; s < snapshot.shard_count(); ++s) {
    SEINE_RETURN_IF_ERROR(AddReferences(snapshot.schema(), snapshot.shard(s), &bytes));
  }
  return bytes;
}

}  // namespace seine::bench
