#include "query/json_filter_reader.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "engine/absl_bridge.h"
#include "engine/unicode_text.h"
#include "query/filter_error.h"
#include "query/filter_parser.h"
#include "query/filter_places.h"
#include "query/json.h"
#include "query/keywords.h"
#include "query/synonyms.h"

namespace seine {

using filter::Expr;
using filter::Literal;

namespace {

// More than any operator knows.
constexpr size_t kMostKeys = 16;

std::string_view KindName(JsonKind kind) {
  switch (kind) {
    case JsonKind::kNull:
      return "null";
    case JsonKind::kFalse:
      return "false";
    case JsonKind::kTrue:
      return "true";
    case JsonKind::kNumber:
      return "a number";
    case JsonKind::kString:
    case JsonKind::kKey:
      return "a string";
    case JsonKind::kArray:
      return "an array";
    case JsonKind::kObject:
      return "an object";
  }
  return "";
}

}  // namespace

// ---- Errors and limits

void JsonFilterReader::Fail(Value at, std::string_view message, std::string_view hint) {
  if (failed()) return;
  FilterErrorInfo info;
  info.span = at.span();
  info.message = message;
  info.hint = hint;
  Adopt(absl::StatusCode::kInvalidArgument, std::move(info));
}

void JsonFilterReader::FailLimit(Value at, std::string_view message, uint64_t limit) {
  if (failed()) return;
  FilterErrorInfo info;
  info.span = at.span();
  info.message = message;
  info.hint = absl::StrCat("at most ", limit, " are allowed");
  Adopt(absl::StatusCode::kResourceExhausted, std::move(info));
}

void JsonFilterReader::Adopt(absl::StatusCode code, FilterErrorInfo info) {
  info.in_json = true;
  for (const std::string& step : path_) {
    absl::StrAppend(&info.pointer, "/", absl::StrReplaceAll(step, {{"~", "~0"}, {"/", "~1"}}));
  }
  error_ = MakeFilterError(code, info);
}

Expr JsonFilterReader::Checked(Expr made) {
  if (made.depth() > limits_.depth || ++nodes_ > limits_.nodes) {
    const bool deep = made.depth() > limits_.depth;
    if (failed()) return {};
    FilterErrorInfo info;
    info.span = made.span();
    info.message = deep ? "the filter is nested too deep" : "the filter has too many parts";
    info.hint = absl::StrCat("at most ", deep ? limits_.depth : limits_.nodes, " are allowed");
    Adopt(absl::StatusCode::kResourceExhausted, std::move(info));
    return {};
  }
  return made;
}

bool JsonFilterReader::CountListValue(Value at) {
  if (++list_values_ > limits_.list_values) {
    FailLimit(at, "the filter lists too many values", limits_.list_values);
  }
  return !failed();
}

// ---- Objects and arrays

JsonFilterReader::Fields::Fields(JsonFilterReader* reader, Value object)
    : reader_(reader), object_(object) {
  if (!object.IsObject()) {
    reader->Fail(object, "expected an object here");
    return;
  }
  for (Value key = object.first(); !(key == object.after()); key = key.next().next()) {
    const std::string name(key.text());
    for (const auto& [other, value] : members_) {
      if (other == name)
        reader->Fail(key, absl::StrCat("`", Shortened(name), "` stands twice in this object"));
    }
    members_.emplace_back(name, key.next());
    if (members_.size() > kMostKeys) {
      reader->Fail(key, "this object has too many keys");
      return;
    }
  }
}

std::optional<JsonFilterReader::Value> JsonFilterReader::Fields::Take(std::string_view key) {
  known_.emplace_back(key);
  for (auto it = members_.begin(); it != members_.end(); ++it) {
    if (it->first != key) continue;
    const Value value = it->second;
    members_.erase(it);
    return value;
  }
  return std::nullopt;
}

JsonFilterReader::Value JsonFilterReader::Fields::Require(std::string_view key) {
  const std::optional<Value> value = Take(key);
  if (!value) reader_->Fail(object_, absl::StrCat("this object lacks `", ToAbsl(key), "`"));
  return value.value_or(object_);
}

bool JsonFilterReader::Fields::TakeTrue(std::string_view key) {
  const std::optional<Value> value = Take(key);
  if (value && value->kind() != JsonKind::kTrue && value->kind() != JsonKind::kFalse) {
    reader_->Fail(*value, absl::StrCat("`", ToAbsl(key), "` is true or false"));
  }
  return value && value->kind() == JsonKind::kTrue;
}

void JsonFilterReader::Fields::ExpectNoMore() {
  if (members_.empty() || reader_->failed()) return;
  const auto& [key, value] = members_.front();
  const std::optional<std::string> near = NearestWord(key, known_);
  reader_->Fail(value, absl::StrCat("unknown key `", Shortened(key), "`"),
                near ? absl::StrCat("did you mean `", *near, "`?") : "");
}

std::vector<JsonFilterReader::Value> JsonFilterReader::Elements(Value array, size_t least,
                                                                size_t most,
                                                                std::string_view example) {
  std::vector<Value> elements;
  if (array.IsArray()) {
    for (Value element = array.first(); !(element == array.after()); element = element.next()) {
      if (elements.size() > most) break;
      elements.push_back(element);
    }
  }
  if (!array.IsArray() || elements.size() < least || elements.size() > most) {
    const std::string wanted = least == most          ? absl::StrCat(least)
                               : most < limits_.depth ? absl::StrCat(least, " to ", most)
                                                      : absl::StrCat(least, " or more");
    Fail(array,
         absl::StrCat("expected an array of ", wanted, " here, found ",
                      array.IsArray() ? absl::StrCat(array.CountChildren())
                                      : std::string(KindName(array.kind()))),
         absl::StrCat("write ", ToAbsl(example)));
    return {};
  }
  return elements;
}

Expr JsonFilterReader::ReadElement(const std::vector<Value>& elements, size_t i) {
  if (failed()) return {};
  return Under(std::to_string(i), [&] { return Read(elements[i]); });
}

std::vector<Expr> JsonFilterReader::ReadAll(Value array, size_t least, bool filters) {
  std::vector<Expr> operands;
  const std::vector<Value> elements = Elements(array, least, limits_.nodes, "[…, …]");
  for (size_t i = 0; i < elements.size() && !failed(); ++i) {
    operands.push_back(Under(
        std::to_string(i), [&] { return filters ? ReadFilter(elements[i]) : Read(elements[i]); }));
  }
  return operands;
}

Expr JsonFilterReader::ReadField(Fields& fields, std::string_view key) {
  const std::optional<Value> value = fields.Take(key);
  if (!value || failed()) return {};
  const bool filter = key == "where" || key == "among";
  return Under(std::string(key), [&] { return filter ? ReadFilter(*value) : Read(*value); });
}

Expr JsonFilterReader::RequireField(Fields& fields, std::string_view key, Value object) {
  Expr field = ReadField(fields, key);
  if (!field) Fail(object, absl::StrCat("this object lacks `", ToAbsl(key), "`"));
  return field;
}

void JsonFilterReader::ExpectNumber(const Expr& expr, Value at) {
  if (failed() || expr.Is<filter::Parameter>()) return;
  const Literal* literal = expr.As<Literal>();
  const bool number =
      literal != nullptr && (std::holds_alternative<filter::Integer>(literal->value) ||
                             std::holds_alternative<filter::Decimal>(literal->value));
  if (!number) Fail(at, "expected a number or a parameter here");
}

void JsonFilterReader::ExpectTrue(std::string_view key, Value value) {
  if (value.kind() == JsonKind::kTrue) return;
  Fail(value, "expected true here", absl::StrCat("write {\"", ToAbsl(key), "\": true}"));
}

std::string JsonFilterReader::Text(Value value, std::string_view what) {
  if (!value.IsString()) {
    Fail(value, absl::StrCat("expected ", ToAbsl(what), " as a string here"));
    return "";
  }
  return NormalizeNfc(value.text());
}

// ---- Nodes

Expr JsonFilterReader::ReadFilter(Value value) {
  if (failed()) return {};
  if (value.IsString()) return ReadText(value);
  if (!value.IsArray()) return Read(value);
  Fail(value, "expected a filter here",
       "a filter is an object, or a string that holds filter text");
  return {};
}

Expr JsonFilterReader::ReadText(Value string) {
  FilterParser parser(FilterSource(string.text(), document_.json(), string.MapText()), limits_);
  Expr root = parser.ParseWhole();
  if (parser.failed() && !failed()) {
    Adopt(parser.status().code(), *GetFilterError(parser.status()));
  }
  return failed() ? Expr() : Checked(std::move(root));
}

Expr JsonFilterReader::Read(Value value) {
  if (failed()) return {};
  switch (value.kind()) {
    case JsonKind::kObject:
      return ReadNode(value);
    case JsonKind::kString:
      return Make(Literal{filter::Text{Text(value, "text")}, value.span()}, value);
    case JsonKind::kNumber:
      return ReadNumber(value);
    case JsonKind::kTrue:
    case JsonKind::kFalse:
      return Make(Literal{filter::Boolean{value.kind() == JsonKind::kTrue}, value.span()}, value);
    case JsonKind::kNull:
      Fail(value, "null is no value", "write {\"is missing\": …} or {\"exists\": …}");
      return {};
    default:
      Fail(value, "a list cannot stand here",
           "a list stands in `in`, `has any`, `has all`, `has none` and `has only`");
      return {};
  }
}

Expr JsonFilterReader::ReadNode(Value object) {
  if (object.first() == object.after()) {
    Fail(object, "an empty object is no filter", "{\"everyone\": true} selects all members");
    return {};
  }
  const Value key = object.first();
  const Value second = key.next().next();
  if (!(second == object.after())) {
    Fail(second,
         absl::StrCat("one object holds one operator, but here are `", ToAbsl(key.text()),
                      "` and `", ToAbsl(second.text()), "`"),
         "join filters with {\"and\": […]}");
    return {};
  }
  const auto handler = Handlers().find(key.text());
  if (handler == Handlers().end()) {
    const std::string name = Shortened(key.text());
    Fail(key, absl::StrCat("unknown operator `", name, "`"), HintForOperator(name));
    return {};
  }
  return Under(handler->first, [&] { return (this->*handler->second)(key.text(), key.next()); });
}

std::string JsonFilterReader::HintForOperator(const std::string& name) const {
  const std::optional<std::string> meant = JsonKeyMeant(name);
  if (meant && Handlers().contains(*meant)) return absl::StrCat("write \"", *meant, "\"");
  std::vector<std::string> known = Operators();
  // The keys of a definition, where one may stand.
  if (path_.empty()) known.insert(known.end(), {"include", "exclude"});
  const std::optional<std::string> near = NearestWord(name, known);
  return near ? absl::StrCat("did you mean `", *near, "`?") : "";
}

Expr JsonFilterReader::ReadWhole(Value value) {
  Expr root = ReadFilter(value);
  if (failed()) return {};
  const absl::Status places = CheckPlaces(root);
  if (!places.ok()) error_ = places;
  return failed() ? Expr() : root;
}

absl::StatusOr<Filter> ReadFilterJson(std::string_view json, const FilterLimits& limits) {
  absl::StatusOr<JsonDocument> document = JsonDocument::Parse(json, limits);
  if (!document.ok()) return LocateFilterError(document.status(), json);
  JsonFilterReader reader(*document, limits);
  Expr root = reader.ReadWhole(document->root());
  if (reader.failed()) return LocateFilterError(reader.status(), json);
  return Filter{std::move(root), std::make_shared<const std::string>(json)};
}

}  // namespace seine
