#include "query/code_bridge.h"

#include <string_view>

#include "absl/container/flat_hash_map.h"

namespace seine {

const std::vector<uint32_t>& CodeBridge::Codes() const {
  std::call_once(once_, [this] { codes_ = Merge(); });
  return codes_;
}

std::vector<uint32_t> CodeBridge::Merge() const {
  // What came after the sorted texts, in no order.
  absl::flat_hash_map<std::string_view, uint32_t> appended;
  for (uint32_t code = to_.base_size(); code < to_.size(); ++code)
    appended.try_emplace(to_.Text(code), code);
  std::vector<uint32_t> codes(from_.size(), kNone);
  uint32_t other = 0;
  for (uint32_t code = 0; code < from_.size(); ++code) {
    const std::string_view text = from_.Text(code);
    if (code >= from_.base_size()) {
      other = to_.LowerBound(text);
    } else {
      while (other < to_.base_size() && to_.Text(other) < text) ++other;
    }
    if (other < to_.base_size() && to_.Text(other) == text) {
      codes[code] = other;
    } else if (const auto found = appended.find(text); found != appended.end()) {
      codes[code] = found->second;
    }
  }
  return codes;
}

}  // namespace seine
