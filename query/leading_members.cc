#include "query/leading_members.h"

#include <algorithm>
#include <utility>

#include "engine/kernels.h"
#include "query/member_bits.h"
#include "query/member_groups.h"
#include "query/member_keys.h"
#include "query/ranked_keys.h"

namespace seine {
namespace {

using absl::int128;

constexpr uint64_t kMostLeading = 1u << 16;  // of all groups
constexpr uint32_t kAtOnce = 4096;           // rows between looks at the border of the only group
constexpr uint64_t kLeastRoom = 4096;
constexpr uint64_t kLeastRoomOfGroup = 16;

uint64_t GroupsOf(const PopulationScan& scan, size_t question) {
  const Dictionary* codes = scan.known(question).codes;
  return codes == nullptr ? 1 : codes->size();
}

uint64_t RoomFor(uint64_t n, bool grouped) {
  return std::max(grouped ? kLeastRoomOfGroup : kLeastRoom, 2 * n);
}

}  // namespace

bool LeadingMembers::Serves(const bound::Rank& rank, const PopulationScan& scan, size_t question) {
  const PopulationScan::Known& known = scan.known(question);
  if (rank.measure != filter::Rank::Measure::kMembers || rank.negated || !known.narrow ||
      rank.subject->type.fraction || (rank.per != nullptr && known.codes == nullptr))
    return false;
  return rank.n.number <= int128(kMostLeading / std::max<uint64_t>(GroupsOf(scan, question), 1));
}

uint64_t LeadingMembers::BytesPerWorker(const bound::Rank& rank, const PopulationScan& scan,
                                        size_t question) {
  const bool grouped = rank.per != nullptr;
  const uint64_t entries =
      RoomFor(static_cast<uint64_t>(rank.n.number), grouped) + (grouped ? 0 : kAtOnce);
  // A vector that grows has room for twice what it holds.
  return GroupsOf(scan, question) * (2 * entries * sizeof(KeyEntry) + sizeof(int64_t));
}

LeadingMembers::LeadingMembers(const bound::Rank& rank, const PopulationScan& scan, size_t question)
    : snapshot_(scan.snapshot()),
      top_(rank.direction == filter::Rank::Direction::kTop),
      n_(static_cast<size_t>(rank.n.number)),
      room_(RoomFor(n_, rank.per != nullptr)),
      grouped_(rank.per != nullptr),
      workers_(scan.workers()) {
  for (Worker& worker : workers_) {
    worker.borders.resize(GroupsOf(scan, question), top_ ? INT64_MIN : INT64_MAX);
    worker.leaders.resize(GroupsOf(scan, question));
  }
}

void LeadingMembers::Add(int worker, const BlockValues& values) {
  Worker& mine = workers_[static_cast<size_t>(worker)];
  mine.ranked += CountMask(values.mask, values.batch.count);
  RowArena::Buffer<int64_t> room;
  const int64_t* keys = KeysOf(values, &room);
  grouped_ ? AddByGroup(keys, values, mine) : AddAll(keys, values, mine);
}

void LeadingMembers::AddAll(const int64_t* keys, const BlockValues& values, Worker& worker) const {
  const uint32_t rows = values.batch.count;
  const ShardView& shard = snapshot_.shard(values.shard);
  Mask mask = RowArena::OfThisThread().Take<uint64_t>(MaskWords(rows) + 8);
  std::copy_n(values.mask, MaskWords(rows), mask.data());
  std::vector<KeyEntry>& entries = worker.leaders[0];
  for (uint32_t first = 0; first < rows; first += kAtOnce) {
    const uint32_t n = std::min(rows - first, kAtOnce);
    const int64_t border = worker.borders[0];
    uint64_t* const words = mask.data() + first / 64;
    ActiveKernels().range_i64(keys + first, n, top_ ? border : INT64_MIN, top_ ? INT64_MAX : border,
                              true, words);
    ForEachBit(words, n, [&](uint32_t i) {
      const uint32_t row = values.batch.Row(first + i);
      entries.push_back({keys[first + i], PlaceOfMember(shard, values.shard, row)});
    });
    if (entries.size() > room_) Drop(0, worker);
  }
}

void LeadingMembers::AddByGroup(const int64_t* keys, const BlockValues& values,
                                Worker& worker) const {
  const ValueVector& per = *values.per;
  const ShardView& shard = snapshot_.shard(values.shard);
  ForEachBit(values.mask, values.batch.count, [&](uint32_t i) {
    const auto group = static_cast<size_t>(GroupValue(per, i));
    const int64_t border = worker.borders[group];
    if (top_ ? keys[i] < border : keys[i] > border) return;
    std::vector<KeyEntry>& entries = worker.leaders[group];
    entries.push_back({keys[i], PlaceOfMember(shard, values.shard, values.batch.Row(i))});
    if (entries.size() > room_) Drop(group, worker);
  });
}

void LeadingMembers::Drop(size_t group, Worker& worker) const {
  std::vector<KeyEntry>& entries = worker.leaders[group];
  if (n_ == 0) entries.clear();
  if (entries.size() <= n_) return;
  const auto last = entries.begin() + static_cast<ptrdiff_t>(n_ - 1);
  std::nth_element(entries.begin(), last, entries.end(), RankOrder{top_});
  entries.resize(n_);
  worker.borders[group] = entries.back().key;
}

bound::MemberBits LeadingMembers::Finish() {
  Worker& all = workers_[0];
  bound::MemberBits bits = NoMembers(snapshot_);
  for (size_t w = 1; w < workers_.size(); ++w) all.ranked += workers_[w].ranked;
  for (size_t group = 0; group < all.leaders.size(); ++group) {
    std::vector<KeyEntry>& entries = all.leaders[group];
    for (size_t w = 1; w < workers_.size(); ++w) {
      const std::vector<KeyEntry>& more = workers_[w].leaders[group];
      entries.insert(entries.end(), more.begin(), more.end());
    }
    Drop(group, all);
    for (const KeyEntry& entry : entries) {
      const uint32_t shard = entry.place / kShardSize;
      SetMaskBit(bits.shards[shard].data(), OffsetOfPlace(snapshot_.shard(shard), entry.place));
    }
    bits.chosen += entries.size();
  }
  bits.ranked = all.ranked;
  return bits;
}

}  // namespace seine
