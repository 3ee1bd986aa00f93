#include "query/bind_sequences.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/alias_mentions.h"
#include "query/bind_collections.h"
#include "query/bind_correlation.h"
#include "query/bind_lifts.h"
#include "query/bind_numbers.h"
#include "query/bind_operands.h"
#include "query/bind_picks.h"
#include "query/bind_sets.h"
#include "query/bind_tests.h"
#include "query/bind_times.h"
#include "query/bind_values.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

using bound::FilterPtr;
using bound::ValueKind;
using bound::ValuePtr;

// An earlier step as a later one sees it.
struct NamedStep {
  std::string alias;
  size_t step;
  bool negative;
  Scope scope;
};

// Which rows of one time stand for which of them is tried in every way where starts are told apart
// (sequence_starts.h).
constexpr size_t kMostAtOrAfter = 8;

absl::Status CheckAtOrAfter(const filter::Sequence& node) {
  bool started = false;
  bool absent_of_start = false;
  for (const filter::Sequence::Step& step : node.steps) {
    absent_of_start |= started && step.negative && step.of_start;
    started |= !step.negative;
  }
  size_t n = 0;
  for (const filter::Sequence::Step& step : node.steps) {
    n += !step.negative && step.at_or_after ? 1 : 0;
    if (absent_of_start && n > kMostAtOrAfter) {
      return FilterError(step.rows.path.span,
                         absl::StrCat("a sequence with `no … within … of start` takes at most ",
                                      kMostAtOrAfter, " steps `at or after`"),
                         "leave out `at or after` where rows cannot have the same time");
    }
  }
  return absl::OkStatus();
}

void AddConjuncts(const filter::Expr& expr, std::vector<filter::Expr>* out) {
  if (const auto* all = expr.As<filter::And>()) {
    for (const filter::Expr& operand : all->operands) AddConjuncts(operand, out);
  } else {
    out->push_back(expr);
  }
}

class SequenceBinder {
 public:
  SequenceBinder(BindContext& context, const Scope& outer, Span span)
      : context_(context), outer_(outer), span_(span) {}

  absl::StatusOr<FilterPtr> Bind(const filter::Sequence& node) {
    SEINE_RETURN_IF_ERROR(CheckAtOrAfter(node));
    bound::Sequence sequence;
    sequence.now = AsOfTerm();
    for (const filter::Sequence::Step& step : node.steps) {
      SEINE_ASSIGN_OR_RETURN(bound::SequenceStep bound, BindStep(step, sequence.steps.size()));
      sequence.steps.push_back(std::move(bound));
    }
    for (size_t s = 0; s < sequence.steps.size(); ++s) {
      bound::Rows& rows = sequence.steps[s].rows;
      Correlate(outer_, opened_[s].scope, OutermostOf(sequence, s), &opened_[s].path, &rows);
      sequence.grain = std::max(sequence.grain, rows.asked());
    }
    return bound::MakeFilter(std::move(sequence), span_);
  }

 private:
  absl::StatusOr<bound::SequenceStep> BindStep(const filter::Sequence::Step& step, size_t index) {
    const Span at = step.rows.path.span;
    bound::SequenceStep out;
    out.negative = step.negative;
    out.at_or_after = step.at_or_after;
    out.of_start = step.of_start;
    if (step.within) {
      SEINE_ASSIGN_OR_RETURN(out.within, BoundCount(step.within->count, at));
      out.unit = step.within->unit;
    }
    SEINE_ASSIGN_OR_RETURN(RowsPath rows,
                           ResolveRows(context_, outer_, step.rows.path, "sequence"));
    SEINE_ASSIGN_OR_RETURN(Scope scope, OpenScope(context_, outer_, rows, step.rows));
    if (!rows.rest.empty()) return NotATable(context_, scope, rows.rest, "sequence");
    SEINE_RETURN_IF_ERROR(CheckOrdered(context_, rows.table, at, "sequence"));
    out.rows = {rows.base, rows.table, nullptr, -1, -1};
    out.time = AsInstant(TimeOfRows(context_, rows.table, at));
    if (step.rows.where) SEINE_RETURN_IF_ERROR(BindWhere(step.rows.where, scope, &out));
    Restrict(&rows, &out.rows);
    opened_.push_back({rows, scope});
    if (step.rows.alias) {
      const std::string& name = step.rows.alias->text;
      if (Find(name) != nullptr) {
        return FilterError(step.rows.alias->span,
                           absl::StrCat(Quoted(name), " already names another step"),
                           "choose another name after `as`");
      }
      named_.push_back({name, index, step.negative, scope});
    }
    return out;
  }

