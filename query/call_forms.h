// Calls of other languages, `f(a, b)` or `a.f(b)`, and how this one writes them. What is proposed
// is valid in the place of the call. Pure functions.

#ifndef SEINE_QUERY_CALL_FORMS_H_
#define SEINE_QUERY_CALL_FORMS_H_

#include <string_view>

namespace seine {

struct CallForm {
  std::string_view typed;
  int arguments = 1;
  std::string_view meant;  // with $1 and $2 for the arguments; empty: no single expression
  std::string_view hint;   // what to say when `meant` is empty or the arguments are others
};
inline constexpr int kManyArguments = -1;  // joined by the word `meant`, in parentheses
// The one with so many arguments, else any of that name; null when there is none.
const CallForm* FindCallForm(std::string_view word, int arguments);

}  // namespace seine

#endif  // SEINE_QUERY_CALL_FORMS_H_
