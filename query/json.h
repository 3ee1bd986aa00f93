// The JSON form of filters and definitions: the tree, one object per node, operator as key.
// Lossless both ways. docs/filter.schema.json is its JSON Schema, docs/language.md its description.
//
// Reading is bounded by the limits: depth is checked before anything recurses, values are counted
// as they come. Pure functions.

#ifndef SEINE_QUERY_JSON_H_
#define SEINE_QUERY_JSON_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "query/definition.h"
#include "query/filter.h"
#include "query/filter_limits.h"

namespace seine {

// A filter as a JSON object, or as a JSON string that holds filter text. Errors: located filter
// errors with a JSON pointer; spans, lines and columns are those of the JSON text.
absl::StatusOr<Filter> ReadFilterJson(std::string_view json, const FilterLimits& limits = {});
// {"include": …, "exclude": {…}}, or a bare filter.
absl::StatusOr<Definition> ReadDefinitionJson(std::string_view json,
                                              const FilterLimits& limits = {});

// Compact, UTF-8, keys in a fixed order.
std::string WriteFilterJson(const filter::Expr& expr);
std::string WriteDefinitionJson(const Definition& definition);

}  // namespace seine

#endif  // SEINE_QUERY_JSON_H_
