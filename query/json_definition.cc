// Definitions from JSON.

#include <memory>

#include "absl/strings/str_cat.h"

#include "engine/unicode_text.h"
#include "query/definition_parser.h"
#include "query/filter_error.h"
#include "query/json.h"
#include "query/json_filter_reader.h"

namespace seine {
namespace {

using Value = JsonDocument::Value;

// Reads `value` as one member of a definition.
Filter ReadMember(JsonFilterReader& reader, std::string key, Value value,
                  const std::shared_ptr<const std::string>& source) {
  return reader.Under(std::move(key), [&] { return Filter{reader.ReadWhole(value), source}; });
}

void ReadExcludes(JsonFilterReader& reader, Value object,
                  const std::shared_ptr<const std::string>& source, Definition& definition) {
  if (!object.IsObject()) {
    return reader.Fail(object, "expected an object of named exclusions here",
                       "write {\"exclude\": {\"blocked\": FILTER}}");
  }
  for (Value key = object.first(); !(key == object.after()) && !reader.failed();
       key = key.next().next()) {
    const std::string name = NormalizeNfc(key.text());
    if (name.empty()) return reader.Fail(key, "an exclusion needs a name");
    for (const Exclude& other : definition.excludes) {
      if (other.name == name) {
        return reader.Fail(key,
                           absl::StrCat("there are two exclusions called `", Shortened(name), "`"));
      }
    }
    definition.excludes.push_back({name, ReadMember(reader, name, key.next(), source)});
  }
}

// {"include": …, "exclude": …}
void ReadMembers(JsonFilterReader& reader, Value object,
                 const std::shared_ptr<const std::string>& source, Definition& definition) {
  bool exclude = false;
  for (Value key = object.first(); !(key == object.after()) && !reader.failed();
       key = key.next().next()) {
    const Value value = key.next();
    if (key.text() == "include" && !definition.include.root) {
      definition.include = ReadMember(reader, "include", value, source);
    } else if (key.text() == "exclude" && !exclude) {
      exclude = true;
      reader.Under("exclude", [&] {
        ReadExcludes(reader, value, source, definition);
        return true;
      });
    } else {
      reader.Fail(key, absl::StrCat("unexpected key `", Shortened(key.text()), "`"),
                  "a definition has `include` and `exclude`, once each");
    }
  }
  if (!definition.include.root) {
    reader.Fail(object, "this definition lacks `include`",
                "{\"everyone\": true} includes all members");
  }
}

}  // namespace

absl::StatusOr<Definition> ReadDefinitionJson(std::string_view json, const FilterLimits& limits) {
  absl::StatusOr<JsonDocument> document = JsonDocument::Parse(json, limits);
  if (!document.ok()) return LocateFilterError(document.status(), json);
  const auto source = std::make_shared<const std::string>(json);
  JsonFilterReader reader(*document, limits);
  Definition definition;
  const Value root = document->root();
  const bool named = root.IsObject() && !(root.first() == root.after()) &&
                     (root.first().text() == "include" || root.first().text() == "exclude");
  if (named) {
    ReadMembers(reader, root, source, definition);
  } else if (root.IsString()) {
    // Text may be a whole definition, too.
    return DefinitionParser(FilterSource(root.text(), json, root.MapText()), source, limits)
        .Parse();
  } else {
    definition.include = Filter{reader.ReadWhole(root), source};
  }
  if (reader.failed()) return LocateFilterError(reader.status(), json);
  return definition;
}

}  // namespace seine
