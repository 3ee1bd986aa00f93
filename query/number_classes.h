// Values of which it is known before any row is read that they are one of a few whole numbers next
// to each other: codes of a category, small integers, parts of dates.
#ifndef SEINE_QUERY_NUMBER_CLASSES_H_
#define SEINE_QUERY_NUMBER_CLASSES_H_

#include <cstdint>
#include <optional>

#include "query/row_plan_values.h"

namespace seine {

// The numbers first .. first + count - 1.
struct NumberClasses {
  int64_t first;
  uint32_t count;
};

// Absent: the values are no such numbers, or may be more than `most` different ones.
std::optional<NumberClasses> ClassesOf(const row::Value& value, uint32_t most);

}  // namespace seine

#endif  // SEINE_QUERY_NUMBER_CLASSES_H_
