// From the keys of a table to its rows, while the table is read.
//
// Keys that come in ascending order need no hash table: a row's key is found next to the one that
// was found before it, or by search. The table is made when keys or those who ask come otherwise.
#ifndef SEINE_ENGINE_KEY_INDEX_H_
#define SEINE_ENGINE_KEY_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/hash_slots.h"
#include "engine/key_reader.h"
#include "engine/raw_table.h"

namespace seine {

inline constexpr uint32_t kNoRow = HashSlots::kNone;

// Over two columns that the caller owns, of which one is in use: row r of it holds row r's key.
// Invariants: 1. Every key is in the column; of several rows with one key, the one that was placed
// last counts, and without slots_ there are no such rows. 2. Unless ascending_, slots_ holds a row
// per key.
class KeyIndex {
 public:
  KeyIndex(RawColumn* integers, RawColumn* texts) : integers_(integers), texts_(texts) {}

  // The row that has the key; kNoRow: none had, and it was appended as that of the next row.
  template <typename Key>
  uint32_t Place(Key key);
  // Appends a key that a row has already: it is the next row's from now on.
  template <typename Key>
  void Move(Key key);
  // The row of each of `rows` of `keys` that is not missing, or kNoRow, in found[row].
  // Precondition: since the last Move, Renumbered was called.
  void Find(const Keys& keys, std::span<const uint32_t> rows, std::vector<uint32_t>* found);
  // The columns have lost the rows from which keys were moved.
  void Renumbered();

 private:
  template <typename Key>
  const RawColumn& Column() const;
  template <typename Key>
  Key KeyAt(uint32_t row) const;
  template <typename Key>
  void Append(Key key);
  template <typename Key>
  uint32_t FindInSlots(uint32_t hash, Key key) const;
  // The row of a key that is greater than that of row at_, while keys ascend.
  template <typename Key>
  uint32_t FindAhead(Key key) const;
  // Finds the key at row at_ or the next.
  template <typename Key>
  bool IsNear(Key key);
  template <typename Key>
  void FillSlots();
  template <typename Key>
  void FindAll(const Keys& keys, std::span<const uint32_t> rows, std::vector<uint32_t>* found);
  // The first of `rows` that does not come in the order of keys.
  template <typename Key>
  size_t FindInOrder(const Keys& keys, std::span<const uint32_t> rows,
                     std::vector<uint32_t>* found);
  template <typename Key>
  void FindByHash(const Keys& keys, std::span<const uint32_t> rows, std::vector<uint32_t>* found);

  RawColumn* integers_;
  RawColumn* texts_;
  bool ascending_ = true;  // every key is greater than the one before it
  int64_t last_integer_ = 0;
  std::string last_text_;
  HashSlots slots_;
  uint32_t at_ = kNoRow;  // the row that was found last
  bool near_ = true;      // most keys are found where at_ is, or next to it
};

// Of lookups: over the dictionary of their keys, which columns of the same values share.
class LookupKeyIndex {
 public:
  explicit LookupKeyIndex(RawDictionary* dictionary) : dictionary_(dictionary) {}

  // As KeyIndex: the row that has the key, or kNoRow, and it is that of `next`.
  uint32_t Place(std::string_view key, uint32_t next);
  void Move(std::string_view key, uint32_t next);

 private:
  RawDictionary* dictionary_;
  std::vector<uint32_t> rows_;  // by code
};

}  // namespace seine

#endif  // SEINE_ENGINE_KEY_INDEX_H_
