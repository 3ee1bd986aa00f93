// Between std::string_view and absl::string_view, which are two types where Abseil was built for
// C++14 (Debian 12). Wrap arguments of StrCat, Split, maps' lookups and the like in ToAbsl().
#ifndef SEINE_ENGINE_ABSL_BRIDGE_H_
#define SEINE_ENGINE_ABSL_BRIDGE_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace seine {

inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace seine

#endif  // SEINE_ENGINE_ABSL_BRIDGE_H_
