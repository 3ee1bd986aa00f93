#include "query/tied_keys.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

#include "engine/status_macros.h"
#include "query/rank_select.h"

namespace seine {
namespace {

// Counters of all stretches together.
constexpr uint64_t kMostCounters = uint64_t{1} << 22;
// So few keys are counted one by one, a vector of members at a time.
constexpr size_t kKeysOneByOne = 8;
constexpr size_t kFilterBitsOfKey = 16;
constexpr size_t kTiesAtOnce = 1024;  // between looks at the stop signal

// Blocks that follow each other in the order of places as a whole: one, or all of a shard where its
// members are clustered. Several of them where there are too many keys to count in each.
struct Stretch {
  size_t begin;
  size_t end;
};

std::vector<Stretch> StretchesOf(const Snapshot& snapshot, const std::vector<RankedBlock>& blocks,
                                 size_t keys) {
  std::vector<Stretch> ordered;
  for (size_t b = 0; b < blocks.size(); ++b) {
    const bool clustered = !snapshot.shard(blocks[b].shard).key_rank.empty();
    if (clustered && b > 0 && blocks[b - 1].shard == blocks[b].shard) {
      ordered.back().end = b + 1;
    } else {
      ordered.push_back({b, b + 1});
    }
  }
  const uint64_t most = std::clamp<uint64_t>(kMostCounters / keys, 1, ordered.size());
  const size_t together = (ordered.size() + most - 1) / most;
  std::vector<Stretch> stretches;
  for (size_t i = 0; i < ordered.size(); i += together) {
    const size_t last = std::min(i + together, ordered.size()) - 1;
    stretches.push_back({ordered[i].begin, ordered[last].end});
  }
  return stretches;
}

// A tie that lies in a stretch: the members before it there.
struct TieHere {
  size_t tie;
  size_t number;
  uint64_t before;
};

class PlaceFinder {
 public:
  PlaceFinder(const Snapshot& snapshot, const RankedKeys& keys, const TiedKeys& tied)
      : snapshot_(snapshot),
        keys_(keys),
        tied_(tied),
        stretches_(StretchesOf(snapshot, keys.blocks(), tied.size())),
        counts_(stretches_.size() * tied.size()),
        here_(stretches_.size()) {}

  absl::Status Find(std::span<const Tie> ties, const RunLimits& limits,
                    std::vector<uint32_t>* places) {
    SEINE_RETURN_IF_ERROR(limits.Run(stretches_.size(), [&](int, uint64_t s) {
      for (size_t b = stretches_[s].begin; b < stretches_[s].end && !limits.stop.Raised(); ++b)
        tied_.CountBlock(keys_.blocks()[b], counts_.data() + s * tied_.size());
    }));
    for (size_t t = 0; t < ties.size(); ++t) {
      Locate(t, ties[t]);
      if (t % kTiesAtOnce == 0) SEINE_RETURN_IF_ERROR(limits.Check());
    }
    places->resize(ties.size());
    return limits.Run(stretches_.size(), [&](int, uint64_t s) {
      if (!here_[s].empty()) Pick(s, limits, places->data());
    });
  }

 private:
  void Locate(size_t tie, const Tie& of) {
    const size_t number = tied_.NumberOf(of.key);
    uint64_t before = of.before;
    size_t s = 0;
    while (before >= counts_[s * tied_.size() + number])
      before -= counts_[s++ * tied_.size() + number];
    here_[s].push_back({tie, number, before});
  }

  void Pick(size_t s, const RunLimits& limits, uint32_t* places) {
    std::vector<TieHere>& here = here_[s];
    std::sort(here.begin(), here.end(), [](const TieHere& a, const TieHere& b) {
      return std::pair(a.number, a.before) < std::pair(b.number, b.before);
    });
    std::vector<std::vector<uint32_t>> of_number(tied_.size());
    std::vector<bool> wanted(tied_.size());
    for (const TieHere& tie : here) wanted[tie.number] = true;
    for (size_t b = stretches_[s].begin; b < stretches_[s].end && !limits.stop.Raised(); ++b) {
      const RankedBlock& block = keys_.blocks()[b];
      const ShardView& shard = snapshot_.shard(block.shard);
      tied_.VisitBlock(block, [&](size_t number, uint32_t offset) {
        if (!wanted[number]) return;
        const uint32_t first = block.block * kBlockSize;
        of_number[number].push_back(PlaceOfMember(shard, block.shard, first + offset));
      });
    }
    size_t last = 0;
    for (size_t first = 0; first < here.size() && !limits.stop.Raised(); first = last) {
      while (last < here.size() && here[last].number == here[first].number) ++last;
      PickOf(std::span(here).subspan(first, last - first), of_number[here[first].number], places);
    }
  }

