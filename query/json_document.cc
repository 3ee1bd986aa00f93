#include "query/json_document.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "engine/digits.h"
#include "query/filter_error.h"
#include "query/json_syntax.h"
#include "query/lexer.h"
#include "query/list_tally.h"

namespace seine {
namespace {

using Json = nlohmann::json;

// A node of a filter takes at most this many levels and values of JSON.
constexpr uint32_t kLevelsPerNode = 4;
constexpr uint32_t kItemsPerNode = 16;

uint32_t MaxItems(const FilterLimits& limits) {
  return limits.list_values + kItemsPerNode * limits.nodes;
}

// One quick pass that refuses what would take long to read: bytes that are no text, too many
// values, endless numbers.
absl::Status CheckJson(std::string_view json, const FilterLimits& limits) {
  constexpr uint32_t kMaxDigits = 4096;
  const absl::Status bytes = CheckBytes(json, limits.bytes);
  if (!bytes.ok()) return bytes;
  ListTally tally(limits, MaxItems(limits));
  uint32_t digits = 0;
  bool quoted = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
      continue;
    }
    quoted = c == '"';
    digits = IsDigit(c) ? digits + 1 : 0;
    if (c == '[' || c == '{') tally.Open();
    if (c == ']' || c == '}') tally.Close();
    const bool values = c == ',' && !tally.Comma();
    if (!values && digits <= kMaxDigits) continue;
    FilterErrorInfo info;
    info.span = {static_cast<uint32_t>(i), static_cast<uint32_t>(i + 1)};
    info.message = values ? "the filter lists too many values" : "this number is too long";
    info.hint = absl::StrCat("at most ", values ? limits.list_values : kMaxDigits,
                             values ? "" : " digits", " are allowed");
    return MakeFilterError(absl::StatusCode::kResourceExhausted, info);
  }
  return absl::OkStatus();
}

}  // namespace

