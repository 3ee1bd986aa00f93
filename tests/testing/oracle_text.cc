#include "tests/testing/oracle_text.h"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "re2/re2.h"

namespace seine::oracle {
namespace {

std::string Mapped(std::string_view text, int options) {
  utf8proc_uint8_t* raw = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &raw,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
  if (size < 0) return "invalid UTF-8";
  return std::string(reinterpret_cast<const char*>(raw), static_cast<size_t>(size));
}

std::u32string CodePoints(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t size =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (size <= 0) break;
    out.push_back(static_cast<char32_t>(point));
    text.remove_prefix(static_cast<size_t>(size));
  }
  return out;
}

// By definition, with a table: match[i][j] says whether the first i of the pattern match the first
// j of the text.
bool Like(const std::u32string& text, const std::u32string& pattern) {
  std::vector<bool> match(text.size() + 1, false);
  match[0] = true;
  for (char32_t p : pattern) {
    std::vector<bool> next(text.size() + 1, false);
    if (p == U'%') next[0] = match[0];
    for (size_t j = 1; j <= text.size(); ++j) {
      if (p == U'%') {
        next[j] = match[j] || next[j - 1];
      } else {
        next[j] = match[j - 1] && (p == U'_' || p == text[j - 1]);
      }
    }
    match = next;
  }
  return match[text.size()];
}

bool Matches(std::string_view text, std::string_view pattern, bool ignoring_case) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!ignoring_case);
  const RE2 regex(re2::StringPiece(pattern.data(), pattern.size()), options);
  return regex.ok() && RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex);
}

}  // namespace

std::string Nfc(std::string_view text) { return Mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE); }

std::string FoldCase(std::string_view text) {
  return Mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

bool TextMatches(filter::TextOp op, std::string_view text, std::string_view pattern,
                 bool ignoring_case) {
  if (op == filter::TextOp::kMatches) return Matches(text, pattern, ignoring_case);
  const std::u32string value = CodePoints(ignoring_case ? FoldCase(text) : std::string(text));
  const std::u32string wanted =
      CodePoints(ignoring_case ? FoldCase(pattern) : std::string(pattern));
  switch (op) {
    case filter::TextOp::kContains:
      return value.find(wanted) != std::u32string::npos;
    case filter::TextOp::kStartsWith:
      return value.starts_with(wanted);
    case filter::TextOp::kEndsWith:
      return value.ends_with(wanted);
    case filter::TextOp::kLike:
      return Like(value, wanted);
    case filter::TextOp::kMatches:
      break;
  }
  return false;
}

}  // namespace seine::oracle
