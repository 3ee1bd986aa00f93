// Windows of the retail calendar against dates of published calendars.
#include "engine/retail_calendar.h"

#include <iterator>
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

// New year, lantern, dragon boat, qixi, mid-autumn of every year that the engine knows: as sxtwl
// 2.0.7 (sxtwl.fromLunar) and lunardate 0.3.0 of the Python package index have them, two programs
// that know nothing of each other nor of the engine's table and agree on all of these days.
TEST(RetailCalendar, LunarFestivalsFrom1990To2060) {
  constexpr const char* kYears[][5] = {
      {"1990-01-27", "1990-02-10", "1990-05-28", "1990-08-26", "1990-10-03"},
      {"1991-02-15", "1991-03-01", "1991-06-16", "1991-08-16", "1991-09-22"},
      {"1992-02-04", "1992-02-18", "1992-06-05", "1992-08-05", "1992-09-11"},
      {"1993-01-23", "1993-02-06", "1993-06-24", "1993-08-24", "1993-09-30"},
      {"1994-02-10", "1994-02-24", "1994-06-13", "1994-08-13", "1994-09-20"},
      {"1995-01-31", "1995-02-14", "1995-06-02", "1995-08-02", "1995-09-09"},
      {"1996-02-19", "1996-03-04", "1996-06-20", "1996-08-20", "1996-09-27"},
      {"1997-02-07", "1997-02-21", "1997-06-09", "1997-08-09", "1997-09-16"},
      {"1998-01-28", "1998-02-11", "1998-05-30", "1998-08-28", "1998-10-05"},
      {"1999-02-16", "1999-03-02", "1999-06-18", "1999-08-17", "1999-09-24"},
      {"2000-02-05", "2000-02-19", "2000-06-06", "2000-08-06", "2000-09-12"},
      {"2001-01-24", "2001-02-07", "2001-06-25", "2001-08-25", "2001-10-01"},
      {"2002-02-12", "2002-02-26", "2002-06-15", "2002-08-15", "2002-09-21"},
      {"2003-02-01", "2003-02-15", "2003-06-04", "2003-08-04", "2003-09-11"},
      {"2004-01-22", "2004-02-05", "2004-06-22", "2004-08-22", "2004-09-28"},
      {"2005-02-09", "2005-02-23", "2005-06-11", "2005-08-11", "2005-09-18"},
      {"2006-01-29", "2006-02-12", "2006-05-31", "2006-07-31", "2006-10-06"},
      {"2007-02-18", "2007-03-04", "2007-06-19", "2007-08-19", "2007-09-25"},
      {"2008-02-07", "2008-02-21", "2008-06-08", "2008-08-07", "2008-09-14"},
      {"2009-01-26", "2009-02-09", "2009-05-28", "2009-08-26", "2009-10-03"},
      {"2010-02-14", "2010-02-28", "2010-06-16", "2010-08-16", "2010-09-22"},
      {"2011-02-03", "2011-02-17", "2011-06-06", "2011-08-06", "2011-09-12"},
      {"2012-01-23", "2012-02-06", "2012-06-23", "2012-08-23", "2012-09-30"},
      {"2013-02-10", "2013-02-24", "2013-06-12", "2013-08-13", "2013-09-19"},
      {"2014-01-31", "2014-02-14", "2014-06-02", "2014-08-02", "2014-09-08"},
      {"2015-02-19", "2015-03-05", "2015-06-20", "2015-08-20", "2015-09-27"},
      {"2016-02-08", "2016-02-22", "2016-06-09", "2016-08-09", "2016-09-15"},
      {"2017-01-28", "2017-02-11", "2017-05-30", "2017-08-28", "2017-10-04"},
      {"2018-02-16", "2018-03-02", "2018-06-18", "2018-08-17", "2018-09-24"},
      {"2019-02-05", "2019-02-19", "2019-06-07", "2019-08-07", "2019-09-13"},
      {"2020-01-25", "2020-02-08", "2020-06-25", "2020-08-25", "2020-10-01"},
      {"2021-02-12", "2021-02-26", "2021-06-14", "2021-08-14", "2021-09-21"},
      {"2022-02-01", "2022-02-15", "2022-06-03", "2022-08-04", "2022-09-10"},
      {"2023-01-22", "2023-02-05", "2023-06-22", "2023-08-22", "2023-09-29"},
      {"2024-02-10", "2024-02-24", "2024-06-10", "2024-08-10", "2024-09-17"},
      {"2025-01-29", "2025-02-12", "2025-05-31", "2025-08-29", "2025-10-06"},
      {"2026-02-17", "2026-03-03", "2026-06-19", "2026-08-19", "2026-09-25"},
      {"2027-02-06", "2027-02-20", "2027-06-09", "2027-08-08", "2027-09-15"},
      {"2028-01-26", "2028-02-09", "2028-05-28", "2028-08-26", "2028-10-03"},
      {"2029-02-13", "2029-02-27", "2029-06-16", "2029-08-16", "2029-09-22"},
      {"2030-02-03", "2030-02-17", "2030-06-05", "2030-08-05", "2030-09-12"},
      {"2031-01-23", "2031-02-06", "2031-06-24", "2031-08-24", "2031-10-01"},
      {"2032-02-11", "2032-02-25", "2032-06-12", "2032-08-12", "2032-09-19"},
      {"2033-01-31", "2033-02-14", "2033-06-01", "2033-08-01", "2033-09-08"},
      {"2034-02-19", "2034-03-05", "2034-06-20", "2034-08-20", "2034-09-27"},
      {"2035-02-08", "2035-02-22", "2035-06-10", "2035-08-10", "2035-09-16"},
      {"2036-01-28", "2036-02-11", "2036-05-30", "2036-08-28", "2036-10-04"},
      {"2037-02-15", "2037-03-01", "2037-06-18", "2037-08-17", "2037-09-24"},
      {"2038-02-04", "2038-02-18", "2038-06-07", "2038-08-07", "2038-09-13"},
      {"2039-01-24", "2039-02-07", "2039-05-27", "2039-08-26", "2039-10-02"},
      {"2040-02-12", "2040-02-26", "2040-06-14", "2040-08-14", "2040-09-20"},
      {"2041-02-01", "2041-02-15", "2041-06-03", "2041-08-03", "2041-09-10"},
      {"2042-01-22", "2042-02-05", "2042-06-22", "2042-08-22", "2042-09-28"},
      {"2043-02-10", "2043-02-24", "2043-06-11", "2043-08-11", "2043-09-17"},
      {"2044-01-30", "2044-02-13", "2044-05-31", "2044-07-31", "2044-10-05"},
      {"2045-02-17", "2045-03-03", "2045-06-19", "2045-08-19", "2045-09-25"},
      {"2046-02-06", "2046-02-20", "2046-06-08", "2046-08-08", "2046-09-15"},
      {"2047-01-26", "2047-02-09", "2047-05-29", "2047-08-27", "2047-10-04"},
      {"2048-02-14", "2048-02-28", "2048-06-15", "2048-08-16", "2048-09-22"},
      {"2049-02-02", "2049-02-16", "2049-06-04", "2049-08-05", "2049-09-11"},
      {"2050-01-23", "2050-02-06", "2050-06-23", "2050-08-23", "2050-09-30"},
      {"2051-02-11", "2051-02-25", "2051-06-13", "2051-08-12", "2051-09-19"},
      {"2052-02-01", "2052-02-15", "2052-06-01", "2052-08-01", "2052-09-07"},
      {"2053-02-19", "2053-03-05", "2053-06-20", "2053-08-20", "2053-09-26"},
      {"2054-02-08", "2054-02-22", "2054-06-10", "2054-08-10", "2054-09-16"},
      {"2055-01-28", "2055-02-11", "2055-05-30", "2055-08-29", "2055-10-05"},
      {"2056-02-15", "2056-02-29", "2056-06-17", "2056-08-17", "2056-09-24"},
      {"2057-02-04", "2057-02-18", "2057-06-06", "2057-08-06", "2057-09-13"},
      {"2058-01-24", "2058-02-07", "2058-06-25", "2058-08-25", "2058-10-02"},
      {"2059-02-12", "2059-02-26", "2059-06-14", "2059-08-14", "2059-09-21"},
      {"2060-02-02", "2060-02-16", "2060-06-03", "2060-08-02", "2060-09-09"}};
  ASSERT_EQ(std::size(kYears), 71u);
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
