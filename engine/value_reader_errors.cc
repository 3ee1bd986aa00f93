// What is said of values that do not parse.

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/cell_text.h"
#include "engine/data_error.h"
#include "engine/value_reader.h"

namespace seine {
namespace {

std::string TimeExpected(const ColumnSchema& column, const char* what, const char* example) {
  if (column.format.empty()) return absl::StrCat(what, " like ", example);
  return absl::StrCat(what, " of the form \"", column.format, "\"");
}

}  // namespace

std::string ValueReader::Expected(Parsed parsed) const {
  switch (column_.type) {
    case ColumnType::kBool:
      return "a bool (true, false, 1, 0, yes, no)";
    case ColumnType::kInteger:
      return parsed == Parsed::kTooLarge ? "an integer of 64 bits" : "an integer";
    case ColumnType::kDecimal:
      if (parsed == Parsed::kTooManyDigits) {
        return absl::StrCat("a decimal with at most ", column_.scale, " digits after the point");
      }
      return parsed == Parsed::kTooLarge
                 ? absl::StrCat("a decimal that fits 64 bits at scale ", column_.scale)
                 : "a decimal";
    case ColumnType::kReal:
      return "a finite number";
    case ColumnType::kDate:
      return TimeExpected(column_, "a date", "2011-09-11");
    case ColumnType::kTimestamp:
      return TimeExpected(column_, "a timestamp", "2011-09-11T08:00:00");
    default:
      return "valid UTF-8";
  }
}

std::string ValueReader::Option(Parsed parsed) const {
  std::string option;
  if (parsed == Parsed::kTooManyDigits) {
    option = "`round = true`";
  } else {
    option = "`invalid = \"missing\"`";
  }
  absl::StrAppend(&option, " in ", place_,
                  parsed == Parsed::kTooManyDigits ? " rounds it" : " makes it missing");
  const bool time = column_.type == ColumnType::kDate || column_.type == ColumnType::kTimestamp;
  if (time && column_.format.empty()) {
    absl::StrAppend(&option, ", `format = \"...\"` reads another form");
  }
  return option;
}

BadValue ValueReader::Bad(const Cells& cells, size_t row, Parsed parsed) const {
  std::string room;
  std::string value;
  if (cells.kind == CellKind::kTextList) {
    for (size_t e = row == 0 ? 0 : cells.ends[row - 1]; e < cells.ends[row]; ++e) {
      absl::StrAppend(&value, value.empty() ? "" : ", ", ToAbsl(cells.texts[e]));
    }
  } else {
    value = std::string(CellText(cells, row, &room));
  }
  const std::string expected = Expected(parsed);
  std::string problem = absl::StrCat(Shown(value), " is not ", expected);
  return {row, std::move(value), expected, std::move(problem), Option(parsed)};
}

BadValue ValueReader::Unfit(size_t row, bool too_many_digits) const {
  const Parsed parsed = too_many_digits ? Parsed::kTooManyDigits : Parsed::kTooLarge;
  const std::string expected = Expected(parsed);
  return {row, "", expected, absl::StrCat("the computed value is not ", expected), Option(parsed)};
}

}  // namespace seine
