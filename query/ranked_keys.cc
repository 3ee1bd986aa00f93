#include "query/ranked_keys.h"

#include <algorithm>
#include <utility>

#include "engine/container.h"  // kReadPadding

namespace seine {
namespace {

using absl::int128;

bool AllOnes(const uint64_t* mask, uint32_t rows) {
  for (uint32_t first = 0; first < rows; first += 64) {
    if (mask[first >> 6] != ~uint64_t{0} >> (64 - std::min(rows - first, 64u))) return false;
  }
  return true;
}

// The numbers of the rows in the mask, one after another; how many.
uint32_t PutKeys(const int64_t* numbers, const uint64_t* mask, uint32_t rows, int64_t* keys) {
  if (AllOnes(mask, rows)) {
    std::copy_n(numbers, rows, keys);
    return rows;
  }
  uint32_t n = 0;
  ForEachBit(mask, rows, [&](uint32_t i) { keys[n++] = numbers[i]; });
  return n;
}

void PutMembers(const BlockValues& values, uint64_t* members) {
  if (values.batch.dense()) {
    std::copy_n(values.mask, MaskWords(values.batch.count), members);
    return;
  }
  const uint32_t first = values.block * kBlockSize;
  ForEachBit(values.mask, values.batch.count,
             [&](uint32_t i) { SetMaskBit(members, values.batch.rows[i] - first); });
}

}  // namespace

bool RankedBlock::all() const { return AllOnes(members, static_cast<uint32_t>(keys.size())); }

void RankedBlock::ToMembers(const uint64_t* picked, uint64_t* out) const {
  const auto n = static_cast<uint32_t>(keys.size());
  if (all()) {
    std::fill(std::copy_n(picked, MaskWords(n), out), out + kBlockWords, 0);
    return;
  }
  uint32_t at = 0;  // of the next member's key
  for (size_t w = 0; w < kBlockWords; ++w) {
    uint64_t word = 0;
    for (uint64_t left = members[w]; left != 0; left &= left - 1, ++at)
      word |= MaskBit(picked, at) ? left & -left : 0;
    out[w] = word;
  }
}

RankedKeys::RankedKeys(const PopulationScan& scan, size_t question, bool amounts)
    : kind_(KeyKindOf(scan.pass().questions[question].value->type, scan.known(question).narrow)),
      numbers_(scan.known(question).codes, scan.workers()) {
  const Snapshot& snapshot = scan.snapshot();
  uint64_t members = 0;
  for (size_t s = 0; s < snapshot.shard_count(); ++s) {
    first_slot_.push_back(begins_.size());
    const uint32_t in_shard = snapshot.shard(s).members;
    for (uint32_t first = 0; first < in_shard; first += kBlockSize)
      begins_.push_back(members + first);
    members += in_shard;
  }
  counts_.resize(begins_.size());
  workers_.resize(begins_.size());
  members_.resize(begins_.size() * kBlockWords);
  keys_ = std::unique_ptr<int64_t[]>(new int64_t[members + kReadPadding / sizeof(int64_t)]);
  if (scan.pass().questions[question].per != nullptr)
    groups_ = std::unique_ptr<uint32_t[]>(new uint32_t[members]);
  if (amounts) amounts_ = std::unique_ptr<int128[]>(new int128[members]);
}

void RankedKeys::Add(int worker, const BlockValues& values) {
  const uint32_t rows = values.batch.count;
  const size_t slot = Slot(values.shard, values.block);
  const uint64_t begin = begins_[slot];
  RowArena::Buffer<int64_t> room;
  counts_[slot] = PutKeys(KeysOf(values, &room), values.mask, rows, keys_.get() + begin);
  workers_[slot] = static_cast<uint32_t>(worker);
  PutMembers(values, members_.data() + slot * kBlockWords);
  if (groups_ != nullptr) numbers_.Number(worker, values, groups_.get() + begin);
  if (amounts_ == nullptr) return;
  int128* amount = amounts_.get() + begin;
  ForEachBit(values.mask, rows, [&](uint32_t i) {
    if (!RoundedNumber(*values.value, i, amount++)) *values.too_large = true;
  });
}

absl::Status RankedKeys::Finish(const RunLimits& limits) {
  const bool renumbered = grouped() && numbers_.Join();
  index_.resize(begins_.size(), UINT32_MAX);
  for (size_t s = 0; s < first_slot_.size(); ++s) {
    const size_t end = s + 1 < first_slot_.size() ? first_slot_[s + 1] : begins_.size();
    for (size_t slot = first_slot_[s]; slot < end; ++slot) {
      if (counts_[slot] == 0) continue;
      const uint64_t begin = begins_[slot];
      index_[slot] = static_cast<uint32_t>(blocks_.size());
      blocks_.push_back({static_cast<uint32_t>(s),
                         static_cast<uint32_t>(slot - first_slot_[s]),
                         {keys_.get() + begin, counts_[slot]},
                         grouped() ? groups_.get() + begin : nullptr,
                         amounts_ != nullptr ? amounts_.get() + begin : nullptr,
                         members_.data() + slot * kBlockWords});
      count_ += counts_[slot];
    }
  }
  if (!renumbered) return limits.Check();
  return limits.Run(begins_.size(), [&](int, uint64_t slot) {
    const std::vector<uint32_t>& joined = numbers_.Renumber(workers_[slot]);
    uint32_t* const group = groups_.get() + begins_[slot];
    for (uint32_t i = 0; i < counts_[slot]; ++i) group[i] = joined[group[i]];
  });
}

const RankedBlock* RankedKeys::Find(uint32_t shard, uint32_t block) const {
  const uint32_t index = index_[Slot(shard, block)];
  return index == UINT32_MAX ? nullptr : &blocks_[index];
}

absl::Status EnsurePlaces(const Snapshot& snapshot, const RunLimits& limits) {
  for (size_t s = 0; s < snapshot.shard_count(); ++s) {
    if (snapshot.shard(s).key_rank.empty()) continue;
    if (absl::Status status = limits.Check(); !status.ok()) return status;
    if (absl::Status status = snapshot.EnsureKeys(s); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace seine
