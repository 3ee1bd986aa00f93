// A selection: which members of one block were chosen. The currency between leaves, lifts,
// evaluator and collectors.
//
// It is a plain set of places 0..65,535, in one of four forms:
//   kEmpty | kFull (all 65,536 places) | kArray (1..4,096 sorted places) | kBitset (1,024 words,
//   any count)
// "Everyone" in a block that has holes or ends early is therefore the block's exists bitmap, not
// kFull.
//
// Ownership: a Selection owns its buffer and keeps it when it is assigned again; make one per
// thread and reuse it. Cost: copying copies up to 8 KiB and is spelled Assign. Threads: const
// methods from many, others from one.

#ifndef SEINE_ENGINE_SELECTION_H_
#define SEINE_ENGINE_SELECTION_H_

#include <cstdint>
#include <span>

#include "engine/aligned_vector.h"
#include "engine/bitmap.h"
#include "engine/block.h"
#include "engine/container.h"

namespace seine {

class Selection {
 public:
  enum class Form : uint8_t { kEmpty, kFull, kArray, kBitset };

  Selection() = default;
  Selection(Selection&&) = default;
  Selection& operator=(Selection&&) = default;
  Selection(const Selection&) = delete;
  Selection& operator=(const Selection&) = delete;

  Form form() const { return form_; }
  uint32_t Count() const { return count_; }
  bool empty() const { return count_ == 0; }
  bool full() const { return count_ == kBlockSize; }
  bool Contains(uint16_t place) const;

  // Only in the form they name.
  std::span<const uint16_t> places() const { return {PlacesBuffer(), count_}; }
  const uint64_t* words() const { return buffer_.data(); }

  // Calls fn(uint16_t place) in ascending order.
  template <typename Fn>
  void ForEach(Fn&& fn) const;
  // Writes the 1,024 words, whatever the form.
  void ToWords(uint64_t* words) const;
  // Writes all Count() sorted places, whatever the form; room for Count() + 32 values.
  void ToPlaces(uint16_t* places) const;

  void SetEmpty();
  void SetFull();
  // The places [begin, end), end <= 65,536.
  void SetRange(uint32_t begin, uint32_t end);
  // Sorted and distinct; any number of them.
  void SetPlaces(std::span<const uint16_t> places);
  void SetWords(const uint64_t* words);
  void Assign(const Selection& other);
  void Assign(const ContainerView& container);
  void Assign(const BitmapView& bitmap, uint32_t block);

  // To fill the buffer in place: write sorted places (room for 4,096 + 32), or all 1,024 words,
  // then commit. The content before Commit is unspecified; CommitWords() without a count counts,
  // and both settle the form (empty, full, or what was written).
  uint16_t* MutablePlaces();
  uint64_t* MutableWords();
  void CommitPlaces(uint32_t count);
  void CommitWords(uint32_t count);
  void CommitWords();

  // In place: *this = *this op other.
  void And(const Selection& other);
  void Or(const Selection& other);
  void AndNot(const Selection& other);
  void And(const ContainerView& other);
  void Or(const ContainerView& other);
  void AndNot(const ContainerView& other);
  // *this = within and not *this.
  void ComplementIn(const Selection& within);

  friend bool operator==(const Selection& a, const Selection& b);

 private:
  const uint16_t* PlacesBuffer() const { return reinterpret_cast<const uint16_t*>(buffer_.data()); }
  uint64_t* Buffer();
  void ToBitset();
  void AndWords(const uint64_t* words, bool wanted);
  void AndPlaces(std::span<const uint16_t> places);
  void OrWords(const uint64_t* words);

  Form form_ = Form::kEmpty;
  uint32_t count_ = 0;
  AlignedVector<uint64_t> buffer_;
};

template <typename Fn>
void Selection::ForEach(Fn&& fn) const {
  switch (form_) {
    case Form::kEmpty:
      return;
    case Form::kFull:
      for (uint32_t place = 0; place < kBlockSize; ++place) fn(static_cast<uint16_t>(place));
      return;
    case Form::kArray:
      for (uint16_t place : places()) fn(place);
      return;
    case Form::kBitset:
      for (uint32_t w = 0; w < kBlockWords; ++w) {
        for (uint64_t left = buffer_[w]; left != 0; left &= left - 1) {
          fn(static_cast<uint16_t>(w * 64 + static_cast<uint32_t>(__builtin_ctzll(left))));
        }
      }
      return;
  }
}

}  // namespace seine

#endif  // SEINE_ENGINE_SELECTION_H_
