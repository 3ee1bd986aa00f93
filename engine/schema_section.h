// One object of the schema's JSON, read key by key, with errors that name the place.
#ifndef SEINE_ENGINE_SCHEMA_SECTION_H_
#define SEINE_ENGINE_SCHEMA_SECTION_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

#include "engine/nearest_name.h"
#include "engine/schema_words.h"

namespace seine {

using SchemaJson = nlohmann::ordered_json;  // columns keep the order in which they are declared

// "schema: PLACE: PROBLEM".
absl::Status WrongSchema(std::string_view place, std::string_view problem);

// Refuses what is no JSON, too large, too deep, or says a key twice.
absl::StatusOr<SchemaJson> ParseSchemaJson(std::string_view text);

// Hands out keys by name, then refuses those that nobody asked for. Values that are absent or null
// leave the target as it is. Does not own the JSON, which must outlive it.
class SchemaSection {
 public:
  static absl::StatusOr<SchemaSection> Of(const SchemaJson& json, std::string place);

  const std::string& place() const { return place_; }
  std::string PlaceOf(std::string_view key) const;

  // Null when the key is absent.
  const SchemaJson* Find(const char* key);
  absl::Status Text(const char* key, std::string* value);
  // A text, or a list of texts.
  absl::Status Texts(const char* key, std::vector<std::string>* values);
  absl::Status Bool(const char* key, bool* value);
  absl::Status Integer(const char* key, int least, int greatest, int* value);
  template <typename Enum, size_t kCount>
  absl::Status Word(const char* key, const SchemaWord<Enum> (&words)[kCount], Enum* value);

  absl::Status RefuseOthers() const;
  absl::Status Expected(std::string_view key, std::string_view expected, const SchemaJson& found,
                        std::string_view hint = "") const;

 private:
  SchemaSection(const SchemaJson& json, std::string place);
  absl::Status UnknownWord(const char* key, const std::vector<std::string>& words,
                           const SchemaJson& found) const;

  const SchemaJson* json_;
  std::string place_;
  std::vector<std::string> known_;
};

template <typename Enum, size_t kCount>
absl::Status SchemaSection::Word(const char* key, const SchemaWord<Enum> (&words)[kCount],
                                 Enum* value) {
  const SchemaJson* json = Find(key);
  if (json == nullptr) return absl::OkStatus();
  std::vector<std::string> known;
  for (const SchemaWord<Enum>& word : words) {
    if (json->is_string() && json->get_ref<const std::string&>() == word.word) {
      *value = word.value;
      return absl::OkStatus();
    }
    known.emplace_back(word.word);
  }
  return UnknownWord(key, known, *json);
}

}  // namespace seine

#endif  // SEINE_ENGINE_SCHEMA_SECTION_H_
