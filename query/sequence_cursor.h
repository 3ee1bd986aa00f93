// Finds a step's rows by time, where the times that are asked for ascend: by galloping, so that few
// questions cost little however many rows there are, and many no more than the rows.
#ifndef SEINE_QUERY_SEQUENCE_CURSOR_H_
#define SEINE_QUERY_SEQUENCE_CURSOR_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "query/sequence_timing.h"

namespace seine {

class SequenceCursor {
 public:
  SequenceCursor() = default;
  explicit SequenceCursor(SequenceEvents events) : events_(events) {}

  // The rows from `time` on. Precondition: no earlier than the time asked for before.
  SequenceEvents From(int64_t time) {
    size_t step = 1;
    size_t end = at_;  // all rows before at_ are earlier
    while (end < events_.size() && events_[end].time < time) {
      at_ = end + 1;
      end += step;
      step *= 2;
    }
    end = std::min(end, events_.size());
    const auto found =
        std::lower_bound(events_.begin() + static_cast<std::ptrdiff_t>(at_),
                         events_.begin() + static_cast<std::ptrdiff_t>(end), time,
                         [](const SequenceEvent& event, int64_t t) { return event.time < t; });
    at_ = static_cast<size_t>(found - events_.begin());
    return events_.subspan(at_);
  }
  // The last row before `time`; null: none.
  const SequenceEvent* Before(int64_t time) {
    From(time);
    return at_ == 0 ? nullptr : &events_[at_ - 1];
  }
  // Those after `time`, which is not the last of all times.
  SequenceEvents After(int64_t time) { return From(time + 1); }

 private:
  SequenceEvents events_;
  size_t at_ = 0;
};

// The rows of that time.
inline SequenceEvents EventsAt(SequenceEvents events, int64_t time) {
  const auto [first, last] = std::ranges::equal_range(events, time, {}, &SequenceEvent::time);
  return {first, last};
}

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_CURSOR_H_
