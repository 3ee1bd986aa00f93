#include "query/time_literal.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/digits.h"
#include "query/filter_error.h"

namespace seine {
namespace {

using filter::Day;
using filter::Instant;
using filter::LiteralValue;
using filter::Month;
using filter::Quarter;
using filter::WallTime;

constexpr char kForms[] =
    "times are written 2011-09-11, 2011-09, 2011-Q3, 2011-09-11 08:00 or 2011-09-11T08:00Z";

class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : text_(text), cursor_(text) {}

  size_t length() const { return text_.size() - cursor_.left(); }

  absl::StatusOr<LiteralValue> Read() {
    absl::StatusOr<LiteralValue> value = ReadFrom();
    if (value.ok() && TouchesWord()) return Refuse("this is not a time", kForms);
    return value;
  }

 private:
  // Everything that clings to the literal, so that an error can show it whole.
  size_t WordEnd() const {
    size_t end = length();
    while (end < text_.size() && (TouchesAt(end) || text_[end] == '-' || text_[end] == ':')) ++end;
    return end;
  }
  bool TouchesAt(size_t i) const {
    const auto c = static_cast<unsigned char>(text_[i]);
    return absl::ascii_isalnum(c) || c == '_' || c >= 0x80;
  }
  bool TouchesWord() const { return length() < text_.size() && TouchesAt(length()); }

  absl::Status Refuse(std::string_view message, std::string_view hint = "") const {
    return FilterError({0, static_cast<uint32_t>(WordEnd())}, message, hint);
  }

  absl::StatusOr<LiteralValue> ReadFrom() {
    cursor_.TakeFixed(4, &year_);
    cursor_.Take('-');
    if (year_ == 0) return Refuse("there is no year 0000", "years go from 0001 to 9999");
    if (cursor_.Take('Q') || cursor_.Take('q')) return ReadQuarter();
    if (!cursor_.TakeFixed(2, &month_)) {
      const std::string padded = Padded();
      return Refuse("a month has two digits",
                    absl::StrCat(padded.empty() ? kForms : WriteHint(padded),
                                 "; to subtract, put blanks around the `-`"));
    }
    if (month_ < 1 || month_ > 12) {
      return Refuse(absl::StrCat("there is no month ", month_),
                    "months go from 01 to 12; to subtract, put blanks around the `-`");
    }
    if (cursor_.Peek() != '-') return Month{Year(), static_cast<int8_t>(month_)};
    return ReadDay();
  }

  absl::StatusOr<LiteralValue> ReadQuarter() {
    int32_t quarter = 0;
    if (!cursor_.TakeFixed(1, &quarter) || quarter < 1 || quarter > 4) {
      return Refuse("there is no such quarter", "quarters are Q1, Q2, Q3 and Q4");
    }
    return Quarter{Year(), static_cast<int8_t>(quarter)};
  }

  absl::StatusOr<LiteralValue> ReadDay() {
    cursor_.Take('-');
    int32_t day = 0;
    if (!cursor_.TakeFixed(2, &day)) {
      const std::string padded = Padded();
      return Refuse("a day has two digits", padded.empty() ? kForms : WriteHint(padded));
    }
    if (!ValidDay(year_, month_, day)) {
      return Refuse(absl::StrFormat("there is no day %04d-%02d-%02d", year_, month_, day));
    }
    const Day value{Year(), static_cast<int8_t>(month_), static_cast<int8_t>(day)};
    const size_t blanks = BlanksBeforeClock();
    if (blanks > 1 || (blanks == 1 && cursor_.rest()[0] != ' ')) {
      const absl::string_view clock = ToAbsl(cursor_.rest()).substr(blanks, 5);
      const size_t begin = length();
      return FilterError({0, static_cast<uint32_t>(begin + blanks + clock.size())},
                         "one blank stands between a day and a time of day",
                         WriteHint(absl::StrCat(ToAbsl(text_.substr(0, begin)), " ", clock)));
    }
    if (!ClockFollows()) return value;
    cursor_.Skip(1);
    return ReadClock(value);
  }

  // The blanks in front of two digits, a colon and two digits; 0: no such time of day follows.
  size_t BlanksBeforeClock() const {
    const std::string_view rest = cursor_.rest();
    const size_t blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
    const std::string_view clock = rest.substr(blanks);
    const bool reads = clock.size() >= 5 && IsDigit(clock[0]) && IsDigit(clock[1]) &&
                       clock[2] == ':' && IsDigit(clock[3]) && IsDigit(clock[4]);
    return reads ? blanks : 0;
  }

  // `T`, or a blank and then digits with a colon: `2011-09-11 08:00`, but not `2011-09-11 and`.
  bool ClockFollows() const {
    const std::string_view rest = cursor_.rest();
    if (rest.empty()) return false;
    if (rest[0] == 'T' || rest[0] == 't') return true;
    if (rest[0] != ' ' || rest.size() < 3 || !IsDigit(rest[1])) return false;
    return rest[2] == ':' || (IsDigit(rest[2]) && rest.size() > 3 && rest[3] == ':');
  }

