#include "query/leading_members.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "engine/kernels.h"
#include "query/executor.h"
#include "query/rank_entry.h"
#include "query/ranked_keys.h"

namespace seine {
namespace {

constexpr uint32_t kAtOnce = 4096;  // rows between looks at the border
constexpr size_t kLeastRoom = 4096;

// The first n of those that one worker has seen, and some who were not dropped yet.
class Leaders {
 public:
  Leaders(bool top, size_t n) : top_(top), n_(n), border_(top ? INT64_MIN : INT64_MAX) {}

  // place_of(i) of the i-th row. Narrows the mask.
  template <typename PlaceOf>
  void Add(const int64_t* numbers, uint32_t rows, uint64_t* mask, PlaceOf&& place_of) {
    ranked_ += CountMask(mask, rows);
    const Kernels& kernels = ActiveKernels();
    for (uint32_t first = 0; first < rows; first += kAtOnce) {
      const uint32_t n = std::min(rows - first, kAtOnce);
      uint64_t* const words = mask + first / 64;
      if (top_) {
        kernels.range_i64(numbers + first, n, border_, INT64_MAX, true, words);
      } else {
        kernels.range_i64(numbers + first, n, INT64_MIN, border_, true, words);
      }
      ForEachBit(words, n, [&](uint32_t i) {
        entries_.push_back(SmallEntry::Of(numbers[first + i], top_, place_of(first + i)));
      });
      if (entries_.size() > RoomFor(n_)) Drop();
    }
  }
  // Entries that are kept at most, but for those of one step.
  static size_t RoomFor(size_t n) { return std::max(kLeastRoom, 2 * n); }
  // Whoever is not among the first n.
  void Drop() {
    if (n_ == 0) entries_.clear();
    if (entries_.size() <= n_) return;
    const auto last = entries_.begin() + static_cast<ptrdiff_t>(n_ - 1);
    std::nth_element(entries_.begin(), last, entries_.end(), RankOrder{});
    entries_.resize(n_);
    border_ = entries_.back().value(top_);
  }
  void Take(const Leaders& other) {
    entries_.insert(entries_.end(), other.entries_.begin(), other.entries_.end());
    ranked_ += other.ranked_;
  }
  const std::vector<SmallEntry>& entries() const { return entries_; }
  uint64_t ranked() const { return ranked_; }

 private:
  bool top_;
  size_t n_;
  int64_t border_;  // of the last of n; whoever comes after it is of no interest
  uint64_t ranked_ = 0;
  std::vector<SmallEntry> entries_;
};

}  // namespace

absl::StatusOr<std::optional<LeadingMembers>> FindLeading(const PopulationScan& scan, bool top,
                                                          uint64_t n) {
  const Snapshot& snapshot = scan.snapshot();
  for (uint32_t s = 0; s < snapshot.shard_count(); ++s) {
    if (absl::Status status = EnsurePlaces(snapshot, s); !status.ok()) return status;
  }
  const uint64_t entries = Leaders::RoomFor(n) + kAtOnce;
  const uint64_t needed = scan.workers() * (kBytesPerWorker + 2 * entries * sizeof(SmallEntry));
  if (absl::Status fits = CheckBudget(needed, scan.limits().memory_budget); !fits.ok()) return fits;
  std::vector<Leaders> each(scan.workers(), Leaders(top, n));
  std::atomic<bool> fits{true};
  absl::Status status = scan.Run([&](int worker, const BlockValues& values) {
    RowArena::Buffer<int64_t> room;
    const int64_t* numbers = OrderedNumbers(values, false, &room);
    if (numbers == nullptr) {
      fits = false;
      return false;
    }
    const uint32_t rows = values.batch.count;
    Mask mask = RowArena::OfThisThread().Take<uint64_t>(MaskWords(rows) + 8);
    std::copy_n(values.mask, MaskWords(rows), mask.data());
    const ShardView& shard = snapshot.shard(values.shard);
    each[static_cast<size_t>(worker)].Add(numbers, rows, mask.data(), [&](uint32_t i) {
      return PlaceOfMember(shard, values.shard, values.batch.Row(i));
    });
    return true;
  });
  if (!status.ok()) return status;
  if (!fits) return std::nullopt;
  Leaders all(top, n);
  for (const Leaders& leaders : each) all.Take(leaders);
  all.Drop();
  LeadingMembers found;
  found.ranked = all.ranked();
  for (const SmallEntry& entry : all.entries()) found.places.push_back(entry.place);
  return found;
}

}  // namespace seine
