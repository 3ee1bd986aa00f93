#include "query/bind_numbers.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/column_view.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

using bound::CompareOp;
using bound::Range;

constexpr Range kNothing{1, 0};

int64_t Clamp(absl::int128 value) {
  if (value < std::numeric_limits<int64_t>::min()) return std::numeric_limits<int64_t>::min();
  if (value > std::numeric_limits<int64_t>::max()) return std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(value);
}

// first > last or beyond int64: nothing.
Range Clamped(absl::int128 first, absl::int128 last) {
  if (first > last || first > std::numeric_limits<int64_t>::max() ||
      last < std::numeric_limits<int64_t>::min()) {
    return kNothing;
  }
  return {Clamp(first), Clamp(last)};
}

Range RealRange(CompareOp op, const ExactNumber& number) {
  bool beyond = false;
  const double value = number.ToReal(&beyond);
  // A number beyond the finite ones lies just inside the infinity of its sign.
  absl::int128 floor = OrderedBits(value);
  if (beyond && !number.negative()) floor -= 1;
  return UnitRange(op, floor, !beyond);
}

bound::FilterPtr Compared(CompareOp op, const bound::ValuePtr& value, bound::ValuePtr right,
                          Span span) {
  return bound::MakeFilter(bound::Compare{op, value, std::move(right)}, span);
}

// `value OP number` where the number lies beyond every value of 128 bits, on the side of its sign.
bound::FilterPtr CompareBeyond(const bound::ValuePtr& value, CompareOp op,
                               const ExactNumber& number, Span span) {
  const bool below = op == CompareOp::kLess || op == CompareOp::kLessEqual;
  const bool above = op == CompareOp::kGreater || op == CompareOp::kGreaterEqual;
  const bool holds = op == CompareOp::kNotEqual || (number.negative() ? above : below);
  return holds ? bound::MakeFilter(bound::ValueExists{value}, span)
               : bound::MakeFilter(bound::Constant{false}, span);
}

absl::StatusOr<bound::FilterPtr> CompareFraction(const bound::ValuePtr& value, CompareOp op,
                                                 const ExactNumber& number, Span span) {
  if (const auto scaled = number.Shortest())
    return Compared(op, value, NumberConstant(scaled->number, scaled->scale, span), span);
  if (number.At(0).beyond) return CompareBeyond(value, op, number, span);
  return FilterError(span, "an average is compared with at most 38 digits");
}

}  // namespace

bound::ValuePtr NumberConstant(absl::int128 number, int scale, Span span) {
  bound::ConstantValue constant;
  constant.number = number;
  return bound::MakeValue(std::move(constant), {bound::ValueKind::kNumber, scale, false}, span);
}

bound::ValuePtr RealConstant(double real, Span span) {
  bound::ConstantValue constant;
  constant.real = real;
  return bound::MakeValue(std::move(constant), {bound::ValueKind::kReal, 0, false}, span);
}

bool IsNumber(ColumnType type) {
  return type == ColumnType::kInteger || type == ColumnType::kDecimal || type == ColumnType::kReal;
}

bool IsNumber(const bound::ValueType& type) {
  return type.kind == bound::ValueKind::kNumber || type.kind == bound::ValueKind::kReal;
}

Range UnitRange(CompareOp op, absl::int128 floor, bool exact) {
  const absl::int128 low = std::numeric_limits<int64_t>::min();
  const absl::int128 high = std::numeric_limits<int64_t>::max();
  // Saturated floors stay clear of overflow below.
  floor = std::clamp<absl::int128>(floor, low - 1, high + 1);
  switch (op) {
    case CompareOp::kEqual:
    case CompareOp::kNotEqual:
      return exact ? Clamped(floor, floor) : kNothing;
    case CompareOp::kLess:
      return Clamped(low, exact ? floor - 1 : floor);
    case CompareOp::kLessEqual:
      return Clamped(low, floor);
    case CompareOp::kGreater:
      return Clamped(floor + 1, high);
    case CompareOp::kGreaterEqual:
      return Clamped(exact ? floor : floor + 1, high);
  }
  return kNothing;
}

Range NumberRange(const ColumnSchema& column, CompareOp op, const ExactNumber& number) {
  if (column.type == ColumnType::kReal) return RealRange(op, number);
  const ExactNumber::Units units =
      number.At(column.type == ColumnType::kDecimal ? column.scale : 0);
  return UnitRange(op, units.floor, units.exact);
}

Range Intersect(Range a, Range b) {
  const Range both{std::max(a.first, b.first), std::min(a.last, b.last)};
  return both.first > both.last ? kNothing : both;
}

void NormalizeRanges(std::vector<Range>& ranges) {
  std::erase_if(ranges, [](const Range& r) { return r.first > r.last; });
  std::ranges::sort(ranges, {}, &Range::first);
  size_t kept = 0;
  for (const Range& range : ranges) {
    if (kept > 0) {
      Range& last = ranges[kept - 1];
      if (last.last == std::numeric_limits<int64_t>::max() || range.first <= last.last + 1) {
        last.last = std::max(last.last, range.last);
        continue;
      }
    }
    ranges[kept++] = range;
  }
  ranges.resize(kept);
}

absl::StatusOr<bound::FilterPtr> CompareNumber(const bound::ValuePtr& value, CompareOp op,
                                               const ExactNumber& number, Span span) {
  if (value->type.kind == bound::ValueKind::kReal) {
    bool beyond = false;
    const double real = number.ToReal(&beyond);
    return Compared(op, value, RealConstant(real, span), span);
  }
  if (value->type.fraction) return CompareFraction(value, op, number, span);
  const ExactNumber::Units units = number.At(value->type.scale);
  if (units.beyond) return CompareBeyond(value, op, number, span);
  return CompareUnits(value, op, units.floor, units.exact, span);
}

bound::FilterPtr CompareUnits(const bound::ValuePtr& value, CompareOp op, absl::int128 floor,
                              bool exact, Span span) {
  if (!exact) {
    // Between two values that the column can have.
    if (op == CompareOp::kEqual) return bound::MakeFilter(bound::Constant{false}, span);
    if (op == CompareOp::kNotEqual) return bound::MakeFilter(bound::ValueExists{value}, span);
    op = op == CompareOp::kLess || op == CompareOp::kLessEqual ? CompareOp::kLessEqual
                                                               : CompareOp::kGreater;
  }
  return Compared(op, value, NumberConstant(floor, value->type.scale, span), span);
}

}  // namespace seine::binding
