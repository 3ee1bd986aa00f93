#include "query/filter_error.h"

#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

constexpr char kPayloadUrl[] = "seine/filter_error";

// The payload: seven numbers, each ended by a blank, then message, hint and pointer end to end.
std::string Encode(const FilterErrorInfo& info) {
  return absl::StrCat(info.span.begin, " ", info.span.end, " ", info.line, " ", info.column, " ",
                      info.in_json ? 1 : 0, " ", info.message.size(), " ", info.hint.size(), " ",
                      info.message, info.hint, info.pointer);
}

std::optional<FilterErrorInfo> Decode(std::string_view bytes) {
  uint32_t numbers[7];
  for (uint32_t& number : numbers) {
    const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), number);
    if (error != std::errc() || end == bytes.data() + bytes.size()) return std::nullopt;
    bytes.remove_prefix(static_cast<size_t>(end - bytes.data()) + 1);
  }
  const auto [begin, end, line, column, in_json, message, hint] = numbers;
  if (bytes.size() < size_t{message} + hint) return std::nullopt;
  FilterErrorInfo info;
  info.span = {begin, end};
  info.line = line;
  info.column = column;
  info.in_json = in_json != 0;
  info.message = bytes.substr(0, message);
  info.hint = bytes.substr(message, hint);
  info.pointer = bytes.substr(size_t{message} + hint);
  return info;
}

std::string Sentence(const FilterErrorInfo& info) {
  std::string text = info.message;
  if (info.line != 0) absl::StrAppend(&text, ", at ", info.line, ":", info.column);
  if (info.in_json) {
    absl::StrAppend(&text, info.line != 0 ? " (" : ", at (",
                    info.pointer.empty() ? "the whole document" : info.pointer, ")");
  }
  if (!info.hint.empty()) absl::StrAppend(&text, "; ", info.hint);
  return text;
}

size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// One character of a line as a terminal shows it: a grapheme, which may be several code points.
struct Cell {
  std::string_view text;
  size_t offset;
  size_t width;
};

// Whether the code point makes an emoji, two cells wide, of what it joins.
bool MakesEmoji(char32_t c) { return c == 0xFE0F || (c >= 0x1F1E6 && c <= 0x1F1FF); }

std::vector<Cell> Cells(std::string_view line) {
  std::vector<Cell> cells;
  char32_t before = 0;
  utf8proc_int32_t state = 0;
  for (size_t i = 0; i < line.size();) {
    const CodePoint point = FirstCodePoint(line.substr(i));
    const auto value = static_cast<utf8proc_int32_t>(point.value);
    const int width = utf8proc_charwidth(value);
    const bool control = point.value < 0x20 || point.value == 0x7F || width < 0;
    const bool joins =
        i > 0 && !control &&
        !utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before), value, &state);
    if (joins) {
      Cell& cell = cells.back();
      cell.text = line.substr(cell.offset, i + point.bytes - cell.offset);
      cell.width = std::max(cell.width, MakesEmoji(point.value) ? 2 : static_cast<size_t>(width));
    } else {
      cells.push_back({control ? std::string_view(" ") : line.substr(i, point.bytes), i,
                       control ? 1 : static_cast<size_t>(width)});
    }
    before = point.value;
    i += point.bytes;
  }
  return cells;
}

// How much of a line is shown on either side of the place, in bytes.
constexpr size_t kWindow = 60;

// The part of `source` around `span` that is worth showing: its first line, cut to a window.
struct Excerpt {
  std::string_view line;
  size_t begin;  // of the span, inside `line`
  size_t end;
  bool cut_left;
  bool cut_right;
};

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

Excerpt FindExcerpt(std::string_view source, Span span) {
  const size_t place = std::min<size_t>(span.begin, source.size());
  const size_t newline = place == 0 ? std::string_view::npos : source.rfind('\n', place - 1);
  const size_t line_begin = newline == std::string_view::npos ? 0 : newline + 1;
  size_t line_end = std::min(source.find('\n', place), source.size());
  if (line_end > line_begin && source[line_end - 1] == '\r') --line_end;

  size_t begin = line_begin;
  if (place - line_begin > kWindow) begin = place - kWindow;
  size_t end = std::max(place, std::min(line_end, place + kWindow));
  while (begin > line_begin && IsContinuation(source[begin])) --begin;
  while (end < line_end && IsContinuation(source[end])) ++end;
  const size_t stop = std::clamp<size_t>(span.end, place, end);
  return {source.substr(begin, end - begin), place - begin, stop - begin, begin > line_begin,
          end < line_end};
}

}  // namespace

absl::Status FilterError(Span span, std::string_view message, std::string_view hint) {
  FilterErrorInfo info;
  info.span = span;
  info.message = message;
  info.hint = hint;
  return MakeFilterError(absl::StatusCode::kInvalidArgument, info);
}

absl::Status MakeFilterError(absl::StatusCode code, const FilterErrorInfo& info) {
  absl::Status status(code, Sentence(info));
  status.SetPayload(kPayloadUrl, absl::Cord(Encode(info)));
  return status;
}

std::string WriteHint(std::string_view code) { return absl::StrCat("write `", ToAbsl(code), "`"); }

absl::Status WithHint(const absl::Status& status, std::string_view hint) {
  std::optional<FilterErrorInfo> info = GetFilterError(status);
  if (!info) return status;
  info->hint = hint;
  return MakeFilterError(status.code(), *info);
}

std::optional<FilterErrorInfo> GetFilterError(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload) return std::nullopt;
  return Decode(std::string(*payload));
}

absl::Status LocateFilterError(const absl::Status& status, std::string_view source) {
  std::optional<FilterErrorInfo> info = GetFilterError(status);
  if (!info || info->line != 0) return status;
  const std::string_view before =
      source.substr(0, std::min<size_t>(info->span.begin, source.size()));
  const size_t newline = before.rfind('\n');
  const std::string_view line =
      newline == std::string_view::npos ? before : before.substr(newline + 1);
  info->line = static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  info->column = static_cast<uint32_t>(Characters(line)) + 1;
  return MakeFilterError(status.code(), *info);
}

std::string Shortened(std::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  size_t cut = most;
  while (cut > 0 && IsContinuation(text[cut])) --cut;
  return absl::StrCat(ToAbsl(text.substr(0, cut)), "…");
}

std::string RenderFilterError(const absl::Status& status, std::string_view source) {
  const absl::Status located = LocateFilterError(status, source);
  std::string text(ToStd(located.message()));
  const std::optional<FilterErrorInfo> info = GetFilterError(located);
  if (!info) return text;

  const Excerpt excerpt = FindExcerpt(source, info->span);
  std::string shown = excerpt.cut_left ? "…" : "";
  std::string carets(excerpt.cut_left ? 1 : 0, ' ');
  size_t marked = 0;
  for (const Cell& cell : Cells(excerpt.line)) {
    shown += cell.text;
    const bool reaches = cell.offset + cell.text.size() > excerpt.begin;
    const bool inside = reaches && cell.offset < excerpt.end;
    if (!reaches) carets.append(cell.width, ' ');
    if (inside) carets.append(cell.width, '^');
    marked += inside ? cell.width : 0;
  }
  if (marked == 0) carets += '^';
  if (excerpt.cut_right) shown += "…";
  absl::StrAppend(&text, "\n  ", shown, "\n  ", carets);
  return text;
}

}  // namespace seine
