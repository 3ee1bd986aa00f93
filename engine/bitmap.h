// A stored bitmap of one shard: which of its 2^20 members have a value.
//
// Two forms, whichever is shorter: containers (one per block that has members), or, for a value
// with fewer than about four members a block, one sorted list of shard offsets.

#ifndef SEINE_ENGINE_BITMAP_H_
#define SEINE_ENGINE_BITMAP_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "engine/container.h"

namespace seine {

// A bitmap in place: does not own, is cheap to copy, and lives as long as the bytes it points at.
// Immutable, so it may be read from any number of threads. The default is the empty bitmap.
class BitmapView {
 public:
  BitmapView() = default;
  // `headers` ascend by block; their offsets count from `data`, which lies on 64 bytes if a bitset
  // is among them (on 8 otherwise) and is followed by kReadPadding readable bytes.
  BitmapView(std::span<const ContainerHeader> headers, const uint8_t* data)
      : headers_(headers), data_(data) {}
  // `offsets` are ascending, distinct and below kShardSize.
  explicit BitmapView(std::span<const uint32_t> offsets) : offsets_(offsets) {}

  bool is_list() const { return !offsets_.empty(); }
  bool empty() const { return headers_.empty() && offsets_.empty(); }
  std::span<const ContainerHeader> headers() const { return headers_; }
  std::span<const uint32_t> offsets() const { return offsets_; }
  const uint8_t* data() const { return data_; }

  uint32_t Cardinality() const;
  bool Contains(uint32_t shard_offset) const;
  // The blocks that have members, one bit each.
  uint32_t BlockMask() const;
  // The container of `block`, or an empty view. Only for bitmaps that are not lists.
  ContainerView Container(uint32_t block) const;
  ContainerView ContainerAt(const ContainerHeader& header) const {
    return {header.kind, header.cardinality(), data_ + header.offset};
  }
  // The part of the list that lies in `block`. Only for lists.
  std::span<const uint32_t> OffsetsIn(uint32_t block) const;
  // Members of `block`, whichever the form.
  uint32_t CardinalityOf(uint32_t block) const;
  // Writes the 1,024 words of `block`, whichever the form.
  void ToWords(uint32_t block, uint64_t* words) const;
  // Calls fn(uint32_t shard_offset) in ascending order.
  template <typename Fn>
  void ForEach(Fn&& fn) const;

 private:
  std::span<const ContainerHeader> headers_;
  std::span<const uint32_t> offsets_;
  const uint8_t* data_ = nullptr;
};

// A bitmap that owns its bytes. A store writes headers(), bytes() and offsets(), and points a
// BitmapView at them later.
class Bitmap {
 public:
  Bitmap() = default;
  // `offsets` are ascending, distinct and below kShardSize.
  static Bitmap FromOffsets(std::span<const uint32_t> offsets);

  BitmapView View() const;
  std::span<const ContainerHeader> headers() const { return headers_; }
  std::span<const uint32_t> offsets() const { return offsets_; }
  // The containers' bytes, without the read padding that follows them.
  std::span<const uint8_t> bytes() const {
    return {data_.data(), data_.size() - (data_.empty() ? 0 : kReadPadding)};
  }
  // What bytes() must be aligned to wherever they are kept: 64 if a bitset is among them, else 8.
  size_t alignment() const;
  // What a store spends on it: headers, bytes and offsets.
  size_t StoredBytes() const;

 private:
  friend class BitmapBuilder;
  std::vector<ContainerHeader> headers_;
  std::vector<uint32_t> offsets_;
  AlignedVector<uint8_t> data_;
};

// Builds a bitmap from blocks in ascending order; blocks without members may be left out or passed
// empty.
class BitmapBuilder {
 public:
  void AddPlaces(uint32_t block, std::span<const uint16_t> places);
  void AddWords(uint32_t block, const uint64_t* words);
  // Turns the whole into a list where that is shorter. The builder is empty again afterwards.
  Bitmap Finish();

 private:
  Bitmap bitmap_;
};

// Checks all invariants of a bitmap whose bytes come from outside. Afterwards every use of the view
// is safe.
absl::Status CheckBitmap(std::span<const ContainerHeader> headers, std::span<const uint8_t> data);
absl::Status CheckOffsets(std::span<const uint32_t> offsets);

template <typename Fn>
void BitmapView::ForEach(Fn&& fn) const {
  for (uint32_t offset : offsets_) fn(offset);
  AlignedVector<uint64_t> words(headers_.empty() ? 0 : kBlockWords);
  for (const ContainerHeader& header : headers_) {
    ContainerToWords(ContainerAt(header), words.data());
    for (uint32_t w = 0; w < kBlockWords; ++w) {
      for (uint64_t left = words[w]; left != 0; left &= left - 1) {
        fn(OffsetOf(header.block, w * 64 + static_cast<uint32_t>(__builtin_ctzll(left))));
      }
    }
  }
}

}  // namespace seine

#endif  // SEINE_ENGINE_BITMAP_H_
