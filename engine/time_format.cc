// Days and instants by a strptime-like format. English names only; no locale.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/clock_text.h"
#include "engine/digits.h"

namespace seine {
namespace {

constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
constexpr std::string_view kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday"};
constexpr std::string_view kDirectives = "YymdeHIMSfpjbBhaAzZsTFDRnt%";

// What a text said, field by field.
struct Fields {
  int32_t year = 0;  // 0: not said
  int32_t month = 0;
  int32_t day = 0;
  int32_t day_of_year = 0;
  int32_t hour = 0;
  int32_t minute = 0;
  int32_t second = 0;
  int32_t micros = 0;
  bool twelve_hours = false;
  bool afternoon = false;
  std::optional<int32_t> offset;
  std::optional<int64_t> epoch_seconds;
};

void SkipBlanks(TextCursor* cursor) {
  while (!cursor->AtEnd() && IsBlank(cursor->Peek())) cursor->Skip(1);
}

bool TakeNumber(TextCursor* cursor, int most_digits, int32_t least, int32_t greatest,
                int32_t* value) {
  int64_t number = 0;
  if (cursor->TakeUpTo(most_digits, &number) == 0 || number < least || number > greatest) {
    return false;
  }
  *value = static_cast<int32_t>(number);
  return true;
}

bool StartsWithName(std::string_view text, std::string_view lower_name) {
  if (text.size() < lower_name.size()) return false;
  for (size_t i = 0; i < lower_name.size(); ++i) {
    if ((text[i] | 0x20) != lower_name[i]) return false;
  }
  return true;
}

// A full name or its first three letters; its number counts from 1.
template <size_t kCount>
bool TakeName(TextCursor* cursor, const std::string_view (&names)[kCount], int32_t* number) {
  for (size_t i = 0; i < kCount; ++i) {
    if (!StartsWithName(cursor->rest(), names[i].substr(0, 3))) continue;
    cursor->Skip(StartsWithName(cursor->rest(), names[i]) ? names[i].size() : 3);
    *number = static_cast<int32_t>(i) + 1;
    return true;
  }
  return false;
}

bool TakeHalfOfDay(TextCursor* cursor, bool* afternoon) {
  *afternoon = StartsWithName(cursor->rest(), "pm");
  if (!*afternoon && !StartsWithName(cursor->rest(), "am")) return false;
  cursor->Skip(2);
  return true;
}

bool TakeZoneName(TextCursor* cursor, std::optional<int32_t>* offset) {
  *offset = 0;
  if (StartsWithName(cursor->rest(), "utc") || StartsWithName(cursor->rest(), "gmt")) {
    cursor->Skip(3);
    return true;
  }
  return cursor->Take('Z');
}

bool TakeShortYear(TextCursor* cursor, int32_t* year) {
  if (!TakeNumber(cursor, 2, 0, 99, year)) return false;
  *year += *year < 69 ? 2000 : 1900;  // as POSIX has it
  return true;
}

bool TakeEpoch(TextCursor* cursor, std::optional<int64_t>* epoch_seconds) {
  const bool negative = cursor->Take('-');
  int64_t seconds = 0;
  if (cursor->TakeUpTo(12, &seconds) == 0) return false;
  *epoch_seconds = negative ? -seconds : seconds;
  return true;
}

bool TakeByFormat(TextCursor* cursor, std::string_view format, Fields* fields);

bool TakeField(TextCursor* cursor, char directive, Fields* fields) {
  int32_t offset = 0;
  int32_t ignored = 0;
  switch (directive) {
    case 'Y':
      return TakeNumber(cursor, 4, 1, 9999, &fields->year);
    case 'y':
      return TakeShortYear(cursor, &fields->year);
    case 'm':
      return TakeNumber(cursor, 2, 1, 12, &fields->month);
    case 'e':
      SkipBlanks(cursor);
      [[fallthrough]];
    case 'd':
      return TakeNumber(cursor, 2, 1, 31, &fields->day);
    case 'j':
      return TakeNumber(cursor, 3, 1, 366, &fields->day_of_year);
    case 'H':
      return TakeNumber(cursor, 2, 0, 23, &fields->hour);
    case 'I':
      fields->twelve_hours = true;
      return TakeNumber(cursor, 2, 1, 12, &fields->hour);
    case 'M':
      return TakeNumber(cursor, 2, 0, 59, &fields->minute);
    case 'S':
      return TakeNumber(cursor, 2, 0, 59, &fields->second);
    case 'f':
      return TakeFraction(cursor, &fields->micros);
    case 'p':
      return TakeHalfOfDay(cursor, &fields->afternoon);
    case 'b':
    case 'B':
    case 'h':
      return TakeName(cursor, kMonths, &fields->month);
    case 'a':
    case 'A':
      return TakeName(cursor, kWeekdays, &ignored);
    case 'z':
      if (!TakeOffset(cursor, &offset)) return false;
      fields->offset = offset;
      return true;
    case 'Z':
      return TakeZoneName(cursor, &fields->offset);
    case 's':
      return TakeEpoch(cursor, &fields->epoch_seconds);
    case 'T':
      return TakeByFormat(cursor, "%H:%M:%S", fields);
    case 'R':
      return TakeByFormat(cursor, "%H:%M", fields);
    case 'F':
      return TakeByFormat(cursor, "%Y-%m-%d", fields);
    case 'D':
      return TakeByFormat(cursor, "%m/%d/%y", fields);
    case 'n':
    case 't':
      SkipBlanks(cursor);
      return true;
    case '%':
      return cursor->Take('%');
    default:
      return false;
  }
}

bool TakeByFormat(TextCursor* cursor, std::string_view format, Fields* fields) {
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '%') {
      if (++i == format.size() || !TakeField(cursor, format[i], fields)) return false;
    } else if (IsBlank(format[i])) {
      SkipBlanks(cursor);
    } else if (!cursor->Take(format[i])) {
      return false;
    }
  }
  return true;
}

