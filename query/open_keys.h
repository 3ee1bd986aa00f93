// Which keys the rows of a sequence's steps may have in common, parent by parent: a filter by hash,
// which may let through a row that meets no other, and never keeps one out that does.
// For one evaluation, on one thread.
#ifndef SEINE_QUERY_OPEN_KEYS_H_
#define SEINE_QUERY_OPEN_KEYS_H_

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace seine {

class OpenKeys {
 public:
  // `rows[p]`: how many rows of the first step the parent has, each of which Add is to bring.
  explicit OpenKeys(std::span<const uint32_t> rows) : begin_(rows.size() + 1) {
    for (size_t p = 0; p < rows.size(); ++p)
      begin_[p + 1] = begin_[p] + std::bit_ceil(rows[p] / kRowsOfWord + 1);
    open_.resize(begin_.back());
    several_.resize(begin_.back());
    met_.resize(begin_.back());
  }

  void Add(uint32_t parent, int64_t key) {
    const Place place = PlaceOf(parent, key);
    several_[place.word] |= open_[place.word] & Bit(place);
    open_[place.word] |= Bit(place);
  }
  // Whether some row of the first step has that key; whether several have.
  bool Has(uint32_t parent, int64_t key) const {
    const Place place = PlaceOf(parent, key);
    return ((open_[place.word] >> place.bit) & 1) != 0;
  }
  bool HasSeveral(uint32_t parent, int64_t key) const {
    const Place place = PlaceOf(parent, key);
    return ((several_[place.word] >> place.bit) & 1) != 0;
  }
  // Whether some key of the parent's may be open.
  bool HasAny(uint32_t parent) const {
    for (uint32_t w = begin_[parent]; w < begin_[parent + 1]; ++w) {
      if (open_[w] != 0) return true;
    }
    return false;
  }

  // A row of a further step that every match takes; after its last one, only the keys that it met
  // stay open.
  void Meet(uint32_t parent, int64_t key) {
    const Place place = PlaceOf(parent, key);
    met_[place.word] |= Bit(place);
  }
  void KeepMet() {
    for (size_t w = 0; w < open_.size(); ++w) {
      open_[w] &= met_[w];
      several_[w] &= met_[w];
      met_[w] = 0;
    }
  }

 private:
  static constexpr uint32_t kRowsOfWord = 8;

  struct Place {
    size_t word;
    uint32_t bit;
  };
  static uint64_t Bit(Place place) { return uint64_t{1} << place.bit; }
  Place PlaceOf(uint32_t parent, int64_t key) const {
    const uint64_t hash = static_cast<uint64_t>(key) * 0x9E3779B97F4A7C15u;
    const uint32_t words = begin_[parent + 1] - begin_[parent];  // a power of two
    const auto word = static_cast<uint32_t>(hash >> 32) & (words - 1);
    return {size_t{begin_[parent]} + word, static_cast<uint32_t>(hash >> 58)};
  }

  std::vector<uint32_t> begin_;  // the parent's words
  // Bits by hash: keys of the first step's rows, of several of them, and of the step at hand.
  std::vector<uint64_t> open_;
  std::vector<uint64_t> several_;
  std::vector<uint64_t> met_;
};

}  // namespace seine

#endif  // SEINE_QUERY_OPEN_KEYS_H_
