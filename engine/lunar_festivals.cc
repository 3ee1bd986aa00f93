#include "engine/lunar_festivals.h"

#include "engine/civil_time.h"

namespace seine {
namespace {

// One row per year; days as month * 100 + day.
struct LunarYear {
  int16_t year;
  int16_t new_year;
  int16_t dragon_boat;
  int16_t qixi;
  int16_t mid_autumn;
};

// The reference is the Hong Kong Observatory's Gregorian-Lunar Calendar Conversion Tables
// (https://www.hko.gov.hk/en/gts/time/conversion.htm), which agree with China's standard GB/T
// 33661-2017. The rows were computed by those rules (new moons and solar terms of UTC+8; the winter
// solstice lies in month 11; of thirteen months between two solstices the first without a principal
// term is the leap one) with an astronomical library, and compared with five published
// implementations (lunardate, LunarCalendar, borax, cnlunar: tables; sxtwl: an ephemeris), of which
// none differed on any day, and with a transcript of the Observatory's tables of 2025 to 2040.
//
// Where others go wrong: the leap month of 2033 follows month 11; older tables have it after month
// 7, which would move the mid-autumn of 2033 to 7 October. The new moons of 2013-06-08, 2027-02-06
// and 2030-02-03 come within minutes of midnight, and coarser astronomy is a day off. The one new
// moon before 2061 that the Observatory calls uncertain, of 2057-09-28, begins a ninth month, which
// none of these festivals needs.
constexpr LunarYear kLunarYears[] = {
    {1990, 127, 528, 826, 1003}, {1991, 215, 616, 816, 922},  {1992, 204, 605, 805, 911},
    {1993, 123, 624, 824, 930},  {1994, 210, 613, 813, 920},  {1995, 131, 602, 802, 909},
    {1996, 219, 620, 820, 927},  {1997, 207, 609, 809, 916},  {1998, 128, 530, 828, 1005},
    {1999, 216, 618, 817, 924},  {2000, 205, 606, 806, 912},  {2001, 124, 625, 825, 1001},
    {2002, 212, 615, 815, 921},  {2003, 201, 604, 804, 911},  {2004, 122, 622, 822, 928},
    {2005, 209, 611, 811, 918},  {2006, 129, 531, 731, 1006}, {2007, 218, 619, 819, 925},
    {2008, 207, 608, 807, 914},  {2009, 126, 528, 826, 1003}, {2010, 214, 616, 816, 922},
    {2011, 203, 606, 806, 912},  {2012, 123, 623, 823, 930},  {2013, 210, 612, 813, 919},
    {2014, 131, 602, 802, 908},  {2015, 219, 620, 820, 927},  {2016, 208, 609, 809, 915},
    {2017, 128, 530, 828, 1004}, {2018, 216, 618, 817, 924},  {2019, 205, 607, 807, 913},
    {2020, 125, 625, 825, 1001}, {2021, 212, 614, 814, 921},  {2022, 201, 603, 804, 910},
    {2023, 122, 622, 822, 929},  {2024, 210, 610, 810, 917},  {2025, 129, 531, 829, 1006},
    {2026, 217, 619, 819, 925},  {2027, 206, 609, 808, 915},  {2028, 126, 528, 826, 1003},
    {2029, 213, 616, 816, 922},  {2030, 203, 605, 805, 912},  {2031, 123, 624, 824, 1001},
    {2032, 211, 612, 812, 919},  {2033, 131, 601, 801, 908},  {2034, 219, 620, 820, 927},
    {2035, 208, 610, 810, 916},  {2036, 128, 530, 828, 1004}, {2037, 215, 618, 817, 924},
    {2038, 204, 607, 807, 913},  {2039, 124, 527, 826, 1002}, {2040, 212, 614, 814, 920},
    {2041, 201, 603, 803, 910},  {2042, 122, 622, 822, 928},  {2043, 210, 611, 811, 917},
    {2044, 130, 531, 731, 1005}, {2045, 217, 619, 819, 925},  {2046, 206, 608, 808, 915},
    {2047, 126, 529, 827, 1004}, {2048, 214, 615, 816, 922},  {2049, 202, 604, 805, 911},
    {2050, 123, 623, 823, 930},  {2051, 211, 613, 812, 919},  {2052, 201, 601, 801, 907},
    {2053, 219, 620, 820, 926},  {2054, 208, 610, 810, 916},  {2055, 128, 530, 829, 1005},
    {2056, 215, 617, 817, 924},  {2057, 204, 606, 806, 913},  {2058, 124, 625, 825, 1002},
    {2059, 212, 614, 814, 921},  {2060, 202, 603, 802, 909},
};

int64_t DayIn(int year, int month_day) {
  return DayNumber(
      {year, static_cast<int8_t>(month_day / 100), static_cast<int8_t>(month_day % 100)});
}

}  // namespace

LunarFestivals LunarFestivalsOf(int year) {
  static_assert(std::size(kLunarYears) == kLastLunarYear - kFirstLunarYear + 1);
  const LunarYear& row = kLunarYears[year - kFirstLunarYear];
  const int64_t new_year = DayIn(year, row.new_year);
  return {new_year, new_year + 14, DayIn(year, row.dragon_boat), DayIn(year, row.qixi),
          DayIn(year, row.mid_autumn)};
}

}  // namespace seine