  absl::StatusOr<LiteralValue> ReadClock(Day day) {
    int32_t hour = 0;
    int32_t minute = 0;
    int32_t second = 0;
    int64_t fraction = 0;
    if (!cursor_.TakeFixed(2, &hour) || !cursor_.Take(':') || !cursor_.TakeFixed(2, &minute)) {
      return Refuse("a time of day is written 08:00, 08:00:30 or 08:00:30.5");
    }
    if (cursor_.Take(':')) {
      if (!cursor_.TakeFixed(2, &second)) return Refuse("seconds have two digits");
      if (cursor_.Take('.')) {
        int digits = cursor_.TakeUpTo(6, &fraction);
        if (digits == 0) return Refuse("digits must follow the point");
        if (IsDigit(cursor_.Peek())) return Refuse("a second has at most six decimals");
        for (; digits < 6; ++digits) fraction *= 10;
      }
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return Refuse("there is no such time of day", "times go from 00:00 to 23:59:59.999999");
    }
    const int64_t micros =
        hour * kMicrosPerHour + minute * kMicrosPerMinute + second * kMicrosPerSecond + fraction;
    return ReadOffset(day, micros);
  }

  // 2011-9-1 as 2011-09-01; empty when the text is no such day.
  std::string Padded() const {
    TextCursor cursor(text_.substr(0, WordEnd()));
    int64_t fields[3] = {};
    for (int64_t& field : fields) {
      if (&field != fields && !cursor.Take('-')) return "";
      if (cursor.TakeUpTo(4, &field) == 0) return "";
    }
    const auto [year, month, day] = fields;
    const bool valid = cursor.left() == 0 && year > 0 && month <= 12 && day <= 31 &&
                       ValidDay(static_cast<int32_t>(year), static_cast<int32_t>(month),
                                static_cast<int32_t>(day));
    return valid ? absl::StrFormat("%04d-%02d-%02d", year, month, day) : "";
  }

  // +0800
  static bool LacksColon(std::string_view rest) {
    if (rest.size() < 5 || (rest[0] != '+' && rest[0] != '-')) return false;
    return std::ranges::all_of(rest.substr(1, 4), IsDigit) &&
           (rest.size() == 5 || !IsDigit(rest[5]));
  }

  absl::StatusOr<LiteralValue> ReadOffset(Day day, int64_t micros) {
    int64_t east = 0;
    if (!cursor_.Take('Z') && !cursor_.Take('z')) {
      const std::string_view rest = cursor_.rest();
      if (LacksColon(rest)) {
        const std::string_view before = text_.substr(0, length());
        return Refuse("hours and minutes of an offset have a colon between them",
                      WriteHint(absl::StrCat(ToAbsl(before), ToAbsl(rest.substr(0, 3)), ":",
                                             ToAbsl(rest.substr(3, 2)))));
      }
      if (rest.size() < 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') {
        return WallTime{day, micros};
      }
      int32_t hours = 0;
      int32_t minutes = 0;
      cursor_.Skip(1);
      if (!cursor_.TakeFixed(2, &hours) || !cursor_.Take(':') || !cursor_.TakeFixed(2, &minutes) ||
          hours > 23 || minutes > 59) {
        return Refuse("this is no offset from UTC", "offsets are written Z, +08:00 or -05:30");
      }
      east = hours * kMicrosPerHour + minutes * kMicrosPerMinute;
      if (rest[0] == '-') east = -east;
    }
    const int64_t instant =
        DayNumber({day.year, day.month, day.day}) * kMicrosPerDay + micros - east;
    if (instant < DayNumber({1, 1, 1}) * kMicrosPerDay ||
        instant >= (DayNumber({9999, 12, 31}) + 1) * kMicrosPerDay) {
      return Refuse("this is outside the years 0001 to 9999 in UTC");
    }
    return Instant{instant};
  }

  int16_t Year() const { return static_cast<int16_t>(year_); }

  std::string_view text_;
  TextCursor cursor_;
  int32_t year_ = 0;
  int32_t month_ = 0;
};

std::string PrintClock(int64_t micros) {
  const int64_t minutes = micros / kMicrosPerMinute;
  std::string text = absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
  const int64_t rest = micros % kMicrosPerMinute;
  if (rest == 0) return text;
  absl::StrAppendFormat(&text, ":%02d", rest / kMicrosPerSecond);
  if (rest % kMicrosPerSecond == 0) return text;
  absl::StrAppendFormat(&text, ".%06d", rest % kMicrosPerSecond);
  while (text.back() == '0') text.pop_back();
  return text;
}

}  // namespace

bool StartsTimeLiteral(std::string_view text) {
  if (text.size() < 6 || text[4] != '-') return false;
  for (int i = 0; i < 4; ++i) {
    if (!IsDigit(text[static_cast<size_t>(i)])) return false;
  }
  return IsDigit(text[5]) || text[5] == 'Q' || text[5] == 'q';
}

absl::StatusOr<LiteralValue> ReadTimeLiteral(std::string_view text, size_t* length) {
  TimeReader reader(text);
  absl::StatusOr<LiteralValue> value = reader.Read();
  *length = reader.length();
  return value;
}

std::string PrintTime(const Day& day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year, day.month, day.day);
}

std::string PrintTime(const Month& month) {
  return absl::StrFormat("%04d-%02d", month.year, month.month);
}

std::string PrintTime(const Quarter& quarter) {
  return absl::StrFormat("%04d-Q%d", quarter.year, quarter.quarter);
}

std::string PrintTime(const WallTime& time) {
  return absl::StrCat(PrintTime(time.day), " ", PrintClock(time.micros));
}

std::string PrintTime(const Instant& instant) {
  int64_t day = instant.micros / kMicrosPerDay;
  if (instant.micros < day * kMicrosPerDay) --day;
  const CivilDay civil = DayOf(day);
  return absl::StrCat(PrintTime(Day{static_cast<int16_t>(civil.year), civil.month, civil.day}), "T",
                      PrintClock(instant.micros - day * kMicrosPerDay), "Z");
}

}  // namespace seine
