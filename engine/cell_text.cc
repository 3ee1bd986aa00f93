#include "engine/cell_text.h"

#include <algorithm>
#include <charconv>

#include "engine/civil_time.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

std::string TimeText(const Cells& cells, int64_t value) {
  if (cells.kind == CellKind::kDate) {
    return value < kMinDay || value > kMaxDay ? std::to_string(value) : FormatDay(value);
  }
  if (value < kMinInstant || value > kMaxInstant) return std::to_string(value);
  std::string text = FormatInstant(value, Zone::Utc());
  if (cells.kind == CellKind::kWallTime) text.resize(text.size() - 6);  // no +00:00
  return text;
}

}  // namespace

std::string_view CellText(const Cells& cells, size_t row, std::string* room) {
  switch (cells.kind) {
    case CellKind::kText:
      return cells.texts[row];
    case CellKind::kInteger: {
      char buffer[24];
      const std::to_chars_result result =
          std::to_chars(buffer, buffer + sizeof(buffer), cells.integers[row]);
      room->assign(buffer, result.ptr);
      return *room;
    }
    case CellKind::kBool:
      return cells.integers[row] != 0 ? "true" : "false";
    case CellKind::kDecimal:
      *room = DecimalText(cells.decimals[row], cells.scale);
      return *room;
    case CellKind::kReal:
      *room = RealText(cells.reals[row]);
      return *room;
    case CellKind::kDate:
    case CellKind::kInstant:
    case CellKind::kWallTime:
      *room = TimeText(cells, cells.integers[row]);
      return *room;
    default:
      return {};
  }
}

void MarkNullValues(const std::vector<std::string>& null_values, Cells* cells) {
  if (cells->kind == CellKind::kText) {
    for (size_t i = 0; i < cells->rows; ++i) {
      if (cells->texts[i].empty()) cells->missing[i] = 1;
    }
  }
  if (null_values.empty() || cells->kind == CellKind::kTextList || cells->kind == CellKind::kNull) {
    return;
  }
  std::string room;
  for (size_t i = 0; i < cells->rows; ++i) {
    if (cells->missing[i] != 0) continue;
    const std::string_view text = CellText(*cells, i, &room);
    const bool is_null =
        std::find(null_values.begin(), null_values.end(), text) != null_values.end();
    cells->missing[i] = is_null ? 1 : 0;
  }
}

std::optional<std::string_view> CleanText(std::string_view text, std::string* room) {
  if (IsAscii(text)) return text;
  if (FindInvalidUtf8(text)) return std::nullopt;
  *room = NormalizeNfc(text);
  return *room;
}

}  // namespace seine
