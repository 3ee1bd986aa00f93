// Unicode case folding: what `ignoring case` compares.
#ifndef SEINE_ENGINE_CASE_FOLD_H_
#define SEINE_ENGINE_CASE_FOLD_H_

#include <string>
#include <string_view>

namespace seine {

// Full case folding, then form C; two texts are equal ignoring case when this is equal.
// Precondition: valid UTF-8.
std::string FoldCase(std::string_view text);

}  // namespace seine

#endif  // SEINE_ENGINE_CASE_FOLD_H_
