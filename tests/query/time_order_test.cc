#include "query/time_order.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

#include "engine/civil_time.h"

namespace seine {
namespace {

using Unit = filter::TimeUnit;

TimeTermPtr Ago(int64_t n, Unit unit) { return ShiftTerm(AsOfTerm(), -n, unit); }

TEST(TimeOrder, SaysWhatIsCertain) {
  EXPECT_TRUE(NeverBefore(*AsOfTerm(), *AsOfTerm()));
  EXPECT_TRUE(NeverBefore(*Ago(6, Unit::kMonth), *Ago(12, Unit::kMonth)));
  EXPECT_TRUE(NeverBefore(*Ago(30, Unit::kDay), *Ago(2, Unit::kMonth)));
  EXPECT_TRUE(NeverBefore(*AsOfTerm(), *Ago(2, Unit::kDay)));
  EXPECT_TRUE(NeverBefore(*WallTerm(10, 0), *WallTerm(10, 0)));
  EXPECT_TRUE(NeverBefore(*WallTerm(12, 0), *InstantTerm(10 * kMicrosPerDay)));
  EXPECT_FALSE(NeverBefore(*Ago(12, Unit::kMonth), *Ago(6, Unit::kMonth)));
  EXPECT_FALSE(NeverBefore(*Ago(30, Unit::kDay), *Ago(1, Unit::kMonth)));  // February
  EXPECT_FALSE(NeverBefore(*WallTerm(10, 0), *WallTerm(11, 0)));
  EXPECT_FALSE(NeverBefore(*AsOfTerm(), *WallTerm(10, 0)));
}

// What it is sure of holds at every as_of and in every zone that is tried.
TEST(TimeOrder, IsNeverWrong) {
  std::vector<TimeTermPtr> terms{AsOfTerm(), InstantTerm(15'000 * kMicrosPerDay),
                                 WallTerm(15'000, 0), WallTerm(15'001, kMicrosPerHour)};
  for (const Unit unit : {Unit::kMinute, Unit::kHour, Unit::kDay, Unit::kWeek, Unit::kMonth,
                          Unit::kQuarter, Unit::kYear}) {
    for (const int64_t n : {-13, -1, 0, 1, 40}) {
      terms.push_back(ShiftTerm(AsOfTerm(), n, unit));
      terms.push_back(ShiftTerm(WallTerm(15'000, 0), n, unit));
      if (unit >= Unit::kDay) terms.push_back(StartOfTerm(AsOfTerm(), unit, n));
    }
  }
  int sure = 0;
  for (const char* name : {"UTC", "Europe/London", "Asia/Taipei", "Pacific/Apia"}) {
    const Zone zone = *Zone::Load(name);
    for (int64_t as_of = 14'960; as_of < 15'040; as_of += 7) {
      const int64_t at = as_of * kMicrosPerDay + 5 * kMicrosPerHour;
      for (const TimeTermPtr& a : terms) {
        for (const TimeTermPtr& b : terms) {
          if (!NeverBefore(*a, *b)) continue;
          ++sure;
          ASSERT_GE(Resolve(*a, at, zone), Resolve(*b, at, zone)) << name << " " << as_of;
        }
      }
    }
  }
  EXPECT_GT(sure, 10'000);
}

}  // namespace
}  // namespace seine
