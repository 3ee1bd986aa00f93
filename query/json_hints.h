// Hints about filters that came as JSON. Binding speaks of filters in text; what a hint says to
// write is turned into the JSON of the same. Pure functions.
#ifndef SEINE_QUERY_JSON_HINTS_H_
#define SEINE_QUERY_JSON_HINTS_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace seine {

// Whether `offset` of a definition's source is JSON: the source is an object, and the place is not
// inside one of its strings, which hold filter text.
bool IsJsonAt(std::string_view source, size_t offset);

// "write `tags has "vip"`" with JSON between the backquotes. Names, in "did you mean `x`?", and
// pieces that are no whole filter or value stay as they are.
std::string HintAsJson(std::string_view hint);

}  // namespace seine

#endif  // SEINE_QUERY_JSON_HINTS_H_
