// Windows of the retail calendar against dates of published calendars.
#include "engine/retail_calendar.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "engine/civil_time.h"

namespace seine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string DaysText(const Schema& schema, std::string_view name, int64_t year) {
  const absl::StatusOr<std::vector<DayRange>> ranges = RetailWindowDays(schema, name, year);
  if (!ranges.ok()) return std::string(ranges.status().message());
  std::string text;
  for (const DayRange& range : *ranges) {
    if (!text.empty()) text += ", ";
    text += FormatDay(range.first);
    if (range.last != range.first) text += ".." + FormatDay(range.last);
  }
  return text;
}

std::string Days(std::string_view name, int64_t year) { return DaysText(Schema(), name, year); }

Schema WithCalendars(const std::string& calendars) {
  const auto schema =
      ParseSchema(R"({"tables": {"m": {"key": "id"}}, "calendars": {)" + calendars + "}}");
  EXPECT_TRUE(schema.ok()) << schema.status();
  return schema.value_or(Schema());
}

TEST(RetailCalendar, EveryBuiltInWindowOfTwoYears) {
  struct Expected {
    const char* name;
    const char* in_2025;
    const char* in_2026;
  };
  constexpr Expected kExpected[] = {
      {"lunar-new-year", "2025-01-28..2025-02-02", "2026-02-16..2026-02-21"},
      {"valentines-day", "2025-02-14", "2026-02-14"},
      {"lantern", "2025-02-12", "2026-03-03"},
      {"womens-day", "2025-03-08", "2026-03-08"},
      {"white-day", "2025-03-14", "2026-03-14"},
      {"mothers-day", "2025-05-11", "2026-05-10"},
      {"520", "2025-05-20", "2026-05-20"},
      {"dragon-boat", "2025-05-31", "2026-06-19"},
      {"fathers-day-june", "2025-06-15", "2026-06-21"},
      {"618", "2025-06-18", "2026-06-18"},
      {"fathers-day", "2025-08-08", "2026-08-08"},
      {"qixi", "2025-08-29", "2026-08-19"},
      {"mid-autumn", "2025-10-06", "2026-09-25"},
      {"halloween", "2025-10-31", "2026-10-31"},
      {"double-11", "2025-11-11", "2026-11-11"},
      {"black-friday", "2025-11-28", "2026-11-27"},
      {"cyber-monday", "2025-12-01", "2026-11-30"},
      {"double-12", "2025-12-12", "2026-12-12"},
      {"christmas", "2025-12-24..2025-12-25", "2026-12-24..2026-12-25"},
      {"paydays",
       "2025-01-29..2025-01-31, 2025-02-26..2025-02-28, 2025-03-29..2025-03-31, "
       "2025-04-28..2025-04-30, 2025-05-29..2025-05-31, 2025-06-28..2025-06-30, "
       "2025-07-29..2025-07-31, 2025-08-29..2025-08-31, 2025-09-28..2025-09-30, "
       "2025-10-29..2025-10-31, 2025-11-28..2025-11-30, 2025-12-29..2025-12-31",
       "2026-01-29..2026-01-31, 2026-02-26..2026-02-28, 2026-03-29..2026-03-31, "
       "2026-04-28..2026-04-30, 2026-05-29..2026-05-31, 2026-06-28..2026-06-30, "
       "2026-07-29..2026-07-31, 2026-08-29..2026-08-31, 2026-09-28..2026-09-30, "
       "2026-10-29..2026-10-31, 2026-11-28..2026-11-30, 2026-12-29..2026-12-31"}};
  std::vector<std::string> names;
  for (const Expected& expected : kExpected) {
    EXPECT_EQ(Days(expected.name, 2025), expected.in_2025) << expected.name;
    EXPECT_EQ(Days(expected.name, 2026), expected.in_2026) << expected.name;
    names.emplace_back(expected.name);
  }
  EXPECT_EQ(RetailWindowNames(Schema()), names);
}

