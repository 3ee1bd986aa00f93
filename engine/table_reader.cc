#include "engine/table_reader.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/container.h"
#include "engine/numeric_planes.h"
#include "engine/part_names.h"

namespace seine {
namespace {

const TableSchema& SchemaOf(const TableInPart& source) {
  return (source.lookup ? source.schema->lookups
                        : source.schema->tables)[static_cast<size_t>(source.table)];
}

// One region whose arrays are taken one after the other, each with the size it must have.
class RegionReader {
 public:
  RegionReader(const PartFile& part, std::string name)
      : part_(part), name_(std::move(name)), view_(part.Find(name_)) {}

  explicit operator bool() const { return static_cast<bool>(view_); }
  const RegionView& view() const { return view_; }
  size_t arrays() const { return view_.arrays.size(); }
  bool HasNumbers(size_t count) const { return view_.numbers.size() == count; }
  int64_t Number(size_t i) const { return view_.numbers[i]; }

  // Array i; empty and not ok() when it does not hold `size` elements.
  template <typename T>
  std::span<const T> Sized(size_t i, uint64_t size) {
    const std::span<const T> array = Any<T>(i);
    if (array.size() == size) return array;
    Fail(absl::StrCat("array ", i, " has another size than its table asks for"));
    return {};
  }
  template <typename T>
  std::span<const T> Any(size_t i) {
    if (i < arrays() && view_.arrays[i].size() % sizeof(T) == 0) return view_.Array<T>(i);
    Fail(absl::StrCat("array ", i, " is not there or not whole"));
    return {};
  }
  void Fail(std::string_view what) {
    if (status_.ok()) status_ = DamagedRegion(part_, name_, what);
  }
  void Expect(bool holds, std::string_view what) {
    if (!holds) Fail(what);
  }
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }

 private:
  const PartFile& part_;
  std::string name_;
  RegionView view_;
  absl::Status status_;
};

// Numbers `first`: min, gcd, greatest raw value, count; arrays from `first_array` are the planes.
NumericView ReadNumbers(RegionReader* reader, size_t first, size_t first_array, uint64_t count) {
  NumericView out;
  if (!reader->HasNumbers(first + 4)) {
    reader->Fail("its numbers are not as they must be");
    return out;
  }
  out.min = reader->Number(first);
  out.gcd = static_cast<uint64_t>(reader->Number(first + 1));
  out.max_raw = static_cast<uint64_t>(reader->Number(first + 2));
  reader->Expect(out.gcd > 0 && static_cast<uint64_t>(reader->Number(first + 3)) == count,
                 "its numbers are not as they must be");
  for (int width : PlaneWidths(out.max_raw)) {
    const auto plane = static_cast<size_t>(out.plane_count);
    out.planes[plane].bytes = width;
    out.planes[plane].data =
        reader->Sized<uint8_t>(first_array + plane, count * static_cast<uint64_t>(width)).data();
    ++out.plane_count;
  }
  out.low_bits = LowBits(out.max_raw);
  if (out.low_bits != 0) {
    const auto array = first_array + static_cast<size_t>(out.plane_count);
    out.low = reader->Sized<uint8_t>(array, LowBytes(count, out.low_bits) + kReadPadding).data();
  }
  return out;
}

// Arrays `first` and the next two: bases, offsets, bytes.
TextView ReadTexts(RegionReader* reader, size_t first, uint64_t rows) {
  TextView out;
  out.bases = reader->Sized<uint64_t>(first, (rows >> TextView::kBaseShift) + 1).data();
  out.offsets = reader->Sized<uint32_t>(first + 1, rows + 1).data();
  out.bytes = reader->Any<uint8_t>(first + 2).data();
  return out;
}

class TableReader {
 public:
  explicit TableReader(const TableInPart& source) : source_(source), schema_(SchemaOf(source)) {}

  absl::StatusOr<TableView> Read() {
    RegionReader summary(*source_.part,
                         TableRegion("summary", *source_.schema, source_.table, source_.lookup));
    if (!summary)
      return DamagedRegion(*source_.part, "summary",
                           absl::StrCat("of `", schema_.name, "` is not there"));
    if (absl::Status status = summary.view().region->Ensure(); !status.ok()) return status;
    if (!summary.HasNumbers(1 + kSummaryNumbers * schema_.columns.size()) ||
        summary.Number(0) < 0 || summary.Number(0) > std::numeric_limits<uint32_t>::max()) {
      summary.Fail("its numbers are not as they must be");
      return summary.status();
    }
    view_.rows = static_cast<uint64_t>(summary.Number(0));
    ReadStats(&summary);
    if (summary.ok() && HasRows()) ReadTiles(&summary);
    if (!summary.ok()) return summary.status();
    for (size_t c = 0; c < schema_.columns.size(); ++c) {
      if (absl::Status status = ReadColumn(c); !status.ok()) return status;
    }
    if (HasRows()) {
      if (absl::Status status = ReadRows(); !status.ok()) return status;
    }
    return std::move(view_);
  }

