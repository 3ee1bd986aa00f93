// The least and the greatest that a number can be, by what it is: hours go from 0 to 23, a count is
// never negative. Pure functions.
#ifndef SEINE_QUERY_VALUE_BOUNDS_H_
#define SEINE_QUERY_VALUE_BOUNDS_H_

#include <optional>
#include <string>

#include "query/exact_number.h"
#include "query/filter.h"

namespace seine::binding {

struct ValueBounds {
  ExactNumber::Scaled least;
  std::optional<ExactNumber::Scaled> most;  // absent: no bound is known
  std::string reason;                       // "hours go from 0 to 23"
  bool circular = false;                    // the least follows upon the greatest
};

// Absent when nothing is known of the value.
std::optional<ValueBounds> BoundsOfValue(const filter::Expr& value);

// -1, 0, 1.
int CompareScaled(const ExactNumber::Scaled& a, const ExactNumber::Scaled& b);

}  // namespace seine::binding

#endif  // SEINE_QUERY_VALUE_BOUNDS_H_
