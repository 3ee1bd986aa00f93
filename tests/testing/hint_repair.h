// What a hint says to write, and whether that repairs a filter.
#ifndef SEINE_TESTS_TESTING_HINT_REPAIR_H_
#define SEINE_TESTS_TESTING_HINT_REPAIR_H_

#include <string>
#include <string_view>

#include "query/filter_error.h"

namespace seine::testing {

// The first thing that the hint proposes, without its quotes: `in last` of "write `in last`", "New
// York" of `text goes in quotes: "New York"`. Empty: it proposes nothing that could be typed.
std::string Proposal(std::string_view hint);

// Whether `repaired` is `text` with the proposal of the error's hint at the error's place, or
// around it; blanks aside.
bool Repairs(std::string_view text, const FilterErrorInfo& error, std::string_view repaired);

}  // namespace seine::testing

#endif  // SEINE_TESTS_TESTING_HINT_REPAIR_H_
