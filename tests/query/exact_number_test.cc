#include "query/exact_number.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"

namespace seine {
namespace {

void ExpectUnits(std::string_view text, int scale, absl::int128 floor, bool exact) {
  const auto number = ExactNumber::Parse(text);
  ASSERT_TRUE(number) << text;
  const ExactNumber::Units units = number->At(scale);
  EXPECT_EQ(units.floor, floor) << text;
  EXPECT_EQ(units.exact, exact) << text;
}

TEST(ExactNumber, FloorsInAnyScale) {
  ExpectUnits("12.50", 2, 1250, true);
  ExpectUnits("12.50", 0, 12, false);
  ExpectUnits("-12.50", 0, -13, false);
  ExpectUnits("-12.00", 0, -12, true);
  ExpectUnits("0.001", 2, 0, false);
  ExpectUnits("-0.001", 2, -1, false);
  ExpectUnits("-0", 5, 0, true);
  ExpectUnits("100", 0, 100, true);
  ExpectUnits("1" + std::string(60, '0'), 2, absl::Int128Max(), false);
  ExpectUnits("-1" + std::string(60, '0'), 2, absl::Int128Min(), false);
}

TEST(ExactNumber, Shortest) {
  const auto scaled = ExactNumber::Parse("-12.3400")->Shortest();
  ASSERT_TRUE(scaled);
  EXPECT_EQ(scaled->number, -1234);
  EXPECT_EQ(scaled->scale, 2);
  EXPECT_FALSE(ExactNumber::Parse("0." + std::string(50, '3'))->Shortest());
  EXPECT_FALSE(ExactNumber::Parse(std::string(38, '3') + ".55")->Shortest());
  EXPECT_EQ(ExactNumber::Parse("170141183460469231731687303715884105727")->Shortest()->number,
            absl::Int128Max());
  EXPECT_FALSE(ExactNumber::Parse("170141183460469231731687303715884105728")->Shortest());
}

TEST(ExactNumber, ExactUpToTheEndsOf128Bits) {
  const auto at = [](std::string_view text, int scale) {
    return ExactNumber::Parse(text)->At(scale);
  };
  ExpectUnits("170141183460469231731687303715884105727", 0, absl::Int128Max(), true);
  ExpectUnits("-170141183460469231731687303715884105728", 0, absl::Int128Min(), true);
  ExpectUnits("1701411834604692317316873037158841057.27", 2, absl::Int128Max(), true);
  ExpectUnits("170141183460469231731687303715884105727.5", 0, absl::Int128Max(), false);
  ExpectUnits("-170141183460469231731687303715884105727.5", 0, absl::Int128Min(), false);
  EXPECT_FALSE(at("-170141183460469231731687303715884105727.5", 0).beyond);
  EXPECT_FALSE(at(std::string(38, '3') + ".5", 0).beyond);
  EXPECT_TRUE(at("170141183460469231731687303715884105728", 0).beyond);
  EXPECT_TRUE(at("-170141183460469231731687303715884105728.5", 0).beyond);
  EXPECT_TRUE(at(std::string(39, '3'), 0).beyond);
  EXPECT_TRUE(at(std::string(38, '3'), 1).beyond);
}

TEST(ExactNumber, NearestDouble) {
  bool beyond = false;
  EXPECT_EQ(ExactNumber::Parse("0.1")->ToReal(&beyond), 0.1);
  EXPECT_EQ(ExactNumber::Parse("9007199254740993")->ToReal(&beyond), 9007199254740992.0);
  EXPECT_FALSE(beyond);
  EXPECT_EQ(ExactNumber::Parse("-1" + std::string(400, '0'))->ToReal(&beyond),
            -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(beyond);
  EXPECT_EQ(ExactNumber::Parse("0." + std::string(400, '0') + "1")->ToReal(&beyond), 0.0);
  EXPECT_FALSE(beyond);
}

TEST(ExactNumber, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1e5", "1,000", " 1", "0x1", "1.2.3"}) {
    EXPECT_FALSE(ExactNumber::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace seine
