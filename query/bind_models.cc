#include "query/bind_models.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_lifts.h"
#include "query/bind_operands.h"
#include "query/bind_picks.h"
#include "query/bind_times.h"
#include "query/bind_values.h"
#include "query/exact_number.h"
#include "query/expand_models.h"
#include "query/filter_error.h"
#include "query/fraction.h"
#include "query/keywords.h"
#include "query/model_classes.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;
using Op = filter::CompareOp;
using filter::Expr;
using filter::ModelKind;

constexpr size_t kMostClasses = 10;  // of each score of rfm

std::string_view ExampleOf(ModelKind kind) {
  switch (kind) {
    case ModelKind::kRfm:
      return "`rfm(orders, amount, 5).recency`, or three lists of thresholds instead of 5: "
             "`rfm(orders, amount, (30, 90), (2, 5), (100, 500)).recency`";
    case ModelKind::kNapl:
      return "`napl(orders, 3)`";
    case ModelKind::kNes:
      return "`nes(orders)`";
    case ModelKind::kLifecycle:
      return "`lifecycle(orders, 30 days, 180 days)`";
  }
  return "";
}

class ModelBinder {
 public:
  ModelBinder(BindContext& context, const Scope& scope, const filter::Model& model, int table,
              Span span)
      : context_(context),
        scope_(scope),
        model_(model),
        span_(span),
        parts_(context.catalog.schema(), table, model, span) {}

  absl::StatusOr<ValuePtr> Bind() const {
    if (model_.kind != ModelKind::kRfm && model_.field) {
      return FilterError(model_.field->span, absl::StrCat(Word(), " has no parts"), Example());
    }
    switch (model_.kind) {
      case ModelKind::kRfm:
        return Rfm();
      case ModelKind::kNapl:
        return Napl();
      case ModelKind::kNes:
        return Nes();
      case ModelKind::kLifecycle:
        return Lifecycle();
    }
    return Wrong();
  }

 private:
  std::string Word() const { return Quoted(ModelName(model_.kind)); }
  std::string Example() const { return absl::StrCat("write ", ToAbsl(ExampleOf(model_.kind))); }
  absl::Status Wrong() const {
    return FilterError(span_, absl::StrCat(Word(), " takes other arguments"), Example());
  }
  absl::Status WrongClasses(Span at) const {
    return FilterError(at, absl::StrCat(Word(), " makes 1 to ", kMostClasses, " classes"),
                       "`ntile(100, sum(orders.amount))` makes more");
  }
  absl::Status CheckAlone(bool among_is_fine) const {
    if (!model_.per && (among_is_fine || !model_.among)) return absl::OkStatus();
    return FilterError(span_,
                       absl::StrCat(Word(), " looks at each member alone, so it takes no `",
                                    model_.per ? "per" : "among", "` here"),
                       "restrict the filter itself: `… and (…)`");
  }
  void Explain(ExplainedModel model) const {
    model.text = PrintFilter(parts_.Make(model_));
    const auto same = [&](const ExplainedModel& other) { return other.text == model.text; };
    if (std::ranges::none_of(context_.models, same)) context_.models.push_back(std::move(model));
  }
  absl::StatusOr<ValuePtr> ClassesOf(
      const std::vector<std::pair<std::string_view, Expr>>& named) const {
    ModelClasses classes;
    ExplainedModel explained;
    for (const auto& [name, expr] : named) {
      SEINE_ASSIGN_OR_RETURN(FilterPtr filter, BindFilter(context_, scope_, expr));
      classes.emplace_back(name, std::move(filter));
      explained.classes.push_back({std::string(name), PrintFilter(expr)});
    }
    Explain(std::move(explained));
    return ClassValue(classes, span_);
  }
  Expr CountIs(Op op, int64_t n) const {
    return parts_.Compare(op, parts_.Count(), parts_.Number(n));
  }

