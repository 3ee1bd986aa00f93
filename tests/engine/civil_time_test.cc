#include "engine/civil_time.h"

#include <algorithm>
#include <random>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace seine {
namespace {

using ::testing::HasSubstr;

Zone London() { return *Zone::Load("Europe/London"); }

TEST(CivilDayTest, AgreesWithAbseilOnEveryDayOfTheRange) {
  absl::CivilDay expected(1, 1, 1);
  for (int64_t day = kMinDay; day <= kMaxDay; ++day, ++expected) {
    const CivilDay actual = DayOf(day);
    ASSERT_EQ(actual.year, expected.year());
    ASSERT_EQ(actual.month, expected.month());
    ASSERT_EQ(actual.day, expected.day());
    ASSERT_EQ(DayNumber(actual), day);
    ASSERT_TRUE(ValidDay(actual.year, actual.month, actual.day));
    ASSERT_EQ(WeekdayOf(day), static_cast<int>(absl::GetWeekday(expected)));
  }
}

TEST(CivilDayTest, RefusesDaysThatAreNone) {
  EXPECT_FALSE(ValidDay(2011, 2, 29));
  EXPECT_TRUE(ValidDay(2012, 2, 29));
  EXPECT_FALSE(ValidDay(1900, 2, 29));
  EXPECT_FALSE(ValidDay(0, 1, 1));
  EXPECT_FALSE(ValidDay(10000, 1, 1));
  EXPECT_FALSE(ValidDay(2011, 13, 1));
  EXPECT_FALSE(ValidDay(2011, 4, 31));
}

TEST(CivilDayTest, MonthsClampToTheLastDay) {
  const int64_t march = DayNumber({2011, 3, 31});
  EXPECT_EQ(FormatDay(AddMonths(march, -1)), "2011-02-28");
  EXPECT_EQ(FormatDay(AddMonths(march, 11)), "2012-02-29");
  EXPECT_EQ(FormatDay(AddMonths(march, -15)), "2009-12-31");
  EXPECT_EQ(FormatDay(AddMonths(DayNumber({2012, 2, 29}), 12)), "2013-02-28");
}

TEST(ZoneTest, AgreesWithAbseilInBothDirections) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<int64_t> seconds(kMinInstant / kMicrosPerSecond + 200000,
                                                 kMaxInstant / kMicrosPerSecond - 200000);
  std::uniform_int_distribution<int64_t> recent(-3'000'000'000, 8'000'000'000);
  for (const char* name : {"UTC", "Europe/London", "Asia/Taipei", "America/New_York", "Asia/Tehran",
                           "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca",
                           "America/Sao_Paulo", "Asia/Shanghai", "Etc/GMT+12"}) {
    const absl::StatusOr<Zone> zone = Zone::Load(name);
    ASSERT_TRUE(zone.ok()) << zone.status();
    absl::TimeZone expected;
    ASSERT_TRUE(absl::LoadTimeZone(name, &expected));
    for (int i = 0; i < 20000; ++i) {
      const int64_t second = i % 4 == 0 ? seconds(random) : recent(random);
      const absl::CivilSecond wall = absl::ToCivilSecond(absl::FromUnixSeconds(second), expected);
      const Zone::Wall actual = zone->WallClock(second * kMicrosPerSecond + 5);
      ASSERT_EQ(
          absl::CivilSecond(1970, 1, 1) + actual.day * 86400 + actual.micros / kMicrosPerSecond,
          wall)
          << name << " " << second;
      ASSERT_EQ(actual.micros % kMicrosPerSecond, 5);
      const absl::CivilSecond local = absl::CivilSecond(1970, 1, 1) + second;
      const int64_t day = absl::CivilDay(local) - absl::CivilDay(1970, 1, 1);
      ASSERT_EQ(zone->Instant(day, (second - day * 86400) * kMicrosPerSecond),
                absl::ToUnixMicros(absl::FromCivil(local, expected)))
          << name << " " << second;
    }
  }
}

