// The retail calendar: windows of days by name and year, such as "double-11" of 2025. Built-in ones
// follow rules that docs/calendar.md explains; a store's schema adds its own, and a name of the
// schema replaces the built-in window of that name. Pure functions.
#ifndef SEINE_ENGINE_RETAIL_CALENDAR_H_
#define SEINE_ENGINE_RETAIL_CALENDAR_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/schema.h"

namespace seine {

// The days of the window in the year: at least one range, ascending, none touching another. A
// window may begin in the year before or end in the one after only where the schema says so.
// Errors: NotFound, an unknown name; OutOfRange, a year that the window does not know, with those
// that it knows.
absl::StatusOr<std::vector<DayRange>> RetailWindowDays(const Schema& schema, std::string_view name,
                                                       int64_t year);

// Every name that RetailWindowDays knows: the schema's, then the built-in ones.
std::vector<std::string> RetailWindowNames(const Schema& schema);

}  // namespace seine

#endif  // SEINE_ENGINE_RETAIL_CALENDAR_H_
