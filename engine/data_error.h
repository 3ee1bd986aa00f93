// What is wrong with a row of the data: where it stands, what was expected, what would let it pass.
//
// It travels as a payload of an InvalidArgument status, so that a host that knows more of the
// source (the physical line of a file, say) can word the message anew.
#ifndef SEINE_ENGINE_DATA_ERROR_H_
#define SEINE_ENGINE_DATA_ERROR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace seine {

inline constexpr char kDataErrorUrl[] = "seine.data_error";

struct DataErrorDetail {
  std::string table;     // of the schema
  std::string source;    // a file, as its name was given
  uint64_t row = 0;      // of the source's data rows, from 1; 0: not of one row
  std::string column;    // of the source; composite keys: joined by ", "
  std::string value;     // as it was read, shortened
  std::string expected;  // "an integer"; empty when the value as such is fine
  std::string problem;   // "\"abc\" is not an integer"
  std::string option;    // "`invalid = \"missing\"` in ... makes it missing"; empty: none does

  friend bool operator==(const DataErrorDetail&, const DataErrorDetail&) = default;
};

// "SOURCE, row 12, column `c`: PROBLEM; OPTION".
std::string DataErrorMessage(const DataErrorDetail& detail);
// InvalidArgument with that message and the payload.
absl::Status DataError(const DataErrorDetail& detail);
// The payload of a status; absent when it has none, or one that is not well formed.
std::optional<DataErrorDetail> DataErrorOf(const absl::Status& status);

// `text` in quotes, with what cannot be printed replaced and at most about 60 characters of it.
std::string Shown(std::string_view text);

}  // namespace seine

#endif  // SEINE_ENGINE_DATA_ERROR_H_