TEST(ZoneTest, AgreesWithAbseilAroundEveryTransition) {
  for (const char* name : {"Europe/London", "America/New_York", "Australia/Lord_Howe",
                           "Pacific/Apia", "America/Havana", "Asia/Gaza"}) {
    const Zone zone = *Zone::Load(name);
    absl::TimeZone expected;
    ASSERT_TRUE(absl::LoadTimeZone(name, &expected));
    absl::TimeZone::CivilTransition transition;
    absl::Time at = absl::FromUnixSeconds(-5'000'000'000);
    for (int n = 0; n < 500 && expected.NextTransition(at, &transition); ++n) {
      at = expected.At(transition.to).trans;
      for (int64_t minutes = -180; minutes <= 180; minutes += 10) {
        const absl::CivilSecond local = transition.to + minutes * 60;
        const int64_t second = local - absl::CivilSecond(1970, 1, 1);
        const int64_t day = absl::CivilDay(local) - absl::CivilDay(1970, 1, 1);
        ASSERT_EQ(zone.Instant(day, (second - day * 86400) * kMicrosPerSecond),
                  absl::ToUnixMicros(absl::FromCivil(local, expected)))
            << name << " " << absl::FormatCivilTime(local);
      }
    }
  }
}

// In order, jumping, around every transition, and where no offset is laid out.
TEST(ZoneTest, ManyWallClocksAreEachOne) {
  std::mt19937_64 random(11);
  for (const char* name : {"UTC", "Europe/London", "America/Sao_Paulo", "Pacific/Apia"}) {
    const Zone zone = *Zone::Load(name);
    absl::TimeZone of_abseil;
    ASSERT_TRUE(absl::LoadTimeZone(name, &of_abseil));
    std::vector<int64_t> instants = {
        INT64_MIN,       INT64_MAX, kMinInstant, kMinInstant - 1,       kMaxInstant,
        kMaxInstant + 1, 0,         -1,          kMicrosPerDay * 84'006};
    absl::TimeZone::CivilTransition transition;
    absl::Time at = absl::FromUnixSeconds(-5'000'000'000);
    for (int n = 0; n < 300 && of_abseil.NextTransition(at, &transition); ++n) {
      at = of_abseil.At(transition.to).trans;
      for (int64_t micros : {-1, 0, 1}) instants.push_back(absl::ToUnixMicros(at) + micros);
    }
    for (int i = 0; i < 2'000; ++i)
      instants.push_back(static_cast<int64_t>(random() % 5'000'000'000'000'000));
    for (int round = 0; round < 2; ++round) {
      WallClocks clocks(zone);
      for (const int64_t instant : instants) {
        const Zone::Wall expected = zone.WallClock(instant);
        const Zone::Wall actual = clocks.At(instant);
        ASSERT_EQ(actual.day, expected.day) << name << " " << instant;
        ASSERT_EQ(actual.micros, expected.micros) << name << " " << instant;
      }
      std::shuffle(instants.begin(), instants.end(), random);
    }
  }
}

TEST(ZoneTest, SkippedTimeMovesForwardAndDoubledIsTheEarlier) {
  EXPECT_EQ(*ParseIsoInstant("2011-03-27 01:30", London()),
            *ParseIsoInstant("2011-03-27T02:00+01:00", Zone::Utc()));
  // All of the skipped hour is one moment, so that later wall times are never earlier instants.
  EXPECT_EQ(*ParseIsoInstant("2011-03-27 01:30:00.5", London()),
            *ParseIsoInstant("2011-03-27T02:00+01:00", Zone::Utc()));
  EXPECT_EQ(*ParseIsoInstant("2611-03-31 01:59:59.5", London()),
            *ParseIsoInstant("2611-03-31T02:00+01:00", Zone::Utc()));
  EXPECT_EQ(*ParseIsoInstant("2011-10-30 01:30", London()),
            *ParseIsoInstant("2011-10-30T01:30+01:00", Zone::Utc()));
}

TEST(ZoneTest, UnknownNamesAreErrorsWithAHint) {
  EXPECT_THAT(Zone::Load("Europe/Londn").status().ToString(),
              HasSubstr("did you mean \"Europe/London\"?"));
  EXPECT_THAT(Zone::Load("asia/taipei").status().ToString(), HasSubstr("\"Asia/Taipei\""));
  for (const char* name :
       {"", "localtime", "../etc/passwd", "/etc/localtime", "file:x", "Nowhere/X"}) {
    EXPECT_FALSE(Zone::Load(name).ok()) << name;
  }
}

TEST(ZoneTest, OffsetsAndAbbreviationsAreNoZones) {
  const std::pair<const char*, const char*> hints[] = {
      {"UTC+8", "\"Asia/Taipei\"; so far from UTC all year is \"Etc/GMT-8\""},
      {"GMT-05:00", "so far from UTC all year is \"Etc/GMT+5\""},
      {"+08:00", "so far from UTC all year is \"Etc/GMT-8\""},
      {"CST", "such letters stand for several zones, so name a city's, like \"Asia/Taipei\""},
      {"Taipei", "did you mean \"Asia/Taipei\"?"},
      {"new york", "did you mean \"America/New_York\"?"},
  };
  for (const auto& [name, hint] : hints)
    EXPECT_THAT(Zone::Load(name).status().ToString(), HasSubstr(hint)) << name;
  EXPECT_THAT(Zone::Load("UTC+05:30").status().ToString(),
              testing::Not(HasSubstr("so far from UTC")));
  // The zone that is named lies on that side of Greenwich.
  EXPECT_EQ(Zone::Load("Etc/GMT-8")->Instant(0, 0), -8 * kMicrosPerHour);
}

TEST(IsoTest, ReadsDays) {
  EXPECT_EQ(ParseIsoDay("1970-01-02"), 1);
  EXPECT_EQ(ParseIsoDay("0001-01-01"), kMinDay);
  EXPECT_EQ(ParseIsoDay("9999-12-31"), kMaxDay);
  for (const char* text : {"", "2011", "2011-9-11", "2011-02-29", "2011-09-11 ", "2011-09-11T00:00",
                           "0000-01-01", "+2011-01-01", "2011/09/11"}) {
    EXPECT_EQ(ParseIsoDay(text), std::nullopt) << text;
  }
}

TEST(IsoTest, ReadsInstants) {
  const Zone zone = London();
  const int64_t eight = DayNumber({2011, 9, 11}) * kMicrosPerDay + 8 * kMicrosPerHour;
  EXPECT_EQ(ParseIsoInstant("2011-09-11T08:00Z", zone), eight);
  EXPECT_EQ(ParseIsoInstant("2011-09-11 09:00", zone), eight);
  EXPECT_EQ(ParseIsoInstant("2011-09-11T16:00:00+08:00", zone), eight);
  EXPECT_EQ(ParseIsoInstant("2011-09-11 16:00:00+08", zone), eight);
  EXPECT_EQ(ParseIsoInstant("2011-09-11T16:00:00.25 +0800", zone), eight + 250000);
  EXPECT_EQ(ParseIsoInstant("2011-09-11T09:00:00.000000999", zone), eight);
  EXPECT_EQ(ParseIsoInstant("2011-09-11", zone), eight - 9 * kMicrosPerHour);
  for (const char* text :
       {"2011-09-11T", "2011-09-11T8:00", "2011-09-11T24:00", "2011-09-11T08:60",
        "2011-09-11T08:00:60", "2011-09-11T08:00x", "2011-09-11T08:00+25:00",
        "0001-01-01T00:00+01:00", "2011-09-11T08:00:00.", "2011-09-11T08:00+8"}) {
    EXPECT_EQ(ParseIsoInstant(text, zone), std::nullopt) << text;
  }
}

TEST(IsoTest, WrittenInstantsReadBack) {
  std::mt19937_64 random(11);
  std::uniform_int_distribution<int64_t> instants(kMinInstant + kMicrosPerDay,
                                                  kMaxInstant - kMicrosPerDay);
  for (const char* name : {"UTC", "Europe/London", "Asia/Kolkata", "America/New_York"}) {
    const Zone zone = *Zone::Load(name);
    for (int i = 0; i < 2000; ++i) {
      const int64_t instant = instants(random) / (i % 2 == 0 ? 1 : kMicrosPerSecond) *
                              (i % 2 == 0 ? 1 : kMicrosPerSecond);
      const std::string text = FormatInstant(instant, zone);
      ASSERT_EQ(ParseIsoInstant(text, Zone::Utc()), instant) << text;
    }
  }
  EXPECT_EQ(FormatInstant(0, Zone::Utc()), "1970-01-01T00:00:00+00:00");
  EXPECT_EQ(FormatInstant(1'309'500'000'250'000, London()), "2011-07-01T07:00:00.250000+01:00");
}

TEST(TimeFormatTest, ReadsByFormat) {
  const Zone zone = London();
  const int64_t expected = *ParseIsoInstant("2010-12-01T08:26", zone);
  EXPECT_EQ(ParseInstant("12/1/2010 8:26", "%m/%d/%Y %H:%M", zone), expected);
  EXPECT_EQ(ParseInstant("20101201 0826", "%Y%m%d %H%M", zone), expected);
  EXPECT_EQ(ParseInstant("1-Dec-10 08:26 am", "%d-%b-%y %I:%M %p", zone), expected);
  EXPECT_EQ(ParseInstant("Wed December  1 2010 08:26:00", "%a %B %e %Y %T", zone), expected);
  EXPECT_EQ(ParseInstant("335/2010 08:26", "%j/%Y %R", zone), expected);
  EXPECT_EQ(ParseInstant("2010-12-01T16:26:00.0+08:00", "%FT%T.%f%z", zone), expected);
  EXPECT_EQ(ParseInstant("1291191960", "%s", zone), expected);
  EXPECT_EQ(ParseInstant("12/01/10 12:00 AM", "%D %I:%M %p", zone),
            *ParseIsoInstant("2010-12-01", zone));
  EXPECT_EQ(ParseDay("19970101", "%Y%m%d"), DayNumber({1997, 1, 1}));
  EXPECT_EQ(ParseInstant("12/1/2010 8:26x", "%m/%d/%Y %H:%M", zone), std::nullopt);
  EXPECT_EQ(ParseInstant("13/1/2010 8:26", "%m/%d/%Y %H:%M", zone), std::nullopt);
  EXPECT_EQ(ParseDay("19970230", "%Y%m%d"), std::nullopt);
  EXPECT_EQ(ParseDay("1997 366", "%Y %j"), std::nullopt);
}

TEST(TimeFormatTest, ChecksFormats) {
  EXPECT_TRUE(CheckTimeFormat("%Y%m%d").ok());
  EXPECT_TRUE(CheckTimeFormat("%s").ok());
  EXPECT_THAT(CheckTimeFormat("%Y-%q-%d").ToString(), HasSubstr("unknown directive \"%q\""));
  EXPECT_THAT(CheckTimeFormat("%Y-%m-%").ToString(), HasSubstr("unknown directive \"%\""));
  EXPECT_THAT(CheckTimeFormat("%H:%M").ToString(), HasSubstr("needs a year, a month and a day"));
}

}  // namespace
}  // namespace seine
