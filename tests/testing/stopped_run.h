// A question of which the engine is told to stop after a number of polls.
#ifndef SEINE_TESTS_TESTING_STOPPED_RUN_H_
#define SEINE_TESTS_TESTING_STOPPED_RUN_H_

#include <cstdint>

#include "absl/status/status.h"

#include "engine/snapshot.h"
#include "tests/testing/differential.h"

namespace seine::oracle {

// OK: it ended before. Cancelled: it stopped. One thread, so that the same number stops it at the
// same place.
absl::Status AskUntilStopped(const Snapshot& snapshot, const Question& question, int64_t polls);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_STOPPED_RUN_H_
