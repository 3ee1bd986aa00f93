#include "query/key_groups.h"

#include <algorithm>
#include <mutex>

#include "engine/status_macros.h"
#include "query/workers.h"

namespace seine {
namespace {

using absl::int128;

// Blocks are copied in so many stretches side by side, as long as each can count all groups.
constexpr uint64_t kMostCounters = uint64_t{1} << 20;
constexpr uint32_t kGroupsAtOnce = 64;

}  // namespace

absl::Status KeyGroups::Fill(const RankedKeys& keys, const RunLimits& limits) {
  const std::vector<RankedBlock>& blocks = keys.blocks();
  const bool amounts = !blocks.empty() && blocks[0].amounts != nullptr;
  begin_.assign(keys.group_count() + 1, 0);
  begin_.back() = keys.count();
  if (!keys.grouped()) {
    for (const RankedBlock& block : blocks) pieces_.push_back(block.keys);
    if (!amounts) return limits.Check();
  }
  if (keys.grouped()) keys_ = std::unique_ptr<int64_t[]>(new int64_t[keys.count()]);
  if (amounts) amounts_ = std::unique_ptr<int128[]>(new int128[keys.count()]);
  return PutTogether(blocks, limits);
}

// A stretch of blocks counts its members of each group and then knows where to put them.
absl::Status KeyGroups::PutTogether(const std::vector<RankedBlock>& blocks,
                                    const RunLimits& limits) {
  const auto workers = static_cast<uint64_t>(WorkerCount(limits.threads));
  const uint64_t stretches =
      std::clamp<uint64_t>(kMostCounters / std::max(count(), 1u), 1, workers);
  std::vector<std::vector<uint64_t>> next(stretches, std::vector<uint64_t>(count()));
  const auto each = [&](uint64_t stretch, auto&& visit) {
    const size_t end = blocks.size() * (stretch + 1) / stretches;
    for (size_t b = blocks.size() * stretch / stretches; b < end && !limits.stop.Raised(); ++b) {
      for (size_t i = 0; i < blocks[b].keys.size(); ++i)
        visit(blocks[b], i, next[stretch][blocks[b].Group(i)]);
    }
  };
  SEINE_RETURN_IF_ERROR(limits.Run(stretches, [&](int, uint64_t stretch) {
    each(stretch, [](const RankedBlock&, size_t, uint64_t& counted) { ++counted; });
  }));
  uint64_t begin = 0;
  for (uint32_t g = 0; g < count(); ++g) {
    begin_[g] = begin;
    for (std::vector<uint64_t>& of_stretch : next) {
      begin += of_stretch[g];
      of_stretch[g] = begin - of_stretch[g];
    }
  }
  return limits.Run(stretches, [&](int, uint64_t stretch) {
    each(stretch, [&](const RankedBlock& block, size_t i, uint64_t& to) {
      if (keys_ != nullptr) keys_[to] = block.keys[i];
      if (amounts_ != nullptr) amounts_[to] = block.amounts[i];
      ++to;
    });
  });
}

KeyPieces KeyGroups::Keys(uint32_t group) const {
  if (keys_ == nullptr) return pieces_;
  KeyPieces pieces;
  AddPieces({keys_.get() + begin_[group], Size(group)}, &pieces);
  return pieces;
}

std::span<int128> KeyGroups::Amounts(uint32_t group) const {
  return {amounts_.get() + begin_[group], Size(group)};
}

absl::Status KeyGroups::ForEach(const RunLimits& limits,
                                absl::FunctionRef<absl::Status(uint32_t)> visit) const {
  for (uint32_t g = 0; g < count(); ++g) {
    if (Size(g) > kFewKeys) SEINE_RETURN_IF_ERROR(visit(g));
  }
  std::mutex mutex;
  absl::Status failed;
  const uint64_t some = (uint64_t{count()} + kGroupsAtOnce - 1) / kGroupsAtOnce;
  SEINE_RETURN_IF_ERROR(limits.Run(some, [&](int, uint64_t ticket) {
    const auto begin = static_cast<uint32_t>(ticket * kGroupsAtOnce);
    for (uint32_t g = begin; g < std::min(begin + kGroupsAtOnce, count()); ++g) {
      if (Size(g) > kFewKeys) continue;
      if (absl::Status status = visit(g); !status.ok()) {
        const std::lock_guard lock(mutex);
        failed = std::move(status);
      }
    }
  }));
  return failed;
}

absl::Status GroupPositions::Gather(const KeyGroups& groups, Positions positions,
                                    const RunLimits& limits) {
  std::vector<uint64_t> some;
  for (uint32_t g = 0; g < groups.count(); ++g) {
    some.clear();
    if (groups.Size(g) > 0) positions(g, &some);
    std::sort(some.begin(), some.end());
    some.erase(std::unique(some.begin(), some.end()), some.end());
    positions_.insert(positions_.end(), some.begin(), some.end());
    begin_.push_back(positions_.size());
    if (g % kGroupsAtOnce == 0) SEINE_RETURN_IF_ERROR(limits.Check());
  }
  return absl::OkStatus();
}

absl::Status GroupPositions::Select(const KeyGroups& groups, const RunLimits& limits) {
  found_.resize(positions_.size());
  return groups.ForEach(limits, [&](uint32_t g) {
    const size_t begin = begin_[g];
    const size_t n = begin_[g + 1] - begin;
    return SelectKeys(groups.Keys(g), std::span(positions_).subspan(begin, n), limits,
                      std::span(found_).subspan(begin, n));
  });
}

const KeyAt& GroupPositions::Of(uint32_t group, uint64_t position) const {
  const auto first = positions_.begin() + static_cast<ptrdiff_t>(begin_[group]);
  const auto last = positions_.begin() + static_cast<ptrdiff_t>(begin_[group + 1]);
  const auto at = std::lower_bound(first, last, position);
  return found_[static_cast<size_t>(at - positions_.begin())];
}

}  // namespace seine
