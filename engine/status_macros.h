// Passing errors on: the two shapes that every StatusOr boundary needs.
#ifndef SEINE_ENGINE_STATUS_MACROS_H_
#define SEINE_ENGINE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the calling function when `expression` (an absl::Status) is an error.
#define SEINE_RETURN_IF_ERROR(expression)                                                  \
  do {                                                                                     \
    if (absl::Status seine_status = (expression); !seine_status.ok()) return seine_status; \
  } while (false)

// SEINE_ASSIGN_OR_RETURN(auto x, F()): x is the value of F(), or its error is returned.
#define SEINE_ASSIGN_OR_RETURN(target, expression) \
  SEINE_ASSIGN_OR_RETURN_(SEINE_JOIN_(seine_or_, __LINE__), target, expression)
// NOLINTBEGIN(bugprone-macro-parentheses): `target` may declare a variable
#define SEINE_ASSIGN_OR_RETURN_(holder, target, expression) \
  auto holder = (expression);                               \
  if (!holder.ok()) return std::move(holder).status();      \
  target = *std::move(holder)
// NOLINTEND(bugprone-macro-parentheses)
#define SEINE_JOIN_(a, b) SEINE_JOIN2_(a, b)
#define SEINE_JOIN2_(a, b) a##b

#endif  // SEINE_ENGINE_STATUS_MACROS_H_