 private:
  bool HasRows() const { return !source_.lookup && source_.table != 0; }
  bool IsHistory() const { return schema_.parent == 0; }
  std::string Region(std::string_view kind, size_t column) const {
    return ColumnRegion(kind, *source_.schema, source_.table, static_cast<int>(column),
                        source_.lookup);
  }

  void ReadStats(RegionReader* summary) {
    const std::span<const int64_t> bins = summary->Any<int64_t>(0);
    size_t used = 0;
    for (size_t c = 0; c < schema_.columns.size(); ++c) {
      const size_t first = 1 + kSummaryNumbers * c;
      ColumnView& column = view_.columns.emplace_back();
      column.type = schema_.columns[c].type;
      column.stats.present = static_cast<uint64_t>(summary->Number(first));
      column.stats.distinct = static_cast<uint64_t>(summary->Number(first + 1));
      column.stats.min = summary->Number(first + 2);
      column.stats.max = summary->Number(first + 3);
      summary->Expect(column.stats.present <= view_.rows, "a column has more values than rows");
      if (summary->Number(first + 4) == 0) continue;
      if (bins.size() - used < kBinBounds) return summary->Fail("it has too few bins");
      column.stats.bins = bins.subspan(used, kBinBounds);
      used += kBinBounds;
    }
    summary->Expect(used == bins.size(), "it has too many bins");
  }

  void ReadTiles(RegionReader* summary) {
    if (!IsHistory()) {
      view_.tile_bounds =
          summary->Sized<TimeBounds>(3, schema_.time.empty() ? 0 : source_.history->tiles.size());
      return;
    }
    const uint32_t blocks = BlocksFor(source_.members);
    view_.tile_begin = summary->Sized<uint32_t>(1, uint64_t{blocks} + 1);
    view_.tiles = summary->Any<Tile>(2);
    if (!summary->ok()) return;
    summary->Expect(view_.tile_begin.front() == 0 && view_.tile_begin.back() == view_.tiles.size(),
                    "its blocks do not cover its tiles");
    for (uint32_t b = 0; b < blocks; ++b) {
      summary->Expect(view_.tile_begin[b] <= view_.tile_begin[b + 1],
                      "its blocks are out of order");
    }
    uint32_t row = 0;
    for (const Tile& tile : view_.tiles) {
      summary->Expect(tile.row_begin == row && tile.row_end > row && tile.time_min <= tile.time_max,
                      "its tiles are out of order");
      row = tile.row_end;
    }
    summary->Expect(row == view_.rows, "its tiles do not cover its rows");
  }

  absl::Status ReadRows() {
    RegionReader rows(*source_.part, TableRegion("rows", *source_.schema, source_.table));
    if (!rows)
      return DamagedRegion(*source_.part, "rows",
                           absl::StrCat("of `", schema_.name, "` is not there"));
    view_.rows_region = rows.view().region;
    view_.member = rows.Sized<uint16_t>(0, view_.rows).data();
    if (IsHistory()) {
      view_.group_begin = rows.Sized<uint32_t>(1, view_.tiles.size() * (kOffsetGroups + 1));
    } else {
      view_.offsets = rows.Sized<uint32_t>(1, source_.parent->rows + 1);
      if (rows.view().arrays.size() > 2) view_.arrival = rows.Sized<uint32_t>(2, view_.rows);
    }
    return rows.status();
  }

  absl::Status ReadColumn(size_t c) {
    ColumnView& column = view_.columns[c];
    RegionReader forward(*source_.part, Region("forward", c));
    if (!forward) return DamagedRegion(*source_.part, Region("forward", c), "is not there");
    column.forward = forward.view().region;
    if (forward.view().numbers.size() < 2 ||
        static_cast<uint64_t>(forward.Number(0)) != view_.rows) {
      forward.Fail("it has another number of rows than its table");
      return forward.status();
    }
    column.absent = forward.Number(1) != 0;
    forward.Expect(column.absent == (column.stats.present == 0),
                   "it does not fit the table's summary");
    if (!column.absent && forward.ok()) ReadForward(&forward, c, &column);
    if (!forward.ok()) return forward.status();
    if (absl::Status status = ReadValues(c, &column); !status.ok()) return status;
    return ReadPostings(c, &column);
  }

  void ReadForward(RegionReader* forward, size_t c, ColumnView* column) {
    if (column->type == ColumnType::kSet) {
      column->set.offsets = forward->Sized<uint32_t>(0, view_.rows + 1).data();
      const uint64_t elements =
          forward->HasNumbers(6) ? static_cast<uint64_t>(forward->Number(5)) : 0;
      column->set.codes = ReadNumbers(forward, 2, 1, elements);
      return CheckCodes(forward, c, column->set.codes);
    }
    const uint64_t words = (view_.rows + 63) / 64;
    if (forward->Any<uint64_t>(0).size() != 0)
      column->presence.words = forward->Sized<uint64_t>(0, words).data();
    if (column->type == ColumnType::kBool) {
      column->bits = forward->Sized<uint64_t>(1, words).data();
    } else if (column->type == ColumnType::kText) {
      column->text = ReadTexts(forward, 1, view_.rows);
    } else {
      column->numeric = ReadNumbers(forward, 2, 1, view_.rows);
      if (column->type == ColumnType::kCategory) CheckCodes(forward, c, column->numeric);
    }
  }

