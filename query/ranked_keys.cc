#include "query/ranked_keys.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <utility>

#include "engine/kernels.h"
#include "query/workers.h"

namespace seine {
namespace {

using absl::int128;

// How many keys of each block are `key`.
std::vector<uint32_t> CountEqual(const std::vector<RankedBlock>& blocks, int64_t key, int threads) {
  std::vector<uint32_t> counts(blocks.size());
  RunTickets(blocks.size(), threads, [&](int, uint64_t b) {
    uint64_t equal[kBlockWords];
    const auto n = static_cast<uint32_t>(blocks[b].keys.size());
    ActiveKernels().range_i64(blocks[b].keys.data(), n, key, key, false, equal);
    for (size_t w = 0; w < MaskWords(n); ++w)
      counts[b] += static_cast<uint32_t>(std::popcount(equal[w]));
  });
  return counts;
}

// The ranks in the shard's order of keys of those in the block whose key is `key`.
void AppendRanks(const RankedBlock& block, int64_t key, const ShardView& shard,
                 std::vector<uint32_t>* ranks) {
  uint64_t equal[kBlockWords];
  uint64_t members[kBlockWords];
  ActiveKernels().range_i64(block.keys.data(), block.keys.size(), key, key, false, equal);
  block.ToMembers(equal, members);
  const uint32_t first = block.block * kBlockSize;
  ForEachBit(members, kBlockSize, [&](uint32_t i) {
    ranks->push_back(shard.key_rank.empty() ? first + i : shard.key_rank[first + i]);
  });
}

// Where the blocks end that follow each other in the order of keys as a whole, from `begin` on: all
// of a shard where its members are clustered.
size_t EndInOrder(const Snapshot& snapshot, const std::vector<RankedBlock>& blocks, size_t begin) {
  size_t end = begin + 1;
  if (snapshot.shard(blocks[begin].shard).key_rank.empty()) return end;
  while (end < blocks.size() && blocks[end].shard == blocks[begin].shard) ++end;
  return end;
}

// The place of the one with the key that has `before` of them before it; counts[b] are in block b.
uint64_t PlaceOfTie(const Snapshot& snapshot, const std::vector<RankedBlock>& blocks,
                    const std::vector<uint32_t>& counts, int64_t key, uint64_t before) {
  size_t begin = 0;
  size_t end = 0;
  while (true) {
    end = EndInOrder(snapshot, blocks, begin);
    uint64_t here = 0;
    for (size_t b = begin; b < end; ++b) here += counts[b];
    if (before < here) break;
    before -= here;
    begin = end;
  }
  const uint32_t shard = blocks[begin].shard;
  std::vector<uint32_t> ranks;
  for (size_t b = begin; b < end; ++b) AppendRanks(blocks[b], key, snapshot.shard(shard), &ranks);
  const auto nth = ranks.begin() + static_cast<ptrdiff_t>(before);
  std::nth_element(ranks.begin(), nth, ranks.end());
  return uint64_t{shard} * kShardSize + *nth;
}

bool AllOnes(const uint64_t* mask, uint32_t rows) {
  for (uint32_t first = 0; first < rows; first += 64) {
    if (mask[first >> 6] != ~uint64_t{0} >> (64 - std::min(rows - first, 64u))) return false;
  }
  return true;
}

// The keys of the rows in the mask, one after another; how many.
uint32_t PutKeys(const int64_t* numbers, const uint64_t* mask, uint32_t rows, bool top,
                 int64_t* keys) {
  const int64_t flip = top ? -1 : 0;
  if (AllOnes(mask, rows)) {
    for (uint32_t i = 0; i < rows; ++i) keys[i] = numbers[i] ^ flip;
    return rows;
  }
  uint32_t n = 0;
  ForEachBit(mask, rows, [&](uint32_t i) { keys[n++] = numbers[i] ^ flip; });
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

std::vector<KeyAt> RankedKeys::Select(std::span<const uint64_t> positions, int threads) const {
  KeyPieces pieces;
  for (const RankedBlock& block : blocks_) pieces.push_back(block.keys);
  return SelectKeys(pieces, positions, threads);
}

std::vector<int64_t> RankedKeys::ValuesAt(std::span<const uint64_t> positions, int threads) const {
  std::vector<int64_t> values;
  for (const KeyAt& found : Select(positions, threads))
    values.push_back(top_ ? ~found.key : found.key);
  return values;
}

std::vector<KeyBorder> RankedKeys::BordersAt(const Snapshot& snapshot,
                                             std::span<const uint64_t> positions,
                                             int threads) const {
  std::vector<KeyBorder> borders;
  std::vector<uint32_t> equal;  // of `counted`
  int64_t counted = 0;
  for (const KeyAt& found : Select(positions, threads)) {
    if (found.ties == 0) {
      borders.push_back({found.key, 0});
      continue;
    }
    if (equal.empty() || counted != found.key) equal = CountEqual(blocks_, found.key, threads);
    counted = found.key;
    borders.push_back({found.key, PlaceOfTie(snapshot, blocks_, equal, found.key, found.ties)});
  }
  return borders;
}

const int64_t* OrderedNumbers(const BlockValues& values, bool rounded,
                              RowArena::Buffer<int64_t>* room) {
  const ValueVector& value = *values.value;
  const uint32_t rows = values.batch.count;
  const bool real = value.type.kind == bound::ValueKind::kReal;
  const bool stored = !real && value.wide.empty() && !value.type.fraction;
  if (stored && !value.constant) return value.small.data();
  if (value.type.fraction && !rounded) return nullptr;
  *room = RowArena::OfThisThread().Take<int64_t>(rows);
  int64_t* const numbers = room->data();
  bool fits = true;
  ForEachBit(values.mask, rows, [&](uint32_t i) {
    if (real) {
      numbers[i] = OrderedBits(value.real[value.Slot(i)]);
      return;
    }
    int128 number = 0;
    fits = RoundedNumber(value, i, &number) && number >= INT64_MIN && number <= INT64_MAX && fits;
    numbers[i] = static_cast<int64_t>(number);
  });
  return fits ? numbers : nullptr;
}

absl::StatusOr<std::unique_ptr<RankedKeys>> CollectKeys(const PopulationScan& scan,
                                                        const CollectOptions& options) {
  const Snapshot& snapshot = scan.snapshot();
  uint64_t members = 0;
  std::vector<uint64_t> begins;
  for (uint32_t s = 0; s < snapshot.shard_count(); ++s) {
    if (absl::Status status = EnsurePlaces(snapshot, s); !status.ok()) return status;
    for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
      begins.push_back(members);
      const uint32_t first = block * kBlockSize;
      if (first < snapshot.shard(s).members)
        members += std::min(kBlockSize, snapshot.shard(s).members - first);
    }
  }
  // Selecting may copy all of them twice.
  const uint64_t needed = kBytesPerWorker * scan.workers() + members * 3 * sizeof(int64_t) +
                          begins.size() * kBlockBytes;
  if (absl::Status fits = CheckBudget(needed, scan.limits().memory_budget); !fits.ok()) return fits;
  auto out = std::make_unique<RankedKeys>();
  out->top_ = options.top;
  out->keys_ = std::unique_ptr<int64_t[]>(new int64_t[members]);
  out->members_.resize(begins.size() * kBlockWords);
  std::vector<uint32_t> counts(begins.size());
  std::atomic<bool> fits{true};
  absl::Status status = scan.Run([&](int, const BlockValues& values) {
    RowArena::Buffer<int64_t> room;
    const int64_t* numbers = OrderedNumbers(values, options.rounded, &room);
    if (numbers == nullptr) {
      fits = false;
      return false;
    }
    const size_t b = size_t{values.shard} * kBlocksPerShard + values.block;
    counts[b] = PutKeys(numbers, values.mask, values.batch.count, options.top,
                        out->keys_.get() + begins[b]);
    PutMembers(values, out->members_.data() + b * kBlockWords);
    return true;
  });
  if (!status.ok()) return status;
  if (!fits) return nullptr;
  for (size_t b = 0; b < begins.size(); ++b) {
    if (counts[b] == 0) continue;
    out->blocks_.push_back({static_cast<uint32_t>(b / kBlocksPerShard),
                            static_cast<uint32_t>(b % kBlocksPerShard),
                            {out->keys_.get() + begins[b], counts[b]},
                            out->members_.data() + b * kBlockWords});
    out->count_ += counts[b];
  }
  return out;
}

}  // namespace seine
