#include "query/catalog.h"

#include <charconv>
#include <string>

namespace seine {

absl::StatusOr<std::optional<uint32_t>> SnapshotCatalog::FindMember(std::string_view key) const {
  if (snapshot_.keys_are_text()) return snapshot_.FindMember(std::string(key));
  int64_t number = 0;
  const char* end = key.data() + key.size();
  const auto [stop, error] = std::from_chars(key.data(), end, number);
  if (error != std::errc() || stop != end) return std::optional<uint32_t>();
  return snapshot_.FindMember(number);
}

}  // namespace seine
