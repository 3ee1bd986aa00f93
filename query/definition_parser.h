// The parser behind ParseDefinition, AddExclude and the JSON reader; nobody else includes this.

#ifndef SEINE_QUERY_DEFINITION_PARSER_H_
#define SEINE_QUERY_DEFINITION_PARSER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "query/definition.h"
#include "query/filter_parser.h"

namespace seine {

class DefinitionParser {
 public:
  // Precondition: CheckFilterText(source.text) passed. `document` is what the source's spans point
  // into.
  DefinitionParser(FilterSource source, std::shared_ptr<const std::string> document,
                   const FilterLimits& limits);

  // [include:] FILTER, then any number of exclusions. Errors are located.
  absl::StatusOr<Definition> Parse();
  // "name": FILTER, added to `definition`.
  absl::Status ParseOneExclude(Definition& definition);

 private:
  bool AtExclude();
  void ParseExclude(Definition& definition);

  FilterParser parser_;
  std::shared_ptr<const std::string> document_;
};

}  // namespace seine

#endif  // SEINE_QUERY_DEFINITION_PARSER_H_