  absl::StatusOr<ValuePtr> Lifecycle() const {
    SEINE_RETURN_IF_ERROR(CheckAlone(false));
    const auto& arguments = model_.arguments;
    if (arguments.size() != 2 || !arguments[0].Is<filter::Duration>() ||
        !arguments[1].Is<filter::Duration>()) {
      return Wrong();
    }
    const auto& risk = *arguments[0].As<filter::Duration>();
    const auto& loss = *arguments[1].As<filter::Duration>();
    if (risk.unit == loss.unit && !risk.count.parameter && !loss.count.parameter &&
        loss.count.value <= risk.count.value) {
      return FilterError(arguments[1].span(), "members lapse after they are at risk, not before",
                         absl::StrCat(Example(), ", the longer time last"));
    }
    const Expr lapsed = parts_.OlderThan(arguments[1]);
    const Expr recent = parts_.Not(lapsed);
    const Expr old = parts_.OlderThan(arguments[0]);
    const Expr young = parts_.Not(old);
    return ClassesOf({{"prospect", parts_.No()},
                      {"first", parts_.And({CountIs(Op::kEqual, 1), young, recent})},
                      {"repeat", parts_.And({CountIs(Op::kGreaterEqual, 2), young, recent})},
                      {"at risk", parts_.And({old, recent})},
                      {"lapsed", lapsed}});
  }

  absl::StatusOr<ValuePtr> Napl() const {
    SEINE_RETURN_IF_ERROR(CheckAlone(true));
    if (model_.arguments.size() != 1) return Wrong();
    const auto k = FoldedNumber(model_.arguments[0]);
    if (!k || ExactNumber::Of(k->value)->negative()) return Wrong();
    const Expr mean = parts_.Make(filter::PopulationValue{
        filter::PopulationFunction::kMean, parts_.AverageGap(), {}, model_.among});
    const Expr lapsed =
        parts_.Compare(Op::kGreater, parts_.DaysSinceLatest(), parts_.Times(parts_.Make(*k), mean));
    const Expr recent = parts_.Not(lapsed);
    return ClassesOf({{"prospect", parts_.No()},
                      {"first", parts_.And({CountIs(Op::kEqual, 1), recent})},
                      {"repeat", parts_.And({CountIs(Op::kGreaterEqual, 2), recent})},
                      {"lapsed", lapsed}});
  }

  absl::StatusOr<ValuePtr> Nes() const {
    SEINE_RETURN_IF_ERROR(CheckAlone(false));
    if (!model_.arguments.empty()) return Wrong();
    const Expr gap = parts_.AverageGap();
    const auto days = [&](Op op, int64_t times) {
      return parts_.Compare(op, parts_.DaysSinceLatest(),
                            times == 1 ? gap : parts_.Times(parts_.Number(times), gap));
    };
    return ClassesOf({{"N", CountIs(Op::kEqual, 1)},
                      {"E0", days(Op::kLessEqual, 1)},
                      {"S1", parts_.And({days(Op::kGreater, 1), days(Op::kLessEqual, 2)})},
                      {"S2", parts_.And({days(Op::kGreater, 2), days(Op::kLessEqual, 3)})},
                      {"S3", days(Op::kGreater, 3)}});
  }