  // Ties of one key, ascending, among all who have it here.
  static void PickOf(std::span<const TieHere> ties, std::span<uint32_t> all, uint32_t* places) {
    if (ties.back().before >= all.size()) return;  // stopped
    std::vector<uint64_t> before;
    for (const TieHere& tie : ties) before.push_back(tie.before);
    std::vector<uint32_t> found(ties.size());
    SelectAt(all, before, std::less<>(), found.data());
    for (size_t i = 0; i < ties.size(); ++i) places[ties[i].tie] = found[i];
  }

  const Snapshot& snapshot_;
  const RankedKeys& keys_;
  const TiedKeys& tied_;
  std::vector<Stretch> stretches_;
  std::vector<uint32_t> counts_;  // stretch by stretch, of each key
  std::vector<std::vector<TieHere>> here_;
};

}  // namespace

TiedKeys::TiedKeys(std::vector<GroupKey> keys, uint32_t group_count)
    : keys_(std::move(keys)), first_(group_count + 1) {
  std::sort(keys_.begin(), keys_.end());
  keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  for (const GroupKey& key : keys_) {
    ++first_[key.group + 1];
    least_ = std::min(least_, key.key);
    greatest_ = std::max(greatest_, key.key);
  }
  for (uint32_t g = 0; g < group_count; ++g) first_[g + 1] += first_[g];
  const uint64_t bits = std::bit_ceil(std::max<uint64_t>(keys_.size() * kFilterBitsOfKey, 64));
  filter_.resize(bits / 64);
  filter_shift_ = 64 - std::countr_zero(bits);
  for (const GroupKey& key : keys_)
    SetMaskBit(filter_.data(), static_cast<uint32_t>(FilterBit(key)));
}

size_t TiedKeys::NumberOf(const GroupKey& key) const {
  size_t begin = first_[key.group];
  size_t end = first_[key.group + 1];
  while (end - begin > 1) {
    const size_t middle = begin + (end - begin) / 2;
    (keys_[middle].key <= key.key ? begin : end) = middle;
  }
  return begin < end && keys_[begin].key == key.key ? begin : kNone;
}

bool TiedKeys::MayHave(const RankedBlock& block) const {
  uint64_t picked[kBlockWords];
  const size_t n = block.keys.size();
  ActiveKernels().range_i64(block.keys.data(), n, least_, greatest_, false, picked);
  return CountMask(picked, static_cast<uint32_t>(n)) != 0;
}

void TiedKeys::CountBlock(const RankedBlock& block, uint32_t* counts) const {
  if (block.groups != nullptr || size() > kKeysOneByOne)
    return VisitBlock(block, [&](size_t number, uint32_t) { ++counts[number]; });
  uint64_t picked[kBlockWords];
  const size_t n = block.keys.size();
  for (size_t i = 0; i < size(); ++i) {
    const int64_t key = keys_[i].key;
    ActiveKernels().range_i64(block.keys.data(), n, key, key, false, picked);
    counts[i] += CountMask(picked, static_cast<uint32_t>(n));
  }
}

absl::Status FindPlaces(const Snapshot& snapshot, const RankedKeys& keys, std::span<const Tie> ties,
                        const RunLimits& limits, std::vector<uint32_t>* places) {
  if (ties.empty()) return absl::OkStatus();
  std::vector<GroupKey> all;
  for (const Tie& tie : ties) all.push_back(tie.key);
  const TiedKeys tied(std::move(all), keys.group_count());
  return PlaceFinder(snapshot, keys, tied).Find(ties, limits, places);
}

}  // namespace seine
