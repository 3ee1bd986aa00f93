// `within D`: how far D reaches from an instant, in a zone. Days and longer units are civil, so D
// is not one length: it may even reach less far from a later instant than from an earlier one
// (EndsEarly), and whoever keeps only the latest row has to ask.
//
// Instants are microseconds. One thread at a time: it remembers where the zone's offset stays the
// same. The zone outlives it.
#ifndef SEINE_QUERY_SEQUENCE_WINDOW_H_
#define SEINE_QUERY_SEQUENCE_WINDOW_H_

#include <cstdint>
#include <limits>

#include "engine/civil_time.h"
#include "query/path.h"

namespace seine {

class SequenceWindow {
 public:
  // More than any window takes.
  static constexpr int64_t kAnyTime = int64_t{1} << 62;

  // `units` below 0: no limit.
  SequenceWindow(int64_t units, filter::TimeUnit unit, const Zone& zone);

  bool limited() const { return units_ >= 0; }
  // D after the instant; without a limit the end of time.
  int64_t EndOf(int64_t from) const {
    return from >= first_ && from <= last_ ? from + length_ : Shifted(from, 1);
  }
  // D before the instant; without a limit the beginning of time.
  int64_t BeginOf(int64_t to) const {
    return to - length_ >= first_ && to - length_ <= last_ ? to - length_ : Shifted(to, -1);
  }
  // Microseconds that lie within D of any instant, and how many may.
  int64_t surely() const { return surely_; }
  int64_t at_most() const { return at_most_; }
  // Whether an earlier instant may end later, for some instants and for that one: where clocks went
  // back the same wall time comes twice, and one day of February ends the months of several days.
  // Sometimes true for nothing.
  bool ever_ends_early() const { return ever_ends_early_; }
  bool EndsEarly(int64_t from) const;

 private:
  int64_t Shifted(int64_t instant, int64_t sign) const;

  int64_t units_;
  filter::TimeUnit unit_;
  const Zone* zone_;
  int64_t months_ = 0;  // D in months; 0: in shorter units
  bool ever_ends_early_ = false;
  int64_t surely_ = kAnyTime;
  int64_t at_most_ = kAnyTime;
  // From these instants D is a sum.
  int64_t length_ = 0;
  mutable int64_t first_ = std::numeric_limits<int64_t>::max();
  mutable int64_t last_ = std::numeric_limits<int64_t>::min();
};

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_WINDOW_H_
