#include "query/rank_select.h"

#include "engine/status_macros.h"

namespace seine {
namespace {

// The positions that lie in one bin.
struct Wanted {
  size_t bin = 0;
  uint64_t before = 0;  // keys of smaller bins
  size_t first = 0;     // of the positions
  size_t end = 0;
};

std::vector<Wanted> WantedBins(const KeyCounts& counts, std::span<const uint64_t> positions) {
  std::vector<Wanted> wanted;
  uint64_t before = 0;
  size_t bin = 0;
  for (size_t i = 0; i < positions.size(); ++i) {
    while (positions[i] >= before + counts[bin]) before += counts[bin++];
    if (wanted.empty() || wanted.back().bin != bin) wanted.push_back({bin, before, i, i});
    wanted.back().end = i + 1;
  }
  return wanted;
}

// Sets less and same of found keys, ascending, from all keys.
void CountAround(std::span<const int64_t> keys, std::span<KeyAt> found) {
  std::vector<int64_t> distinct;
  for (const KeyAt& at : found) {
    if (distinct.empty() || distinct.back() != at.key) distinct.push_back(at.key);
  }
  std::vector<uint64_t> same(distinct.size());
  std::vector<uint64_t> less(distinct.size() + 1);  // than this one, and not than the one before
  for (const int64_t key : keys) {
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), key);
    const auto d = static_cast<size_t>(at - distinct.begin());
    ++(at != distinct.end() && *at == key ? same[d] : less[d]);
  }
  size_t d = 0;
  uint64_t before = less[0];
  for (KeyAt& at : found) {
    if (at.key != distinct[d]) {
      before += same[d] + less[d + 1];
      ++d;
    }
    at.less = before;
    at.same = same[d];
  }
}

void SelectDirectly(const KeyPieces& pieces, std::span<const uint64_t> positions,
                    std::span<KeyAt> found) {
  std::vector<int64_t> keys;
  AppendKeys(pieces, &keys);
  std::vector<int64_t> at(positions.size());
  SelectAt(std::span(keys), positions, std::less<>(), at.data());
  for (size_t i = 0; i < at.size(); ++i) found[i].key = at[i];
  CountAround(keys, found);
}

// `copied` is called when the pieces are not read any more.
absl::Status SelectAndFree(const KeyPieces& pieces, std::span<const uint64_t> positions,
                           const RunLimits& limits, std::span<KeyAt> found,
                           absl::FunctionRef<void()> copied) {
  const uint64_t count = CountKeys(pieces);
  if (count <= kFewKeys) {
    SelectDirectly(pieces, positions, found);
    return absl::OkStatus();
  }
  KeyRange range;
  SEINE_RETURN_IF_ERROR(FindRange(pieces, limits, &range));
  if (range.first == range.last) {
    std::fill(found.begin(), found.end(), KeyAt{range.first, 0, count});
    return absl::OkStatus();
  }
  const KeyBins bins(range);
  KeyCounts counts;
  SEINE_RETURN_IF_ERROR(CountBins(pieces, bins, limits, &counts));
  const std::vector<Wanted> wanted = WantedBins(counts, positions);
  if (bins.of_one_key()) {
    for (const Wanted& bin : wanted) {
      const KeyAt at{bins.first + static_cast<int64_t>(bin.bin), bin.before, counts[bin.bin]};
      for (size_t p = bin.first; p < bin.end; ++p) found[p] = at;
    }
    return absl::OkStatus();
  }
  std::vector<size_t> numbers;
  for (const Wanted& bin : wanted) numbers.push_back(bin.bin);
  GatheredKeys near;
  SEINE_RETURN_IF_ERROR(near.Gather(pieces, bins, counts, numbers, limits));
  copied();
  for (size_t i = 0; i < wanted.size(); ++i) {
    std::vector<uint64_t> within;
    for (size_t p = wanted[i].first; p < wanted[i].end; ++p)
      within.push_back(positions[p] - wanted[i].before);
    const auto here = found.subspan(wanted[i].first, within.size());
    SEINE_RETURN_IF_ERROR(
        SelectAndFree(near.Pieces(i), within, limits, here, [&] { near.Free(i); }));
    for (KeyAt& at : here) at.less += wanted[i].before;
    near.Free(i);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SelectKeys(const KeyPieces& pieces, std::span<const uint64_t> positions,
                        const RunLimits& limits, std::span<KeyAt> found) {
  if (positions.empty()) return absl::OkStatus();
  return SelectAndFree(pieces, positions, limits, found, [] {});
}

}  // namespace seine
