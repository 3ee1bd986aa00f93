// Time terms resolved: civil days and months over DST, elapsed hours, calendar starts, saturation.
#include "query/time_term.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace seine {
namespace {

using Unit = TimeTerm::Unit;

Zone London() {
  auto zone = Zone::Load("Europe/London");
  EXPECT_TRUE(zone.ok()) << zone.status();
  return *std::move(zone);
}

// What a term says at an as_of, both written in the zone.
std::string At(const TimeTermPtr& term, std::string_view as_of, const Zone& zone) {
  return FormatInstant(Resolve(*term, ParseIsoInstant(as_of, zone).value(), zone), zone);
}

TEST(TimeTerm, DaysAreCivilAndHoursElapse) {
  const Zone london = London();  // clocks went forward on 2011-03-27, back on 2011-10-30
  EXPECT_EQ(At(ShiftTerm(AsOfTerm(), -1, Unit::kDay), "2011-03-27T12:00", london),
            "2011-03-26T12:00:00+00:00");
  EXPECT_EQ(At(ShiftTerm(AsOfTerm(), -24, Unit::kHour), "2011-03-27T12:00", london),
            "2011-03-26T11:00:00+00:00");
  EXPECT_EQ(At(ShiftTerm(AsOfTerm(), 1, Unit::kWeek), "2011-10-29T12:00", london),
            "2011-11-05T12:00:00+00:00");
  EXPECT_EQ(At(ShiftTerm(AsOfTerm(), 90, Unit::kMinute), "2011-03-27T00:30", london),
            "2011-03-27T03:00:00+01:00");
}

TEST(TimeTerm, MonthsClamp) {
  const Zone utc = Zone::Utc();
  EXPECT_EQ(At(ShiftTerm(AsOfTerm(), -1, Unit::kMonth), "2011-03-31T10:00", utc),
            "2011-02-28T10:00:00+00:00");
  EXPECT_EQ(At(ShiftTerm(AsOfTerm(), -1, Unit::kYear), "2012-02-29", utc),
            "2011-02-28T00:00:00+00:00");
  EXPECT_EQ(At(ShiftTerm(AsOfTerm(), 1, Unit::kQuarter), "2011-11-30", utc),
            "2012-02-29T00:00:00+00:00");
}

TEST(TimeTerm, StartsOfCalendarUnits) {
  const Zone london = London();
  const char* const kAsOf = "2011-11-16T15:00";  // a Wednesday
  const auto start = [&](Unit unit, int64_t n) {
    return At(StartOfTerm(AsOfTerm(), unit, n), kAsOf, london);
  };
  EXPECT_EQ(start(Unit::kDay, 0), "2011-11-16T00:00:00+00:00");
  EXPECT_EQ(start(Unit::kDay, -1), "2011-11-15T00:00:00+00:00");
  EXPECT_EQ(start(Unit::kWeek, 0), "2011-11-14T00:00:00+00:00");
  EXPECT_EQ(start(Unit::kMonth, -1), "2011-10-01T00:00:00+01:00");
  EXPECT_EQ(start(Unit::kQuarter, 0), "2011-10-01T00:00:00+01:00");
  EXPECT_EQ(start(Unit::kQuarter, 1), "2012-01-01T00:00:00+00:00");
  EXPECT_EQ(start(Unit::kYear, 0), "2011-01-01T00:00:00+00:00");
}

TEST(TimeTerm, WallTimesWaitForTheZone) {
  const TimeTermPtr nine = WallTerm(DayNumber({2011, 7, 1}), 9 * kMicrosPerHour);
  EXPECT_EQ(Resolve(*nine, 0, Zone::Utc()) - Resolve(*nine, 0, London()), kMicrosPerHour);
}

TEST(TimeTerm, StaysAtTheEndsOfTime) {
  const Zone utc = Zone::Utc();
  constexpr int64_t kBegin = kMinInstant;
  constexpr int64_t kEnd = kMaxInstant + 1;
  for (const Unit unit :
       {Unit::kDay, Unit::kWeek, Unit::kMonth, Unit::kQuarter, Unit::kYear, Unit::kHour}) {
    EXPECT_EQ(Resolve(*ShiftTerm(AsOfTerm(), -INT64_MAX, unit), 0, utc), kBegin);
    EXPECT_EQ(Resolve(*ShiftTerm(AsOfTerm(), INT64_MAX, unit), 0, utc), kEnd);
    EXPECT_EQ(Resolve(*ShiftTerm(AsOfTerm(), 0, unit), kBegin, utc), kBegin);
    EXPECT_EQ(Resolve(*ShiftTerm(AsOfTerm(), 0, unit), kEnd, utc), kEnd);
  }
  EXPECT_EQ(Resolve(*ShiftTerm(AsOfTerm(), -3000, Unit::kYear), 0, utc), kBegin);
  EXPECT_EQ(Resolve(*ShiftTerm(ShiftTerm(AsOfTerm(), 9000, Unit::kYear), -1, Unit::kDay), 0, utc),
            kMaxDay * kMicrosPerDay);
  EXPECT_EQ(Resolve(*ShiftTerm(AsOfTerm(), 1, Unit::kDay), INT64_MAX, utc), INT64_MAX);
  EXPECT_EQ(Resolve(*StartOfTerm(AsOfTerm(), Unit::kYear), INT64_MIN, utc), INT64_MIN);
  EXPECT_EQ(Resolve(*ElapsedTerm(InstantTerm(INT64_MAX), 1), 0, utc), INT64_MAX);
  EXPECT_EQ(Resolve(*WallTerm(DayNumber({10000, 1, 1}), 0), 0, utc), kEnd);
  EXPECT_EQ(Resolve(*WallTerm(DayNumber({10001, 1, 1}), 0), 0, utc), INT64_MAX);
}

TEST(TimeTerm, EqualTermsHaveEqualHashes) {
  const auto make = [](int64_t n) {
    return ElapsedTerm(StartOfTerm(ShiftTerm(AsOfTerm(), n, Unit::kDay), Unit::kMonth), 1);
  };
  EXPECT_TRUE(SameTerm(*make(3), *make(3)));
  EXPECT_EQ(HashTerm(*make(3)), HashTerm(*make(3)));
  EXPECT_FALSE(SameTerm(*make(3), *make(4)));
  EXPECT_FALSE(SameTerm(*AsOfTerm(), *InstantTerm(0)));
}

}  // namespace
}  // namespace seine
