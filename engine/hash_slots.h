// An open-addressing hash table of numbers (rows, codes): the entries themselves lie with the
// caller, who hashes and compares them.
#ifndef SEINE_ENGINE_HASH_SLOTS_H_
#define SEINE_ENGINE_HASH_SLOTS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace seine {

uint32_t HashOf(std::string_view text);
inline uint32_t HashOf(int64_t number) {
  auto x = static_cast<uint64_t>(number) * 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93u;
  return static_cast<uint32_t>(x >> 32);
}

// Holds a hash and a number per entry, so that it grows without looking at the entries. Numbers are
// below 2^32 - 1.
class HashSlots {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  bool empty() const { return used_ == 0; }
  // Room for that many entries in all.
  void Reserve(size_t entries) {
    const size_t wanted = std::bit_ceil(entries * 4 / 3 + 16);
    if (wanted > slots_.size()) Rehash(wanted);
  }
  // The entry with this hash for which same(number) holds; kNone: none.
  template <typename Same>
  uint32_t Find(uint32_t hash, const Same& same) const {
    const uint64_t* slot = FindSlot(hash, same);
    return slot == nullptr ? kNone : NumberIn(*slot);
  }
  // Precondition: no equal entry is there.
  void Insert(uint32_t hash, uint32_t number) {
    Reserve(used_ + 1);
    Put(uint64_t{hash} << 32 | (number + 1));
    ++used_;
  }
  // The entry that Find finds gets another number. Precondition: it finds one.
  template <typename Same>
  void Renumber(uint32_t hash, const Same& same, uint32_t number) {
    *const_cast<uint64_t*>(FindSlot(hash, same)) = uint64_t{hash} << 32 | (number + 1);
  }
  void Prefetch(uint32_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }

 private:
  static uint32_t NumberIn(uint64_t slot) { return static_cast<uint32_t>(slot) - 1; }

  template <typename Same>
  const uint64_t* FindSlot(uint32_t hash, const Same& same) const {
    if (slots_.empty()) return nullptr;
    const size_t mask = slots_.size() - 1;
    for (size_t i = hash & mask; slots_[i] != 0; i = (i + 1) & mask) {
      if (slots_[i] >> 32 == hash && same(NumberIn(slots_[i]))) return &slots_[i];
    }
    return nullptr;
  }
  void Put(uint64_t slot) {
    const size_t mask = slots_.size() - 1;
    size_t i = (slot >> 32) & mask;
    while (slots_[i] != 0) i = (i + 1) & mask;
    slots_[i] = slot;
  }
  void Rehash(size_t size) {
    std::vector<uint64_t> old(size, 0);
    old.swap(slots_);
    for (uint64_t slot : old) {
      if (slot != 0) Put(slot);
    }
  }

  std::vector<uint64_t> slots_;  // hash << 32 | number + 1; 0: free. A power of two of them
  size_t used_ = 0;
};

}  // namespace seine

#endif  // SEINE_ENGINE_HASH_SLOTS_H_
