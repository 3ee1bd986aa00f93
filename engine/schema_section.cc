#include "engine/schema_section.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"

#include "engine/absl_bridge.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

constexpr size_t kLongestSchema = size_t{16} << 20;
constexpr int kMostKeys = 8'000;  // tables, columns and options together
constexpr int kDeepest = 8;

// Refuses what is too large, too deep or said twice while the text is parsed.
class Limits {
 public:
  bool operator()(int depth, SchemaJson::parse_event_t event, SchemaJson& parsed) {
    if (!problem_.empty()) return false;
    if (depth > kDeepest) problem_ = "it is nested too deeply";
    if (event == SchemaJson::parse_event_t::object_start) names_.emplace_back();
    if (event == SchemaJson::parse_event_t::object_end && !names_.empty()) names_.pop_back();
    if (event == SchemaJson::parse_event_t::key && !names_.empty()) {
      const std::string& name = parsed.get_ref<const std::string&>();
      if (!names_.back().insert(name).second) problem_ = absl::StrCat("`", name, "` stands twice");
      if (++keys_ > kMostKeys) problem_ = "it has too many tables, columns and options";
    }
    return problem_.empty();
  }
  const std::string& problem() const { return problem_; }

 private:
  std::vector<absl::flat_hash_set<std::string>> names_;
  int keys_ = 0;
  std::string problem_;
};

}  // namespace

absl::Status WrongSchema(std::string_view place, std::string_view problem) {
  return absl::InvalidArgumentError(
      absl::StrCat("schema: ", ToAbsl(place), place.empty() ? "" : ": ", ToAbsl(problem)));
}

absl::StatusOr<SchemaJson> ParseSchemaJson(std::string_view text) {
  if (text.size() > kLongestSchema) return WrongSchema("", "it is longer than 16 MiB");
  if (FindInvalidUtf8(text)) return WrongSchema("", "it is not valid UTF-8");
  Limits limits;
  try {
    SchemaJson json = SchemaJson::parse(
        text, [&limits](int depth, SchemaJson::parse_event_t event, SchemaJson& parsed) {
          return limits(depth, event, parsed);
        });
    if (!limits.problem().empty()) return WrongSchema("", limits.problem());
    return json;
  } catch (const SchemaJson::parse_error& error) {
    return WrongSchema("", absl::StrCat("not JSON: ", error.what()));
  }
}

SchemaSection::SchemaSection(const SchemaJson& json, std::string place)
    : json_(&json), place_(std::move(place)) {}

absl::StatusOr<SchemaSection> SchemaSection::Of(const SchemaJson& json, std::string place) {
  if (!json.is_object()) {
    return WrongSchema(place, absl::StrCat("expected a table of keys, found ", json.type_name()));
  }
  return SchemaSection(json, std::move(place));
}

std::string SchemaSection::PlaceOf(std::string_view key) const {
  return absl::StrCat(place_, place_.empty() ? "" : ".", ToAbsl(key));
}

const SchemaJson* SchemaSection::Find(const char* key) {
  known_.emplace_back(key);
  const auto it = json_->find(key);
  return it == json_->end() || it->is_null() ? nullptr : &*it;
}

absl::Status SchemaSection::Text(const char* key, std::string* value) {
  const SchemaJson* json = Find(key);
  if (json == nullptr) return absl::OkStatus();
  if (!json->is_string()) return Expected(key, "a text", *json);
  *value = NormalizeNfc(json->get_ref<const std::string&>());
  return absl::OkStatus();
}

absl::Status SchemaSection::Texts(const char* key, std::vector<std::string>* values) {
  const SchemaJson* json = Find(key);
  if (json == nullptr) return absl::OkStatus();
  const bool list = json->is_array();
  for (size_t i = 0; i < (list ? json->size() : 1); ++i) {
    const SchemaJson& element = list ? (*json)[i] : *json;
    if (!element.is_string()) return Expected(key, "a text or a list of texts", element);
    values->push_back(NormalizeNfc(element.get_ref<const std::string&>()));
  }
  return absl::OkStatus();
}

absl::Status SchemaSection::Bool(const char* key, bool* value) {
  const SchemaJson* json = Find(key);
  if (json == nullptr) return absl::OkStatus();
  if (!json->is_boolean()) return Expected(key, "true or false", *json);
  *value = json->get<bool>();
  return absl::OkStatus();
}

absl::Status SchemaSection::Integer(const char* key, int least, int greatest, int* value) {
  const SchemaJson* json = Find(key);
  if (json == nullptr) return absl::OkStatus();
  const std::string expected = absl::StrCat("an integer from ", least, " to ", greatest);
  if (!json->is_number_integer()) return Expected(key, expected, *json);
  const bool huge = json->is_number_unsigned() && json->get<uint64_t>() > INT32_MAX;
  const int64_t number = huge ? INT32_MAX : json->get<int64_t>();
  if (number < least || number > greatest) return Expected(key, expected, *json);
  *value = static_cast<int>(number);
  return absl::OkStatus();
}

absl::Status SchemaSection::UnknownWord(const char* key, const std::vector<std::string>& words,
                                        const SchemaJson& found) const {
  std::string expected = "one of";
  for (const std::string& word : words) {
    absl::StrAppend(&expected, word == words[0] ? " \"" : ", \"", word, "\"");
  }
  const std::string hint =
      found.is_string() ? DidYouMean(found.get_ref<const std::string&>(), words) : "";
  return Expected(key, expected, found, hint);
}

absl::Status SchemaSection::RefuseOthers() const {
  for (const auto& [key, value] : json_->items()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    std::string problem = absl::StrCat("unknown key `", key, "`", DidYouMean(key, known_));
    if (problem.find("did you mean") == std::string::npos) {
      absl::StrAppend(&problem, "; known are");
      for (size_t i = 0; i < known_.size(); ++i) {
        absl::StrAppend(&problem, i == 0 ? " `" : ", `", known_[i], "`");
      }
    }
    return WrongSchema(place_, problem);
  }
  return absl::OkStatus();
}

absl::Status SchemaSection::Expected(std::string_view key, std::string_view expected,
                                     const SchemaJson& found, std::string_view hint) const {
  std::string shown = found.is_structured() ? found.type_name() : found.dump();
  if (shown.size() > 80) shown = absl::StrCat(shown.substr(0, 77), "...");
  return WrongSchema(PlaceOf(key),
                     absl::StrCat("expected ", ToAbsl(expected), ", found ", shown, ToAbsl(hint)));
}

}  // namespace seine
