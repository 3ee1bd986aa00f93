// An audience: the members that a definition selected in one snapshot at one as_of. An immutable
// set.
//
// Members are held as one compressed bitmap of ordinals (standard Roaring inside;
// engine/roaring_bitmap.h). Threads: immutable; safe from many.
#ifndef SEINE_QUERY_AUDIENCE_H_
#define SEINE_QUERY_AUDIENCE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/snapshot.h"

namespace seine {

struct ResultInfo;
class RoaringBitmap;  // engine/roaring_bitmap.h

class Audience {
 public:
  // `members` are ordinals of `snapshot`; `info.count` is set from it.
  Audience(std::shared_ptr<const Snapshot> snapshot, RoaringBitmap members, ResultInfo info);
  ~Audience();

  const std::shared_ptr<const Snapshot>& snapshot() const;
  const ResultInfo& info() const;
  uint64_t size() const;
  bool Contains(uint32_t ordinal) const;
  const RoaringBitmap& bitmap() const;
  std::vector<uint32_t> Ordinals() const;  // ascending

  enum class SetOp : uint8_t { kAnd, kOr, kMinus, kXor };
  // Both must come from one store, or from stores of the same content (FailedPrecondition
  // otherwise). Of two versions, members are matched by key, and the result is of the version of
  // `a`: where members of `b` that this one lacks would belong to it, a warning counts them.
  static absl::StatusOr<std::shared_ptr<const Audience>> Combine(const Audience& a,
                                                                 const Audience& b, SetOp op);
  std::shared_ptr<const Audience> Complement() const;  // within the members that exist
  // Portable Roaring of ordinals, and back; errors: InvalidArgument (damaged), OutOfRange (unknown
  // ordinals).
  std::string SerializePortable() const;
  static absl::StatusOr<std::shared_ptr<const Audience>> FromPortable(
      std::shared_ptr<const Snapshot> snapshot, std::string_view bytes);

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

// The members that have `value` in a category, set or bool column ("tags", "vip"), or ever had it
// in a row of a child table ("orders.channel", "line"; whatever as_of). Errors: NotFound for the
// column; a value that no row has: empty.
absl::StatusOr<RoaringBitmap> ValueBitmap(const Snapshot& snapshot, std::string_view column,
                                          std::string_view value);

}  // namespace seine

#endif  // SEINE_QUERY_AUDIENCE_H_
