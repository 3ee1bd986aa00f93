// Roaring: the interchange format. The only file that knows CRoaring.
//
// Serialised bytes are Roaring's portable format (32-bit), as pyroaring and every other Roaring
// library read it.

#ifndef SEINE_ENGINE_ROARING_BITMAP_H_
#define SEINE_ENGINE_ROARING_BITMAP_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/bitmap.h"
#include "engine/selection.h"

namespace roaring::api {
struct roaring_bitmap_s;  // NOLINT(readability-identifier-naming): as the library calls it
}

namespace seine {

// A set of 32-bit ordinals: results, their algebra, and the interchange format. Movable; from one
// thread at a time. The population's ordinals must be below 2^32.
class RoaringBitmap {
 public:
  RoaringBitmap();
  ~RoaringBitmap();
  RoaringBitmap(RoaringBitmap&&) noexcept;
  RoaringBitmap& operator=(RoaringBitmap&&) noexcept;

  static RoaringBitmap FromOrdinals(std::span<const uint32_t> ordinals);
  // Reads the portable format. InvalidArgument if the bytes are not exactly one valid bitmap: they
  // are validated in full, so hostile bytes do no harm (but bytes damaged into another valid bitmap
  // cannot be told).
  static absl::StatusOr<RoaringBitmap> Deserialize(std::span<const uint8_t> bytes);

  // Adds the members of a shard's bitmap, or of a selection of one block.
  void AddBitmap(uint32_t shard, const BitmapView& bitmap);
  void AddSelection(uint32_t shard, uint32_t block, const Selection& selection);
  // The members of one shard, to evaluate with.
  Bitmap ShardBitmap(uint32_t shard) const;

  uint64_t Cardinality() const;
  bool Contains(uint32_t ordinal) const;
  std::vector<uint32_t> Ordinals() const;
  void And(const RoaringBitmap& other);
  void Or(const RoaringBitmap& other);
  void AndNot(const RoaringBitmap& other);
  void Xor(const RoaringBitmap& other);
  friend bool operator==(const RoaringBitmap& a, const RoaringBitmap& b);

  // Shortest portable form (run containers where they are shorter).
  std::string Serialize() const;

 private:
  struct Free {
    void operator()(roaring::api::roaring_bitmap_s* bitmap) const;
  };
  explicit RoaringBitmap(roaring::api::roaring_bitmap_s* bitmap);
  std::unique_ptr<roaring::api::roaring_bitmap_s, Free> bitmap_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_ROARING_BITMAP_H_
