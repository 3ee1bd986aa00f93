#include "query/row_sequence_ids.h"

#include <bit>

#include "query/fraction.h"

namespace seine {
namespace {

// Smaller numbers are their own ids.
constexpr int64_t kFirstOtherId = int64_t{1} << 62;

}  // namespace

int64_t JoinIds::Of(const ValueVector& v, uint32_t i) {
  using bound::ValueKind;
  if (v.type.kind == ValueKind::kText) return OfText(v.text[v.Slot(i)]);
  if (v.type.kind == ValueKind::kReal) {
    const double real = v.real[v.Slot(i)];
    return std::bit_cast<int64_t>(real == 0 ? 0.0 : real);
  }
  if (v.type.kind != ValueKind::kNumber) return v.small[v.Slot(i)];
  const bool whole = !v.type.fraction && v.type.scale == 0 && v.wide.empty();
  if (whole) return OfFraction(v.small[v.Slot(i)], 1);
  Fraction f{v.Numerator(i), v.Denominator(i)};
  Apply(filter::ArithmeticOp::kMultiply, Fraction(f), {1, PowerOfTen(v.type.scale)}, &f);
  f = Reduced(f);
  return OfFraction(f.numerator, f.denominator);
}

int64_t JoinIds::OfFraction(absl::int128 numerator, absl::int128 denominator) {
  if (denominator == 1 && numerator > -kFirstOtherId && numerator < kFirstOtherId)
    return static_cast<int64_t>(numerator);
  const auto next = kFirstOtherId + static_cast<int64_t>(fractions_.size());
  return fractions_.try_emplace({numerator, denominator}, next).first->second;
}

}  // namespace seine
