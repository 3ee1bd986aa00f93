// From places in a text to places in the document that quotes it: filter text inside a JSON string,
// where escapes make the two differ.

#ifndef SEINE_QUERY_SPAN_MAP_H_
#define SEINE_QUERY_SPAN_MAP_H_

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "query/span.h"

namespace seine {

class SpanMap {
 public:
  // From offset `text` of the text on, offset `document` of the document on. Called with ascending
  // offsets, first 0.
  void Add(uint32_t text, uint32_t document) { runs_.emplace_back(text, document); }

  // Without any Add, a place is itself.
  uint32_t Map(uint32_t text) const {
    const auto after =
        std::upper_bound(runs_.begin(), runs_.end(), text,
                         [](uint32_t at, const auto& run) { return at < run.first; });
    if (after == runs_.begin()) return text;
    const auto& run = *std::prev(after);
    return run.second + (text - run.first);
  }
  Span Map(Span span) const { return {Map(span.begin), Map(span.end)}; }

 private:
  std::vector<std::pair<uint32_t, uint32_t>> runs_;
};

}  // namespace seine

#endif  // SEINE_QUERY_SPAN_MAP_H_
