// How many of some ascending numbers are at or below another, found without a branch. Immutable;
// safe from many threads.
#ifndef SEINE_QUERY_KEY_SEARCH_H_
#define SEINE_QUERY_KEY_SEARCH_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace seine {

class KeySearch {
 public:
  // `keys` ascend.
  explicit KeySearch(std::vector<int64_t> keys) : keys_(std::move(keys)), most_(keys_.size()) {
    keys_.resize(std::bit_ceil(most_ + 1) - 1, INT64_MAX);
  }
  size_t size() const { return most_; }
  size_t Passed(int64_t key) const {
    size_t passed = 0;
    for (size_t half = (keys_.size() + 1) / 2; half > 0; half /= 2)
      passed += keys_[passed + half - 1] <= key ? half : 0;
    return std::min(passed, most_);
  }

 private:
  std::vector<int64_t> keys_;  // filled up to 2^n - 1
  size_t most_;
};

}  // namespace seine

#endif  // SEINE_QUERY_KEY_SEARCH_H_
