#include "query/number_overflow.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/filter_error.h"
#include "query/node_text.h"

namespace seine {
namespace {

constexpr std::string_view kTooLarge = " takes more than 128 bits";

std::string MessageOf(std::string_view text) {
  // What was cut, or is too long to be printed, says nothing.
  const bool known = !text.empty() && text != "…";
  return absl::StrCat(known ? absl::StrCat("`", Shortened(text), "`") : "a number of this filter",
                      ToAbsl(kTooLarge));
}

// Where a definition says the value of an error.
class PlaceFinder {
 public:
  PlaceFinder(std::string message, const SegmentText& segments)
      : message_(std::move(message)), segments_(segments) {}

  std::optional<Span> In(const filter::Expr& expr) {
    if (MessageOf(NodeText(expr)) == message_) return expr.span();
    if (const auto* segment = expr.As<filter::Segment>())
      return InSegment(segment->name) ? std::optional(expr.span()) : std::nullopt;
    std::optional<Span> found;
    filter::VisitChildren(expr, [&](const filter::Expr& child) {
      if (!found) found = In(child);
    });
    return found;
  }

 private:
  bool InSegment(const std::string& name) {
    if (!seen_.insert(name).second) return false;
    const std::optional<std::string> text = segments_(name);
    if (!text) return false;
    const absl::StatusOr<Definition> definition = ReadDefinition(*text);
    if (!definition.ok()) return false;
    bool found = In(definition->include.root).has_value();
    for (const Exclude& exclude : definition->excludes)
      found = found || In(exclude.filter.root).has_value();
    return found;
  }

  const std::string message_;
  const SegmentText& segments_;
  std::set<std::string> seen_;
};

absl::Status At(const Filter& filter, Span span, const absl::Status& status) {
  if (filter.source == nullptr) return status;  // built in code: no text to point into
  FilterErrorInfo info = *GetFilterError(status);
  info.span = span;
  return LocateFilterError(MakeFilterError(status.code(), info), *filter.source);
}

}  // namespace

absl::Status NumberTooLarge(std::string_view text) {
  return FilterError({}, MessageOf(text),
                     "divide before you multiply, round the values that are stored, or leave out "
                     "members that have such numbers by a condition beside it");
}

absl::Status PlaceNumberTooLarge(const absl::Status& status, const Definition& definition,
                                 const SegmentText& segments) {
  const std::optional<FilterErrorInfo> info = GetFilterError(status);
  if (!info || info->line != 0 || !info->message.ends_with(kTooLarge)) return status;
  PlaceFinder finder(info->message, segments);
  const Filter& include = definition.include;
  if (const auto span = finder.In(include.root)) return At(include, *span, status);
  for (const Exclude& exclude : definition.excludes) {
    if (const auto span = finder.In(exclude.filter.root)) return At(exclude.filter, *span, status);
  }
  return At(include, include.root.span(), status);
}

}  // namespace seine
