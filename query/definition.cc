#include "query/definition.h"

#include <xxhash.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "engine/digits.h"
#include "query/definition_parser.h"
#include "query/filter_error.h"
#include "query/json.h"
#include "query/printer.h"

namespace seine {
namespace {

// Whether `text` is one quoted string from end to end; as filter text that would be a lone literal,
// which selects nobody and nothing.
bool IsJsonString(std::string_view text) {
  if (text.empty() || text[0] != '"') return false;
  size_t i = 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? size_t{2} : size_t{1};
  return i + 1 == text.size();
}

// Whether `text` begins like an object, if perhaps a wrong one, and not like a filter in braces:
// {age > 5}.
bool IsJsonObject(std::string_view text) {
  if (!text.starts_with('{')) return false;
  const std::string_view inside = Trim(text.substr(1));
  const size_t end = std::min(inside.find_first_of(" \t\r\n,:=<>!.\"'`()[]{}"), inside.size());
  return end == 0 ? !inside.starts_with('(') : Trim(inside.substr(end)).starts_with(':');
}

}  // namespace

absl::StatusOr<Definition> ParseDefinition(std::string_view text, const FilterLimits& limits) {
  const absl::Status status = CheckFilterText(text, limits);
  if (!status.ok()) return LocateFilterError(status, text);
  return DefinitionParser(FilterSource(text), std::make_shared<const std::string>(text), limits)
      .Parse();
}

absl::StatusOr<Definition> ReadDefinition(std::string_view source, const FilterLimits& limits) {
  const std::string_view trimmed = Trim(source);
  const bool json = IsJsonObject(trimmed) || IsJsonString(trimmed);
  return json ? ReadDefinitionJson(source, limits) : ParseDefinition(source, limits);
}

absl::Status AddExclude(std::string_view text, Definition& definition, const FilterLimits& limits) {
  const absl::Status status = CheckFilterText(text, limits);
  if (!status.ok()) return LocateFilterError(status, text);
  Definition extended = definition;
  DefinitionParser parser(FilterSource(text), std::make_shared<const std::string>(text), limits);
  const absl::Status added = parser.ParseOneExclude(extended);
  if (added.ok()) definition = std::move(extended);
  return added;
}

std::string PrintDefinition(const Definition& definition) {
  if (definition.excludes.empty()) return PrintFilter(definition.include.root);
  std::string text = absl::StrCat("include: ", PrintFilter(definition.include.root));
  for (const Exclude& exclude : definition.excludes) {
    absl::StrAppend(&text, "\nexclude ", PrintLiteral(filter::Text{exclude.name}), ": ",
                    PrintFilter(exclude.filter.root));
  }
  return text;
}

std::string DefinitionHash(const Definition& definition) {
  const std::string text = PrintDefinition(definition);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return absl::StrFormat("%016x%016x", hash.high64, hash.low64);
}

}  // namespace seine
