// Values as numbers of 64 bits, equal exactly when the values are, however each vector holds them.
// Times are themselves, reals their ordered bits, and numbers short of 2^62 themselves, as they
// enter an aggregate (RoundedNumber); larger ones and texts are numbered as they are first seen.
// For one evaluation; not shared between threads.
#ifndef SEINE_QUERY_VALUE_IDS_H_
#define SEINE_QUERY_VALUE_IDS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"

#include "engine/column_view.h"  // OrderedBits
#include "query/value_vector.h"

namespace seine {

class ValueIds {
 public:
  explicit ValueIds(bound::ValueKind kind) : kind_(kind) {}

  // Precondition: row i exists. All vectors asked of are of one type, and texts live long enough.
  int64_t IdOf(const ValueVector& v, uint32_t i) {
    switch (kind_) {
      case bound::ValueKind::kReal:
        return OrderedBits(v.real[v.Slot(i)]);
      case bound::ValueKind::kText:
        return IdOfText(v.text[v.Slot(i)]);
      case bound::ValueKind::kNumber:
        if (v.small.empty() || v.type.fraction || !IsOwn(v.small[v.Slot(i)]))
          return IdOfNumber(v, i);
        break;
      case bound::ValueKind::kInstant:
      case bound::ValueKind::kDate:
      case bound::ValueKind::kBool:
        break;
    }
    return v.small[v.Slot(i)];
  }
  // False: some number took more than 128 bits when it was rounded, and its id means nothing.
  bool fits() const { return fits_; }
  // -1, 0, 1 by value; texts by bytes.
  int Order(int64_t a, int64_t b) const;
  // The value of an id, put into a vector whose slots are ready: a number into `wide`, where there
  // are such, or else `small`, which it fits.
  void Put(int64_t id, uint32_t i, ValueVector* out) const;

 private:
  static constexpr int64_t kFirstNumbered = int64_t{1} << 62;
  static bool IsOwn(absl::int128 number) {
    return number > -kFirstNumbered && number < kFirstNumbered;
  }
  int64_t IdOfText(std::string_view text);
  int64_t IdOfNumber(const ValueVector& v, uint32_t i);
  absl::int128 NumberOf(int64_t id) const {
    return IsOwn(id) ? absl::int128(id) : numbers_[static_cast<size_t>(id - kFirstNumbered)];
  }

  const bound::ValueKind kind_;
  bool fits_ = true;
  absl::flat_hash_map<std::string_view, int64_t> text_ids_;
  std::vector<std::string_view> texts_;
  absl::flat_hash_map<absl::int128, int64_t> number_ids_;
  std::vector<absl::int128> numbers_;
};

}  // namespace seine

#endif  // SEINE_QUERY_VALUE_IDS_H_
