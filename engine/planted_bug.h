// Bugs planted on purpose, to prove that the tests can see them. They exist only in a build with
// SEINE_PLANTED_BUGS, where the environment variable SEINE_PLANT names the one that is awake;
// everywhere else Planted() is constant false and the code vanishes.

#ifndef SEINE_ENGINE_PLANTED_BUG_H_
#define SEINE_ENGINE_PLANTED_BUG_H_

#ifdef SEINE_PLANTED_BUGS
#include <cstdlib>
#include <cstring>
#endif

namespace seine {

#ifdef SEINE_PLANTED_BUGS
inline bool Planted(const char* name) {
  static const char* const awake = std::getenv("SEINE_PLANT");
  return awake != nullptr && std::strcmp(awake, name) == 0;
}
#else
constexpr bool Planted(const char*) { return false; }
#endif

}  // namespace seine

#endif  // SEINE_ENGINE_PLANTED_BUG_H_
