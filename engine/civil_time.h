// Civil time: between instants (microseconds since the epoch, UTC), days (since 1970-01-01) and
// wall clocks in a zone. A wall time that DST skips moves forward to the moment of the change, a
// doubled one is the earlier. Years 0001 to 9999; outside: no value. Pure functions; a Zone is
// immutable and safe from many threads.
#ifndef SEINE_ENGINE_CIVIL_TIME_H_
#define SEINE_ENGINE_CIVIL_TIME_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace seine {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
inline constexpr int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
inline constexpr int64_t kMicrosPerDay = 24 * kMicrosPerHour;

// 0001-01-01 and 9999-12-31; the instants of their first and last microsecond in UTC.
inline constexpr int64_t kMinDay = -719162;
inline constexpr int64_t kMaxDay = 2932896;
inline constexpr int64_t kMinInstant = kMinDay * kMicrosPerDay;
inline constexpr int64_t kMaxInstant = (kMaxDay + 1) * kMicrosPerDay - 1;

struct CivilDay {
  int32_t year = 1970;
  int8_t month = 1;
  int8_t day = 1;
};
int64_t DayNumber(CivilDay day);  // days since 1970-01-01, proleptic Gregorian
CivilDay DayOf(int64_t day_number);
bool ValidDay(int32_t year, int month, int day);
int64_t AddMonths(int64_t day_number, int64_t months);  // clamps to the month's last day
int WeekdayOf(int64_t day_number);                      // 0 = Monday

class Zone {
 public:
  // IANA name; errors: InvalidArgument with the nearest known name. Never silent UTC.
  static absl::StatusOr<Zone> Load(std::string_view name);
  static Zone Utc();
  const std::string& name() const;
  // Whether its offset never changes.
  bool fixed() const;

  // Wall clock (day, microseconds into it) -> instant, and back.
  int64_t Instant(int64_t day_number, int64_t micros_of_day) const;
  struct Wall {
    int64_t day;     // days since 1970-01-01
    int64_t micros;  // of the day, 0 .. 24 h - 1
  };
  Wall WallClock(int64_t instant) const;
  int64_t Midnight(int64_t day_number) const { return Instant(day_number, 0); }

 private:
  struct State;
  explicit Zone(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

// ISO 8601 date ("2011-09-11") and date-time ("2011-09-11T08:00[:00[.000000]][Z|+08:00]", or a
// space for the T; also a date alone = its midnight). Naive times are taken in `zone`. Absent: does
// not parse, or is no such day.
std::optional<int64_t> ParseIsoDay(std::string_view text);
std::optional<int64_t> ParseIsoInstant(std::string_view text, const Zone& zone);
// strptime-like: %Y %y %m %d %H %M %S %f %z %Z %b %B %j %p %I %e %T %F %D %R %a %A %s (seconds
// since the epoch) %%; blanks match any white space, numbers may lack leading zeros.
std::optional<int64_t> ParseDay(std::string_view text, std::string_view format);
std::optional<int64_t> ParseInstant(std::string_view text, std::string_view format,
                                    const Zone& zone);
// Whether ParseDay and ParseInstant understand the format and a day can come out of it.
absl::Status CheckTimeFormat(std::string_view format);

std::string FormatDay(int64_t day_number);  // 2011-09-11
std::string FormatInstant(int64_t instant,
                          const Zone& zone);  // 2011-09-11T08:00:00+01:00, fraction only if any

}  // namespace seine

#endif  // SEINE_ENGINE_CIVIL_TIME_H_
