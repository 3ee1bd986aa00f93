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
  uint64_t first = UINT64_MAX;
  uint64_t last = 0;
};

int ThreadsFor(const EntryPieces& pieces, int threads) {
  return pieces.size() <= kSerialPieces ? 1 : threads;
}

KeyRange RangeOfKeys(const EntryPieces& pieces, int threads) {
  std::vector<KeyRange> ranges(static_cast<size_t>(WorkerCount(threads)));
  RunTickets(pieces.size(), threads, [&](int worker, uint64_t p) {
    KeyRange range = ranges[static_cast<size_t>(worker)];
    for (const SmallEntry& entry : pieces[p]) {
      range.first = std::min(range.first, entry.key());
      range.last = std::max(range.last, entry.key());
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
  uint64_t first = 0;
  int shift = 0;
  std::array<uint64_t, kBins> counts{};
  size_t Of(const SmallEntry& entry) const {
    return static_cast<size_t>((entry.key() - first) >> shift);
  }
};

Bins CountBins(const EntryPieces& pieces, const KeyRange& range, int threads) {
  Bins bins;
  bins.first = range.first;
  bins.shift = std::max(0, static_cast<int>(std::bit_width(range.last - range.first)) - kBinBits);
  std::vector<Bins> each(static_cast<size_t>(WorkerCount(threads)), bins);
  RunTickets(pieces.size(), threads, [&](int worker, uint64_t p) {
    Bins& mine = each[static_cast<size_t>(worker)];
    for (const SmallEntry& entry : pieces[p]) ++mine.counts[mine.Of(entry)];
  });
  for (const Bins& other : each) {
    for (size_t b = 0; b < kBins; ++b) bins.counts[b] += other.counts[b];
  }
  return bins;
}

// The positions that lie in one bin.
struct Wanted {
  size_t bin = 0;
  uint64_t before = 0;  // entries of smaller bins
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

std::vector<std::vector<SmallEntry>> GatherBins(const EntryPieces& pieces, const Bins& bins,
                                                const std::vector<Wanted>& wanted, int threads) {
  constexpr uint16_t kNone = UINT16_MAX;
  std::vector<uint16_t> bucket_of(kBins, kNone);
  for (size_t i = 0; i < wanted.size(); ++i) bucket_of[wanted[i].bin] = static_cast<uint16_t>(i);
  using Buckets = std::vector<std::vector<SmallEntry>>;
  std::vector<Buckets> each(static_cast<size_t>(WorkerCount(threads)), Buckets(wanted.size()));
  RunTickets(pieces.size(), threads, [&](int worker, uint64_t p) {
    Buckets& mine = each[static_cast<size_t>(worker)];
    for (const SmallEntry& entry : pieces[p]) {
      const uint16_t bucket = bucket_of[bins.Of(entry)];
      if (bucket != kNone) mine[bucket].push_back(entry);
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

EntryPieces PiecesOfEntries(const std::vector<SmallEntry>& entries) {
  EntryPieces pieces;
  for (size_t at = 0; at < entries.size(); at += kPiece) {
    pieces.push_back(std::span(entries).subspan(at, std::min(kPiece, entries.size() - at)));
  }
  return pieces;
}

}  // namespace

void SelectAt(const EntryPieces& pieces, std::span<const uint64_t> positions, int threads,
              SmallEntry* out) {
  if (positions.empty()) return;
  uint64_t count = 0;
  for (const auto& piece : pieces) count += piece.size();
  const int used = ThreadsFor(pieces, threads);
  const KeyRange range = count <= kDirect ? KeyRange{} : RangeOfKeys(pieces, used);
  if (count <= kDirect || range.first == range.last) {
    std::vector<SmallEntry> copy;
    copy.reserve(count);
    for (const auto& piece : pieces) copy.insert(copy.end(), piece.begin(), piece.end());
    SelectAt(std::span(copy), positions, RankOrder{}, out);
    return;
  }
  const Bins bins = CountBins(pieces, range, used);
  const std::vector<Wanted> wanted = WantedBins(bins, positions);
  std::vector<std::vector<SmallEntry>> buckets = GatherBins(pieces, bins, wanted, used);
  for (size_t i = 0; i < wanted.size(); ++i) {
    std::vector<uint64_t> within;
    for (size_t p = wanted[i].first; p < wanted[i].end; ++p)
      within.push_back(positions[p] - wanted[i].before);
    SelectAt(PiecesOfEntries(buckets[i]), within, threads, out + wanted[i].first);
    buckets[i] = {};
  }
}

}  // namespace seine
