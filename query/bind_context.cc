#include "query/bind_context.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/nearest_name.h"
#include "query/filter_error.h"
#include "query/filter_limits.h"

namespace seine::binding {
namespace {

using namespace filter;  // NOLINT: the visitor below names every node

std::string PickName(const RowPick& pick) {
  switch (pick.kind) {
    case RowPick::Kind::kFirst:
      return "first(...)";
    case RowPick::Kind::kLatest:
      return "latest(...)";
    case RowPick::Kind::kNth:
      return "nth(...)";
  }
  return "";
}

std::string_view AggregateName(AggregateFunction function) {
  switch (function) {
    case AggregateFunction::kDistinct:
      return "distinct(...)";
    case AggregateFunction::kMode:
      return "mode(...)";
    default:
      return "an aggregate";
  }
}

// What a node is called in messages; code in backquotes, words bare.
struct Namer {
  std::string operator()(const Literal&) const { return "a constant"; }
  std::string operator()(const Period& period) const {
    return std::holds_alternative<RetailWindow>(period.value) ? "`calendar(...)`" : "a period";
  }
  std::string operator()(const Path& path) const {
    return path.pick ? Quoted(PickName(*path.pick)) : "a name";
  }
  std::string operator()(const Duration&) const { return "a duration"; }
  std::string operator()(const Parameter& parameter) const {
    return Quoted(absl::StrCat("$", parameter.name));
  }
  std::string operator()(const filter::OwnKey&) const { return "`member`"; }
  std::string operator()(const Negate&) const { return "arithmetic between values"; }
  std::string operator()(const Arithmetic&) const { return "arithmetic between values"; }
  std::string operator()(const Else&) const { return "`else`"; }
  std::string operator()(const DatePart&) const { return "a part of a date"; }
  std::string operator()(const Ago&) const { return "a time"; }
  std::string operator()(const Elapsed& node) const {
    return node.end ? "time from one moment to another" : "time since a moment";
  }
  std::string operator()(const Bucket&) const { return "`bucket(...)`"; }
  std::string operator()(const Aggregate& node) const {
    const std::string_view name = AggregateName(node.function);
    return name.back() == ')' ? Quoted(name) : std::string(name);
  }
  std::string operator()(const DistinctPeriods&) const { return "`distinct` of periods"; }
  std::string operator()(const Size&) const { return "`size(...)`"; }
  std::string operator()(const Gap&) const { return "`gap(...)`"; }
  std::string operator()(const Rank&) const { return "a rank"; }
  std::string operator()(const NTile&) const { return "`ntile(...)`"; }
  std::string operator()(const PopulationValue&) const { return "a value of the population"; }
  std::string operator()(const Model&) const { return "a model"; }
  std::string operator()(const Anniversary&) const { return "`anniversary`"; }
  std::string operator()(const List&) const { return "a list"; }
  std::string operator()(const NamedList&) const { return "`list(...)`"; }
  std::string operator()(const Score&) const { return "`score of`"; }
  std::string operator()(const Sequence&) const { return "`sequence`"; }
  std::string operator()(const Segment&) const { return "`segment(...)`"; }
  std::string operator()(const AsOf&) const { return "`as of` inside a filter"; }
  template <typename T>
  std::string operator()(const T&) const {
    return "a filter";
  }
};

}  // namespace

void BindContext::Warn(std::string warning) {
  if (warnings.size() >= kMaxWarnings || std::ranges::count(warnings, warning) > 0) return;
  warnings.push_back(std::move(warning));
}

std::string Describe(const Expr& expr) { return std::visit(Namer(), expr.node().value); }

absl::Status NoValue(std::string_view parameter, Span span) {
  return FilterError(span, absl::StrCat("no value was given for `$", ToAbsl(parameter), "`"));
}

std::string Quoted(std::string_view name) { return absl::StrCat("`", ToAbsl(name), "`"); }

std::string NearestHint(std::string_view name, const std::vector<std::string>& known,
                        std::string_view otherwise) {
  const std::optional<std::string> nearest = NearestName(name, known);
  return nearest ? absl::StrCat("did you mean ", Quoted(*nearest), "?") : std::string(otherwise);
}

absl::Status CheckWrittenOut(const bound::NodeFacts& facts, Span span) {
  if (facts.weight <= kMostWrittenOut && facts.depth <= kDeepestWrittenOut) return absl::OkStatus();
  FilterErrorInfo info;
  info.span = span;
  const std::string_view whole = "once its segments, models and repeated values are written out";
  if (facts.weight > kMostWrittenOut) {
    info.message = absl::StrCat("this means ", facts.weight, " conditions and values ",
                                ToAbsl(whole), "; the limit is ", kMostWrittenOut);
  } else {
    info.message = absl::StrCat("this is nested ", facts.depth, " deep ", ToAbsl(whole),
                                "; the limit is ", kDeepestWrittenOut);
  }
  info.hint = "nest fewer segments, models and ranges in one another";
  return MakeFilterError(absl::StatusCode::kResourceExhausted, info);
}

absl::StatusOr<int64_t> BoundCount(const Count& count, Span span) {
  if (count.parameter) return NoValue(count.parameter->text, count.parameter->span);
  if (count.value < 0) return FilterError(span, "this number may not be negative");
  return count.value;
}

}  // namespace seine::binding