  absl::StatusOr<ValuePtr> Rfm() const {
    static const auto* const fields =
        new std::vector<std::string>{"recency", "frequency", "monetary"};
    const std::string named = "write `.recency`, `.frequency` or `.monetary`";
    if (!model_.field) return FilterError(span_, "`rfm` has three parts, and names none", named);
    size_t field = 0;
    while (field < 3 && (*fields)[field] != model_.field->text) ++field;
    if (field == 3) {
      return FilterError(model_.field->span,
                         absl::StrCat("`rfm` has no ", Quoted(model_.field->text)),
                         NearestHint(model_.field->text, *fields, named));
    }
    const auto& arguments = model_.arguments;
    if (arguments.size() != 2 && arguments.size() != 4) return Wrong();
    // What the other parts do not look at has to be right, too.
    if (field != 2)
      SEINE_RETURN_IF_ERROR(BindValue(context_, scope_, parts_.Sum(arguments[0])).status());
    if (arguments.size() == 4) return RfmByThresholds(field);
    const auto* literal = arguments[1].As<filter::Literal>();
    const auto number = literal == nullptr ? std::nullopt : ExactNumber::Of(literal->value);
    const auto k = number ? number->Shortest() : std::nullopt;
    if (!k || k->scale != 0) return Wrong();
    if (k->number < 1 || k->number > kMostClasses) return WrongClasses(arguments[1].span());
    filter::NTile tile{{static_cast<int64_t>(k->number), {}}, Measure(field), model_.per, {}};
    tile.among = model_.among ? parts_.And({parts_.Any(), model_.among}) : parts_.Any();
    const Expr value = parts_.Make(std::move(tile));
    Explain({{}, PrintFilter(value), {}, {}});
    return BindValue(context_, scope_, value);
  }
  Expr Measure(size_t field) const {
    if (field == 0) return parts_.LatestTime();
    return field == 1 ? parts_.Count() : parts_.Sum(model_.arguments[0]);
  }

  absl::StatusOr<ValuePtr> RfmByThresholds(size_t field) const {
    SEINE_RETURN_IF_ERROR(CheckAlone(false));
    const Expr& bounds = model_.arguments[1 + field];
    filter::List list;
    if (const auto* one = bounds.As<filter::Literal>()) {
      list.literals.push_back(*one);
    } else if (const auto* several = bounds.As<filter::List>()) {
      list = *several;
    }
    if (list.literals.empty() || !list.others.empty()) return Wrong();
    if (list.literals.size() >= kMostClasses) return WrongClasses(bounds.span());
    const Expr measure = field == 0 ? parts_.DaysSinceLatest() : Measure(field);
    const Op reached = field == 0 ? Op::kLessEqual : Op::kGreaterEqual;
    filter::Score score;
    std::optional<ExactNumber::Scaled> before;
    for (const filter::Literal& literal : list.literals) {
      const auto exact = ExactNumber::Of(literal.value);
      const auto number = exact ? exact->Shortest() : std::nullopt;
      if (!number) return Wrong();
      if (before && CompareFractions(before->number, 1, before->scale, number->number, 1,
                                     number->scale) > 0) {
        return FilterError(literal.span, "thresholds ascend", Example());
      }
      before = number;
      score.terms.push_back(
          {parts_.Number(1), parts_.Compare(reached, measure, parts_.Make(literal))});
    }
    const Expr one_more = parts_.Make(filter::Arithmetic{
        filter::ArithmeticOp::kAdd, parts_.Number(1), parts_.Make(std::move(score))});
    SEINE_ASSIGN_OR_RETURN(ValuePtr value, BindValue(context_, scope_, one_more));
    SEINE_ASSIGN_OR_RETURN(FilterPtr any, BindFilter(context_, scope_, parts_.Any()));
    Explain({{}, PrintFilter(one_more), PrintFilter(parts_.Any()), {}});
    const bound::ValueType type = value->type;
    return bound::MakeValue(bound::When{std::move(any), std::move(value)}, type, span_);
  }

  BindContext& context_;
  const Scope& scope_;
  const filter::Model& model_;
  Span span_;
  ModelParts parts_;
};

}  // namespace

absl::StatusOr<ValuePtr> BindModel(BindContext& context, const Scope& scope,
                                   const filter::Model& model, Span span) {
  const std::string_view word = ModelName(model.kind);
  SEINE_ASSIGN_OR_RETURN(const RowsPath rows, ResolveRows(context, scope, model.rows.path, word));
  if (!rows.rest.empty()) {
    SEINE_ASSIGN_OR_RETURN(const Scope inner, OpenScope(context, scope, rows, model.rows));
    return NotATable(context, inner, rows.rest, word);
  }
  SEINE_RETURN_IF_ERROR(CheckOrdered(context, rows.table, span, word));
  return ModelBinder(context, scope, model, rows.table, span).Bind();
}

}  // namespace seine::binding
