#include "engine/key_index.h"

#include <algorithm>
#include <array>
#include <type_traits>

namespace seine {
namespace {

// So many keys are on their way to the cache at once.
constexpr size_t kAtOnce = 64;

template <typename Key>
Key KeyOf(const Keys& keys, uint32_t row) {
  if constexpr (std::is_same_v<Key, int64_t>) {
    return keys.integers[row];
  } else {
    return keys.texts[row];
  }
}

}  // namespace

template <typename Key>
const RawColumn& KeyIndex::Column() const {
  return std::is_same_v<Key, int64_t> ? *integers_ : *texts_;
}

template <typename Key>
Key KeyIndex::KeyAt(uint32_t row) const {
  if constexpr (std::is_same_v<Key, int64_t>) {
    return integers_->Value(row);
  } else {
    return texts_->Text(row);
  }
}

template <typename Key>
void KeyIndex::Append(Key key) {
  if constexpr (std::is_same_v<Key, int64_t>) {
    integers_->AppendValue(key);
    last_integer_ = key;
  } else {
    texts_->AppendText(key);
    if (ascending_) last_text_ = key;
  }
}

template <typename Key>
uint32_t KeyIndex::FindInSlots(uint32_t hash, Key key) const {
  return slots_.Find(hash, [&](uint32_t row) { return KeyAt<Key>(row) == key; });
}

template <typename Key>
void KeyIndex::FillSlots() {
  const uint64_t rows = Column<Key>().rows();
  slots_.Reserve(rows);
  for (uint32_t row = 0; row < rows; ++row) slots_.Insert(HashOf(KeyAt<Key>(row)), row);
}

template <typename Key>
uint32_t KeyIndex::Place(Key key) {
  const auto next = static_cast<uint32_t>(Column<Key>().rows());
  if (ascending_) {
    bool greater = next == 0;
    bool equal = false;
    if constexpr (std::is_same_v<Key, int64_t>) {
      greater = greater || last_integer_ < key;
      equal = last_integer_ == key;
    } else {
      greater = greater || last_text_ < key;
      equal = last_text_ == key;
    }
    if (!greater && equal) return next - 1;
    ascending_ = greater;
  }
  if (!ascending_ || !slots_.empty()) {
    if (slots_.empty()) FillSlots<Key>();
    const uint32_t hash = HashOf(key);
    if (const uint32_t row = FindInSlots(hash, key); row != kNoRow) return row;
    slots_.Insert(hash, next);
  }
  Append(key);
  return kNoRow;
}

template <typename Key>
void KeyIndex::Move(Key key) {
  if (slots_.empty()) FillSlots<Key>();
  ascending_ = false;
  const auto next = static_cast<uint32_t>(Column<Key>().rows());
  slots_.Renumber(HashOf(key), [&](uint32_t row) { return KeyAt<Key>(row) == key; }, next);
  Append(key);
}

template <typename Key>
uint32_t KeyIndex::FindAhead(Key key) const {
  const uint64_t rows = Column<Key>().rows();
  const auto is_less = [&](uint64_t row) { return KeyAt<Key>(static_cast<uint32_t>(row)) < key; };
  uint64_t low = at_ == kNoRow ? 0 : at_ + uint64_t{1};  // all before are less
  uint64_t step = 1;
  while (low + step - 1 < rows && is_less(low + step - 1)) {
    low += step;
    step *= 2;
  }
  uint64_t high = std::min(rows, low + step - 1);  // it is not less, or the end
  while (low < high) {
    const uint64_t middle = (low + high) / 2;
    if (is_less(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const auto row = static_cast<uint32_t>(low);
  return low < rows && KeyAt<Key>(row) == key ? row : kNoRow;
}

template <typename Key>
bool KeyIndex::IsNear(Key key) {
  if (at_ == kNoRow) return false;
  if (KeyAt<Key>(at_) == key) return true;
  const uint32_t next = at_ + 1;
  if (next >= Column<Key>().rows() || KeyAt<Key>(next) != key) return false;
  at_ = next;
  return true;
}

template <typename Key>
size_t KeyIndex::FindInOrder(const Keys& keys, std::span<const uint32_t> rows,
                             std::vector<uint32_t>* found) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (keys.missing[rows[i]] != 0) continue;
    const Key key = KeyOf<Key>(keys, rows[i]);
    uint32_t row = at_;
    if (!IsNear(key)) {
      if (at_ != kNoRow && key < KeyAt<Key>(at_)) return i;
      row = FindAhead(key);
      if (row != kNoRow) at_ = row;
    } else {
      row = at_;
    }
    (*found)[rows[i]] = row;
  }
  return rows.size();
}

template <typename Key>
void KeyIndex::FindByHash(const Keys& keys, std::span<const uint32_t> rows,
                          std::vector<uint32_t>* found) {
  std::array<uint32_t, kAtOnce> hashes;
  for (size_t i = 0; i < rows.size() && !near_; ++i) {
    if (keys.missing[rows[i]] != 0) continue;
    hashes[i] = HashOf(KeyOf<Key>(keys, rows[i]));
    slots_.Prefetch(hashes[i]);
  }
  size_t near = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (keys.missing[rows[i]] != 0) continue;
    const Key key = KeyOf<Key>(keys, rows[i]);
    uint32_t row = kNoRow;
    if (near_ && IsNear(key)) {
      row = at_;
      ++near;
    } else {
      row = FindInSlots(near_ ? HashOf(key) : hashes[i], key);
      near += row != kNoRow && (row == at_ || row == at_ + 1) ? 1 : 0;
      if (row != kNoRow) at_ = row;
    }
    (*found)[rows[i]] = row;
  }
  near_ = near * 2 >= rows.size();
}

template <typename Key>
void KeyIndex::FindAll(const Keys& keys, std::span<const uint32_t> rows,
                       std::vector<uint32_t>* found) {
  if (ascending_ && slots_.empty()) rows = rows.subspan(FindInOrder<Key>(keys, rows, found));
  if (!rows.empty() && slots_.empty()) FillSlots<Key>();
  for (; !rows.empty(); rows = rows.subspan(std::min(kAtOnce, rows.size()))) {
    FindByHash<Key>(keys, rows.subspan(0, std::min(kAtOnce, rows.size())), found);
  }
}

void KeyIndex::Find(const Keys& keys, std::span<const uint32_t> rows,
                    std::vector<uint32_t>* found) {
  found->resize(keys.missing.size());
  if (keys.text) {
    FindAll<std::string_view>(keys, rows, found);
  } else {
    FindAll<int64_t>(keys, rows, found);
  }
}

void KeyIndex::Renumbered() {
  slots_ = HashSlots();
  ascending_ = false;
}

template uint32_t KeyIndex::Place(int64_t);
template uint32_t KeyIndex::Place(std::string_view);
template void KeyIndex::Move(int64_t);
template void KeyIndex::Move(std::string_view);

uint32_t LookupKeyIndex::Place(std::string_view key, uint32_t next) {
  const uint32_t code = dictionary_->Code(key);
  if (code >= rows_.size()) rows_.resize(size_t{code} + 1, kNoRow);
  if (rows_[code] != kNoRow) return rows_[code];
  rows_[code] = next;
  return kNoRow;
}

void LookupKeyIndex::Move(std::string_view key, uint32_t next) {
  rows_[*dictionary_->Find(key)] = next;
}

}  // namespace seine
