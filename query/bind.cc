#include "query/bind.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/bind_anniversary.h"
#include "query/bind_context.h"
#include "query/bind_in.h"
#include "query/bind_lifts.h"
#include "query/bind_mistakes.h"
#include "query/bind_population.h"
#include "query/bind_scope.h"
#include "query/bind_segments.h"
#include "query/bind_sequences.h"
#include "query/bind_tests.h"
#include "query/bind_times.h"
#include "query/catalog.h"
#include "query/decided_tests.h"
#include "query/definition_error.h"
#include "query/filter_error.h"
#include "query/filter_limits.h"
#include "query/json_hints.h"
#include "query/node_text.h"
#include "query/stop_check.h"

namespace seine {
namespace binding {
namespace {

using bound::FilterPtr;

// Trees are limited where they are read; this only keeps trees that code built from exhausting the
// stack.
constexpr uint32_t kMaxDepth = 256;

class FilterBinder {
 public:
  FilterBinder(BindContext& context, const Scope& scope, const filter::Expr& expr)
      : context_(context), scope_(scope), expr_(expr), span_(expr.span()) {}

  absl::StatusOr<FilterPtr> operator()(const filter::Constant& node) const {
    return bound::MakeFilter(bound::Constant{node.everyone}, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::And& node) const {
    SEINE_ASSIGN_OR_RETURN(std::vector<FilterPtr> operands, Operands(node.operands));
    return bound::MakeFilter(bound::And{std::move(operands)}, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Or& node) const {
    SEINE_ASSIGN_OR_RETURN(std::vector<FilterPtr> operands, Operands(node.operands));
    return bound::MakeFilter(bound::Or{std::move(operands)}, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Not& node) const {
    SEINE_ASSIGN_OR_RETURN(FilterPtr operand, BindFilter(context_, scope_, node.operand));
    return bound::MakeFilter(bound::Not{std::move(operand)}, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::KOf& node) const {
    SEINE_ASSIGN_OR_RETURN(const int64_t count, BoundCount(node.k, span_));
    SEINE_ASSIGN_OR_RETURN(std::vector<FilterPtr> operands, Operands(node.operands));
    const auto k =
        static_cast<uint32_t>(std::min<int64_t>(count, std::numeric_limits<uint32_t>::max()));
    bound::KOf k_of;
    if (node.bound != filter::KOf::Bound::kAtMost) k_of.at_least = k;
    if (node.bound != filter::KOf::Bound::kAtLeast) k_of.at_most = k;
    if (k_of.at_least > operands.size()) {
      context_.Warn(
          absl::StrCat(node.bound == filter::KOf::Bound::kExactly ? "`exactly " : "`at least ", k,
                       " of` never holds: it has only ", operands.size(),
                       operands.size() == 1 ? " condition" : " conditions"));
    }
    k_of.operands = std::move(operands);
    return bound::MakeFilter(std::move(k_of), span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Quantifier& node) const {
    return BindQuantifier(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Compare& node) const {
    return BindCompare(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Between& node) const {
    return BindBetween(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::In& node) const {
    return BindIn(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::TextTest& node) const {
    return BindTextTest(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Has& node) const {
    return BindHasTest(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Exists& node) const {
    return BindExists(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Path&) const {
    return BindBoolColumn(context_, scope_, expr_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Anniversary& node) const {
    return BindAnniversary(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Rank& node) const {
    return BindRank(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Sequence& node) const {
    return BindSequence(context_, scope_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Segment& node) const {
    return BindSegment(context_, node, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::AsOf& node) const {
    const absl::StatusOr<TimeInterval> moment = IntervalOf(node.time);
    if (!moment.ok()) return AdviseMoment(context_, scope_, node.time, moment.status());
    if (moment->first.open()) {
      return FilterError(node.time.span(), "expected a moment here",
                         "write `as of 2011-09-11` or `as of 30 days ago`");
    }
    SEINE_ASSIGN_OR_RETURN(FilterPtr filter, BindFilter(context_, scope_, node.filter));
    return bound::MakeFilter(bound::AsOf{std::move(filter), TermOf(moment->first), scope_.table, 0},
                             span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Else&) const {
    return BindBoolColumn(context_, scope_, expr_);
  }
  // The most frequent value may be a bool; every other aggregate is a number.
  absl::StatusOr<FilterPtr> operator()(const filter::Aggregate& node) const {
    if (node.function != filter::AggregateFunction::kMode) return NoFilter();
    return BindBoolColumn(context_, scope_, expr_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Parameter& node) const {
    return NoValue(node.name, span_);
  }
  absl::StatusOr<FilterPtr> operator()(const filter::Literal& node) const {
    const auto* boolean = std::get_if<filter::Boolean>(&node.value);
    if (boolean == nullptr) return NoFilter();
    return FilterError(span_, "expected a filter, found a constant",
                       boolean->value ? "write `everyone`" : "write `nobody`");
  }
  // Every other node is a value, or stands only inside other nodes.
  template <typename T>
  absl::StatusOr<FilterPtr> operator()(const T&) const {
    return NoFilter();
  }

 private:
  absl::Status NoFilter() const {
    return FilterError(span_, absl::StrCat("expected a filter, found ", Describe(expr_)),
                       "compare it with something: `… = …`, `… >= …`");
  }
  absl::StatusOr<std::vector<FilterPtr>> Operands(const std::vector<filter::Expr>& exprs) const {
    std::vector<FilterPtr> operands;
    operands.reserve(exprs.size());
    for (const filter::Expr& expr : exprs) {
      absl::StatusOr<FilterPtr> operand = BindFilter(context_, scope_, expr);
      if (!operand.ok()) {
        return operands.empty()
                   ? operand.status()
                   : AdviseRepeating(exprs[operands.size() - 1], expr, operand.status());
      }
      operands.push_back(*std::move(operand));
    }
    return operands;
  }

  BindContext& context_;
  const Scope& scope_;
  const filter::Expr& expr_;
  Span span_;
};

// A filter's root; errors are placed in its own text.
absl::StatusOr<FilterPtr> BindRoot(BindContext& context, const Filter& filter) {
  if (!filter.root) return FilterError({}, "the filter is empty", "write `everyone`");
  absl::StatusOr<FilterPtr> bound =
      filter.root.depth() > kMaxDepth
          ? FilterError(filter.root.span(), "the filter is nested too deeply")
          : BindFilter(context, Scope(), filter.root);
  if (bound.ok()) {
    // Of include and exclusions together; each by itself was seen to be in bounds.
    bound::NodeFacts all = (*bound)->facts;
    all.weight += context.weight;
    context.weight = all.weight;
    if (absl::Status fits = CheckWrittenOut(all, filter.root.span()); !fits.ok()) bound = fits;
  }
  if (bound.ok() || filter.source == nullptr) return bound;
  absl::Status error = bound.status();
  const std::optional<FilterErrorInfo> info = GetFilterError(error);
  if (info && info->line == 0 && IsJsonAt(*filter.source, info->span.begin))
    error = WithHint(error, HintAsJson(info->hint));
  return LocateFilterError(error, *filter.source);
}

absl::Status TooDeep(Span span) {
  FilterErrorInfo info;
  info.span = span;
  info.message = absl::StrCat("filters within each other are more than ", kDeepestFilters,
                              " deep, segments written out");
  info.hint = "nest fewer segments in one another";
  return MakeFilterError(absl::StatusCode::kResourceExhausted, info);
}

}  // namespace

absl::StatusOr<FilterPtr> BindFilter(BindContext& context, const Scope& scope,
                                     const filter::Expr& expr) {
  if (FilterPtr known = context.filters.Find(expr, scope.id)) return known;
  SEINE_RETURN_IF_ERROR(CheckStop(context.stop));
  if (context.depth >= kDeepestFilters) return TooDeep(expr.span());
  ++context.depth;
  absl::StatusOr<FilterPtr> content =
      std::visit(FilterBinder(context, scope, expr), expr.node().value);
  --context.depth;
  if (!content.ok()) return content.status();
  FilterPtr filter = *std::move(content);
  SEINE_RETURN_IF_ERROR(CheckWrittenOut(filter->facts, expr.span()));
  for (std::string& warning : DecidedWarnings(expr)) context.Warn(std::move(warning));
  filter = bound::MakeFilter(filter->node, expr.span(), NodeText(expr));
  context.filters.Keep(expr, scope.id, filter);
  return filter;
}

}  // namespace binding

absl::StatusOr<bound::BoundDefinition> Bind(const Catalog& catalog, const Definition& definition,
                                            const CompileOptions& options, const StopSignal& stop,
                                            binding::ListTests* lists) {
  binding::ListTests own;
  binding::BindContext context(catalog, options, stop, lists == nullptr ? own : *lists);
  bound::BoundDefinition result;
  SEINE_ASSIGN_OR_RETURN(result.include, binding::BindRoot(context, definition.include));
  result.has_slots = result.include->facts.has_slots;
  for (const Exclude& exclude : definition.excludes) {
    absl::StatusOr<bound::FilterPtr> filter = binding::BindRoot(context, exclude.filter);
    if (!filter.ok()) return InExclusion(filter.status(), exclude.name);
    result.has_slots = result.has_slots || (*filter)->facts.has_slots;
    result.excludes.emplace_back(exclude.name, *std::move(filter));
  }
  result.warnings = std::move(context.warnings);
  result.models = std::move(context.models);
  result.lists = std::move(context.lists);
  for (const auto& [name, segment] : context.segments) result.segments.insert(name);
  return result;
}

absl::StatusOr<bound::BoundDefinition> Bind(const Snapshot& snapshot, const Definition& definition,
                                            const CompileOptions& options, const StopSignal& stop,
                                            binding::ListTests* lists) {
  return Bind(SnapshotCatalog(snapshot), definition, options, stop, lists);
}

}  // namespace seine
