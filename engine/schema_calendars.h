// The section [calendars] of the schema file: windows of days that a store adds to the built-in
// ones. Reading, writing, and what a calendar must keep whoever made it.
#ifndef SEINE_ENGINE_SCHEMA_CALENDARS_H_
#define SEINE_ENGINE_SCHEMA_CALENDARS_H_

#include <vector>

#include "absl/status/status.h"

#include "engine/schema.h"
#include "engine/schema_section.h"

namespace seine {

absl::Status ReadCalendars(SchemaSection* top, std::vector<CalendarSchema>* calendars);
SchemaJson CalendarJson(const CalendarSchema& calendar);

// Days that exist, none before its first, each range touching its year; the name is not looked at.
absl::Status CheckCalendar(const CalendarSchema& calendar);

}  // namespace seine

#endif  // SEINE_ENGINE_SCHEMA_CALENDARS_H_
