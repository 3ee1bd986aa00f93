// What is wrong with text that should be JSON, in our own words. Pure functions.
#ifndef SEINE_QUERY_JSON_SYNTAX_H_
#define SEINE_QUERY_JSON_SYNTAX_H_

#include <optional>
#include <string>
#include <string_view>

#include "query/span.h"

namespace seine {

struct JsonSyntaxError {
  Span span;
  std::string hint;  // "expected a key in double quotes, found `a`"
};

// The first place where the text is no JSON; absent when it is JSON by its grammar. Takes no more
// stack for deeper nesting.
std::optional<JsonSyntaxError> FindJsonSyntaxError(std::string_view json);

}  // namespace seine

#endif  // SEINE_QUERY_JSON_SYNTAX_H_
