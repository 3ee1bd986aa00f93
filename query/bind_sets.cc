#include "query/bind_sets.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/bind_lists.h"
#include "query/bind_text.h"

namespace seine::binding {
namespace {

bound::FilterPtr HasCodes(const ColumnPath& column, bound::SetMode mode,
                          std::vector<uint32_t> codes, bool unknown, Span span) {
  auto set = std::make_shared<const bound::CodeSet>(bound::CodeSet{std::move(codes), false});
  return bound::MakeFilter(bound::SetHas{column.Leaf(), mode, std::move(set), unknown}, span);
}

// `has all` ignoring case: of each value, any of its spellings.
bound::FilterPtr HasEach(const ColumnPath& column, std::vector<std::vector<uint32_t>> each,
                         Span span) {
  std::vector<bound::FilterPtr> all;
  for (std::vector<uint32_t>& codes : each) {
    all.push_back(HasCodes(column, bound::SetMode::kAny, std::move(codes), false, span));
  }
  return bound::MakeFilter(bound::And{std::move(all)}, span);
}

}  // namespace

bound::SetMode ModeOf(filter::HasMode mode) {
  switch (mode) {
    case filter::HasMode::kValue:
    case filter::HasMode::kAny:
      return bound::SetMode::kAny;
    case filter::HasMode::kAll:
      return bound::SetMode::kAll;
    case filter::HasMode::kNone:
      return bound::SetMode::kNone;
    case filter::HasMode::kOnly:
      return bound::SetMode::kOnly;
  }
  return bound::SetMode::kAny;
}

bound::SetSource SourceOf(const ColumnPath& column) {
  return {column.column, column.steps, column.picks, column.outer, column.at, column.outer_table};
}

namespace {

absl::StatusOr<bound::FilterPtr> HasConstants(BindContext& context, const ColumnPath& column,
                                              const filter::Has& has, Span span) {
  SEINE_ASSIGN_OR_RETURN(const std::vector<std::string> values,
                         ListedTexts(context, has.value, column.schema->name));
  const bound::SetMode mode = ModeOf(has.mode);
  const bool each = mode == bound::SetMode::kAll && has.ignoring_case;
  ListedCodes found = FindCodes(context, column, values, has.ignoring_case, each);
  bound::FilterPtr test = each ? HasEach(column, std::move(found.each), span)
                               : HasCodes(column, mode, std::move(found.codes),
                                          mode == bound::SetMode::kAll && found.unknown, span);
  if (has.negated) test = bound::MakeFilter(bound::Not{std::move(test)}, span);
  return test;
}

}  // namespace

absl::StatusOr<bound::FilterPtr> BindHas(BindContext& context, const ColumnPath& column,
                                         const filter::Has& has, Span span) {
  ListTestKey key;
  key.test = absl::StrCat("has ", static_cast<int>(has.mode));
  key.negated = has.negated;
  key.ignoring_case = has.ignoring_case;
  return OncePerList(context, has.value, &column, std::move(key),
                     [&] { return HasConstants(context, column, has, span); });
}

}  // namespace seine::binding
