#include "engine/computed_value.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "engine/column_view.h"

namespace seine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Outcome = ComputedValue::Outcome;

// Columns: 0 quantity integer, 1 price decimal(3), 2 `unit cost` decimal(2), 3 rate real, then the
// computed one.
TableSchema Items(std::string value, ColumnType type = ColumnType::kDecimal, int scale = 3,
                  bool round = false) {
  const auto column = [](std::string name, ColumnType of, int digits) {
    ColumnSchema schema;
    schema.name = std::move(name);
    schema.type = of;
    schema.scale = digits;
    return schema;
  };
  TableSchema table;
  table.name = "items";
  table.columns = {column("quantity", ColumnType::kInteger, 0),
                   column("price", ColumnType::kDecimal, 3),
                   column("unit cost", ColumnType::kDecimal, 2),
                   column("rate", ColumnType::kReal, 0), column("result", type, scale)};
  table.columns[4].value = std::move(value);
  table.columns[4].round = round;
  return table;
}

struct Result {
  Outcome outcome;
  int64_t value = 0;
  friend bool operator==(const Result&, const Result&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Result& result) {
    return out << static_cast<int>(result.outcome) << "/" << result.value;
  }
};

// quantity 7, price 1.250, unit cost 0.30, rate 0.5.
Result Compute(const TableSchema& table, int64_t quantity = 7, int64_t price = 1250) {
  const absl::StatusOr<ComputedValue> value = ComputedValue::Parse(table, 4);
  if (!value.ok()) {
    ADD_FAILURE() << value.status();
    return {Outcome::kMissing};
  }
  const int64_t all[] = {quantity, price, 30, OrderedBits(0.5)};
  std::vector<int64_t> inputs;
  for (int input : value->inputs()) inputs.push_back(all[input]);
  Result result{Outcome::kMissing};
  result.outcome = value->Evaluate(inputs, &result.value);
  if (result.outcome != Outcome::kValue) result.value = 0;
  return result;
}

Result Value(int64_t value) { return {Outcome::kValue, value}; }

TEST(ComputedValueTest, ComputesExactly) {
  EXPECT_EQ(Compute(Items("quantity * price")), Value(8750));
  EXPECT_EQ(Compute(Items("quantity * (price - `unit cost`)")), Value(6650));
  EXPECT_EQ(Compute(Items("price + quantity * 2 - -1")), Value(16250));
  EXPECT_EQ(Compute(Items("quantity - 2 - 1", ColumnType::kInteger, 0)), Value(4));
  EXPECT_EQ(Compute(Items("quantity / 2 / 2")), Value(1750));
  EXPECT_EQ(Compute(Items("-quantity * 0.5")), Value(-3500));
  EXPECT_EQ(Compute(Items("quantity / 7 * 3", ColumnType::kInteger, 0)), Value(3));
  EXPECT_EQ(Compute(Items("price / -5")), Value(-250));
}

TEST(ComputedValueTest, RoundsHalfToEvenOnlyWhenAsked) {
  EXPECT_EQ(Compute(Items("quantity / 3")).outcome, Outcome::kTooManyDigits);
  EXPECT_EQ(Compute(Items("quantity / 3", ColumnType::kDecimal, 3, true)), Value(2333));
  EXPECT_EQ(Compute(Items("price / 4", ColumnType::kDecimal, 1, true)), Value(3));
  EXPECT_EQ(Compute(Items("price * 0.2", ColumnType::kDecimal, 1, true)), Value(2));  // 0.25
  EXPECT_EQ(Compute(Items("price * 0.6", ColumnType::kDecimal, 1, true)), Value(8));  // 0.75
  EXPECT_EQ(Compute(Items("-price * 0.2", ColumnType::kDecimal, 1, true)), Value(-2));
}

TEST(ComputedValueTest, DivisionByZeroIsMissing) {
  EXPECT_EQ(Compute(Items("price / quantity"), 0).outcome, Outcome::kMissing);
  EXPECT_EQ(Compute(Items("rate / quantity", ColumnType::kReal), 0).outcome, Outcome::kMissing);
}

TEST(ComputedValueTest, WhatDoesNotFitIsSaid) {
  EXPECT_EQ(Compute(Items("quantity * price"), INT64_MAX, INT64_MAX).outcome, Outcome::kTooLarge);
  EXPECT_EQ(Compute(Items("quantity * quantity * quantity * quantity"), INT64_MIN).outcome,
            Outcome::kTooLarge);
  EXPECT_EQ(Compute(Items("quantity * quantity / quantity", ColumnType::kInteger, 0), INT64_MIN),
            Value(INT64_MIN));
  // Too large on the way, but not in lowest terms.
  EXPECT_EQ(Compute(Items("(quantity / quantity) * (quantity / quantity) * (quantity / quantity)",
                          ColumnType::kInteger, 0),
                    INT64_MAX),
            Value(1));
}

TEST(ComputedValueTest, ARealMakesTheRestReal) {
  const Result real = Compute(Items("quantity * rate", ColumnType::kReal));
  EXPECT_EQ(real.outcome, Outcome::kValue);
  EXPECT_EQ(FromOrderedBits(real.value), 3.5);
  EXPECT_EQ(Compute(Items("price * rate", ColumnType::kDecimal, 3)), Value(625));
  const Result ratio = Compute(Items("quantity / 2", ColumnType::kReal));
  EXPECT_EQ(FromOrderedBits(ratio.value), 3.5);
}

TEST(ComputedValueTest, NamesItsInputsOnce) {
  const TableSchema table = Items("price * quantity + price");
  EXPECT_THAT(ComputedValue::Parse(table, 4)->inputs(), ElementsAre(1, 0));
}

TEST(ComputedValueTest, RefusesWhatIsNoArithmetic) {
  const auto error = [](const char* text) {
    const TableSchema table = Items(text);
    return std::string(ComputedValue::Parse(table, 4).status().message());
  };
  EXPECT_THAT(error("quantiy * price"), HasSubstr("at 1: unknown column `quantiy` of items; did "
                                                  "you mean `quantity`?"));
  EXPECT_THAT(error("quantity *"), HasSubstr("at 11: expected a column, a number or `(`"));
  EXPECT_THAT(error("(quantity"), HasSubstr("expected `)`"));
  EXPECT_THAT(error("quantity price"), HasSubstr("at 10: expected an operator or the end"));
  EXPECT_THAT(error("`unit cost"), HasSubstr("a backquote is not closed"));
  EXPECT_THAT(error("1.2.3"), HasSubstr("`1.2.3` is no number"));
  EXPECT_THAT(error("result + 1"), HasSubstr("`result` is computed itself"));
  EXPECT_THAT(error("quantity % 2"), HasSubstr("at 10"));
  EXPECT_THAT(error(std::string(9'000, '(').c_str()), HasSubstr("nested too deeply"));
  EXPECT_THAT(error(std::string(1'000'000, '-').c_str()), HasSubstr("too long"));
}

TEST(ComputedValueTest, TheDeepestThatParsesEvaluates) {
  std::string text;
  for (int i = 0; i < 64; ++i) text += "1 + 2 * (";
  text += "quantity" + std::string(64, ')');
  EXPECT_NE(Compute(Items(text)).outcome, Outcome::kMissing);
}

}  // namespace
}  // namespace seine
