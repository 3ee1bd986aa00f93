#include "engine/data_error.h"

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

// A field is its length, a colon and its bytes.
void Put(std::string_view field, std::string* text) {
  absl::StrAppend(text, field.size(), ":", ToAbsl(field));
}

bool Take(std::string_view* text, std::string* field) {
  const size_t colon = text->find(':');
  uint64_t size = 0;
  if (colon == std::string_view::npos || !absl::SimpleAtoi(ToAbsl(text->substr(0, colon)), &size) ||
      size > text->size() - colon - 1) {
    return false;
  }
  *field = std::string(text->substr(colon + 1, size));
  text->remove_prefix(colon + 1 + size);
  return true;
}

}  // namespace

std::string Shown(std::string_view text) {
  constexpr size_t kMostBytes = 60;
  std::string shown = "\"";
  size_t at = 0;
  while (at < text.size() && at < kMostBytes) {
    const std::string_view rest = text.substr(at);
    const size_t well_formed = FindInvalidUtf8(rest.substr(0, 4)).value_or(rest.size());
    if (static_cast<unsigned char>(rest[0]) < 0x20 || well_formed == 0) {
      absl::StrAppend(&shown, "\\x",
                      absl::Hex(static_cast<unsigned char>(rest[0]), absl::kZeroPad2));
      ++at;
      continue;
    }
    const size_t bytes = FirstCodePoint(rest).bytes;
    shown.append(rest.substr(0, bytes));
    at += bytes;
  }
  absl::StrAppend(&shown, at < text.size() ? "..." : "", "\"");
  return shown;
}

std::string DataErrorMessage(const DataErrorDetail& detail) {
  std::string message = detail.source.empty() ? detail.table : detail.source;
  if (detail.row > 0) absl::StrAppend(&message, ", row ", detail.row);
  if (!detail.column.empty()) absl::StrAppend(&message, ", column `", detail.column, "`");
  absl::StrAppend(&message, ": ", detail.problem);
  if (!detail.option.empty()) absl::StrAppend(&message, "; ", detail.option);
  return message;
}

absl::Status DataError(const DataErrorDetail& detail) {
  absl::Status status = absl::InvalidArgumentError(DataErrorMessage(detail));
  std::string payload;
  Put(detail.table, &payload);
  Put(detail.source, &payload);
  Put(absl::StrCat(detail.row), &payload);
  Put(detail.column, &payload);
  Put(detail.value, &payload);
  Put(detail.expected, &payload);
  Put(detail.problem, &payload);
  Put(detail.option, &payload);
  status.SetPayload(kDataErrorUrl, absl::Cord(payload));
  return status;
}

std::optional<DataErrorDetail> DataErrorOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kDataErrorUrl);
  if (!payload) return std::nullopt;
  const std::string text(*payload);
  std::string_view left = text;
  DataErrorDetail detail;
  std::string row;
  const bool complete = Take(&left, &detail.table) && Take(&left, &detail.source) &&
                        Take(&left, &row) && Take(&left, &detail.column) &&
                        Take(&left, &detail.value) && Take(&left, &detail.expected) &&
                        Take(&left, &detail.problem) && Take(&left, &detail.option);
  if (!complete || !left.empty() || !absl::SimpleAtoi(row, &detail.row)) return std::nullopt;
  return detail;
}

}  // namespace seine
