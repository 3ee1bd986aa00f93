// Values as numbers of 64 bits, equal exactly when the values are: themselves where they fit, else
// in the order in which they were first seen. For one evaluation; not shared between threads.
#ifndef SEINE_QUERY_VALUE_IDS_H_
#define SEINE_QUERY_VALUE_IDS_H_

#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"

#include "query/fraction.h"
#include "query/value_vector.h"

namespace seine {

class ValueIds {
 public:
  // Precondition: row i exists. All vectors asked of are of one type, and texts live long enough.
  int64_t IdOf(const ValueVector& v, uint32_t i) {
    kind_ = v.type.kind;
    scale_ = v.type.scale;
    return v.small.empty() || Wide(v) ? IdOfOther(v, i) : v.small[v.Slot(i)];
  }
  // -1, 0, 1 by value; texts by bytes.
  int Order(int64_t a, int64_t b) const;
  // The value of an id, put into a vector whose slots are ready (wide ones for numbers that
  // Wide()).
  void Put(int64_t id, uint32_t i, ValueVector* out) const;
  static bool Wide(const ValueVector& v) { return !v.wide.empty() || v.type.fraction; }

 private:
  int64_t IdOfOther(const ValueVector& v, uint32_t i);

  bound::ValueKind kind_ = bound::ValueKind::kNumber;
  int scale_ = 0;
  bool wide_ = false;
  std::unordered_map<std::string_view, int64_t> text_ids_;
  std::vector<std::string_view> texts_;
  std::map<std::pair<absl::int128, absl::int128>, int64_t> fraction_ids_;
  std::vector<Fraction> fractions_;
};

}  // namespace seine

#endif  // SEINE_QUERY_VALUE_IDS_H_
