#include "query/rank_select.h"

#include <array>
#include <bit>
#include <utility>

#include "query/workers.h"

namespace seine {
namespace {

constexpr int kBinBits = 12;
constexpr size_t kBins = size_t{1} << kBinBits;
constexpr uint64_t kDirect = 1u << 15;  // so few are copied and selected from
constexpr size_t kPiece = 1u << 16;
constexpr size_t kSerialPieces = 4;

struct KeyRange {
  int64_t first = INT64_MAX;
  int64_t last = INT64_MIN;
};

uint64_t Distance(int64_t from, int64_t to) {
  return static_cast<uint64_t>(to) - static_cast<uint64_t>(from);
}

KeyRange RangeOfKeys(const KeyPieces& pieces, int threads) {
  std::vector<KeyRange> ranges(static_cast<size_t>(WorkerCount(threads)));
  RunTickets(pieces.size(), threads, [&](int worker, uint64_t p) {
    KeyRange range = ranges[static_cast<size_t>(worker)];
    for (const int64_t key : pieces[p]) {
      range.first = std::min(range.first, key);
      range.last = std::max(range.last, key);
    }
    ranges[static_cast<size_t>(worker)] = range;
  });
  KeyRange all;
  for (const KeyRange& range : ranges) {
    all = {std::min(all.first, range.first), std::max(all.last, range.last)};
  }
  return all;
}

// How the keys fall into bins of equal width.
struct Bins {
  int64_t first = 0;
  int shift = 0;
  std::array<uint64_t, kBins> counts{};
  size_t Of(int64_t key) const { return static_cast<size_t>(Distance(first, key) >> shift); }
};

Bins CountBins(const KeyPieces& pieces, const KeyRange& range, int threads) {
  Bins bins;
  bins.first = range.first;
  bins.shift =
      std::max(0, static_cast<int>(std::bit_width(Distance(range.first, range.last))) - kBinBits);
  std::vector<Bins> each(static_cast<size_t>(WorkerCount(threads)), bins);
  RunTickets(pieces.size(), threads, [&](int worker, uint64_t p) {
    Bins& mine = each[static_cast<size_t>(worker)];
    for (const int64_t key : pieces[p]) ++mine.counts[mine.Of(key)];
  });
  for (const Bins& other : each) {
    for (size_t b = 0; b < kBins; ++b) bins.counts[b] += other.counts[b];
  }
  return bins;
}

// The positions that lie in one bin.
struct Wanted {
  size_t bin = 0;
  uint64_t before = 0;  // keys of smaller bins
  size_t first = 0;     // of the positions
  size_t end = 0;
};

std::vector<Wanted> WantedBins(const Bins& bins, std::span<const uint64_t> positions) {
  std::vector<Wanted> wanted;
  uint64_t before = 0;
  size_t bin = 0;
  for (size_t i = 0; i < positions.size(); ++i) {
    while (positions[i] >= before + bins.counts[bin]) before += bins.counts[bin++];
    if (wanted.empty() || wanted.back().bin != bin) wanted.push_back({bin, before, i, i});
    wanted.back().end = i + 1;
  }
  return wanted;
}

std::vector<std::vector<int64_t>> GatherBins(const KeyPieces& pieces, const Bins& bins,
                                             const std::vector<Wanted>& wanted, int threads) {
  constexpr uint16_t kNone = UINT16_MAX;
  std::vector<uint16_t> bucket_of(kBins, kNone);
  for (size_t i = 0; i < wanted.size(); ++i) bucket_of[wanted[i].bin] = static_cast<uint16_t>(i);
  using Buckets = std::vector<std::vector<int64_t>>;
  std::vector<Buckets> each(static_cast<size_t>(WorkerCount(threads)), Buckets(wanted.size()));
  for (Buckets& mine : each) {
    for (size_t i = 0; i < wanted.size(); ++i)
      mine[i].reserve(bins.counts[wanted[i].bin] / each.size() + kPiece);
  }
  RunTickets(pieces.size(), threads, [&](int worker, uint64_t p) {
    Buckets& mine = each[static_cast<size_t>(worker)];
    for (const int64_t key : pieces[p]) {
      const uint16_t bucket = bucket_of[bins.Of(key)];
      if (bucket != kNone) mine[bucket].push_back(key);
    }
  });
  Buckets all = std::move(each[0]);
  for (size_t w = 1; w < each.size(); ++w) {
    for (size_t i = 0; i < all.size(); ++i) {
      all[i].insert(all[i].end(), each[w][i].begin(), each[w][i].end());
      each[w][i] = {};
    }
  }
  return all;
}

KeyPieces PiecesOf(const std::vector<int64_t>& keys) {
  KeyPieces pieces;
  for (size_t at = 0; at < keys.size(); at += kPiece)
    pieces.push_back(std::span(keys).subspan(at, std::min(kPiece, keys.size() - at)));
  return pieces;
}

// From a copy of the keys, whose equals then lie beside each other.
std::vector<KeyAt> SelectDirectly(const KeyPieces& pieces, std::span<const uint64_t> positions) {
  std::vector<int64_t> keys;
  for (const auto& piece : pieces) keys.insert(keys.end(), piece.begin(), piece.end());
  std::vector<int64_t> found(positions.size());
  SelectAt(std::span(keys), positions, std::less<>(), found.data());
  std::vector<KeyAt> out;
  uint64_t searched = 0;  // what is before it was counted for the border before
  for (size_t i = 0; i < positions.size(); ++i) {
    uint64_t ties = i > 0 && found[i] == found[i - 1] ? out.back().ties : 0;
    for (; searched < positions[i]; ++searched) ties += keys[searched] == found[i] ? 1 : 0;
    out.push_back({found[i], ties});
  }
  return out;
}

}  // namespace

std::vector<KeyAt> SelectKeys(const KeyPieces& pieces, std::span<const uint64_t> positions,
                              int threads) {
  if (positions.empty()) return {};
  uint64_t count = 0;
  for (const auto& piece : pieces) count += piece.size();
  if (count <= kDirect) return SelectDirectly(pieces, positions);
  const int used = pieces.size() <= kSerialPieces ? 1 : threads;
  const KeyRange range = RangeOfKeys(pieces, used);
  std::vector<KeyAt> out;
  if (range.first == range.last) {
    for (const uint64_t position : positions) out.push_back({range.first, position});
    return out;
  }
  const Bins bins = CountBins(pieces, range, used);
  const std::vector<Wanted> wanted = WantedBins(bins, positions);
  std::vector<std::vector<int64_t>> buckets = GatherBins(pieces, bins, wanted, used);
  for (size_t i = 0; i < wanted.size(); ++i) {
    std::vector<uint64_t> within;
    for (size_t p = wanted[i].first; p < wanted[i].end; ++p)
      within.push_back(positions[p] - wanted[i].before);
    const std::vector<KeyAt> found = SelectKeys(PiecesOf(buckets[i]), within, threads);
    out.insert(out.end(), found.begin(), found.end());
    buckets[i] = {};
  }
  return out;
}

}  // namespace seine
