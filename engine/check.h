// What only a bug of ours can break. Whatever a person may have written, a file may hold or a
// machine may do wrong is an absl::Status instead.
#ifndef SEINE_ENGINE_CHECK_H_
#define SEINE_ENGINE_CHECK_H_

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace seine {

// Ends the process with the message and the place when it does not hold.
inline void Check(bool holds, const char* message,
                  const std::source_location& place = std::source_location::current()) {
  if (holds) [[likely]]
    return;
  std::fprintf(stderr, "seine: a bug of seine, please report it: %s (%s:%u)\n", message,
               place.file_name(), static_cast<unsigned>(place.line()));
  std::abort();
}

}  // namespace seine

#endif  // SEINE_ENGINE_CHECK_H_
