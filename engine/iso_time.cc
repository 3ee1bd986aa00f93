// ISO 8601: reading and writing of days and instants.

#include "engine/civil_time.h"
#include "engine/clock_text.h"
#include "engine/digits.h"

namespace seine {
namespace {

bool TakeDay(TextCursor* cursor, int64_t* day) {
  int32_t year = 0;
  int32_t month = 0;
  int32_t day_of_month = 0;
  if (!cursor->TakeFixed(4, &year) || !cursor->Take('-') || !cursor->TakeFixed(2, &month) ||
      !cursor->Take('-') || !cursor->TakeFixed(2, &day_of_month) ||
      !ValidDay(year, month, day_of_month)) {
    return false;
  }
  *day = DayNumber({year, static_cast<int8_t>(month), static_cast<int8_t>(day_of_month)});
  return true;
}

// HH:MM[:SS[.f]], as microseconds of the day.
bool TakeClock(TextCursor* cursor, int64_t* micros) {
  int32_t hour = 0;
  int32_t minute = 0;
  int32_t second = 0;
  int32_t fraction = 0;
  if (!cursor->TakeFixed(2, &hour) || !cursor->Take(':') || !cursor->TakeFixed(2, &minute)) {
    return false;
  }
  if (cursor->Take(':')) {
    if (!cursor->TakeFixed(2, &second)) return false;
    if ((cursor->Take('.') || cursor->Take(',')) && !TakeFraction(cursor, &fraction)) return false;
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  *micros =
      hour * kMicrosPerHour + minute * kMicrosPerMinute + second * kMicrosPerSecond + fraction;
  return true;
}

void AppendPadded(int64_t value, int digits, std::string* text) {
  char buffer[8];
  for (int i = digits - 1; i >= 0; --i) {
    buffer[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  text->append(buffer, static_cast<size_t>(digits));
}

void AppendDay(int64_t day_number, std::string* text) {
  const CivilDay day = DayOf(day_number);
  AppendPadded(day.year, 4, text);
  text->push_back('-');
  AppendPadded(day.month, 2, text);
  text->push_back('-');
  AppendPadded(day.day, 2, text);
}

void AppendClock(int64_t seconds, std::string* text) {
  AppendPadded(seconds / 3600, 2, text);
  text->push_back(':');
  AppendPadded(seconds / 60 % 60, 2, text);
  text->push_back(':');
  AppendPadded(seconds % 60, 2, text);
}

}  // namespace

std::optional<int64_t> ParseIsoDay(std::string_view text) {
  TextCursor cursor(text);
  int64_t day = 0;
  if (!TakeDay(&cursor, &day) || !cursor.AtEnd()) return std::nullopt;
  return day;
}

std::optional<int64_t> ParseIsoInstant(std::string_view text, const Zone& zone) {
  TextCursor cursor(text);
  int64_t day = 0;
  int64_t micros = 0;
  std::optional<int32_t> offset;
  if (!TakeDay(&cursor, &day)) return std::nullopt;
  if (!cursor.AtEnd()) {
    if (!cursor.Take('T') && !cursor.Take(' ') && !cursor.Take('t')) return std::nullopt;
    if (!TakeClock(&cursor, &micros)) return std::nullopt;
    if (!cursor.AtEnd()) {
      cursor.Take(' ');
      int32_t seconds = 0;
      if (!TakeOffset(&cursor, &seconds) || !cursor.AtEnd()) return std::nullopt;
      offset = seconds;
    }
  }
  return InstantOf(day, micros, offset, zone);
}

std::string FormatDay(int64_t day_number) {
  std::string text;
  AppendDay(day_number, &text);
  return text;
}

std::string FormatInstant(int64_t instant, const Zone& zone) {
  const Zone::Wall wall = zone.WallClock(instant);
  std::string text;
  AppendDay(wall.day, &text);
  text.push_back('T');
  AppendClock(wall.micros / kMicrosPerSecond, &text);
  if (const int64_t fraction = wall.micros % kMicrosPerSecond; fraction != 0) {
    text.push_back('.');
    AppendPadded(fraction, 6, &text);
  }
  const int64_t utc_second = (instant - wall.micros % kMicrosPerSecond) / kMicrosPerSecond;
  const int64_t offset =
      wall.day * (kMicrosPerDay / kMicrosPerSecond) + wall.micros / kMicrosPerSecond - utc_second;
  text.push_back(offset < 0 ? '-' : '+');
  AppendClock(offset < 0 ? -offset : offset, &text);
  if (offset % 60 == 0) text.resize(text.size() - 3);
  return text;
}

}  // namespace seine
