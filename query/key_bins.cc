#include "query/key_bins.h"

#include <bit>

#include "query/workers.h"

namespace seine {
namespace {

constexpr int kBinBits = 12;
static_assert(size_t{1} << kBinBits == kKeyBins);
constexpr size_t kPiece = 1u << 16;
constexpr size_t kSerialPieces = 4;

// The same with one worker where there is too little for more.
RunLimits Within(const RunLimits& limits, const KeyPieces& pieces) {
  RunLimits within = limits;
  if (pieces.size() <= kSerialPieces) within.threads = 1;
  return within;
}

size_t Workers(const RunLimits& limits) { return static_cast<size_t>(WorkerCount(limits.threads)); }

}  // namespace

uint64_t CountKeys(const KeyPieces& pieces) {
  uint64_t count = 0;
  for (const auto& piece : pieces) count += piece.size();
  return count;
}

void AppendKeys(const KeyPieces& pieces, std::vector<int64_t>* keys) {
  for (const auto& piece : pieces) keys->insert(keys->end(), piece.begin(), piece.end());
}

void AddPieces(std::span<const int64_t> keys, KeyPieces* pieces) {
  for (size_t at = 0; at < keys.size(); at += kPiece)
    pieces->push_back(keys.subspan(at, std::min(kPiece, keys.size() - at)));
}

KeyBins::KeyBins(const KeyRange& range) : first(range.first) {
  const uint64_t width = static_cast<uint64_t>(range.last) - static_cast<uint64_t>(range.first);
  shift = std::max(0, static_cast<int>(std::bit_width(width)) - kBinBits);
}

absl::Status FindRange(const KeyPieces& pieces, const RunLimits& limits, KeyRange* range) {
  const RunLimits within = Within(limits, pieces);
  std::vector<KeyRange> each(Workers(within));
  absl::Status status = within.Run(pieces.size(), [&](int worker, uint64_t p) {
    KeyRange mine = each[static_cast<size_t>(worker)];
    for (const int64_t key : pieces[p])
      mine = {std::min(mine.first, key), std::max(mine.last, key)};
    each[static_cast<size_t>(worker)] = mine;
  });
  for (const KeyRange& other : each)
    *range = {std::min(range->first, other.first), std::max(range->last, other.last)};
  return status;
}

absl::Status CountBins(const KeyPieces& pieces, const KeyBins& bins, const RunLimits& limits,
                       KeyCounts* counts) {
  const RunLimits within = Within(limits, pieces);
  std::vector<KeyCounts> each(Workers(within), KeyCounts{});
  absl::Status status = within.Run(pieces.size(), [&](int worker, uint64_t p) {
    KeyCounts& mine = each[static_cast<size_t>(worker)];
    const KeyBins here = bins;  // which no count can reach
    for (const int64_t key : pieces[p]) ++mine[here.Of(key)];
  });
  for (size_t b = 0; b < kKeyBins; ++b) {
    (*counts)[b] = 0;
    for (const KeyCounts& other : each) (*counts)[b] += other[b];
  }
  return status;
}

absl::Status GatheredKeys::Gather(const KeyPieces& pieces, const KeyBins& bins,
                                  const KeyCounts& counts, std::span<const size_t> wanted,
                                  const RunLimits& limits) {
  constexpr uint16_t kNone = UINT16_MAX;
  const RunLimits within = Within(limits, pieces);
  std::vector<uint16_t> place_of(kKeyBins, kNone);
  of_worker_.assign(Workers(within), std::vector<std::vector<int64_t>>(wanted.size()));
  for (size_t i = 0; i < wanted.size(); ++i) {
    place_of[wanted[i]] = static_cast<uint16_t>(i);
    const uint64_t share = counts[wanted[i]] / of_worker_.size() + kPiece;
    for (auto& mine : of_worker_) mine[i].reserve(std::min(counts[wanted[i]], share));
  }
  return within.Run(pieces.size(), [&](int worker, uint64_t p) {
    std::vector<std::vector<int64_t>>& mine = of_worker_[static_cast<size_t>(worker)];
    const KeyBins here = bins;
    for (const int64_t key : pieces[p]) {
      const uint16_t place = place_of[here.Of(key)];
      if (place != kNone) mine[place].push_back(key);
    }
  });
}

KeyPieces GatheredKeys::Pieces(size_t i) const {
  KeyPieces pieces;
  for (const auto& mine : of_worker_) AddPieces(mine[i], &pieces);
  return pieces;
}

void GatheredKeys::Free(size_t i) {
  for (auto& mine : of_worker_) mine[i] = {};
}

}  // namespace seine