TEST(RetailCalendar, WeekdaysAtTheEdgesOfTheirMonths) {
  EXPECT_EQ(Days("black-friday", 2024), "2024-11-29");  // 1 November is a Friday: the fifth Friday
  EXPECT_EQ(Days("black-friday", 2018), "2018-11-23");  // the earliest
  EXPECT_EQ(Days("cyber-monday", 2024), "2024-12-02");
  EXPECT_EQ(Days("cyber-monday", 2023), "2023-11-27");
  EXPECT_EQ(Days("mothers-day", 2022), "2022-05-08");  // 1 May is a Sunday
  EXPECT_EQ(Days("mothers-day", 2023), "2023-05-14");  // the latest
  EXPECT_EQ(Days("fathers-day-june", 2024), "2024-06-16");
  EXPECT_THAT(Days("paydays", 2024), HasSubstr("2024-02-27..2024-02-29"));
}

// New year, lantern, dragon boat, qixi, mid-autumn. From ephemerides of the sun and moon, by rules
// written apart from the engine's table; well-known years from printed calendars besides.
TEST(RetailCalendar, LunarFestivalsFrom1990To2060) {
  constexpr const char* kYears[][5] = {
      {"1990-01-27", "1990-02-10", "1990-05-28", "1990-08-26", "1990-10-03"},
      {"1995-01-31", "1995-02-14", "1995-06-02", "1995-08-02", "1995-09-09"},  // leap month 8
      {"2000-02-05", "2000-02-19", "2000-06-06", "2000-08-06", "2000-09-12"},
      {"2004-01-22", "2004-02-05", "2004-06-22", "2004-08-22", "2004-09-28"},
      {"2006-01-29", "2006-02-12", "2006-05-31", "2006-07-31", "2006-10-06"},  // leap month 7
      {"2013-02-10", "2013-02-24", "2013-06-12", "2013-08-13", "2013-09-19"},
      {"2015-02-19", "2015-03-05", "2015-06-20", "2015-08-20", "2015-09-27"},
      {"2020-01-25", "2020-02-08", "2020-06-25", "2020-08-25", "2020-10-01"},
      {"2024-02-10", "2024-02-24", "2024-06-10", "2024-08-10", "2024-09-17"},
      {"2027-02-06", "2027-02-20", "2027-06-09", "2027-08-08", "2027-09-15"},
      {"2030-02-03", "2030-02-17", "2030-06-05", "2030-08-05", "2030-09-12"},
      {"2033-01-31", "2033-02-14", "2033-06-01", "2033-08-01", "2033-09-08"},  // leap month 11
      {"2034-02-19", "2034-03-05", "2034-06-20", "2034-08-20", "2034-09-27"},
      {"2044-01-30", "2044-02-13", "2044-05-31", "2044-07-31", "2044-10-05"},
      {"2052-02-01", "2052-02-15", "2052-06-01", "2052-08-01", "2052-09-07"},
      {"2057-02-04", "2057-02-18", "2057-06-06", "2057-08-06", "2057-09-13"},
      {"2060-02-02", "2060-02-16", "2060-06-03", "2060-08-02", "2060-09-09"}};
  for (const auto& [new_year, lantern, dragon_boat, qixi, mid_autumn] : kYears) {
    const int year = std::stoi(new_year);
    const int64_t first = *ParseIsoDay(new_year);
    EXPECT_THAT(*RetailWindowDays(Schema(), "lunar-new-year", year),
                ElementsAre(DayRange{first - 1, first + 4}));
    EXPECT_EQ(Days("lantern", year), lantern);
    EXPECT_EQ(Days("dragon-boat", year), dragon_boat);
    EXPECT_EQ(Days("qixi", year), qixi);
    EXPECT_EQ(Days("mid-autumn", year), mid_autumn);
  }
}

