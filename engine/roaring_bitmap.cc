#include "engine/roaring_bitmap.h"

#include <roaring/roaring.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace seine {
namespace {

using roaring::api::roaring_bitmap_t;

// Places go into a Roaring bitmap in pieces of this many.
constexpr size_t kPiece = 4096;

}  // namespace

void RoaringBitmap::Free::operator()(roaring_bitmap_t* bitmap) const {
  roaring_bitmap_free(bitmap);
}

RoaringBitmap::RoaringBitmap() : bitmap_(roaring_bitmap_create()) {}
RoaringBitmap::RoaringBitmap(roaring_bitmap_t* bitmap) : bitmap_(bitmap) {}
RoaringBitmap::~RoaringBitmap() = default;
RoaringBitmap::RoaringBitmap(RoaringBitmap&&) noexcept = default;
RoaringBitmap& RoaringBitmap::operator=(RoaringBitmap&&) noexcept = default;

RoaringBitmap RoaringBitmap::FromOrdinals(std::span<const uint32_t> ordinals) {
  return RoaringBitmap(roaring_bitmap_of_ptr(ordinals.size(), ordinals.data()));
}

absl::StatusOr<RoaringBitmap> RoaringBitmap::Deserialize(std::span<const uint8_t> bytes) {
  const auto* data = reinterpret_cast<const char*>(bytes.data());
  const size_t size = roaring_bitmap_portable_deserialize_size(data, bytes.size());
  if (size == 0 || size != bytes.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a Roaring bitmap in the portable format: ", bytes.size(), " bytes, ",
                     size == 0 ? std::string("which are cut short or foreign")
                               : absl::StrCat("of which ", size, " are the bitmap")));
  }
  roaring_bitmap_t* const raw = roaring_bitmap_portable_deserialize_safe(data, bytes.size());
  if (raw == nullptr) {
    return absl::InvalidArgumentError("not a Roaring bitmap in the portable format");
  }
  RoaringBitmap bitmap(raw);
  const char* reason = nullptr;
  if (!roaring_bitmap_internal_validate(raw, &reason)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "damaged Roaring bitmap: ", reason == nullptr ? "it contradicts itself" : reason));
  }
  return bitmap;
}

void RoaringBitmap::AddBitmap(uint32_t shard, const BitmapView& bitmap) {
  Selection selection;
  for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
    selection.Assign(bitmap, block);
    AddSelection(shard, block, selection);
  }
}

void RoaringBitmap::AddSelection(uint32_t shard, uint32_t block, const Selection& selection) {
  const uint64_t first = uint64_t{shard} * kShardSize + OffsetOf(block, 0);
  if (selection.full()) {
    roaring_bitmap_add_range(bitmap_.get(), first, first + kBlockSize);
    return;
  }
  uint32_t piece[kPiece];
  size_t n = 0;
  selection.ForEach([&](uint16_t place) {
    piece[n++] = static_cast<uint32_t>(first) + place;
    if (n == kPiece) {
      roaring_bitmap_add_many(bitmap_.get(), n, piece);
      n = 0;
    }
  });
  roaring_bitmap_add_many(bitmap_.get(), n, piece);
}

Bitmap RoaringBitmap::ShardBitmap(uint32_t shard) const {
  const uint64_t first = uint64_t{shard} * kShardSize;
  std::vector<uint32_t> offsets;
  roaring_uint32_iterator_t at;
  roaring_iterator_init(bitmap_.get(), &at);
  if (first > UINT32_MAX ||
      !roaring_uint32_iterator_move_equalorlarger(&at, static_cast<uint32_t>(first))) {
    return Bitmap();
  }
  while (at.has_value && at.current_value - first < kShardSize) {
    offsets.push_back(static_cast<uint32_t>(at.current_value - first));
    roaring_uint32_iterator_advance(&at);
  }
  return Bitmap::FromOffsets(offsets);
}

uint64_t RoaringBitmap::Cardinality() const {
  return roaring_bitmap_get_cardinality(bitmap_.get());
}

bool RoaringBitmap::Contains(uint32_t ordinal) const {
  return roaring_bitmap_contains(bitmap_.get(), ordinal);
}

std::vector<uint32_t> RoaringBitmap::Ordinals() const {
  std::vector<uint32_t> ordinals(Cardinality());
  roaring_bitmap_to_uint32_array(bitmap_.get(), ordinals.data());
  return ordinals;
}

void RoaringBitmap::And(const RoaringBitmap& other) {
  roaring_bitmap_and_inplace(bitmap_.get(), other.bitmap_.get());
}

void RoaringBitmap::Or(const RoaringBitmap& other) {
  roaring_bitmap_or_inplace(bitmap_.get(), other.bitmap_.get());
}

void RoaringBitmap::AndNot(const RoaringBitmap& other) {
  roaring_bitmap_andnot_inplace(bitmap_.get(), other.bitmap_.get());
}

void RoaringBitmap::Xor(const RoaringBitmap& other) {
  roaring_bitmap_xor_inplace(bitmap_.get(), other.bitmap_.get());
}

bool operator==(const RoaringBitmap& a, const RoaringBitmap& b) {
  return roaring_bitmap_equals(a.bitmap_.get(), b.bitmap_.get());
}

std::string RoaringBitmap::Serialize() const {
  const std::unique_ptr<roaring_bitmap_t, Free> shortest(roaring_bitmap_copy(bitmap_.get()));
  roaring_bitmap_run_optimize(shortest.get());
  std::string bytes(roaring_bitmap_portable_size_in_bytes(shortest.get()), '\0');
  roaring_bitmap_portable_serialize(shortest.get(), bytes.data());
  return bytes;
}

}  // namespace seine
