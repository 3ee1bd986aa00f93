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

absl::Status NestedTooDeep(Span span) {
  return FilterError(span,
                     absl::StrCat("segments refer to segments more than ", kMostNested, " deep"));
}

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
  FilterErrorInfo at_mention;
  at_mention.span = span;
  at_mention.message = absl::StrCat("in the segment \"", name, "\" at ", info->line, ":",
                                    info->column, ": ", info->message);
  at_mention.hint = info->hint;
  return MakeFilterError(status.code(), at_mention);
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

absl::Status CheckCycle(const BindContext& context, const std::string& name, Span span) {
  std::vector<std::string> path;
  for (const OpenSegment& open : context.open_segments) {
    if (!path.empty() || open.name == name) path.push_back(open.name);
  }
  if (path.empty() || Planted("segment-cycle")) return absl::OkStatus();
  return FilterError(span, absl::StrCat("the segment \"", name, "\" refers to itself: ",
                                        absl::StrJoin(path, " → "), " → ", name));
}

// A segment that is not bound yet.
absl::StatusOr<BoundSegment> BindNew(BindContext& context, const std::string& name, Span span) {
  SEINE_RETURN_IF_ERROR(CheckCycle(context, name, span));
  if (context.open_segments.size() >= kMostNested) return NestedTooDeep(span);
  SEINE_ASSIGN_OR_RETURN(const std::string text, TextOfSegment(context, name, span));
  context.open_segments.push_back({name, 1});
  absl::StatusOr<bound::FilterPtr> filter = BindText(context, text, span);
  const size_t nested = context.open_segments.back().nested;
  context.open_segments.pop_back();
  if (!filter.ok()) return InSegment(filter.status(), name, text, span);
  return BoundSegment{*std::move(filter), nested};
}

}  // namespace

absl::StatusOr<bound::FilterPtr> BindSegment(BindContext& context, const filter::Segment& segment,
                                             Span span) {
  auto known = context.segments.find(segment.name);
  if (known == context.segments.end()) {
    SEINE_ASSIGN_OR_RETURN(BoundSegment bound, BindNew(context, segment.name, span));
    known = context.segments.emplace(segment.name, std::move(bound)).first;
  }
  const BoundSegment& bound = known->second;
  if (context.open_segments.size() + bound.nested > kMostNested) return NestedTooDeep(span);
  if (!context.open_segments.empty()) {
    size_t& around = context.open_segments.back().nested;
    around = std::max(around, bound.nested + 1);
  }
  return bound.filter;
}

}  // namespace seine::binding