  // The outermost scope that what joins the step speaks of, on its rows.
  static int OutermostOf(const bound::Sequence& sequence, size_t s) {
    int outermost = bound::kNoScope;
    const auto add = [&outermost](const bound::JoinSide& side) {
      if (side.value != nullptr) outermost = std::min(outermost, side.value->facts.outermost);
      if (side.set.outer >= 0) outermost = std::min(outermost, side.set.outer);
    };
    for (size_t other = 0; other < sequence.steps.size(); ++other) {
      for (const bound::StepJoin& join : sequence.steps[other].joins) {
        if (other == s) add(join.own);
        if (join.step == static_cast<int>(s)) add(join.theirs);
      }
    }
    return outermost;
  }

  const NamedStep* Find(const std::string& alias) const {
    const auto found = std::ranges::find(named_, alias, &NamedStep::alias);
    return found == named_.end() ? nullptr : &*found;
  }
  // The earlier step whose row the path starts at.
  const NamedStep* StepOf(const filter::Path& path) const {
    return path.pick == nullptr && path.names.size() > 1 ? Find(path.names[0].text) : nullptr;
  }
  // The one earlier step that a value of its row speaks of; null: none, several, or rows below.
  const NamedStep* StepOf(const filter::Expr& expr) const {
    const NamedStep* step = nullptr;
    bool one = true;
    VisitPaths(expr, [&](const filter::Path& path) {
      const NamedStep* const of = StepOf(path);
      one = one && of != nullptr && (step == nullptr || step == of);
      step = of;
    });
    return one && IsOfRow(expr) ? step : nullptr;
  }
  // Columns, constants and what is reckoned of them.
  static bool IsOfRow(const filter::Expr& expr) {
    if (expr.Is<filter::Path>() || expr.Is<filter::Literal>() || expr.Is<filter::Duration>())
      return true;
    if (!expr.Is<filter::DatePart>() && !expr.Is<filter::Arithmetic>() &&
        !expr.Is<filter::Negate>() && !expr.Is<filter::Else>())
      return false;
    bool all = true;
    filter::VisitChildren(expr, [&](const filter::Expr& child) { all = all && IsOfRow(child); });
    return all;
  }
  // The same as it is said of the row itself.
  static filter::Expr WithoutName(const filter::Expr& expr) {
    if (const auto* path = expr.As<filter::Path>()) {
      filter::Path rest = *path;
      rest.names.erase(rest.names.begin());
      return filter::Expr::Make(std::move(rest), expr.span());
    }
    return filter::MapChildren(expr, WithoutName);
  }
  bool Mentions(const filter::Expr& expr) const {
    bool any = false;
    VisitPaths(expr, [&](const filter::Path& path) { any = any || StepOf(path) != nullptr; });
    return any;
  }

  absl::Status BindWhere(const filter::Expr& where, const Scope& scope, bound::SequenceStep* out) {
    std::vector<filter::Expr> conjuncts;
    AddConjuncts(where, &conjuncts);
    std::vector<FilterPtr> own;
    for (const filter::Expr& conjunct : conjuncts) {
      if (Mentions(conjunct)) {
        SEINE_RETURN_IF_ERROR(BindJoin(conjunct, scope, out));
        continue;
      }
      SEINE_ASSIGN_OR_RETURN(FilterPtr filter, BindFilter(context_, scope, conjunct));
      own.push_back(std::move(filter));
    }
    if (own.size() == 1) out->rows.where = own.front();
    if (own.size() > 1) out->rows.where = bound::MakeFilter(bound::And{std::move(own)}, span_);
    return absl::OkStatus();
  }

  static absl::Status NoJoin(Span span) {
    return FilterError(span, "a step refers to an earlier one by `=`, `in` or `has` alone",
                       "write `product = a.product` beside the other conditions, with `and`");
  }
  static absl::Status IsExact(Span span) {
    return FilterError(span, "what joins two steps is compared exactly",
                       "leave out `ignoring case`");
  }

