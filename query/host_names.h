// The names of what a host gives: lists, segments, parameters. They are found in NFC, as filters
// say them.
#ifndef SEINE_QUERY_HOST_NAMES_H_
#define SEINE_QUERY_HOST_NAMES_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/unicode_text.h"

namespace seine {

inline std::string HostName(std::string_view name) {
  return FindInvalidUtf8(name).has_value() ? std::string(name) : NormalizeNfc(name);
}

// Of two that have the same name.
inline absl::Status TwoOfOneName(std::string_view what, std::string_view name) {
  return absl::InvalidArgumentError(
      absl::StrCat("two ", ToAbsl(what), " are given under the name \"", ToAbsl(name), "\""));
}

// Brings the names into that form; the values stay where they are. `what`: "lists", for errors.
template <typename T>
absl::Status NormalizeNames(std::string_view what, std::map<std::string, T>* by_name) {
  std::map<std::string, T> result;
  while (!by_name->empty()) {
    auto node = by_name->extract(by_name->begin());
    node.key() = HostName(node.key());
    const auto inserted = result.insert(std::move(node));
    if (!inserted.inserted) return TwoOfOneName(what, inserted.position->first);
  }
  *by_name = std::move(result);
  return absl::OkStatus();
}

}  // namespace seine

#endif  // SEINE_QUERY_HOST_NAMES_H_
