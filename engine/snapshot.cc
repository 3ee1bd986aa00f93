#include "engine/snapshot.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/planted_bug.h"
#include "engine/snapshot_builder.h"

namespace seine {
namespace {

// The offset whose key is the k-th smallest.
uint32_t OffsetOfKey(const ShardView& shard, uint32_t k) {
  return shard.key_order.empty() ? k : shard.key_order[k];
}

// How many keys of the shard come before `key`, and whether the next is it.
template <typename KeyAt, typename Key>
std::optional<uint32_t> FindSorted(uint32_t count, const Key& key, KeyAt&& key_at) {
  uint32_t begin = 0;
  uint32_t end = count;
  while (begin < end) {
    const uint32_t middle = begin + (end - begin) / 2;
    if (key_at(middle) < key) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  if (begin < count && key_at(begin) == key) return begin;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Snapshot>> Snapshot::Create(Parts parts) {
  std::shared_ptr<Snapshot> snapshot(new Snapshot());
  snapshot->parts_ = std::move(parts);
  if (absl::Status status = Builder(snapshot.get()).Build(); !status.ok()) return status;
  return snapshot;
}

const Dictionary* Snapshot::dictionary(int table, int column) const {
  return table_dictionaries_[static_cast<size_t>(table)][static_cast<size_t>(column)];
}

const Dictionary* Snapshot::lookup_dictionary(int lookup, int column) const {
  return lookup_dictionaries_[static_cast<size_t>(lookup)][static_cast<size_t>(column)];
}

uint64_t Snapshot::distinct(int table, int column) const {
  return table_distinct_[static_cast<size_t>(table)][static_cast<size_t>(column)];
}

uint64_t Snapshot::lookup_distinct(int lookup, int column) const {
  return lookup_distinct_[static_cast<size_t>(lookup)][static_cast<size_t>(column)];
}

std::optional<int64_t> Snapshot::DataEnd(const Zone& zone) const {
  std::optional<int64_t> newest = newest_instant_;
  if (newest_day_) {
    const int64_t day = std::clamp(*newest_day_, DayNumber({1, 1, 1}), DayNumber({9999, 12, 31}));
    const int64_t begin = Planted("data-end-in-utc") ? day * kMicrosPerDay : zone.Midnight(day);
    newest = std::max(newest.value_or(std::numeric_limits<int64_t>::min()), begin);
  }
  if (!newest || *newest == std::numeric_limits<int64_t>::max()) return newest;
  return *newest + 1;
}

absl::Status Snapshot::EnsureKeys(size_t shard) const {
  return shards_[shard].keys.region->Ensure();
}

// Keys ascend from shard to shard: the one that could hold `key` is the last whose first key is not
// greater.
std::optional<size_t> Snapshot::ShardOfKey(const MemberKey& key) const {
  size_t begin = 0;
  size_t end = shards_.size();
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    const bool beyond = keys_are_text_ ? key_bounds_.Text(static_cast<uint32_t>(middle)) >
                                             std::get<std::string>(key)
                                       : shards_[middle].keys.integers.min > std::get<int64_t>(key);
    if (beyond) {
      end = middle;
    } else {
      begin = middle + 1;
    }
  }
  if (begin == 0) return std::nullopt;
  return begin - 1;
}

absl::StatusOr<std::optional<uint32_t>> Snapshot::FindMember(const MemberKey& key) const {
  if (std::holds_alternative<std::string>(key) != keys_are_text_) return std::nullopt;
  const std::optional<size_t> place = ShardOfKey(key);
  if (!place.has_value()) return std::nullopt;
  if (absl::Status status = EnsureKeys(*place); !status.ok()) return status;
  const ShardView& shard = shards_[*place];
  const std::optional<uint32_t> k =
      keys_are_text_ ? FindSorted(shard.members, std::string_view(std::get<std::string>(key)),
                                  [&](uint32_t i) { return shard.keys.texts.Text(i); })
                     : FindSorted(shard.members, std::get<int64_t>(key),
                                  [&](uint32_t i) { return shard.keys.integers.Value(i); });
  if (!k.has_value()) return std::nullopt;
  return static_cast<uint32_t>(*place * kShardSize + OffsetOfKey(shard, *k));
}

MemberKey Snapshot::Key(uint32_t ordinal) const {
  const ShardView& shard = shards_[ShardOf(ordinal)];
  const uint32_t offset = ShardOffsetOf(ordinal);
  const uint32_t k = shard.key_rank.empty() ? offset : shard.key_rank[offset];
  if (keys_are_text_) return std::string(shard.keys.texts.Text(k));
  return shard.keys.integers.Value(k);
}

}  // namespace seine