  absl::Status BindJoin(const filter::Expr& conjunct, const Scope& scope,
                        bound::SequenceStep* out) {
    filter::Expr left;
    filter::Expr right;
    if (const auto* test = conjunct.As<filter::Compare>()) {
      if (test->ignoring_case) return IsExact(conjunct.span());
      if (test->op != filter::CompareOp::kEqual) return NoJoin(conjunct.span());
      left = test->left;
      right = test->right;
    } else if (const auto* in = conjunct.As<filter::In>()) {
      if (in->ignoring_case) return IsExact(conjunct.span());
      if (in->negated) return NoJoin(conjunct.span());
      left = in->subject;
      right = in->set;
    } else if (const auto* has = conjunct.As<filter::Has>()) {
      const bool plain = has->mode == filter::HasMode::kValue || has->mode == filter::HasMode::kAny;
      if (has->ignoring_case) return IsExact(conjunct.span());
      if (has->negated || !plain) return NoJoin(conjunct.span());
      left = has->subject;
      right = has->value;
    } else {
      return NoJoin(conjunct.span());
    }
    const bool flipped = Mentions(left);
    const filter::Expr& own = flipped ? right : left;
    const filter::Expr& theirs = flipped ? left : right;
    const NamedStep* step = StepOf(theirs);
    if (step == nullptr || Mentions(own)) return NoJoin(conjunct.span());
    if (step->negative) {
      return FilterError(theirs.span(),
                         absl::StrCat(Quoted(step->alias), " names rows that are not there"));
    }
    if (!out->joins.empty() && out->joins.front().step != static_cast<int>(step->step)) {
      return FilterError(theirs.span(), "a step may refer to one earlier step, not to several");
    }
    bound::StepJoin join;
    join.step = static_cast<int>(step->step);
    SEINE_ASSIGN_OR_RETURN(join.own, BindSide(scope, own));
    SEINE_ASSIGN_OR_RETURN(join.theirs, BindSide(step->scope, WithoutName(theirs)));
    SEINE_RETURN_IF_ERROR(CheckSides(conjunct, &join));
    out->joins.push_back(std::move(join));
    return absl::OkStatus();
  }

  absl::StatusOr<bound::JoinSide> BindSide(const Scope& scope, const filter::Expr& expr) {
    SEINE_ASSIGN_OR_RETURN(const Operand operand, BindOperand(context_, scope, expr));
    bound::JoinSide side;
    if (const ColumnPath* set = operand.AsSet()) {
      side.set = SourceOf(*set);
      return side;
    }
    SEINE_ASSIGN_OR_RETURN(side.value, ValueOf(operand));
    return side;
  }

  // Sets go with sets and texts after `in` and `has`, values of one kind with `=`.
  absl::Status CheckSides(const filter::Expr& conjunct, bound::StepJoin* join) const {
    ValuePtr& a = join->own.value;
    ValuePtr& b = join->theirs.value;
    const bool sets = a == nullptr || b == nullptr;
    if (conjunct.Is<filter::Compare>() == sets) {
      return FilterError(conjunct.span(), sets ? "a set holds many values" : "this is no set",
                         sets ? "write `in` or `has`" : "write `=` to compare two values");
    }
    const bound::ValueType text{ValueKind::kText, 0, false};  // of what sets hold
    if (!Comparable(a == nullptr ? text : a->type, b == nullptr ? text : b->type))
      return FilterError(conjunct.span(), "these two are of kinds that do not compare");
    if (sets) return absl::OkStatus();
    if (IsTime(a->type) && a->type.kind != b->type.kind) {
      a = AsInstant(a);
      b = AsInstant(b);
    }
    if ((a->type.kind == ValueKind::kReal) != (b->type.kind == ValueKind::kReal)) {
      ValuePtr& exact = a->type.kind == ValueKind::kReal ? b : a;
      SEINE_ASSIGN_OR_RETURN(
          exact, Calculated(filter::ArithmeticOp::kMultiply, exact, RealConstant(1, span_), span_));
    }
    return absl::OkStatus();
  }

  BindContext& context_;
  const Scope& outer_;
  Span span_;
  struct OpenedStep {
    RowsPath path;
    Scope scope;
  };
  std::vector<OpenedStep> opened_;
  std::vector<NamedStep> named_;
};

}  // namespace

absl::StatusOr<FilterPtr> BindSequence(BindContext& context, const Scope& scope,
                                       const filter::Sequence& node, Span span) {
  return SequenceBinder(context, scope, span).Bind(node);
}

}  // namespace seine::binding
