#include "query/bind_mistakes.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/nearest_name.h"
#include "query/bind_text.h"
#include "query/bind_times.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/known_texts.h"
#include "query/printer.h"
#include "query/synonyms.h"
#include "query/table_tree.h"

namespace seine::binding {
namespace {

using bound::ValueKind;
using filter::Expr;

// A path of one name.
const std::string* NameOf(const Expr& expr) {
  const auto* path = expr.As<filter::Path>();
  if (path == nullptr || path->pick != nullptr || path->names.size() != 1) return nullptr;
  return &path->names[0].text;
}

// `last month`, which reads as the month of a column `last`.
struct WordAndUnit {
  std::string word;
  std::string unit;
};

std::optional<WordAndUnit> PeriodOf(const Expr& expr) {
  const auto* part = expr.As<filter::DatePart>();
  const std::string* name = part == nullptr ? nullptr : NameOf(part->time);
  if (name == nullptr) return std::nullopt;
  const std::string word = absl::AsciiStrToLower(*name);
  const std::string unit(DatePartName(part->part));
  const bool period = word == "last" || word == "next" || word == "this" || word == "previous";
  return period && FindUnit(unit) ? std::optional(WordAndUnit{word, unit}) : std::nullopt;
}

enum class Subject : uint8_t { kText, kTime, kWeekday, kMonth, kBool, kMember, kOther };

Subject KindOf(const Operand& subject) {
  if (subject.IsMember()) return Subject::kMember;
  const auto* part = subject.expr.As<filter::DatePart>();
  if (part != nullptr && part->part == filter::DatePartKind::kWeekday) return Subject::kWeekday;
  if (part != nullptr && part->part == filter::DatePartKind::kMonth) return Subject::kMonth;
  if (const ColumnPath* column = subject.AsColumn()) {
    const ColumnType type = column->schema->type;
    if (IsText(type) || type == ColumnType::kSet) return Subject::kText;
    if (type == ColumnType::kBool) return Subject::kBool;
    return IsTime(type) ? Subject::kTime : Subject::kOther;
  }
  const auto* value = std::get_if<bound::ValuePtr>(&subject.value);
  if (value == nullptr) return Subject::kOther;
  if ((*value)->type.kind == ValueKind::kText) return Subject::kText;
  if ((*value)->type.kind == ValueKind::kBool) return Subject::kBool;
  return IsTime((*value)->type) ? Subject::kTime : Subject::kOther;
}

class Adviser {
 public:
  Adviser(const BindContext& context, const Scope& scope, const Operand& subject,
          std::string_view op)
      : context_(context), scope_(scope), subject_(subject), op_(op) {}

  std::string Hint(const Expr& other) const {
    if (const auto period = PeriodOf(other)) return OfPeriod(*period);
    if (other.Is<filter::Duration>())
      return KindOf(subject_) == Subject::kTime ? MomentHint(other) : "";
    const std::string* name = NameOf(other);
    if (name == nullptr || !IsUnknown(context_, scope_, *name)) return "";
    const bool equality = op_ == "=" || op_ == "!=";
    if (equality && MeansMissing(*name) && !subject_.IsMember()) {
      return WriteHint(absl::StrCat(SubjectText(), op_ == "=" ? " is missing" : " exists"));
    }
    switch (KindOf(subject_)) {
      case Subject::kText:
      case Subject::kMember:
        return OfText(*name);
      case Subject::kTime:
        return OfTime(absl::AsciiStrToLower(*name));
      case Subject::kWeekday:
        return OfWeekday(*name);
      case Subject::kMonth:
        return "months are written 1 to 12";
      case Subject::kBool:
        return OfBool(absl::AsciiStrToLower(*name));
      case Subject::kOther:
        return "";
    }
    return "";
  }

 private:
  std::string SubjectText() const { return PrintFilter(subject_.expr); }
  // The test with `in` instead of its sign.
  std::string In(std::string_view set) const {
    return WriteHint(absl::StrCat(SubjectText(), op_ == "!=" ? " not in " : " in ", ToAbsl(set)));
  }

  bool IsKnownText(const std::string& text) const {
    if (const ColumnPath* column = subject_.AsColumn())
      return column->dictionary != nullptr && column->dictionary->Find(text).has_value();
    const auto* value = std::get_if<bound::ValuePtr>(&subject_.value);
    const auto texts = value == nullptr ? std::nullopt : TextsOf(context_, *value);
    return texts && texts->Has(text, false);
  }

  std::string OfText(const std::string& name) const {
    const std::string quoted =
        absl::StrCat("text goes in quotes: ", PrintLiteral(filter::Text{name}));
    if (IsKnownText(name)) return quoted;
    return NearestHint(name, VisibleColumns(context_.catalog.schema(), scope_.table), quoted);
  }

  std::string OfTime(const std::string& word) const {
    const std::optional<std::string_view> moment = MomentMeant(word);
    if (!moment) return "";
    const bool day = word == "today" || word == "yesterday";
    if (day && (op_ == "=" || op_ == "!=")) return In(word);
    const std::string code = WriteHint(*moment);
    return day ? absl::StrCat(code, ", or `in ", word, "` for that day") : code;
  }

