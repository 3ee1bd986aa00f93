#include "query/bind_text.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/case_fold.h"
#include "query/bind_lists.h"
#include "query/model_classes.h"

namespace seine::binding {
namespace {

void SortDistinct(std::vector<uint32_t>& codes) {
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
}

bound::FilterPtr InCodes(const ColumnPath& column, std::vector<uint32_t> codes, bool complement,
                         Span span) {
  auto set = std::make_shared<const bound::CodeSet>(bound::CodeSet{std::move(codes), complement});
  return bound::MakeFilter(bound::InCodes{column.Leaf(), std::move(set)}, span);
}

// Codes per value, in the order of `values`; one pass over the dictionary.
std::vector<std::vector<uint32_t>> FoldedCodes(const Dictionary& dictionary,
                                               const std::vector<std::string>& values) {
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_folded;
  for (const std::string& value : values) by_folded.try_emplace(FoldCase(value));
  for (uint32_t code = 0; code < dictionary.size(); ++code) {
    const auto found = by_folded.find(FoldCase(dictionary.Text(code)));
    if (found != by_folded.end()) found->second.push_back(code);
  }
  std::vector<std::vector<uint32_t>> each;
  each.reserve(values.size());
  for (const std::string& value : values) each.push_back(by_folded.at(FoldCase(value)));
  return each;
}

}  // namespace

bool IsText(ColumnType type) { return type == ColumnType::kCategory || type == ColumnType::kText; }

std::vector<uint32_t> MatchingCodes(const Dictionary& dictionary,
                                    const bound::TextPredicate& predicate) {
  std::vector<uint32_t> codes;
  for (uint32_t code = 0; code < dictionary.size(); ++code) {
    if (predicate.Matches(dictionary.Text(code))) codes.push_back(code);
  }
  return codes;
}

ListedCodes FindCodes(BindContext& context, const ColumnPath& column,
                      const std::vector<std::string>& values, bool ignoring_case, bool want_each) {
  const Dictionary& dictionary = *column.dictionary;
  UnknownValues unknown(context, absl::StrCat("row of ", column.owner, ".", column.schema->name),
                        "value", {&dictionary});
  ListedCodes found;
  const auto add = [&](const std::string& value, std::vector<uint32_t> codes) {
    if (codes.empty()) {
      unknown.Add(value);
      found.unknown = true;
    }
    found.codes.insert(found.codes.end(), codes.begin(), codes.end());
    if (want_each) found.each.push_back(std::move(codes));
  };
  if (ignoring_case) {
    std::vector<std::vector<uint32_t>> folded = FoldedCodes(dictionary, values);
    for (size_t i = 0; i < values.size(); ++i) add(values[i], std::move(folded[i]));
  } else {
    for (const std::string& value : values) {
      const std::optional<uint32_t> code = dictionary.Find(value);
      add(value, code ? std::vector<uint32_t>{*code} : std::vector<uint32_t>());
    }
  }
  SortDistinct(found.codes);
  return found;
}

bound::FilterPtr TextIn(BindContext& context, const ColumnPath& column,
                        std::vector<std::string> values, bool negated, bool ignoring_case,
                        Span span) {
  if (column.dictionary == nullptr) {
    return TextMatches(column, MatchAnyOf(std::move(values), ignoring_case), negated, span);
  }
  return InCodes(column, FindCodes(context, column, values, ignoring_case, false).codes, negated,
                 span);
}

bound::FilterPtr TextMatches(const ColumnPath& column, TextPredicatePtr predicate, bool negated,
                             Span span) {
  if (column.dictionary == nullptr) {
    if (negated) predicate = MatchNot(std::move(predicate));
    return bound::MakeFilter(bound::InText{column.Leaf(), std::move(predicate)}, span);
  }
  return InCodes(column, MatchingCodes(*column.dictionary, *predicate), negated, span);
}

bound::FilterPtr ComputedTextIs(const bound::ValuePtr& value, TextPredicatePtr predicate,
                                bool negated, Span span) {
  if (negated) predicate = MatchNot(std::move(predicate));
  if (bound::FilterPtr decided = ClassMatches(value, *predicate, span)) return decided;
  return bound::MakeFilter(bound::ComputedText{value, std::move(predicate)}, span);
}

}  // namespace seine::binding
