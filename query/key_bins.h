// Histograms of many keys: bins of equal width between the least and the greatest, and the keys of
// a few bins. In parallel; the keys lie in pieces and stay as they are.
#ifndef SEINE_QUERY_KEY_BINS_H_
#define SEINE_QUERY_KEY_BINS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"

#include "query/executor.h"

namespace seine {

using KeyPieces = std::vector<std::span<const int64_t>>;
uint64_t CountKeys(const KeyPieces& pieces);
void AppendKeys(const KeyPieces& pieces, std::vector<int64_t>* keys);

// Adds pieces of so many keys, small enough to be shared among workers.
void AddPieces(std::span<const int64_t> keys, KeyPieces* pieces);

// So few keys are cheaper to copy than to count.
inline constexpr uint64_t kFewKeys = 1u << 15;

struct KeyRange {
  int64_t first = INT64_MAX;
  int64_t last = INT64_MIN;
};

inline constexpr size_t kKeyBins = 1u << 12;

// How keys fall into bins.
struct KeyBins {
  int64_t first = 0;
  int shift = 0;

  KeyBins() = default;
  explicit KeyBins(const KeyRange& range);
  bool of_one_key() const { return shift == 0; }  // bin b has the key first + b
  size_t Of(int64_t key) const {
    return static_cast<size_t>((static_cast<uint64_t>(key) - static_cast<uint64_t>(first)) >>
                               shift);
  }
};

// Errors of all: Cancelled, DeadlineExceeded; the result is unspecified then.
absl::Status FindRange(const KeyPieces& pieces, const RunLimits& limits, KeyRange* range);
using KeyCounts = std::array<uint64_t, kKeyBins>;
absl::Status CountBins(const KeyPieces& pieces, const KeyBins& bins, const RunLimits& limits,
                       KeyCounts* counts);
// Keys of some bins, in vectors of each worker.
class GatheredKeys {
 public:
  // Of the bins wanted[i], which have counts[wanted[i]] keys.
  absl::Status Gather(const KeyPieces& pieces, const KeyBins& bins, const KeyCounts& counts,
                      std::span<const size_t> wanted, const RunLimits& limits);
  KeyPieces Pieces(size_t i) const;  // of wanted[i]
  void Free(size_t i);

 private:
  std::vector<std::vector<std::vector<int64_t>>> of_worker_;
};

}  // namespace seine

#endif  // SEINE_QUERY_KEY_BINS_H_
