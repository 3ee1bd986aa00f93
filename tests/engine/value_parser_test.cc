#include "engine/value_parser.h"

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "gtest/gtest.h"

namespace seine {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

// What a parser says, as text.
std::string Say(Parsed parsed, int64_t value) {
  switch (parsed) {
    case Parsed::kOk:
      return std::to_string(value);
    case Parsed::kInvalid:
      return "invalid";
    case Parsed::kTooManyDigits:
      return "too many digits";
    case Parsed::kTooLarge:
      return "too large";
  }
  return "?";
}
std::string Integer(std::string_view text) {
  int64_t value = 0;
  const Parsed parsed = ParseInteger(text, &value);
  return Say(parsed, value);
}
std::string Decimal(std::string_view text, int scale, bool round = false) {
  int64_t value = 0;
  const Parsed parsed = ParseDecimal(text, scale, round, &value);
  return Say(parsed, value);
}
std::string Bool(std::string_view text) {
  int64_t value = 0;
  const Parsed parsed = ParseBool(text, &value);
  return Say(parsed, value);
}
std::string FromReal(double real, int scale, bool round = false) {
  int64_t value = 0;
  const Parsed parsed = RealToDecimal(real, scale, round, &value);
  return Say(parsed, value);
}

TEST(ParseBoolTest, ReadsSixWordsInAnyCase) {
  for (const char* text : {"true", "TRUE", "1", "yes", "Yes", " true "}) EXPECT_EQ(Bool(text), "1");
  for (const char* text : {"false", "False", "0", "no", "NO"}) EXPECT_EQ(Bool(text), "0");
  for (const char* text : {"", "2", "t", "y", "truee", "on", "10"}) {
    EXPECT_EQ(Bool(text), "invalid") << text;
  }
}

TEST(ParseIntegerTest, ReadsWholeNumbers) {
  EXPECT_EQ(Integer("0"), "0");
  EXPECT_EQ(Integer("-0"), "0");
  EXPECT_EQ(Integer("+17"), "17");
  EXPECT_EQ(Integer(" 0042 "), "42");
  EXPECT_EQ(Integer("17850.0"), "17850");
  EXPECT_EQ(Integer("1e3"), "1000");
  EXPECT_EQ(Integer("1200e-2"), "12");
  EXPECT_EQ(Integer("9223372036854775807"), std::to_string(kMax));
  EXPECT_EQ(Integer("-9223372036854775808"), std::to_string(kMin));
  EXPECT_EQ(Integer("9223372036854775808"), "too large");
  EXPECT_EQ(Integer("-9223372036854775809"), "too large");
  EXPECT_EQ(Integer(std::string(100'000, '9')), "too large");
  EXPECT_EQ(Integer(std::string(100'000, '0') + "7"), "7");
  EXPECT_EQ(Integer("1e999999999"), "too large");
  EXPECT_EQ(Integer("0e999999999"), "0");
  for (const char* text : {"", "-", "+", ".", "e3", "1e", "1e+", "12.5", "1,000", "0x10", "1 2",
                           "--1", "1e9999999999", "\xEF\xBC\x91"}) {
    EXPECT_EQ(Integer(text), "invalid") << text;
  }
}

TEST(ParseDecimalTest, IsExact) {
  EXPECT_EQ(Decimal("12.50", 2), "1250");
  EXPECT_EQ(Decimal("12.5", 2), "1250");
  EXPECT_EQ(Decimal("-12", 2), "-1200");
  EXPECT_EQ(Decimal("+.5", 2), "50");
  EXPECT_EQ(Decimal("5.", 2), "500");
  EXPECT_EQ(Decimal("-0.00", 2), "0");
  EXPECT_EQ(Decimal("1.25e1", 2), "1250");
  EXPECT_EQ(Decimal("1250E-2", 2), "1250");
  EXPECT_EQ(Decimal("12.5000000000000000000000000000000000000000000000000000", 2), "1250");
  EXPECT_EQ(Decimal("92233720368547758.07", 2), std::to_string(kMax));
  EXPECT_EQ(Decimal("-92233720368547758.08", 2), std::to_string(kMin));
  EXPECT_EQ(Decimal("92233720368547758.08", 2), "too large");
  EXPECT_EQ(Decimal("0.000000000000000001", 18), "1");
  EXPECT_EQ(Decimal("9.999999999999999999", 18), "too large");
  EXPECT_EQ(Decimal("9.2", 18), "9200000000000000000");
  EXPECT_EQ(Decimal("1e-999999999", 2), "too many digits");
  for (const char* text : {"", ".", "-.", "1.2.3", "12,50", "NaN", "inf", "1e1.5", "$5"}) {
    EXPECT_EQ(Decimal(text, 2), "invalid") << text;
  }
}

TEST(ParseDecimalTest, RoundsHalfToEvenOnlyWhenAsked) {
  EXPECT_EQ(Decimal("1.005", 2), "too many digits");
  EXPECT_EQ(Decimal("1.000", 2), "100");
  EXPECT_EQ(Decimal("1.005", 2, true), "100");
  EXPECT_EQ(Decimal("1.015", 2, true), "102");
  EXPECT_EQ(Decimal("-1.015", 2, true), "-102");
  EXPECT_EQ(Decimal("1.0050000000000000000000000000000000000000000000001", 2, true), "101");
  EXPECT_EQ(Decimal("1.00499999999999999999999999999999999999999999999999", 2, true), "100");
  EXPECT_EQ(Decimal("0.005", 2, true), "0");
  EXPECT_EQ(Decimal("1e-999999999", 2, true), "0");
  EXPECT_EQ(Decimal("92233720368547758.075", 2, true), "too large");
}

TEST(ParseRealTest, ReadsFiniteNumbers) {
  double value = -1;
  EXPECT_EQ(ParseReal("+1.5e2", &value), Parsed::kOk);
  EXPECT_EQ(value, 150);
  EXPECT_EQ(ParseReal("-0", &value), Parsed::kOk);
  EXPECT_FALSE(std::signbit(value));
  EXPECT_EQ(ParseReal("0.1", &value), Parsed::kOk);
  EXPECT_EQ(value, 0.1);
  EXPECT_EQ(ParseReal("1e400", &value), Parsed::kTooLarge);
  EXPECT_EQ(ParseReal("1e-400", &value), Parsed::kOk);
  EXPECT_EQ(value, 0);
  for (const char* text : {"", "nan", "inf", "-Infinity", "0x1p3", "1.5x", "1,5"}) {
    EXPECT_EQ(ParseReal(text, &value), Parsed::kInvalid) << text;
  }
}

TEST(RealToDecimalTest, TakesTheDigitsThatTheRealPrintsAs) {
  EXPECT_EQ(FromReal(15.3, 2), "1530");
  EXPECT_EQ(FromReal(-2.55, 2), "-255");
  EXPECT_EQ(FromReal(0.1 + 0.2, 2), "too many digits");
  EXPECT_EQ(FromReal(0.1 + 0.2, 2, true), "30");
  EXPECT_EQ(FromReal(1e300, 2), "too large");
  EXPECT_EQ(FromReal(std::nan(""), 2, true), "invalid");
  std::mt19937_64 random(5);
  for (int i = 0; i < 100'000; ++i) {
    const int64_t minor = static_cast<int64_t>(random() % 20'000'000'000) - 10'000'000'000;
    const double real = std::stod(DecimalText(minor, 3));
    ASSERT_EQ(FromReal(real, 3), std::to_string(minor));
  }
}

TEST(RescaleDecimalTest, ChangesScale) {
  int64_t minor = 0;
  EXPECT_EQ(RescaleDecimal(125, 1, 3, false, &minor), Parsed::kOk);
  EXPECT_EQ(minor, 12500);
  EXPECT_EQ(RescaleDecimal(12500, 3, 1, false, &minor), Parsed::kOk);
  EXPECT_EQ(minor, 125);
  EXPECT_EQ(RescaleDecimal(-12550, 3, 1, true, &minor), Parsed::kOk);
  EXPECT_EQ(minor, -126);
  EXPECT_EQ(RescaleDecimal(12550, 3, 1, false, &minor), Parsed::kTooManyDigits);
  EXPECT_EQ(RescaleDecimal(PowerOfTen(37), 0, 18, false, &minor), Parsed::kTooLarge);
  EXPECT_EQ(RescaleDecimal(5 * PowerOfTen(37), 38, 0, true, &minor), Parsed::kOk);
  EXPECT_EQ(minor, 0);
}

TEST(NumberTextTest, WritesWhatReadsBack) {
  EXPECT_EQ(DecimalText(-1250, 2), "-12.50");
  EXPECT_EQ(DecimalText(5, 3), "0.005");
  EXPECT_EQ(DecimalText(0, 2), "0.00");
  EXPECT_EQ(DecimalText(-12, 0), "-12");
  EXPECT_EQ(DecimalText(kMin, 18), "-9.223372036854775808");
  EXPECT_EQ(RealText(17850.0), "17850");
  EXPECT_EQ(RealText(38.5), "38.5");
  EXPECT_EQ(RealText(1e300), "1e+300");
}

}  // namespace
}  // namespace seine
