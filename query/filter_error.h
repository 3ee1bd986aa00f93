// What is wrong with a filter, and where: the errors that a person reads.
//
// Such an error is an absl::Status (InvalidArgument, as a rule) with a payload, so it passes
// through StatusOr like any other. Made deep inside (by the parser, by the binder) it knows its
// span only; LocateFilterError, called once where the source text is at hand, adds line and column
// and says them in the message:
//   unknown column `gendr` of members, at 1:1; did you mean `gender`?
// Pure functions.

#ifndef SEINE_QUERY_FILTER_ERROR_H_
#define SEINE_QUERY_FILTER_ERROR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "query/span.h"

namespace seine {

struct FilterErrorInfo {
  Span span;             // bytes of the source
  uint32_t line = 0;     // from 1; 0: not located yet
  uint32_t column = 0;   // from 1, in characters (code points)
  std::string message;   // "unknown column `gendr` of members"
  std::string hint;      // "did you mean `gender`?", or empty
  std::string pointer;   // of errors in JSON: where in the document, as a JSON pointer (RFC 6901)
  bool in_json = false;  // whether `pointer` means anything ("" is the whole document)
};

// An InvalidArgument error at `span`. Message and hint begin in lower case and have no full stop.
absl::Status FilterError(Span span, std::string_view message, std::string_view hint = "");
// The same with all there is to say, and the code (ResourceExhausted for limits).
absl::Status MakeFilterError(absl::StatusCode code, const FilterErrorInfo& info);

// The hint "write `CODE`", CODE being what stands in the place of the error.
std::string WriteHint(std::string_view code);
// The same error with another hint. Others come back as they are.
absl::Status WithHint(const absl::Status& status, std::string_view hint);

// Absent when `status` is no filter error.
std::optional<FilterErrorInfo> GetFilterError(const absl::Status& status);

// Adds line and column, counted in `source`. Anything but a filter error without a place comes back
// as it is.
absl::Status LocateFilterError(const absl::Status& status, std::string_view source);

// `text` for a message: cut at a character when it has more than `most` bytes.
std::string Shortened(std::string_view text, size_t most = 60);

// For terminals: the message, the line of `source` it speaks of (cut to a window when long), and a
// caret under the place. Wide characters count two cells. Other statuses give their message alone.
//   unknown column `gendr` of members, at 1:1; did you mean `gender`?
//     gendr = "F"
//     ^^^^^
std::string RenderFilterError(const absl::Status& status, std::string_view source);

}  // namespace seine

#endif  // SEINE_QUERY_FILTER_ERROR_H_
