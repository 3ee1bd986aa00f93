// The codes of one dictionary in terms of another's: which code there has the same text. Made when
// it is first asked for, once, by merging the two in the order of their texts: about the number of
// texts in both. Safe from many threads. Both dictionaries outlive it.
#ifndef SEINE_QUERY_CODE_BRIDGE_H_
#define SEINE_QUERY_CODE_BRIDGE_H_

#include <cstdint>
#include <mutex>
#include <vector>

#include "engine/dictionary.h"

namespace seine {

class CodeBridge {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;  // the other dictionary has no such text

  CodeBridge(const Dictionary& from, const Dictionary& to) : from_(from), to_(to) {}

  // How much making it costs.
  uint64_t texts() const { return uint64_t{from_.size()} + to_.size(); }
  // By code of `from`.
  const std::vector<uint32_t>& Codes() const;

 private:
  std::vector<uint32_t> Merge() const;

  const Dictionary& from_;
  const Dictionary& to_;
  mutable std::once_flag once_;
  mutable std::vector<uint32_t> codes_;
};

}  // namespace seine

#endif  // SEINE_QUERY_CODE_BRIDGE_H_
