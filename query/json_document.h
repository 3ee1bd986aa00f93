// A parsed JSON text with the place of everything in it: what nlohmann's own tree does not keep.
//
// A flat array of items in document order; strings lie end to end in one buffer. Nothing recurses.

#ifndef SEINE_QUERY_JSON_DOCUMENT_H_
#define SEINE_QUERY_JSON_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "query/filter_limits.h"
#include "query/span.h"
#include "query/span_map.h"

namespace seine {

enum class JsonKind : uint8_t { kNull, kFalse, kTrue, kNumber, kString, kKey, kArray, kObject };

class JsonDocument {
  struct Item {
    JsonKind kind;
    Span span;
    uint32_t next = 0;  // the item after this one and all it holds
    uint32_t text = 0;  // of strings and keys: offset into strings_
    uint32_t size = 0;
  };

 public:
  // One value of a document. A cheap handle; the document outlives it.
  class Value {
   public:
    Value(const JsonDocument* document, uint32_t index) : document_(document), index_(index) {}

    JsonKind kind() const { return item().kind; }
    Span span() const { return item().span; }
    bool IsString() const { return kind() == JsonKind::kString; }
    bool IsArray() const { return kind() == JsonKind::kArray; }
    bool IsObject() const { return kind() == JsonKind::kObject; }
    // Of a string or key: decoded. Of a number: as written.
    std::string_view text() const;
    // Of a string: with its quotes and escapes.
    std::string_view raw() const;
    // Of a string: where each byte of text() stands in the document.
    SpanMap MapText() const;

    // Children: elements of an array; key, value, key, value of an object. Empty when first ==
    // after.
    Value first() const { return {document_, index_ + 1}; }
    Value after() const { return {document_, item().next}; }
    Value next() const { return after(); }
    bool operator==(const Value& other) const { return index_ == other.index_; }
    size_t CountChildren() const;

   private:
    const Item& item() const { return document_->items_[index_]; }

    const JsonDocument* document_;
    uint32_t index_;
  };

  // Errors: filter errors with spans in `json`, not located: no JSON, too deep, too many values.
  // `json` outlives the document.
  static absl::StatusOr<JsonDocument> Parse(std::string_view json, const FilterLimits& limits);

  Value root() const { return {this, 0}; }
  std::string_view json() const { return json_; }

 private:
  friend class JsonTape;
  std::string_view json_;
  std::vector<Item> items_;
  std::string strings_;
};

}  // namespace seine

#endif  // SEINE_QUERY_JSON_DOCUMENT_H_
