// Windows against the zone of the oracle.
#include "query/sequence_window.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

#include "tests/testing/dice.h"
#include "tests/testing/oracle_time.h"

namespace seine {
namespace {

using filter::TimeUnit;
using oracle::Dice;
using oracle::OracleZone;

constexpr TimeUnit kUnits[] = {TimeUnit::kMinute, TimeUnit::kHour,  TimeUnit::kDay,
                               TimeUnit::kWeek,   TimeUnit::kMonth, TimeUnit::kQuarter,
                               TimeUnit::kYear};

// Instants of 2024 to 2026, half of them around changes of Berlin's clock and ends of months.
std::vector<int64_t> RandomInstants(Dice& dice, size_t n) {
  const int64_t near[] = {oracle::DayNumberOf({2025, 3, 30}), oracle::DayNumberOf({2025, 10, 26}),
                          oracle::DayNumberOf({2025, 1, 31}), oracle::DayNumberOf({2024, 2, 29})};
  std::vector<int64_t> instants;
  for (size_t i = 0; i < n; ++i) {
    const int64_t day = dice.Chance(0.5) ? near[dice.Below(4)] + dice.Between(-2, 1)
                                         : oracle::DayNumberOf({2024, 1, 1}) + dice.Between(0, 900);
    instants.push_back(day * kMicrosPerDay + dice.Between(0, kMicrosPerDay - 1));
  }
  std::ranges::sort(instants);
  return instants;
}

TEST(SequenceWindow, EndsWhereTheZoneSays) {
  Dice dice(1);
  for (const char* name : {"UTC", "Europe/Berlin", "Asia/Taipei", "America/New_York"}) {
    const Zone zone = *Zone::Load(name);
    const OracleZone expected(name);
    for (int round = 0; round < 100; ++round) {
      const TimeUnit unit = kUnits[dice.Below(7)];
      const int64_t units = dice.Between(0, 40);
      const SequenceWindow window(units, unit, zone);
      for (const int64_t from : RandomInstants(dice, 30)) {
        ASSERT_EQ(window.EndOf(from), expected.Plus(from, units, unit)) << name << " " << from;
        ASSERT_EQ(window.BeginOf(from), expected.Plus(from, -units, unit)) << name << " " << from;
        ASSERT_LE(window.EndOf(from) - from, window.at_most());
        ASSERT_GE(window.EndOf(from) - from, window.surely());
      }
    }
  }
}

// Who does not end early is not overtaken by anyone before.
TEST(SequenceWindow, KnowsWhereItMayBeOvertaken) {
  Dice dice(2);
  size_t overtaken = 0;
  size_t early = 0;
  size_t all = 0;
  for (const char* name : {"UTC", "Europe/Berlin"}) {
    const Zone zone = *Zone::Load(name);
    for (int round = 0; round < 300; ++round) {
      const SequenceWindow window(dice.Between(0, 3), kUnits[dice.Below(7)], zone);
      int64_t latest_end = std::numeric_limits<int64_t>::min();
      for (const int64_t from : RandomInstants(dice, 200)) {
        const int64_t end = window.EndOf(from);
        overtaken += end < latest_end ? 1 : 0;
        early += window.EndsEarly(from) ? 1 : 0;
        ++all;
        if (end < latest_end) {
          ASSERT_TRUE(window.EndsEarly(from)) << name << " " << from;
          ASSERT_TRUE(window.ever_ends_early());
        }
        latest_end = std::max(latest_end, end);
      }
    }
  }
  EXPECT_GT(overtaken, 100u);
  EXPECT_LT(early, all / 4);
}

TEST(SequenceWindow, WithoutLimit) {
  const Zone zone = Zone::Utc();
  const SequenceWindow window(-1, TimeUnit::kDay, zone);
  EXPECT_FALSE(window.limited());
  EXPECT_FALSE(window.ever_ends_early());
  EXPECT_EQ(window.EndOf(0), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(window.BeginOf(0), std::numeric_limits<int64_t>::min());
}

TEST(SequenceWindow, SaturatesAtTheEndsOfTime) {
  const Zone zone = *Zone::Load("Europe/Berlin");
  for (const TimeUnit unit : kUnits) {
    for (const int64_t units : {int64_t{5'000'000}, std::numeric_limits<int64_t>::max()}) {
      const SequenceWindow window(units, unit, zone);
      EXPECT_GT(window.EndOf(1'750'000'000'000'000), 1'750'000'000'000'000);
      EXPECT_LT(window.BeginOf(1'750'000'000'000'000), 1'750'000'000'000'000);
    }
    const SequenceWindow day(1, unit, zone);
    EXPECT_GE(day.EndOf(kMaxInstant), kMaxInstant);
    EXPECT_LE(day.BeginOf(kMinInstant), kMinInstant);
  }
}

}  // namespace
}  // namespace seine
