// "Did you mean ...?": the known name that is nearest to a mistyped one.
#ifndef SEINE_ENGINE_NEAREST_NAME_H_
#define SEINE_ENGINE_NEAREST_NAME_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace seine {

// The first of the names at the least edit distance (insertions, deletions, substitutions, swaps of
// neighbours; a difference of case alone is nearest of all). Where even that is too far to be a
// slip of the keyboard, more than a third of the characters, the first one that it is short for
// (`amnt`). Absent when there is none either.
std::optional<std::string> NearestName(std::string_view name, std::span<const std::string> known);

// "; did you mean `x`?", or empty when no name is near.
std::string DidYouMean(std::string_view name, std::span<const std::string> known);

}  // namespace seine

#endif  // SEINE_ENGINE_NEAREST_NAME_H_