  std::string OfPeriod(const WordAndUnit& period) const {
    if (KindOf(subject_) != Subject::kTime) return "";
    const auto& [word, unit] = period;
    if (op_ != "=" && op_ != "!=") return WriteHint(absl::StrCat("1 ", unit, "s ago"));
    const bool calendar = *FindUnit(unit) > filter::TimeUnit::kDay;
    if (word == "next" || (word == "last" && !calendar)) return In(absl::StrCat(word, " 1 ", unit));
    if (!calendar) return In(word == "this" ? "today" : "yesterday");
    return In(absl::StrCat(word == "last" ? "previous" : word, " ", unit));
  }

  std::string OfWeekday(const std::string& name) const {
    static const auto* const days = new std::vector<std::string>{
        "mon",    "tue",     "wed",       "thu",      "fri",    "sat",      "sun",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    return NearestHint(name, *days, "weekdays are mon, tue, wed, thu, fri, sat and sun");
  }

  std::string OfBool(const std::string& word) const {
    if (word == "yes" || word == "y" || word == "on") return WriteHint("true");
    return word == "no" || word == "n" || word == "off" ? WriteHint("false") : "";
  }

  const BindContext& context_;
  const Scope& scope_;
  const Operand& subject_;
  std::string_view op_;
};

// Whole literals of ((a OP b) OP c), OP being - or /.
std::optional<std::array<int32_t, 3>> ThreeNumbers(const Expr& expr, size_t* first_digits) {
  const auto* outer = expr.As<filter::Arithmetic>();
  const auto* inner = outer == nullptr ? nullptr : outer->left.As<filter::Arithmetic>();
  if (inner == nullptr || inner->op != outer->op) return std::nullopt;
  if (outer->op != filter::ArithmeticOp::kSubtract && outer->op != filter::ArithmeticOp::kDivide)
    return std::nullopt;
  std::array<int32_t, 3> numbers{};
  const Expr* const parts[] = {&inner->left, &inner->right, &outer->right};
  for (size_t i = 0; i < 3; ++i) {
    const auto* literal = parts[i]->As<filter::Literal>();
    const auto* integer =
        literal == nullptr ? nullptr : std::get_if<filter::Integer>(&literal->value);
    if (integer == nullptr || !absl::SimpleAtoi(integer->digits, &numbers[i])) return std::nullopt;
    if (i == 0) *first_digits = integer->digits.size();
  }
  return numbers;
}

}  // namespace

absl::Status AdviseOther(const BindContext& context, const Scope& scope, const Operand& subject,
                         std::string_view op, const Expr& other, const absl::Status& error) {
  const std::string hint = Adviser(context, scope, subject, op).Hint(other);
  return hint.empty() ? error : WithHint(error, hint);
}

absl::StatusOr<Operand> BindOther(BindContext& context, const Scope& scope, const Operand& subject,
                                  std::string_view op, const Expr& other) {
  absl::StatusOr<Operand> operand = BindOperand(context, scope, other);
  if (operand.ok()) return operand;
  return AdviseOther(context, scope, subject, op, other, operand.status());
}

absl::Status AdviseMoment(BindContext& context, const Scope& scope, const Expr& time,
                          const absl::Status& error) {
  const std::optional<FilterErrorInfo> info = GetFilterError(error);
  if (!info || !info->hint.empty() || IsTimeConstant(time)) return error;
  const absl::StatusOr<Operand> value = BindOperand(context, scope, time);
  if (!value.ok()) return value.status();
  if (value->IsConstant()) return error;
  return FilterError(
      time.span(), "`as of` takes one moment for everybody, and this is a value of each row",
      absl::StrCat("compare times with it instead, as in `… < ", PrintFilter(time), "`"));
}

absl::Status AdviseRepeating(const Expr& before, const Expr& expr, const absl::Status& error) {
  if (!expr.Is<filter::Literal>()) return error;
  Expr meant;
  if (const auto* compare = before.As<filter::Compare>()) {
    meant = Expr::Make(filter::Compare{compare->op, compare->left, expr, compare->ignoring_case},
                       expr.span());
  } else if (const auto* has = before.As<filter::Has>();
             has != nullptr && has->mode == filter::HasMode::kValue) {
    filter::Has test = *has;
    test.value = expr;
    meant = Expr::Make(std::move(test), expr.span());
  } else if (const auto* text = before.As<filter::TextTest>()) {
    filter::TextTest test = *text;
    test.pattern = expr;
    meant = Expr::Make(std::move(test), expr.span());
  }
  return meant ? WithHint(error, WriteHint(PrintFilter(meant))) : error;
}

std::string MomentHint(const Expr& expr) {
  if (const std::string* name = NameOf(expr)) {
    const auto moment = MomentMeant(*name);
    return moment ? WriteHint(*moment) : "";
  }
  if (const auto period = PeriodOf(expr)) {
    return period->word == "last" || period->word == "previous"
               ? WriteHint(absl::StrCat("1 ", period->unit, "s ago"))
               : "";
  }
  const auto* duration = expr.As<filter::Duration>();
  if (duration == nullptr) return DayHint(expr);
  return WriteHint(PrintFilter(Expr::Make(filter::Ago{*duration}, expr.span())));
}

std::string DayHint(const Expr& expr) {
  size_t digits = 0;
  const auto numbers = ThreeNumbers(expr, &digits);
  if (!numbers) return "";
  const auto [year, month, day] = *numbers;
  if (digits != 4 || !ValidDay(year, month, day))
    return "a day is written 2011-09-11, with four digits for the year";
  return absl::StrCat(WriteHint(absl::StrFormat("%04d-%02d-%02d", year, month, day)),
                      ", without blanks");
}

}  // namespace seine::binding
