#include "query/ranked_members.h"

#include <atomic>
#include <mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace seine {
namespace {

using absl::int128;

// Groups by the value of `per`, numbered as they are met: the numbers name groups and order
// nothing.
class GroupNumbers {
 public:
  // Of the masked slots of a batch; to[i] for the i-th of them.
  void Of(const ValueVector& per, const RowBatch& batch, const uint64_t* mask, uint32_t* to) {
    const std::lock_guard lock(mutex_);
    ForEachBit(mask, batch.count, [&](uint32_t i) { *to++ = Number(per, i); });
  }
  uint32_t count() const { return count_; }

 private:
  uint32_t Number(const ValueVector& per, uint32_t i) {
    if (per.type.kind == bound::ValueKind::kText) {
      const auto [found, is_new] = texts_.try_emplace(std::string(per.text[per.Slot(i)]), count_);
      if (is_new) ++count_;
      return found->second;
    }
    const int64_t value = per.type.kind == bound::ValueKind::kReal
                              ? OrderedBits(per.real[per.Slot(i)])
                              : static_cast<int64_t>(per.Numerator(i));
    if (last_ != UINT32_MAX && value == last_value_) return last_;
    const auto [found, is_new] = numbers_.try_emplace(value, count_);
    if (is_new) ++count_;
    last_value_ = value;
    last_ = found->second;
    return last_;
  }

  std::mutex mutex_;
  absl::flat_hash_map<std::string, uint32_t> texts_;
  absl::flat_hash_map<int64_t, uint32_t> numbers_;
  int64_t last_value_ = 0;
  uint32_t last_ = UINT32_MAX;
  uint32_t count_ = 0;
};

bool MakeEntry(const ValueVector& value, uint32_t i, uint32_t place, const CollectOptions& options,
               SmallEntry* entry, bool*) {
  if (value.type.kind == bound::ValueKind::kReal) {
    *entry = SmallEntry::Of(OrderedBits(value.real[value.Slot(i)]), options.top, place);
    return true;
  }
  if (value.wide.empty() && !value.type.fraction) {
    *entry = SmallEntry::Of(value.small[value.Slot(i)], options.top, place);
    return true;
  }
  int128 number = value.Numerator(i);
  if (value.type.fraction && (!options.rounded || !RoundedNumber(value, i, &number))) return false;
  if (number < INT64_MIN || number > INT64_MAX) return false;
  *entry = SmallEntry::Of(static_cast<int64_t>(number), options.top, place);
  return true;
}

bool MakeEntry(const ValueVector& value, uint32_t i, uint32_t place, const CollectOptions& options,
               WideEntry* entry, bool* too_large) {
  *entry = {value.Numerator(i), value.Denominator(i), place};
  if (options.rounded && value.type.fraction) {
    entry->denominator = 1;
    if (!RoundedNumber(value, i, &entry->numerator)) *too_large = true;
  }
  return true;
}

// Fractions can never be small, unless they are rounded.
template <typename Entry>
absl::Status ReserveEntries(const PopulationScan& scan, bool grouped, RankedMembers<Entry>* out) {
  const Snapshot& snapshot = scan.snapshot();
  uint64_t members = 0;
  for (uint32_t s = 0; s < snapshot.shard_count(); ++s) {
    const ShardView& shard = snapshot.shard(s);
    if (absl::Status status = EnsurePlaces(snapshot, s); !status.ok()) return status;
    for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
      out->blocks.push_back({s, members, 0});
      const uint32_t first = block * kBlockSize;
      if (first < shard.members) members += std::min(kBlockSize, shard.members - first);
    }
  }
  const uint64_t each = sizeof(Entry) * 2 + sizeof(uint32_t) * (grouped ? 2 : 1);
  const uint64_t needed = kBytesPerWorker * scan.workers() + members * each;
  absl::Status fits = CheckBudget(needed, scan.limits().memory_budget);
  if (!fits.ok()) return fits;
  out->entries = std::unique_ptr<Entry[]>(new Entry[members]);
  if (grouped) out->groups = std::unique_ptr<uint32_t[]>(new uint32_t[members]);
  return absl::OkStatus();
}

}  // namespace

absl::Status EnsurePlaces(const Snapshot& snapshot, uint32_t shard) {
  return snapshot.shard(shard).key_rank.empty() ? absl::OkStatus() : snapshot.EnsureKeys(shard);
}

template <typename Entry>
absl::StatusOr<std::unique_ptr<RankedMembers<Entry>>> CollectMembers(
    const PopulationScan& scan, const CollectOptions& options) {
  auto out = std::make_unique<RankedMembers<Entry>>();
  if (absl::Status status = ReserveEntries(scan, scan.grouped(), out.get()); !status.ok())
    return status;
  GroupNumbers groups;
  std::atomic<bool> fits{true};
  absl::Status status = scan.Run([&](int, const BlockValues& values) {
    auto& block = out->blocks[size_t{values.shard} * kBlocksPerShard + values.block];
    const ShardView& shard = scan.snapshot().shard(values.shard);
    Entry* entry = out->entries.get() + block.begin;
    bool all = true;
    ForEachBit(values.mask, values.batch.count, [&](uint32_t i) {
      const uint32_t place = PlaceOfMember(shard, values.shard, values.batch.Row(i));
      all = MakeEntry(*values.value, i, place, options, entry++, values.too_large) && all;
    });
    block.count = static_cast<uint32_t>(entry - (out->entries.get() + block.begin));
    if (!all) fits = false;
    if (values.per != nullptr)
      groups.Of(*values.per, values.batch, values.mask, out->groups.get() + block.begin);
    return all;
  });
  if (!status.ok()) return status;
  if (!fits) return nullptr;
  if (scan.grouped()) out->group_count = groups.count();
  for (const auto& block : out->blocks) out->count += block.count;
  return out;
}

template absl::StatusOr<std::unique_ptr<RankedMembers<SmallEntry>>> CollectMembers(
    const PopulationScan& scan, const CollectOptions& options);
template absl::StatusOr<std::unique_ptr<RankedMembers<WideEntry>>> CollectMembers(
    const PopulationScan& scan, const CollectOptions& options);

}  // namespace seine
