// Codes of different dictionaries as numbers that are equal exactly when the texts are, ignoring
// case where that is asked, so that columns and sets are compared without reading a text.
//
// Made once for all plans that share it: a number for each code of the smaller dictionary, which
// are the codes of the other. Threads: one; what it gives is immutable. The dictionaries outlive
// it.
#ifndef SEINE_QUERY_CODE_MAPS_H_
#define SEINE_QUERY_CODE_MAPS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "engine/dictionary.h"

namespace seine {

// By code; null: each code is its own number.
using CodeNumbers = std::shared_ptr<const std::vector<uint32_t>>;

// The texts of a dictionary as numbers: the least code of an equal text.
class TextNumbers {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;  // no text of the dictionary

  TextNumbers(const Dictionary& dictionary, bool ignoring_case);
  uint32_t Of(std::string_view text) const;
  const CodeNumbers& codes() const { return codes_; }

 private:
  const Dictionary& dictionary_;
  const bool ignoring_case_;
  absl::flat_hash_map<std::string, uint32_t> folded_;  // only ignoring case
  CodeNumbers codes_;
};

class CodeMaps {
 public:
  struct Pair {
    CodeNumbers left;
    CodeNumbers right;
  };
  Pair Of(const Dictionary& left, const Dictionary& right, bool ignoring_case);
  std::shared_ptr<const TextNumbers> Of(const Dictionary& dictionary, bool ignoring_case);

 private:
  using Key = std::pair<const Dictionary*, bool>;
  std::map<Key, std::shared_ptr<const TextNumbers>> numbers_;
  std::map<std::pair<Key, const Dictionary*>, CodeNumbers> maps_;  // of the second's codes
};

}  // namespace seine

#endif  // SEINE_QUERY_CODE_MAPS_H_
