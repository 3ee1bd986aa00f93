#include "query/known_texts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "engine/absl_bridge.h"
#include "query/bind_lists.h"
#include "query/table_tree.h"
#include "query/text_match.h"

namespace seine::binding {
namespace {

// Collects the texts of a value's parts.
class TextCollector {
 public:
  TextCollector(const BindContext& context, KnownTexts* texts)
      : context_(context), texts_(*texts) {}

  // False: not all are known.
  bool Collect(const bound::ValuePtr& value) {
    return value != nullptr && value->type.kind == bound::ValueKind::kText &&
           std::visit(*this, value->node);
  }

  bool operator()(const bound::ColumnValue& n) {
    const TableSchema& table = TableOf(context_.catalog.schema(), n.column.table);
    return Add(context_.catalog.dictionary(n.column.table, n.column.column), table,
               n.column.column);
  }
  bool operator()(const bound::LookupValue& n) {
    const bound::LookupStep last = n.steps.back();
    return Add(context_.catalog.lookup_dictionary(last.lookup, last.column),
               context_.catalog.schema().lookups[static_cast<size_t>(last.lookup)], last.column);
  }
  bool operator()(const bound::ConstantValue& n) {
    texts_.constants.push_back(n.text);
    return true;
  }
  bool operator()(const bound::Mode& n) { return Collect(n.value); }
  bool operator()(const bound::PickedValue& n) { return Collect(n.value); }
  bool operator()(const bound::OuterValue& n) { return Collect(n.value); }
  bool operator()(const bound::When& n) { return Collect(n.value); }
  bool operator()(const bound::FirstOf& n) {
    return std::ranges::all_of(n.operands,
                               [this](const bound::ValuePtr& value) { return Collect(value); });
  }
  template <typename T>
  bool operator()(const T&) {
    return false;
  }

 private:
  bool Add(const Dictionary* dictionary, const TableSchema& table, int column) {
    if (dictionary == nullptr) return false;
    if (std::ranges::count(texts_.dictionaries, dictionary) > 0) return true;
    texts_.dictionaries.push_back(dictionary);
    texts_.owners.push_back(
        absl::StrCat(table.name, ".", table.columns[static_cast<size_t>(column)].name));
    return true;
  }

  const BindContext& context_;
  KnownTexts& texts_;
};

}  // namespace

bool KnownTexts::Has(std::string_view text, bool ignoring_case) const {
  const TextPredicatePtr same = MatchAnyOf({std::string(text)}, ignoring_case);
  if (std::ranges::any_of(constants, [&](const std::string& c) { return same->Matches(c); }))
    return true;
  return std::ranges::any_of(dictionaries, [&](const Dictionary* dictionary) {
    if (!ignoring_case) return dictionary->Find(text).has_value();
    for (uint32_t code = 0; code < dictionary->size(); ++code) {
      if (same->Matches(dictionary->Text(code))) return true;
    }
    return false;
  });
}

std::optional<KnownTexts> TextsOf(const BindContext& context, const bound::ValuePtr& value) {
  KnownTexts texts;
  if (!TextCollector(context, &texts).Collect(value)) return std::nullopt;
  return texts;
}

void WarnOfUnknownTexts(BindContext& context, const bound::ValuePtr& value,
                        const std::vector<std::string>& texts, bool ignoring_case) {
  const std::optional<KnownTexts> known = TextsOf(context, value);
  if (!known || known->dictionaries.empty()) return;
  UnknownValues unknown(context, absl::StrCat("row of ", absl::StrJoin(known->owners, " or ")),
                        "value", known->dictionaries);
  for (const std::string& text : texts) {
    if (!known->Has(text, ignoring_case)) unknown.Add(text);
  }
}

}  // namespace seine::binding