  void CheckCodes(RegionReader* forward, size_t c, const NumericView& codes) {
    const Dictionary* dictionary = source_.dictionaries[c];
    const uint64_t size = dictionary == nullptr ? 0 : dictionary->size();
    uint64_t greatest = 0;
    forward->Expect(
        codes.min >= 0 && !__builtin_mul_overflow(codes.max_raw, codes.gcd, &greatest) &&
            !__builtin_add_overflow(greatest, static_cast<uint64_t>(codes.min), &greatest) &&
            greatest < size,
        "it has codes that its dictionary lacks");
  }

  absl::Status ReadValues(size_t c, ColumnView* column) {
    RegionReader values(*source_.part, Region("values", c));
    if (!values) return absl::OkStatus();
    ValueIndexView& index = column->index;
    index.region = values.view().region;
    index.codes = values.Any<uint32_t>(0);
    const size_t codes = index.codes.size();
    index.cardinality = values.Sized<uint32_t>(1, codes);
    index.header_begin = values.Sized<uint32_t>(2, codes + 1);
    index.headers = values.Any<ContainerHeader>(3);
    index.data_begin = values.Sized<uint64_t>(4, codes);
    const std::span<const uint8_t> containers = values.Any<uint8_t>(5);
    index.containers = containers.data();
    values.Expect(containers.size() >= kReadPadding, "its containers are not padded");
    index.list_begin = values.Sized<uint32_t>(6, codes + 1);
    index.lists = values.Any<uint32_t>(7);
    return values.status();
  }

  absl::Status ReadPostings(size_t c, ColumnView* column) {
    RegionReader values(*source_.part, Region("postings", c));
    if (!values) return absl::OkStatus();
    PostingsView& postings = column->postings;
    postings.region = values.view().region;
    postings.codes = values.Any<uint32_t>(0);
    postings.begin = values.Sized<uint64_t>(1, postings.codes.size() + 1);
    postings.rows = values.Any<uint32_t>(2);
    return values.status();
  }

  const TableInPart& source_;
  const TableSchema& schema_;
  TableView view_;
};

}  // namespace

absl::Status DamagedRegion(const PartFile& part, std::string_view region, std::string_view what) {
  return absl::DataLossError(absl::StrCat(part.path(), ": damaged: region `", ToAbsl(region),
                                          "`: ", ToAbsl(what),
                                          "; restore the file or build the store again"));
}

absl::StatusOr<TableView> ReadTable(const TableInPart& source) {
  return TableReader(source).Read();
}

absl::Status CheckShardMark(const PartFile& part, size_t shard, int table, uint32_t members) {
  const RegionView mark = part.Find("shard");
  const std::vector<int64_t> wanted = {static_cast<int64_t>(shard), table, members};
  if (mark && mark.numbers == wanted) return absl::OkStatus();
  return DamagedRegion(part, "shard", absl::StrCat("it is not the part of shard ", shard));
}

absl::Status ReadKeys(const PartFile& part, ShardView* shard) {
  RegionReader keys(part, "keys");
  if (!keys) return DamagedRegion(part, "keys", "is not there");
  if (keys.view().numbers.size() < 2 || keys.Number(0) != shard->members) {
    keys.Fail("it has another number of keys than the shard has members");
    return keys.status();
  }
  KeyView& view = shard->keys;
  view.region = keys.view().region;
  view.is_text = keys.Number(1) != 0;
  shard->key_order = keys.Any<uint32_t>(0);
  if (!shard->key_order.empty()) shard->key_order = keys.Sized<uint32_t>(0, shard->members);
  shard->key_rank = keys.Sized<uint32_t>(1, shard->key_order.size());
  if (view.is_text) {
    view.texts = ReadTexts(&keys, 2, shard->members);
  } else {
    view.integers = ReadNumbers(&keys, 2, 2, shard->members);
  }
  return keys.status();
}

absl::Status CheckTexts(const PartFile& part, const RegionView& region,
                        std::span<const uint64_t> offsets, std::span<const uint8_t> bytes) {
  if (absl::Status status = region.region->Ensure(); !status.ok()) return status;
  bool holds = !offsets.empty() && offsets.front() == 0 && offsets.back() == bytes.size();
  for (size_t i = 0; holds && i + 1 < offsets.size(); ++i) holds = offsets[i] <= offsets[i + 1];
  return holds ? absl::OkStatus()
               : DamagedRegion(part, region.region->name(), "its texts are out of order");
}

}  // namespace seine