// What holds of the lunisolar calendar whatever the year: a slip in the table breaks it.
TEST(RetailCalendar, LunarFestivalsKeepTheirDistances) {
  int64_t before = RetailWindowDays(Schema(), "lunar-new-year", 1990)->front().first - 384;
  for (int year = 1990; year <= 2060; ++year) {
    const auto day = [&](const char* name) {
      return RetailWindowDays(Schema(), name, year)->front().first;
    };
    const int64_t eve = day("lunar-new-year");
    EXPECT_GE(eve + 1, *ParseIsoDay(std::to_string(year) + "-01-21")) << year;
    EXPECT_LE(eve + 1, *ParseIsoDay(std::to_string(year) + "-02-20")) << year;
    const int64_t days = eve - before;
    EXPECT_TRUE((days >= 353 && days <= 355) || (days >= 383 && days <= 385)) << year;
    const int64_t to_qixi = day("qixi") - day("dragon-boat");   // two months and two days, or
    const int64_t to_autumn = day("mid-autumn") - day("qixi");  // one month and eight days,
    EXPECT_TRUE(to_qixi >= 60 && to_qixi <= 92) << year;        // and perhaps a leap month
    EXPECT_TRUE(to_autumn >= 37 && to_autumn <= 68) << year;
    before = eve;
  }
}

TEST(RetailCalendar, YearsOutOfRange) {
  EXPECT_EQ(Days("double-11", 1), "0001-11-11");
  EXPECT_EQ(Days("double-11", 9999), "9999-11-11");
  EXPECT_EQ(Days("paydays", 9999).substr(264), "9999-12-29..9999-12-31");
  EXPECT_EQ(Days("double-11", 0), "the calendar \"double-11\" has no days in 0, only in 1 to 9999");
  EXPECT_EQ(Days("double-11", INT64_MAX),
            "the calendar \"double-11\" has no days in 9223372036854775807, only in 1 to 9999");
  EXPECT_EQ(Days("mid-autumn", 1989),
            "the calendar \"mid-autumn\" has no days in 1989, only in 1990 to 2060");
  EXPECT_EQ(Days("lunar-new-year", 2061),
            "the calendar \"lunar-new-year\" has no days in 2061, only in 1990 to 2060");
  EXPECT_EQ(Days("double-13", 2025), "unknown calendar \"double-13\"");
  EXPECT_EQ(RetailWindowDays(Schema(), "double-13", 2025).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(RetailWindowDays(Schema(), "qixi", 2061).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST(RetailCalendar, TheSchemasOwnWindows) {
  const Schema schema = WithCalendars(
      R"("anniversary": {"2025": ["2025-05-01", "2025-05-07"],
                         "2026": [["2026-05-08", "2026-05-09"], ["2026-05-01", "2026-05-02"],
                                  ["2026-05-03", "2026-05-03"], ["2026-05-09", "2026-05-10"]],
                         "every": ["05-02", "05-08"]},
         "double-11": {"2025": ["2025-10-31", "2025-11-11"], "2027": ["2027-11-01", "2027-11-11"]},
         "年終慶": {"every": [["12-30", "01-02"], ["11-01", "11-02"]]},
         "february": {"every": ["02-01", "02-29"]})");
  EXPECT_EQ(DaysText(schema, "anniversary", 2024), "2024-05-02..2024-05-08");
  EXPECT_EQ(DaysText(schema, "anniversary", 2025), "2025-05-01..2025-05-07");
  EXPECT_EQ(DaysText(schema, "anniversary", 2026),
            "2026-05-01..2026-05-03, 2026-05-08..2026-05-10");
  EXPECT_EQ(DaysText(schema, "double-11", 2025), "2025-10-31..2025-11-11");
  EXPECT_EQ(DaysText(schema, "double-11", 2026),
            "the calendar \"double-11\" has no days in 2026, only in 2025 and 2027");
  EXPECT_EQ(DaysText(schema, "年終慶", 2025), "2025-11-01..2025-11-02, 2025-12-30..2026-01-02");
  EXPECT_EQ(DaysText(schema, "年終慶", 9999), "9999-11-01..9999-11-02, 9999-12-30..9999-12-31");
  EXPECT_EQ(DaysText(schema, "february", 2024), "2024-02-01..2024-02-29");
  EXPECT_EQ(DaysText(schema, "february", 2025), "2025-02-01..2025-02-28");
  EXPECT_EQ(DaysText(schema, "mid-autumn", 2025), "2025-10-06");
  EXPECT_THAT(RetailWindowNames(schema), Contains("年終慶"));
}

}  // namespace
}  // namespace seine
