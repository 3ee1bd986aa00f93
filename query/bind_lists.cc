#include "query/bind_lists.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/nearest_name.h"
#include "engine/status_macros.h"
#include "engine/unicode_text.h"
#include "query/filter_error.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

constexpr size_t kNamedUnknowns = 3;           // per list; the others are counted
constexpr uint32_t kSearchedValues = 1 << 16;  // a nearest value is sought among at most so many

absl::Status VisitNamed(BindContext& context, const filter::NamedList& list, Span span,
                        absl::FunctionRef<absl::Status(const ListedValue&)> visit) {
  const auto found = context.options.lists.find(list.name);
  if (found == context.options.lists.end()) {
    std::vector<std::string> known;
    for (const auto& [name, values] : context.options.lists) known.push_back(name);
    return FilterError(span, absl::StrCat("unknown list \"", list.name, "\""),
                       NearestHint(list.name, known, "give it with the query, under that name"));
  }
  if (found->second.empty()) context.Warn(absl::StrCat("the list \"", list.name, "\" is empty"));
  context.lists.insert(list.name);
  for (const std::string& text : found->second) {
    const filter::LiteralValue value =
        filter::Text{FindInvalidUtf8(text).has_value() ? text : NormalizeNfc(text)};
    SEINE_RETURN_IF_ERROR(visit({value, span, true}));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VisitList(BindContext& context, const filter::Expr& set,
                       absl::FunctionRef<absl::Status(const ListedValue&)> value,
                       absl::FunctionRef<absl::Status(const filter::Expr&)> other) {
  if (const auto* literal = set.As<filter::Literal>())
    return value({literal->value, set.span(), false});
  if (const auto* named = set.As<filter::NamedList>())
    return VisitNamed(context, *named, set.span(), value);
  if (const auto* parameter = set.As<filter::Parameter>())
    return NoValue(parameter->name, set.span());
  const auto* list = set.As<filter::List>();
  if (list == nullptr) return other(set);
  for (const filter::Literal& literal : list->literals) {
    SEINE_RETURN_IF_ERROR(value({literal.value, literal.span, false}));
  }
  for (const filter::Expr& expr : list->others)
    SEINE_RETURN_IF_ERROR(VisitList(context, expr, value, other));
  return absl::OkStatus();
}

absl::Status VisitConstants(BindContext& context, const filter::Expr& set,
                            std::string_view expected,
                            absl::FunctionRef<absl::Status(const ListedValue&)> value) {
  return VisitList(context, set, value, [&](const filter::Expr& other) -> absl::Status {
    return FilterError(
        other.span(), absl::StrCat("expected ", ToAbsl(expected), ", found ", Describe(other)),
        other.Is<filter::Path>() ? "test the column by itself, and join the two with `or`" : "");
  });
}

absl::StatusOr<std::vector<std::string>> ListedTexts(BindContext& context, const filter::Expr& set,
                                                     std::string_view column) {
  std::vector<std::string> texts;
  absl::Status status =
      VisitConstants(context, set, "text", [&](const ListedValue& value) -> absl::Status {
        const auto* text = std::get_if<filter::Text>(&value.value);
        if (text == nullptr) {
          const std::string printed = PrintLiteral(value.value);
          return FilterError(value.span,
                             absl::StrCat(Quoted(column), " is text and ", printed, " is not"),
                             absl::StrCat("write it in quotes: \"", printed, "\""));
        }
        texts.push_back(text->value);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return texts;
}

absl::StatusOr<bound::FilterPtr> OncePerList(
    BindContext& context, const filter::Expr& set, const ColumnPath* column, ListTestKey key,
    absl::FunctionRef<absl::StatusOr<bound::FilterPtr>()> make) {
  const auto* named = set.As<filter::NamedList>();
  if (named == nullptr) return make();
  if (column != nullptr) {
    if (!column->picks.empty() || column->outer >= 0) return make();
    key.table = column->column.table;
    key.column = column->column.column;
    for (const bound::LookupStep& step : column->steps)
      key.steps.insert(key.steps.end(), {step.lookup, step.column});
  }
  key.list = named->name;
  auto known = context.list_tests.find(key);
  if (known == context.list_tests.end()) {
    std::vector<std::string> warnings = std::exchange(context.warnings, {});
    absl::StatusOr<bound::FilterPtr> made = make();
    std::swap(warnings, context.warnings);
    if (!made.ok()) return made;
    known = context.list_tests.emplace(std::move(key), ListTest{*made, std::move(warnings)}).first;
  } else {
    context.lists.insert(named->name);
  }
  for (const std::string& warning : known->second.warnings) context.Warn(warning);
  return known->second.filter;
}

void UnknownValues::Add(std::string_view value) {
  if (++count_ > kNamedUnknowns || context_.warnings.size() >= kMaxWarnings) return;
  std::vector<std::string> known;
  for (const Dictionary* dictionary : known_) {
    if (dictionary->size() > kSearchedValues) continue;
    for (uint32_t code = 0; code < dictionary->size(); ++code)
      known.emplace_back(dictionary->Text(code));
  }
  const std::optional<std::string> nearest = NearestName(value, known);
  context_.Warn(absl::StrCat("no ", where_, " has the ", ToAbsl(what_), " \"", ToAbsl(value), "\"",
                             nearest ? absl::StrCat("; did you mean \"", *nearest, "\"?") : ""));
}

UnknownValues::~UnknownValues() {
  if (count_ <= kNamedUnknowns) return;
  context_.Warn(
      absl::StrCat(count_ - kNamedUnknowns, " more values of the list that no ", where_, " has"));
}

}  // namespace seine::binding
