// Compares a snapshot with the sample it was built from, value by value, through every public view.
#ifndef SEINE_TESTS_TESTING_SAMPLE_CHECK_H_
#define SEINE_TESTS_TESTING_SAMPLE_CHECK_H_

#include <string>

#include "engine/layout.h"
#include "engine/snapshot.h"
#include "tests/testing/sample_store.h"

namespace seine::testing {

// Empty when all is the same; otherwise the first difference, or the error that reading met, which
// begins with "refused: ". `options` are those of the build: they say which rollups must be there.
std::string Difference(const SampleStore& sample, const Snapshot& snapshot,
                       const LayoutOptions& options);

}  // namespace seine::testing

#endif  // SEINE_TESTS_TESTING_SAMPLE_CHECK_H_
