#include "query/definition_parser.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "query/filter_error.h"

namespace seine {

using filter::Expr;

DefinitionParser::DefinitionParser(FilterSource source, std::shared_ptr<const std::string> document,
                                   const FilterLimits& limits)
    : parser_(std::move(source), limits), document_(std::move(document)) {}

absl::StatusOr<Definition> DefinitionParser::Parse() {
  if (parser_.Peek().IsWord("include") && parser_.Peek(1).IsSymbol(":")) {
    parser_.Take();
    parser_.Take();
  } else if (AtExclude()) {
    parser_.FailExpected("`include: FILTER` before the exclusions",
                         "`include: everyone` includes all members");
  }
  if (parser_.Peek().kind == TokenKind::kEnd) {
    parser_.Fail(parser_.Peek().span, "the filter is empty", "`everyone` selects all members");
  }
  Definition definition;
  definition.include = Filter{parser_.ParseFilter(), document_};
  while (AtExclude()) {
    parser_.Take();
    ParseExclude(definition);
  }
  parser_.ExpectEnd();
  if (parser_.failed()) return LocateFilterError(parser_.status(), *document_);
  return definition;
}

absl::Status DefinitionParser::ParseOneExclude(Definition& definition) {
  ParseExclude(definition);
  parser_.ExpectEnd();
  return LocateFilterError(parser_.status(), *document_);
}

bool DefinitionParser::AtExclude() {
  if (!parser_.Peek().IsWord("exclude")) return false;
  const TokenKind name = parser_.Peek(1).kind;
  const bool text =
      name == TokenKind::kLiteral || name == TokenKind::kName || name == TokenKind::kQuotedName;
  return parser_.Peek(1).IsSymbol(":") || (text && parser_.Peek(2).IsSymbol(":"));
}

// "name": FILTER
void DefinitionParser::ParseExclude(Definition& definition) {
  const Span place = parser_.Peek().span;
  const TokenKind kind = parser_.Peek().kind;
  std::string name;
  if (kind == TokenKind::kName || kind == TokenKind::kQuotedName) {
    name = parser_.Take().text;
  } else {
    name = parser_.ExpectText("the exclusion's name");
  }
  parser_.ExpectSymbol(":", "after the exclusion's name");
  if (name.empty()) parser_.Fail(place, "an exclusion needs a name");
  for (const Exclude& other : definition.excludes) {
    if (other.name == name) {
      parser_.Fail(place, absl::StrCat("there are two exclusions called `", Shortened(name), "`"));
    }
  }
  Expr root = parser_.ParseFilter();
  if (parser_.failed()) return;
  definition.excludes.push_back({std::move(name), Filter{std::move(root), document_}});
}

}  // namespace seine
