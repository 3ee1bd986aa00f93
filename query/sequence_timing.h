// What a step of a sequence asks of the time of its row, and the rows that steps are asked of.
#ifndef SEINE_QUERY_SEQUENCE_TIMING_H_
#define SEINE_QUERY_SEQUENCE_TIMING_H_

#include <cstdint>
#include <span>

#include "query/path.h"

namespace seine {

struct StepTiming {
  bool negative = false;
  bool at_or_after = false;
  bool of_start = false;  // `within` counts from the first positive step
  int64_t within = -1;    // units; -1: no limit
  filter::TimeUnit unit = filter::TimeUnit::kDay;
  int table = 0;  // rows of different tables are different rows
};

// A row of a step, and its time in microseconds.
struct SequenceEvent {
  int64_t time;
  uint32_t row;
};
// In order of time.
using SequenceEvents = std::span<const SequenceEvent>;

}  // namespace seine

#endif  // SEINE_QUERY_SEQUENCE_TIMING_H_
