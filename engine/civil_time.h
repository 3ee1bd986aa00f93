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

#include "engine/floor_div.h"

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
  // Instants first .. last, at all of which the wall clock is ahead of UTC by `offset`
  // microseconds.
  struct Stretch {
    int64_t first;
    int64_t last;
    int64_t offset;
  };
  // The one that holds the instant, within the years 1 to 9999. Absent: the instant is not, or so
  // far in the future that the offsets of its time are not laid out.
  std::optional<Stretch> StretchAt(int64_t instant) const;
  int64_t Midnight(int64_t day_number) const { return Instant(day_number, 0); }

 private:
  struct State;
  explicit Zone(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

// Zone::WallClock of many instants: quick as long as the zone's offset stays the same from one to
// the next. Threads: one. The zone outlives it.
class WallClocks {
 public:
  explicit WallClocks(const Zone& zone) : zone_(zone) {}

  Zone::Wall At(int64_t instant) {
    if (instant < known_.first || instant > known_.last) {
      const std::optional<Zone::Stretch> found = zone_.StretchAt(instant);
      if (!found) return zone_.WallClock(instant);
      known_ = *found;
    }
    const int64_t wall = instant + known_.offset;
    const int64_t day = FloorDiv(wall, kMicrosPerDay);
    return {.day = day, .micros = wall - day * kMicrosPerDay};
  }

 private:
  const Zone& zone_;
  Zone::Stretch known_ = {1, 0, 0};  // none
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
