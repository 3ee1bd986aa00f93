// Arithmetic of constants and comparisons with fractions, against fractions of small numbers.
#include "query/answered_constants.h"

#include <cstdint>
#include <utility>
#include <variant>

#include "gtest/gtest.h"

#include "query/fraction.h"

namespace seine {
namespace {

using absl::int128;
using bound::CompareOp;
using bound::ValueKind;
using bound::ValuePtr;
using filter::ArithmeticOp;

ValuePtr Number(int128 number, int128 denominator, int scale) {
  bound::ConstantValue constant;
  constant.number = number;
  constant.denominator = denominator;
  return bound::MakeValue(std::move(constant), {ValueKind::kNumber, scale, denominator != 1});
}
ValuePtr Missing() {
  bound::ConstantValue constant;
  constant.missing = true;
  return bound::MakeValue(std::move(constant), {ValueKind::kNumber, 0, false});
}
ValuePtr ColumnOf(int scale) {
  return bound::MakeValue(bound::ColumnValue{{0, 1}}, {ValueKind::kNumber, scale, false});
}
// A number of the member that is no column.
ValuePtr ComputedOf(int scale) {
  return bound::MakeValue(bound::Arithmetic{ArithmeticOp::kAdd, ColumnOf(scale), ColumnOf(scale)},
                          {ValueKind::kNumber, scale, false});
}

bool Holds(CompareOp op, int order) {
  switch (op) {
    case CompareOp::kEqual:
      return order == 0;
    case CompareOp::kNotEqual:
      return order != 0;
    case CompareOp::kLess:
      return order < 0;
    case CompareOp::kLessEqual:
      return order <= 0;
    case CompareOp::kGreater:
      return order > 0;
    case CompareOp::kGreaterEqual:
      return order >= 0;
  }
  return false;
}

// Of a number of the member in its own units.
bool HoldsOf(const bound::FilterPtr& filter, int64_t units) {
  if (const auto* ranges = std::get_if<bound::InRanges>(&filter->node)) {
    bool inside = false;
    for (const bound::Range& range : ranges->ranges)
      inside = inside || (range.first <= units && units <= range.last);
    return inside != ranges->complement;
  }
  if (const auto* constant = std::get_if<bound::Constant>(&filter->node)) return constant->value;
  if (std::holds_alternative<bound::ValueExists>(filter->node)) return true;
  const auto& compare = std::get<bound::Compare>(filter->node);
  const auto& right = std::get<bound::ConstantValue>(compare.right->node);
  EXPECT_EQ(compare.right->type.scale, compare.left->type.scale);
  EXPECT_FALSE(compare.right->type.fraction);
  return Holds(compare.op, units < right.number ? -1 : units > right.number ? 1 : 0);
}

constexpr CompareOp kOps[] = {CompareOp::kEqual,   CompareOp::kNotEqual,
                              CompareOp::kLess,    CompareOp::kLessEqual,
                              CompareOp::kGreater, CompareOp::kGreaterEqual};

TEST(AnsweredConstantsTest, NumbersAreComparedInTheirOwnUnits) {
  for (const bool column : {true, false}) {
    for (const int scale : {0, 2}) {
      const ValuePtr value = column ? ColumnOf(scale) : ComputedOf(scale);
      for (int64_t above = -9; above <= 9; ++above) {
        for (const int64_t below : {1, 2, 3}) {
          const ValuePtr constant = Number(above, below, 1);
          for (const CompareOp op : kOps) {
            const auto compared =
                CompareInUnits(bound::MakeFilter(bound::Compare{op, value, constant}));
            const auto mirrored =
                CompareInUnits(bound::MakeFilter(bound::Compare{op, constant, value}));
            for (int64_t units = -100; units <= 100; ++units) {
              const int order = CompareFractions(units, 1, scale, above, below, 1);
              EXPECT_EQ(HoldsOf(compared, units), Holds(op, order)) << units << " " << above;
              EXPECT_EQ(HoldsOf(mirrored, units), Holds(op, -order)) << units << " " << above;
            }
          }
        }
      }
    }
  }
}

TEST(AnsweredConstantsTest, WhatCannotBeInUnitsStays) {
  const auto stays = [](const ValuePtr& left, const ValuePtr& right) {
    const auto filter = bound::MakeFilter(bound::Compare{CompareOp::kLess, left, right});
    return CompareInUnits(filter) == filter;
  };
  EXPECT_TRUE(stays(ColumnOf(0), Missing()));
  EXPECT_TRUE(stays(ColumnOf(0), ColumnOf(0)));
  EXPECT_TRUE(stays(ColumnOf(18), Number(absl::Int128Max(), 1, 0)));
  const auto fraction =
      bound::MakeValue(bound::Arithmetic{ArithmeticOp::kDivide, ColumnOf(0), ColumnOf(0)},
                       {ValueKind::kNumber, 0, true});
  EXPECT_TRUE(stays(fraction, Number(1, 3, 0)));
}

TEST(AnsweredConstantsTest, ArithmeticIsExact) {
  for (const auto op : {ArithmeticOp::kAdd, ArithmeticOp::kSubtract, ArithmeticOp::kMultiply,
                        ArithmeticOp::kDivide}) {
    for (int64_t a = -5; a <= 5; ++a) {
      for (int64_t b = -5; b <= 5; ++b) {
        if (op == ArithmeticOp::kDivide && b == 0) continue;
        // a / 3 cents op b tenths: both over 300.
        const int64_t left = a;
        const int64_t right = b * 30;
        Fraction expected{left * (op == ArithmeticOp::kMultiply ? right : 1), 300};
        if (op == ArithmeticOp::kAdd) expected.numerator = left + right;
        if (op == ArithmeticOp::kSubtract) expected.numerator = left - right;
        if (op == ArithmeticOp::kMultiply) expected.denominator = 300 * 300;
        if (op == ArithmeticOp::kDivide)
          expected = {right < 0 ? -left : left, right < 0 ? -right : right};
        const int scale = op == ArithmeticOp::kMultiply ? 3 : op == ArithmeticOp::kDivide ? 1 : 2;
        const ValuePtr folded = FoldedArithmetic(
            bound::MakeValue(bound::Arithmetic{op, Number(a, 3, 2), Number(b, 1, 1)},
                             {ValueKind::kNumber, scale, true}));
        const auto* constant = std::get_if<bound::ConstantValue>(&folded->node);
        ASSERT_NE(constant, nullptr) << a << " " << b;
        EXPECT_EQ(CompareFractions(constant->number, constant->denominator, scale,
                                   expected.numerator, expected.denominator, 0),
                  0)
            << a << " " << b << " " << static_cast<int>(op);
      }
    }
  }
}

TEST(AnsweredConstantsTest, WhatHasNoValueIsLeftToTheRows) {
  const auto stays = [](ArithmeticOp op, const ValuePtr& left, const ValuePtr& right) {
    const auto value =
        bound::MakeValue(bound::Arithmetic{op, left, right}, {ValueKind::kNumber, 0, true});
    return FoldedArithmetic(value) == value;
  };
  EXPECT_TRUE(stays(ArithmeticOp::kDivide, Number(1, 1, 0), Number(0, 1, 0)));
  EXPECT_TRUE(stays(ArithmeticOp::kAdd, Number(1, 1, 0), Missing()));
  EXPECT_TRUE(stays(ArithmeticOp::kAdd, Number(1, 1, 0), ColumnOf(0)));
  EXPECT_TRUE(stays(ArithmeticOp::kMultiply, Number(absl::Int128Max(), 1, 0), Number(3, 1, 0)));
}

}  // namespace
}  // namespace seine
