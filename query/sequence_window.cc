#include "query/sequence_window.h"

#include <algorithm>
#include <optional>

#include "query/civil_units.h"

namespace seine {
namespace {

using filter::TimeUnit;

// What a change of a zone's offset may take from a day or add to it.
constexpr int64_t kMostOffsetChange = 26 * kMicrosPerHour;
// Sums stay clear of the first and the last year by that much.
constexpr int64_t kCivilMargin = 3 * kMicrosPerDay;
constexpr int64_t kMostMonths = 12 * 10'000;

int64_t MonthsOfUnit(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kMonth:
      return 1;
    case TimeUnit::kQuarter:
      return 3;
    case TimeUnit::kYear:
      return 12;
    default:
      return 0;
  }
}

bool IsElapsed(TimeUnit unit) { return unit == TimeUnit::kMinute || unit == TimeUnit::kHour; }

}  // namespace

SequenceWindow::SequenceWindow(int64_t units, TimeUnit unit, const Zone& zone)
    : units_(units), unit_(unit), zone_(&zone) {
  if (units < 0) return;
  months_ = MultiplySaturating(units, MonthsOfUnit(unit));
  ever_ends_early_ = !IsElapsed(unit) && (!zone.fixed() || months_ > 0);
  int64_t fewest = unit == TimeUnit::kHour ? kMicrosPerHour : kMicrosPerMinute;
  int64_t most = fewest;
  if (!IsElapsed(unit)) {
    fewest = DaysOf(unit).fewest * kMicrosPerDay;
    most = DaysOf(unit).most * kMicrosPerDay;
  }
  const int64_t shift = IsElapsed(unit) || zone.fixed() ? 0 : kMostOffsetChange;
  surely_ = std::min(MultiplySaturating(units, fewest) - shift, kAnyTime);
  at_most_ = std::min(AddSaturating(MultiplySaturating(units, most), shift), kAnyTime);
  if (months_ > 0 || at_most_ == kAnyTime) return;
  length_ = MultiplySaturating(units, fewest);
  if (!IsElapsed(unit) && !zone.fixed()) return;
  first_ = kMinInstant + kCivilMargin;
  last_ = kMaxInstant - kCivilMargin - length_;
}

int64_t SequenceWindow::Shifted(int64_t instant, int64_t sign) const {
  if (units_ < 0) {
    return sign < 0 ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
  }
  if (length_ > 0 && !IsElapsed(unit_) && !zone_->fixed()) {
    // Where the offset stays, a wall clock that D reaches exists once: not so soon after a change.
    if (const std::optional<Zone::Stretch> same = zone_->StretchAt(instant)) {
      first_ = std::max(AddSaturating(same->first, kMostOffsetChange), kMinInstant + kCivilMargin);
      last_ = std::min(same->last, kMaxInstant - kCivilMargin) - length_;
    }
  }
  return ShiftInstant(instant, sign * units_, unit_, *zone_);
}

bool SequenceWindow::EndsEarly(int64_t from) const {
  if (!ever_ends_early_) return false;
  if (months_ == 0 && from >= first_ && from <= last_) return false;  // where D is a sum
  if (!zone_->fixed()) {
    const std::optional<Zone::Stretch> same = zone_->StretchAt(from);
    if (!same || from < AddSaturating(same->first, kMostOffsetChange)) return true;
  }
  if (months_ == 0) return false;
  if (months_ > kMostMonths) return true;
  const int64_t day = zone_->WallClock(from).day;
  return DayOf(AddMonths(day, months_)).day != DayOf(day).day;
}

}  // namespace seine
