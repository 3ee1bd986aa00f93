#include "engine/key_reader.h"

#include <cmath>

#include "engine/cell_text.h"

namespace seine {
namespace {

bool ReadInteger(const Cells& cells, size_t row, int64_t* key) {
  switch (cells.kind) {
    case CellKind::kText:
      return ParseInteger(cells.texts[row], key) == Parsed::kOk;
    case CellKind::kDecimal:
      return RescaleDecimal(cells.decimals[row], cells.scale, 0, false, key) == Parsed::kOk;
    case CellKind::kReal:  // what a frame makes of integers with gaps
      return RealToDecimal(cells.reals[row], 0, false, key) == Parsed::kOk;
    case CellKind::kInteger:
      *key = cells.integers[row];
      return true;
    default:
      return false;
  }
}

void AppendPart(std::string_view part, std::string* key) {
  for (char c : part) {
    if (c == '|' || c == '\\') key->push_back('\\');
    key->push_back(c);
  }
}

class TextKeys {
 public:
  TextKeys(const std::vector<Cells>& parts, Keys* keys) : parts_(parts), keys_(keys) {}

  // Absent when all is well, else the part that is no UTF-8.
  std::optional<std::string_view> Read(size_t row) {
    if (parts_.size() == 1) {
      const std::string_view text = CellText(parts_[0], row, &room_);
      const std::optional<std::string_view> clean = CleanText(text, &clean_);
      if (!clean) return text;
      const bool in_place = parts_[0].kind == CellKind::kText && clean->data() == text.data();
      keys_->texts[row] = in_place ? *clean : keys_->room.Keep(*clean);
      return std::nullopt;
    }
    joined_.clear();
    for (const Cells& part : parts_) {
      const std::string_view text = CellText(part, row, &room_);
      const std::optional<std::string_view> clean = CleanText(text, &clean_);
      if (!clean) return text;
      if (&part != &parts_[0]) joined_.push_back('|');
      AppendPart(*clean, &joined_);
    }
    keys_->texts[row] = keys_->room.Keep(joined_);
    return std::nullopt;
  }

 private:
  const std::vector<Cells>& parts_;
  Keys* keys_;
  std::string room_;
  std::string clean_;
  std::string joined_;
};

}  // namespace

std::string Keys::Text(size_t row) const {
  return text ? std::string(texts[row]) : std::to_string(integers[row]);
}

bool CanBeKey(CellKind kind) {
  return kind != CellKind::kTextList && kind != CellKind::kUnsupported;
}

bool IsIntegerKey(CellKind kind) {
  return kind == CellKind::kInteger || kind == CellKind::kReal || kind == CellKind::kDecimal;
}

std::optional<BadKey> ReadKeys(std::span<const uint32_t> rows,
                               const std::vector<std::string>& null_values,
                               std::vector<Cells>* parts, Keys* keys) {
  const size_t count = (*parts)[0].rows;
  keys->missing.assign(count, 0);
  keys->integers.resize(count);
  keys->texts.resize(count);
  keys->room = TextArena();
  for (Cells& part : *parts) {
    MarkNullValues(null_values, &part);
    for (size_t i = 0; i < count; ++i) {
      if (part.missing[i] != 0) keys->missing[i] = 1;
    }
  }
  TextKeys texts(*parts, keys);
  const Cells& only = (*parts)[0];
  for (uint32_t row : rows) {
    if (keys->missing[row] != 0) continue;
    if (!keys->text) {
      if (ReadInteger(only, row, &keys->integers[row])) continue;
      std::string room;
      return BadKey{row, std::string(CellText(only, row, &room)), "an integer"};
    }
    if (const std::optional<std::string_view> bad = texts.Read(row)) {
      return BadKey{row, std::string(*bad), "valid UTF-8"};
    }
  }
  return std::nullopt;
}

}  // namespace seine
