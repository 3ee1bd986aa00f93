// An audience definition: who is included, and named exclusions. The audience is `include and not
// (any exclude)`.
//
// As text, where a bare filter is a definition without exclusions:
//   include: gender = "F" and age >= 30
//   exclude "blocked": tags has "blocked"
// As JSON: {"include": FILTER, "exclude": {"blocked": FILTER}}; the order of exclusions is the
// order of the keys. Immutable once made; free functions are pure.

#ifndef SEINE_QUERY_DEFINITION_H_
#define SEINE_QUERY_DEFINITION_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "query/filter.h"
#include "query/filter_limits.h"

namespace seine {

struct Exclude {
  std::string name;
  Filter filter;

  bool operator==(const Exclude&) const = default;
};

// Invariant: the names of the excludes are distinct and not empty. Each filter carries the text it
// was read from, against which errors about it are located.
struct Definition {
  Filter include;
  std::vector<Exclude> excludes;

  bool operator==(const Definition&) const = default;
};

// Reads any of: a filter as text, a definition as text, JSON of either (an object, or one JSON
// string). Errors: filter errors (query/filter_error.h), located.
absl::StatusOr<Definition> ReadDefinition(std::string_view source, const FilterLimits& limits = {});
// Text only.
absl::StatusOr<Definition> ParseDefinition(std::string_view text, const FilterLimits& limits = {});

// Adds one exclusion given as `name: FILTER` or `"name": FILTER` (what --exclude takes). Errors: as
// above; a name that is there already.
absl::Status AddExclude(std::string_view text, Definition& definition,
                        const FilterLimits& limits = {});

// Canonical text: the bare filter when nothing is excluded, else one line each. Parses back to an
// equal definition.
std::string PrintDefinition(const Definition& definition);

// Identifies what is asked, whatever its spelling: XXH3-128 of PrintDefinition, 32 hex digits.
// Lists that the host gives by name and parameters are not part of it.
std::string DefinitionHash(const Definition& definition);

}  // namespace seine

#endif  // SEINE_QUERY_DEFINITION_H_
