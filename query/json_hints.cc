#include "query/json_hints.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "engine/absl_bridge.h"
#include "engine/digits.h"
#include "query/json.h"
#include "query/keywords.h"
#include "query/parser.h"

namespace seine {
namespace {

constexpr std::string_view kTextKey = "{\"text\":";

// What is true of text alone.
std::string WithoutTextWords(std::string_view hint) {
  return absl::StrReplaceAll(
      ToAbsl(hint), {{", without quotes", ""}, {" without quotes", ""}, {", without blanks", ""}});
}

// Absent when the text is no whole filter or value.
std::optional<std::string> AsJson(std::string_view text) {
  if (const auto weekday = FindWeekday(text))
    return WriteFilterJson(filter::Expr::Make(filter::Literal{*weekday, {}}, {}));
  const absl::StatusOr<Filter> filter = ParseFilter(text);
  if (!filter.ok()) return std::nullopt;
  const std::string json = WriteFilterJson(filter->root);
  // Alone it would be read as filter text; where it is to stand it is a text.
  const auto* literal = filter->root.As<filter::Literal>();
  const bool is_text = literal != nullptr && std::holds_alternative<filter::Text>(literal->value);
  return is_text ? json.substr(kTextKey.size(), json.size() - kTextKey.size() - 1) : json;
}

// "…: 2011-09-11, 30 days ago": examples after a colon, all of them or none.
std::optional<std::string> ExamplesAsJson(absl::string_view hint) {
  const size_t colon = hint.rfind(": ");
  if (colon == absl::string_view::npos || absl::StrContains(hint, "`")) return std::nullopt;
  std::vector<std::string> examples;
  for (absl::string_view example : absl::StrSplit(hint.substr(colon + 2), ", ")) {
    std::optional<std::string> json = AsJson(ToStd(example));
    if (!json) return std::nullopt;
    examples.push_back(*std::move(json));
  }
  return absl::StrCat(hint.substr(0, colon), ": ", absl::StrJoin(examples, ", "));
}

}  // namespace

bool IsJsonAt(std::string_view source, size_t offset) {
  if (!Trim(source).starts_with('{')) return false;
  bool inside = false;
  for (size_t i = 0; i < offset && i < source.size(); ++i) {
    if (inside && source[i] == '\\') {
      ++i;
    } else if (source[i] == '"') {
      inside = !inside;
    }
  }
  return !inside;
}

std::string HintAsJson(std::string_view text_hint) {
  const std::string kept = WithoutTextWords(text_hint);
  const std::string_view hint = kept;
  if (const auto examples = ExamplesAsJson(ToAbsl(hint))) return *examples;
  std::string json;
  size_t at = 0;
  while (at < hint.size()) {
    const size_t open = hint.find('`', at);
    const size_t close = open == std::string_view::npos ? open : hint.find('`', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view before = hint.substr(at, open - at);
    const std::string_view code = hint.substr(open + 1, close - open - 1);
    const bool name = before.ends_with("did you mean ");
    const std::optional<std::string> written = name ? std::nullopt : AsJson(code);
    absl::StrAppend(&json, ToAbsl(before), "`", written ? *written : std::string(code), "`");
    at = close + 1;
  }
  return absl::StrCat(json, ToAbsl(hint.substr(at)));
}

}  // namespace seine
