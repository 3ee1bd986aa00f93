#include "query/bind_segments.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "engine/planted_bug.h"
#include "engine/status_macros.h"
#include "query/bind.h"
#include "query/bind_scope.h"
#include "query/definition.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

constexpr size_t kMostNested = 32;

absl::StatusOr<std::string> TextOfSegment(const BindContext& context, const std::string& name,
                                          Span span) {
  std::vector<std::string> known;
  for (const auto& [given, text] : context.options.segments) {
    if (given == name) return text;
    known.push_back(given);
  }
  for (const auto& [saved, text] : context.catalog.schema().segments) {
    if (saved == name) return text;
    known.push_back(saved);
  }
  return FilterError(span, absl::StrCat("unknown segment \"", name, "\""),
                     NearestHint(name, known, "save it under [segments] of the schema"));
}

// What is wrong in the segment's text, said at the place that asked for it.
absl::Status InSegment(const absl::Status& status, const std::string& name, const std::string& text,
                       Span span) {
  const auto info = GetFilterError(LocateFilterError(status, text));
  if (!info) return status;
  return FilterError(span,
                     absl::StrCat("in the segment \"", name, "\" at ", info->line, ":",
                                  info->column, ": ", info->message),
                     info->hint);
}

absl::StatusOr<bound::FilterPtr> BindText(BindContext& context, const std::string& text,
                                          Span span) {
  SEINE_ASSIGN_OR_RETURN(const Definition definition, ReadDefinition(text));
  if (!ParameterNames(definition).empty()) {
    return FilterError(definition.include.root.span(), "a saved segment has no parameters",
                       "write the value, or give the filter itself");
  }
  SEINE_ASSIGN_OR_RETURN(bound::FilterPtr include,
                         BindFilter(context, Scope(), definition.include.root));
  if (definition.excludes.empty()) return include;
  std::vector<bound::FilterPtr> all{std::move(include)};
  for (const Exclude& exclude : definition.excludes) {
    SEINE_ASSIGN_OR_RETURN(bound::FilterPtr filter,
                           BindFilter(context, Scope(), exclude.filter.root));
    all.push_back(bound::MakeFilter(bound::Not{std::move(filter)}, span));
  }
  return bound::MakeFilter(bound::And{std::move(all)}, span);
}

}  // namespace

absl::StatusOr<bound::FilterPtr> BindSegment(BindContext& context, const filter::Segment& segment,
                                             Span span) {
  std::vector<std::string>& open = context.segments;
  if (const auto first = std::ranges::find(open, segment.name);
      first != open.end() && !Planted("segment-cycle")) {
    return FilterError(span,
                       absl::StrCat("the segment \"", segment.name, "\" refers to itself: ",
                                    absl::StrJoin(first, open.end(), " → "), " → ", segment.name));
  }
  if (open.size() >= kMostNested)
    return FilterError(span,
                       absl::StrCat("segments refer to segments more than ", kMostNested, " deep"));
  SEINE_ASSIGN_OR_RETURN(const std::string text, TextOfSegment(context, segment.name, span));
  open.push_back(segment.name);
  absl::StatusOr<bound::FilterPtr> bound = BindText(context, text, span);
  open.pop_back();
  if (!bound.ok()) return InSegment(bound.status(), segment.name, text, span);
  return bound;
}

}  // namespace seine::binding
