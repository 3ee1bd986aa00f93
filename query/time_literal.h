// Times as they stand in a filter: 2011-09-11, 2011-09, 2011-Q3, 2011-09-11 08:00:00.5,
// 2011-09-11T08:00Z.

#ifndef SEINE_QUERY_TIME_LITERAL_H_
#define SEINE_QUERY_TIME_LITERAL_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "query/literal.h"

namespace seine {

// Whether `text` starts with four digits, `-`, and a digit or `Q`, which is always a time.
bool StartsTimeLiteral(std::string_view text);

// The Day, Month, Quarter, WallTime or Instant at the start of `text`; `*length` is what it takes.
// Precondition: StartsTimeLiteral. Errors: filter errors whose span is relative to `text`.
absl::StatusOr<filter::LiteralValue> ReadTimeLiteral(std::string_view text, size_t* length);

// Canonical: seconds and fraction only where there are any, instants in UTC. Reads back to the same
// value.
std::string PrintTime(const filter::Day& day);
std::string PrintTime(const filter::Month& month);
std::string PrintTime(const filter::Quarter& quarter);
std::string PrintTime(const filter::WallTime& time);
std::string PrintTime(const filter::Instant& instant);

}  // namespace seine

#endif  // SEINE_QUERY_TIME_LITERAL_H_