std::optional<Fields> Read(std::string_view text, std::string_view format) {
  TextCursor cursor(text);
  Fields fields;
  if (!TakeByFormat(&cursor, format, &fields)) return std::nullopt;
  SkipBlanks(&cursor);
  if (!cursor.AtEnd()) return std::nullopt;
  return fields;
}

std::optional<int64_t> DayOfFields(const Fields& fields) {
  if (fields.day_of_year > 0 && fields.month == 0) {
    const int64_t first = DayNumber({.year = fields.year, .month = 1, .day = 1});
    const int64_t day = first + fields.day_of_year - 1;
    if (fields.year == 0 || DayOf(day).year != fields.year) return std::nullopt;
    return day;
  }
  if (!ValidDay(fields.year, fields.month, fields.day)) return std::nullopt;
  return DayNumber({.year = fields.year,
                    .month = static_cast<int8_t>(fields.month),
                    .day = static_cast<int8_t>(fields.day)});
}

int64_t MicrosOfDay(const Fields& fields) {
  const int32_t hour =
      fields.twelve_hours ? fields.hour % 12 + (fields.afternoon ? 12 : 0) : fields.hour;
  return hour * kMicrosPerHour + fields.minute * kMicrosPerMinute +
         fields.second * kMicrosPerSecond + fields.micros;
}

std::optional<int64_t> InstantOfFields(const Fields& fields, const Zone& zone) {
  if (fields.epoch_seconds) {
    const int64_t instant = *fields.epoch_seconds * kMicrosPerSecond + fields.micros;
    if (instant < kMinInstant || instant > kMaxInstant) return std::nullopt;
    return instant;
  }
  const std::optional<int64_t> day = DayOfFields(fields);
  if (!day) return std::nullopt;
  return InstantOf(*day, MicrosOfDay(fields), fields.offset, zone);
}

}  // namespace

std::optional<int64_t> ParseDay(std::string_view text, std::string_view format) {
  const std::optional<Fields> fields = Read(text, format);
  if (!fields) return std::nullopt;
  if (!fields->epoch_seconds) return DayOfFields(*fields);
  const std::optional<int64_t> instant = InstantOfFields(*fields, Zone::Utc());
  if (!instant) return std::nullopt;
  return Zone::Utc().WallClock(*instant).day;
}

std::optional<int64_t> ParseInstant(std::string_view text, std::string_view format,
                                    const Zone& zone) {
  const std::optional<Fields> fields = Read(text, format);
  return fields ? InstantOfFields(*fields, zone) : std::nullopt;
}

absl::Status CheckTimeFormat(std::string_view format) {
  std::string said;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    const char directive = ++i == format.size() ? '\0' : format[i];
    if (directive == '\0' || kDirectives.find(directive) == std::string_view::npos) {
      const std::string_view shown = format.substr(i - 1, 2);
      return absl::InvalidArgumentError(
          absl::StrCat("format \"", ToAbsl(format), "\": unknown directive \"", ToAbsl(shown),
                       "\"; known are %Y %y %m %d %e %j %b %B %a %A %H %I %p %M %S %f %z %Z %s "
                       "%F %T %R %D %%"));
    }
    said.push_back(directive);
  }
  const auto says = [&said](const char* any) {
    return said.find_first_of(any) != std::string::npos;
  };
  if (says("sFD") || (says("Yy") && (says("j") || (says("mbBh") && says("de"))))) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("format \"", ToAbsl(format),
                   "\" does not say the whole day; it needs a year, a month and a day (like "
                   "\"%Y-%m-%d\"), or %s"));
}

}  // namespace seine
