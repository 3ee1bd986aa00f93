#include "engine/layout_members.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/block.h"
#include "engine/layout_column.h"
#include "engine/parallel_for.h"

namespace seine {
namespace {

// The first eight bytes as a number that orders as they do: most comparisons of texts end here.
uint64_t Prefix(std::string_view text) {
  uint64_t prefix = 0;
  for (size_t i = 0; i < 8; ++i)
    prefix = prefix << 8 | (i < text.size() ? static_cast<uint8_t>(text[i]) : 0);
  return prefix;
}

template <typename Key, typename Less>
std::vector<uint32_t> SortedRows(std::vector<std::pair<Key, uint32_t>> keyed, Less less) {
  if (!std::is_sorted(keyed.begin(), keyed.end(), less))
    std::sort(keyed.begin(), keyed.end(), less);
  std::vector<uint32_t> rows;
  rows.reserve(keyed.size());
  for (const auto& [key, row] : keyed) rows.push_back(row);
  return rows;
}

std::vector<uint32_t> RowsByKey(const RawStore& raw) {
  const RawTable& root = raw.tables[0];
  if (!raw.keys_are_text) {
    std::vector<std::pair<int64_t, uint32_t>> keyed;
    keyed.reserve(root.rows);
    for (uint32_t row = 0; row < root.rows; ++row)
      keyed.emplace_back(root.key_integers.Value(row), row);
    return SortedRows(std::move(keyed),
                      [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  std::vector<std::pair<uint64_t, uint32_t>> keyed;
  keyed.reserve(root.rows);
  for (uint32_t row = 0; row < root.rows; ++row)
    keyed.emplace_back(Prefix(root.key_texts.Text(row)), row);
  return SortedRows(std::move(keyed), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first
                              : root.key_texts.Text(a.second) < root.key_texts.Text(b.second);
  });
}

// Orders a shard's rows (which come by key) by the cluster column: its values ascending, the
// missing last, ties by key.
void Cluster(const RawColumn& column, const std::vector<uint32_t>* codes,
             std::vector<uint32_t>* rows) {
  const auto less = [&](uint64_t a, uint64_t b) {
    const bool missing_a = column.Missing(a);
    const bool missing_b = column.Missing(b);
    if (missing_a || missing_b) return missing_b && !missing_a;
    if (column.type() == ColumnType::kText) return column.Text(a) < column.Text(b);
    const int64_t value_a = column.Value(a);
    const int64_t value_b = column.Value(b);
    if (codes == nullptr) return value_a < value_b;
    return (*codes)[static_cast<size_t>(value_a)] < (*codes)[static_cast<size_t>(value_b)];
  };
  std::stable_sort(rows->begin(), rows->end(), less);
}

}  // namespace

uint32_t MemberOrder::MembersIn(size_t shard) const {
  return static_cast<uint32_t>(
      std::min<size_t>(members_per_shard, place.size() - shard * members_per_shard));
}

std::span<const uint32_t> MemberOrder::KeysOf(size_t shard) const {
  return std::span<const uint32_t>(by_key).subspan(shard * members_per_shard, MembersIn(shard));
}

std::vector<uint32_t> MemberOrder::RowsOf(size_t shard) const {
  const std::span<const uint32_t> keys = KeysOf(shard);
  std::vector<uint32_t> rows(keys.size());
  for (uint32_t row : keys) rows[ShardOffsetOf(place[row])] = row;
  return rows;
}

absl::StatusOr<MemberOrder> OrderMembers(const RawStore& raw,
                                         const std::vector<SortedDictionary>& dictionaries,
                                         const LayoutOptions& options) {
  const RawTable& root = raw.tables[0];
  const TableSchema& schema = raw.schema.tables[0];
  MemberOrder order;
  order.members_per_shard = options.members_per_shard;
  order.shards = (root.rows + order.members_per_shard - 1) / order.members_per_shard;
  if (order.shards > (uint64_t{1} << 32) / kShardSize) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "`", schema.name, "` has ", root.rows, " members in ", order.shards,
        " shards; a store holds at most ", (uint64_t{1} << 32) / kShardSize, " shards"));
  }
  order.by_key = RowsByKey(raw);
  order.place.resize(root.rows);
  const int column = schema.cluster.empty() ? -1 : schema.FindColumn(schema.cluster);
  order.clustered =
      column >= 0 && schema.columns[static_cast<size_t>(column)].type != ColumnType::kSet;
  absl::Status status = ParallelFor(order.shards, options.threads, [&](size_t shard) {
    const std::span<const uint32_t> keys = order.KeysOf(shard);
    std::vector<uint32_t> rows(keys.begin(), keys.end());
    if (order.clustered) {
      const int dictionary = root.dictionaries[static_cast<size_t>(column)];
      Cluster(root.columns[static_cast<size_t>(column)],
              dictionary < 0 ? nullptr : &dictionaries[static_cast<size_t>(dictionary)].codes,
              &rows);
    }
    for (size_t offset = 0; offset < rows.size(); ++offset) {
      order.place[rows[offset]] = static_cast<uint32_t>(shard * kShardSize + offset);
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return order;
}

absl::Status WriteShardMark(const MemberOrder& order, size_t shard, int table, PartWriter* writer) {
  const std::vector<int64_t> numbers = {static_cast<int64_t>(shard), table, order.MembersIn(shard)};
  return writer->WriteRegion("shard", numbers, {});
}

absl::Status WriteKeys(const RawStore& raw, const MemberOrder& order, size_t shard,
                       PartWriter* writer) {
  const RawTable& root = raw.tables[0];
  const std::span<const uint32_t> rows = order.KeysOf(shard);
  std::vector<uint32_t> key_order;
  std::vector<uint32_t> key_rank;
  if (order.clustered) {
    key_rank.resize(rows.size());
    for (size_t k = 0; k < rows.size(); ++k) {
      key_order.push_back(ShardOffsetOf(order.place[rows[k]]));
      key_rank[key_order.back()] = static_cast<uint32_t>(k);
    }
  }
  const auto count = static_cast<int64_t>(rows.size());
  std::vector<std::span<const uint8_t>> arrays = {BytesOf(key_order), BytesOf(key_rank)};
  if (raw.keys_are_text) {
    absl::StatusOr<ColumnRows> texts =
        TakeColumn(root.key_texts, RowList(rows), nullptr, raw.schema.tables[0].name);
    if (!texts.ok()) return texts.status();
    const absl::StatusOr<EncodedOffsets> offsets = EncodeOffsets(texts->text_offsets, "keys");
    if (!offsets.ok()) return offsets.status();
    arrays.push_back(BytesOf(offsets->bases));
    arrays.push_back(BytesOf(offsets->offsets));
    arrays.push_back(BytesOf(texts->text_bytes));
    return writer->WriteRegion("keys", std::vector<int64_t>{count, 1}, arrays);
  }
  std::vector<int64_t> values;
  values.reserve(rows.size());
  for (uint32_t row : rows) values.push_back(root.key_integers.Value(row));
  const EncodedNumbers encoded = EncodeNumbers(values, {});
  for (const std::vector<uint8_t>& plane : encoded.planes) arrays.push_back(BytesOf(plane));
  return writer->WriteRegion(
      "keys",
      std::vector<int64_t>{count, 0, encoded.min, static_cast<int64_t>(encoded.gcd),
                           static_cast<int64_t>(encoded.max_raw), count},
      arrays);
}

absl::Status WriteKeyBounds(const RawStore& raw, const MemberOrder& order, PartWriter* writer) {
  std::vector<uint32_t> first_rows;
  for (size_t shard = 0; raw.keys_are_text && shard < order.shards; ++shard) {
    first_rows.push_back(order.KeysOf(shard).front());
  }
  absl::StatusOr<ColumnRows> texts =
      TakeColumn(raw.tables[0].key_texts, RowList(first_rows), nullptr, "keys");
  if (!texts.ok()) return texts.status();
  const std::vector<std::span<const uint8_t>> arrays = {BytesOf(texts->text_offsets),
                                                        BytesOf(texts->text_bytes)};
  return writer->WriteRegion("key bounds", {}, arrays);
}

}  // namespace seine
