// Errors that know which of several definitions they speak of, and which of its exclusions.
//
// Stages that work on many definitions at once say its place in the list (InDefinition); what the
// caller calls it enters the message where its name is known (NameDefinition). Pure functions.
#ifndef SEINE_QUERY_DEFINITION_ERROR_H_
#define SEINE_QUERY_DEFINITION_ERROR_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace seine {

// The same error, of the definition at that place of its list. Only filter errors
// (query/filter_error.h) speak of a definition; others come back as they are.
absl::Status InDefinition(const absl::Status& status, size_t place);
// Absent when the error speaks of no definition in particular.
std::optional<size_t> FailedDefinition(const absl::Status& status);
// The name in front of the message: `definitions["vip"]: unknown column …`. With an empty name it
// is the place, from 0: `definitions[2]`.
absl::Status NameDefinition(const absl::Status& status, std::string_view name);

// The same error, of the exclusion with that name: `in the exclusion "blocked": unknown column …`.
absl::Status InExclusion(const absl::Status& status, std::string_view name);

}  // namespace seine

#endif  // SEINE_QUERY_DEFINITION_ERROR_H_
