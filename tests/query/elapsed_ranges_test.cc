// Tests of elapsed time as tests of its start, against counting the units for each start.
#include "query/elapsed_ranges.h"

#include <algorithm>
#include <vector>

#include "gtest/gtest.h"

#include "query/civil_units.h"
#include "tests/testing/dice.h"

namespace seine {
namespace {

using filter::TimeUnit;
using oracle::Dice;

bool Lies(int64_t value, const std::vector<bound::Range>& ranges) {
  return std::ranges::any_of(ranges, [&](const bound::Range& range) {
    return value >= range.first && value <= range.last;
  });
}

TEST(ElapsedRanges, SayWhatTheUnitsSay) {
  const TimeUnit units[] = {TimeUnit::kMinute, TimeUnit::kHour,    TimeUnit::kDay, TimeUnit::kWeek,
                            TimeUnit::kMonth,  TimeUnit::kQuarter, TimeUnit::kYear};
  Dice dice(5);
  size_t said = 0;
  for (const char* name : {"UTC", "Asia/Taipei", "Europe/Berlin", "America/New_York"}) {
    const Zone zone = *Zone::Load(name);
    for (int round = 0; round < 400; ++round) {
      const TimeUnit unit = units[dice.Below(7)];
      const int64_t end = dice.Between(1'300'000'000, 1'800'000'000) * kMicrosPerSecond;
      const int64_t low = dice.Between(-3, 40);
      std::vector<bound::Range> ranges{{low, dice.Chance(0.3) ? INT64_MAX : low + 5}};
      if (dice.Chance(0.2)) ranges[0].first = INT64_MIN;
      const auto starts = StartsWithin(ranges, unit, end, zone);
      if (!starts) continue;
      ++said;
      for (int at = 0; at < 40; ++at) {
        // Near the ends of the answer, and anywhere.
        const bound::Range& range = (*starts)[0];
        int64_t start = end - dice.Between(-5, 4000) * kMicrosPerDay;
        const int64_t near = dice.Chance(0.5) ? range.first : range.last;
        if (dice.Chance(0.7) && near != INT64_MIN && near != INT64_MAX)
          start = near + dice.Between(-2, 2) * (dice.Chance(0.5) ? 1 : kMicrosPerHour);
        ASSERT_EQ(Lies(start, *starts), Lies(UnitsBetween(start, end, unit, zone), ranges))
            << name << ", unit " << static_cast<int>(unit) << ", round " << round;
      }
    }
  }
  EXPECT_GT(said, 1'200u);
}

// From 1:30 of a doubled hour one day has gone by later than from 1:40 of the first pass, whose
// clock shows more: no range says that.
TEST(ElapsedRanges, NothingNearAChangeOfTheClock) {
  const Zone zone = *Zone::Load("Europe/Berlin");
  const int64_t after = *ParseIsoInstant("2025-10-27 02:30", zone);  // a day after the doubled hour
  EXPECT_FALSE(StartsWithin({{1, INT64_MAX}}, TimeUnit::kDay, after, zone).has_value());
  EXPECT_TRUE(StartsWithin({{30, INT64_MAX}}, TimeUnit::kDay,
                           *ParseIsoInstant("2025-09-27 02:30", zone), zone)
                  .has_value());
}

}  // namespace
}  // namespace seine
