// Where something stands in the text that it was read from.
//
// A span is a half-open range of bytes of the source, be it filter text or JSON text. Spans never
// take part in equality or hashing: two filters that say the same are the same, wherever they
// stand.

#ifndef SEINE_QUERY_SPAN_H_
#define SEINE_QUERY_SPAN_H_

#include <cstdint>
#include <string>

namespace seine {

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  // Everything compares equal on purpose, so that `= default` in the nodes ignores positions.
  bool operator==(const Span&) const { return true; }
};

// The smallest span that covers both.
inline Span Cover(Span a, Span b) {
  return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

// An identifier as the person wrote it, without backquotes, NFC-normalised. Never empty.
struct Name {
  std::string text;
  Span span;

  bool operator==(const Name&) const = default;
};

}  // namespace seine

#endif  // SEINE_QUERY_SPAN_H_
