// The words of the schema file for the values of its enumerations, both ways.
#ifndef SEINE_ENGINE_SCHEMA_WORDS_H_
#define SEINE_ENGINE_SCHEMA_WORDS_H_

#include <string_view>
#include <utility>

#include "engine/schema.h"

namespace seine {

template <typename Enum>
struct SchemaWord {
  std::string_view word;
  Enum value;
};

inline constexpr SchemaWord<ColumnType> kTypeWords[] = {
    {"bool", ColumnType::kBool},       {"category", ColumnType::kCategory},
    {"text", ColumnType::kText},       {"integer", ColumnType::kInteger},
    {"decimal", ColumnType::kDecimal}, {"real", ColumnType::kReal},
    {"date", ColumnType::kDate},       {"timestamp", ColumnType::kTimestamp},
    {"set", ColumnType::kSet}};
inline constexpr SchemaWord<OnError> kOnErrorWords[] = {{"error", OnError::kError},
                                                        {"skip", OnError::kSkip}};
inline constexpr SchemaWord<OnInvalid> kOnInvalidWords[] = {{"error", OnInvalid::kError},
                                                            {"missing", OnInvalid::kMissing}};
inline constexpr SchemaWord<Orphans> kOrphansWords[] = {
    {"error", Orphans::kError}, {"skip", Orphans::kSkip}, {"add", Orphans::kAdd}};
inline constexpr SchemaWord<Repeats> kRepeatsWords[] = {{"error", Repeats::kError},
                                                        {"first", Repeats::kFirst},
                                                        {"last", Repeats::kLast},
                                                        {"collect", Repeats::kCollect}};
inline constexpr SchemaWord<KeyType> kKeyTypeWords[] = {{"text", KeyType::kText},
                                                        {"integer", KeyType::kInteger}};

template <typename Enum, size_t kCount>
std::string_view WordOf(const SchemaWord<Enum> (&words)[kCount], Enum value) {
  for (const SchemaWord<Enum>& word : words) {
    if (word.value == value) return word.word;
  }
  return {};
}

}  // namespace seine

#endif  // SEINE_ENGINE_SCHEMA_WORDS_H_