// Receives nlohmann's events and finds each token's place by walking the text beside it.
class JsonTape : public nlohmann::json_sax<Json> {
 public:
  JsonTape(JsonDocument* document, const FilterLimits& limits)
      : document_(*document),
        json_(document->json_),
        max_nodes_deep_(limits.depth),
        max_depth_(kLevelsPerNode * limits.depth + 4),
        max_items_(MaxItems(limits)) {
    if (json_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  }

  const absl::Status& status() const { return status_; }

  bool null() override { return Add(JsonKind::kNull, WordSpan()); }
  bool boolean(bool value) override {
    return Add(value ? JsonKind::kTrue : JsonKind::kFalse, WordSpan());
  }
  bool number_integer(int64_t) override { return Add(JsonKind::kNumber, WordSpan()); }
  bool number_unsigned(uint64_t) override { return Add(JsonKind::kNumber, WordSpan()); }
  bool number_float(double, const std::string&) override {
    return Add(JsonKind::kNumber, WordSpan());
  }
  bool binary(Json::binary_t&) override { return false; }
  bool string(std::string& value) override { return AddText(JsonKind::kString, value); }
  bool key(std::string& value) override { return AddText(JsonKind::kKey, value); }
  bool start_object(size_t) override { return Open(JsonKind::kObject); }
  bool start_array(size_t) override { return Open(JsonKind::kArray); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool parse_error(size_t position, const std::string& token,
                   const nlohmann::detail::exception& error) override {
    constexpr int kNumberOverflow = 406;
    const auto end = static_cast<uint32_t>(std::min(position, json_.size()));
    if (error.id == kNumberOverflow) {
      const auto digits = static_cast<uint32_t>(std::min<size_t>(token.size(), end));
      Fail(absl::StatusCode::kInvalidArgument, {end - digits, end}, "this number is too large",
           "write its digits as text: {\"integer\": \"…\"} or {\"decimal\": \"…\"}");
    } else if (auto wrong = FindJsonSyntaxError(json_)) {
      Fail(absl::StatusCode::kInvalidArgument, wrong->span, "this is not valid JSON",
           std::move(wrong->hint));
    } else {
      // The grammar holds, so it is half of a surrogate pair.
      Fail(absl::StatusCode::kInvalidArgument, {end == 0 ? 0 : end - 1, end},
           "this is not valid JSON", "this escape is half a character");
    }
    return false;
  }

 private:
  void Fail(absl::StatusCode code, Span span, std::string message, std::string hint) {
    FilterErrorInfo info;
    info.span = span;
    info.message = std::move(message);
    info.hint = std::move(hint);
    status_ = MakeFilterError(code, info);
  }

  // To the start of the next token.
  uint32_t SkipBlanks() {
    while (at_ < json_.size()) {
      const char c = json_[at_];
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != ',' && c != ':') break;
      ++at_;
    }
    return static_cast<uint32_t>(at_);
  }

  // A number, true, false or null.
  Span WordSpan() {
    const uint32_t begin = SkipBlanks();
    while (at_ < json_.size()) {
      const char c = json_[at_];
      const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' ||
                        c == '.' || c == 'E';
      if (!word) break;
      ++at_;
    }
    return {begin, static_cast<uint32_t>(at_)};
  }

  bool Add(JsonKind kind, Span span) {
    if (document_.items_.size() >= max_items_) {
      Fail(absl::StatusCode::kResourceExhausted, span, "the JSON has too many values",
           absl::StrCat("at most ", max_items_, " are allowed"));
      return false;
    }
    const auto index = static_cast<uint32_t>(document_.items_.size());
    document_.items_.push_back({kind, span, index + 1, 0, 0});
    return true;
  }

  bool AddText(JsonKind kind, const std::string& value) {
    const uint32_t begin = SkipBlanks();
    for (++at_; at_ < json_.size() && json_[at_] != '"'; ++at_) {
      if (json_[at_] == '\\') ++at_;
    }
    const Span span{begin, static_cast<uint32_t>(++at_)};
    if (value.find('\0') != std::string::npos) {
      Fail(absl::StatusCode::kInvalidArgument, span, "a NUL character cannot stand in a filter",
           "");
      return false;
    }
    if (!Add(kind, span)) return false;
    document_.items_.back().text = static_cast<uint32_t>(document_.strings_.size());
    document_.items_.back().size = static_cast<uint32_t>(value.size());
    document_.strings_ += value;
    return true;
  }

  bool Open(JsonKind kind) {
    const uint32_t begin = SkipBlanks();
    ++at_;
    if (open_.size() >= max_depth_) {
      Fail(absl::StatusCode::kResourceExhausted, {begin, begin + 1},
           "the filter is nested too deep",
           absl::StrCat("at most ", max_nodes_deep_, " are allowed"));
      return false;
    }
    open_.push_back(static_cast<uint32_t>(document_.items_.size()));
    return Add(kind, {begin, begin + 1});
  }

  bool Close() {
    SkipBlanks();
    ++at_;
    JsonDocument::Item& item = document_.items_[open_.back()];
    item.span.end = static_cast<uint32_t>(at_);
    item.next = static_cast<uint32_t>(document_.items_.size());
    open_.pop_back();
    return true;
  }

  JsonDocument& document_;
  std::string_view json_;
  const uint32_t max_nodes_deep_;
  const size_t max_depth_;  // of brackets
  const size_t max_items_;
  size_t at_ = 0;
  std::vector<uint32_t> open_;
  absl::Status status_;
};

absl::StatusOr<JsonDocument> JsonDocument::Parse(std::string_view json,
                                                 const FilterLimits& limits) {
  const absl::Status checked = CheckJson(json, limits);
  if (!checked.ok()) return checked;
  JsonDocument document;
  document.json_ = json;
  JsonTape tape(&document, limits);
  const bool parsed = Json::sax_parse(json.begin(), json.end(), &tape);
  if (!tape.status().ok()) return tape.status();
  if (!parsed) return FilterError({0, 0}, "this is not valid JSON");
  return document;
}

std::string_view JsonDocument::Value::text() const {
  if (kind() == JsonKind::kNumber) return raw();
  return std::string_view(document_->strings_).substr(item().text, item().size);
}

std::string_view JsonDocument::Value::raw() const {
  return document_->json_.substr(span().begin, span().end - span().begin);
}

SpanMap JsonDocument::Value::MapText() const {
  SpanMap map;
  const std::string_view quoted = raw();
  const uint32_t begin = span().begin;
  uint32_t decoded = 0;
  map.Add(0, begin + 1);
  for (size_t i = 1; i + 1 < quoted.size();) {
    if (quoted[i] != '\\') {
      ++i;
      ++decoded;
      continue;
    }
    size_t length = 2;
    uint32_t bytes = 1;
    if (quoted[i + 1] == 'u') {
      const uint32_t unit =
          static_cast<uint32_t>(std::stoul(std::string(quoted.substr(i + 2, 4)), nullptr, 16));
      const bool pair = unit >= 0xD800 && unit < 0xDC00;
      length = pair ? 12 : 6;
      bytes = pair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    }
    i += length;
    decoded += bytes;
    map.Add(decoded, begin + static_cast<uint32_t>(i));
  }
  return map;
}

size_t JsonDocument::Value::CountChildren() const {
  size_t count = 0;
  for (Value child = first(); !(child == after()); child = child.next()) ++count;
  return count;
}

}  // namespace seine
