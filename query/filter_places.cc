#include "query/filter_places.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include "query/filter_error.h"
#include "query/weekdays.h"

namespace seine {

using filter::Anniversary;
using filter::Between;
using filter::Compare;
using filter::CompareOp;
using filter::Day;
using filter::Else;
using filter::Expr;
using filter::Has;
using filter::HasMode;
using filter::In;
using filter::Integer;
using filter::List;
using filter::Literal;
using filter::LiteralValue;
using filter::Model;
using filter::Month;
using filter::NamedList;
using filter::OwnKey;
using filter::Parameter;
using filter::Path;
using filter::Period;
using filter::Quantifier;
using filter::Quarter;
using filter::TextTest;
using filter::VisitChildren;
using filter::Weekday;

namespace {

bool IsWeekdayName(const Literal& literal) {
  return std::holds_alternative<Weekday>(literal.value);
}
// Beside which the name of one may stand: a weekday that is no name itself.
bool TakesWeekdays(const Expr& expr) { return IsWeekday(expr) && !expr.Is<Literal>(); }
bool HoldsWeekdays(const Expr& set) {
  const List* list = set.As<List>();
  return list != nullptr && std::ranges::any_of(list->others, TakesWeekdays);
}

constexpr std::string_view kLoneWeekday = "a weekday stands only beside what is a weekday";
constexpr std::string_view kWeekdayHint = "write `at weekday = sat`";

// What may stand at a place beside ordinary values and filters.
struct Place {
  bool member = false;
  bool weekday = false;
  bool set = false;   // a list by value or name
  bool list = false;  // a list by value only
  bool period = false;
  bool only_sets = false;     // and nothing that is no set
  bool only_periods = false;  // and nothing but periods, lists by value and parameters
};

class PlaceChecker {
 public:
  absl::Status Check(const Expr& root) {
    Visit(root, {});
    return status_;
  }

 private:
  void Refuse(const Expr& at, std::string_view message, std::string_view hint = "") {
    if (status_.ok()) status_ = FilterError(at.span(), message, hint);
  }

  void Visit(const Expr& expr, Place place) {
    if (!status_.ok()) return;
    if (expr.Is<OwnKey>() && !place.member) {
      return Refuse(expr, "the member's key stands left of `in`, `=` and `!=` only");
    }
    if (expr.Is<Period>() && !place.period) {
      return Refuse(expr, "a period cannot stand here", "a period stands after `in`");
    }
    if ((expr.Is<List>() && !place.set && !place.list) || (expr.Is<NamedList>() && !place.set)) {
      return Refuse(expr, "a list cannot stand here",
                    "a list stands after `in`, `has any`, `has all`, `has none` and `has only`");
    }
    const Literal* literal = expr.As<Literal>();
    if (literal != nullptr && IsWeekdayName(*literal) && !place.weekday) {
      return Refuse(expr, kLoneWeekday, kWeekdayHint);
    }
    const bool set = expr.Is<List>() || expr.Is<NamedList>() || expr.Is<Path>() ||
                     expr.Is<Parameter>() || expr.Is<Period>() ||
                     (place.period && IsPeriodLiteral(literal));
    const bool period =
        expr.Is<List>() || expr.Is<Parameter>() || expr.Is<Period>() || IsPeriodLiteral(literal);
    if (place.only_periods && !period) return Refuse(expr, "expected a period here");
    if (place.only_sets && !set) return Refuse(expr, "expected a list, a period or a set here");
    VisitNode(expr, place);
  }

  static bool IsPeriodLiteral(const Literal* literal) {
    if (literal == nullptr) return false;
    const LiteralValue& value = literal->value;
    if (const auto* year = std::get_if<Integer>(&value)) return year->digits[0] != '-';
    return std::holds_alternative<Day>(value) || std::holds_alternative<Month>(value) ||
           std::holds_alternative<Quarter>(value);
  }

  // `place` is that of `expr`, which a list hands on to its values.
  void VisitNode(const Expr& expr, Place place) {
    if (const auto* node = expr.As<Compare>()) {
      const bool equality = node->op == CompareOp::kEqual || node->op == CompareOp::kNotEqual;
      Visit(node->left, {.member = equality, .weekday = TakesWeekdays(node->right)});
      return Visit(node->right, {.weekday = TakesWeekdays(node->left)});
    }
    if (const auto* node = expr.As<In>()) {
      Visit(node->subject, {.member = true, .weekday = HoldsWeekdays(node->set)});
      return Visit(node->set, {.weekday = TakesWeekdays(node->subject),
                               .set = true,
                               .period = true,
                               .only_sets = true});
    }
    if (const auto* node = expr.As<Has>()) {
      Visit(node->subject, {});
      const bool weekday = TakesWeekdays(node->subject);
      const bool many = node->mode != HasMode::kValue;
      return Visit(node->value, {.weekday = weekday, .set = many, .only_sets = many});
    }
    if (const auto* node = expr.As<List>()) {
      const auto weekday = std::ranges::find_if(node->literals, IsWeekdayName);
      if (weekday != node->literals.end() && !place.weekday)
        return Refuse(Expr::Make(*weekday, weekday->span), kLoneWeekday, kWeekdayHint);
      for (const Expr& other : node->others)
        Visit(other, {.weekday = place.weekday, .period = place.period});
      return;
    }
    if (const auto* node = expr.As<Between>()) {
      Visit(node->subject, {.weekday = TakesWeekdays(node->low) || TakesWeekdays(node->high)});
      const bool weekday = TakesWeekdays(node->subject);
      Visit(node->low, {.weekday = weekday});
      return Visit(node->high, {.weekday = weekday});
    }
    if (const auto* node = expr.As<Else>()) {
      bool weekday = false;
      for (const Expr& operand : node->operands) {
        Visit(operand, {.weekday = weekday});
        weekday = weekday || IsWeekday(operand);
      }
      return;
    }
    if (const auto* node = expr.As<TextTest>()) {
      Visit(node->subject, {});
      return Visit(node->pattern, {.weekday = TakesWeekdays(node->subject)});
    }
    if (const auto* node = expr.As<Anniversary>()) {
      Visit(node->subject, {});
      return Visit(node->period, {.list = true, .period = true, .only_periods = true});
    }
    VisitOthers(expr);
  }

  void VisitOthers(const Expr& expr) {
    const auto* quantifier = expr.As<Quantifier>();
    const bool model = expr.Is<Model>();
    VisitChildren(expr, [&](const Expr& child) {
      const bool each = quantifier != nullptr && child.Same(quantifier->each);
      Visit(child, {.list = each || model, .period = each, .only_periods = each});
    });
  }

  absl::Status status_;
};

}  // namespace

absl::Status CheckPlaces(const Expr& root) { return PlaceChecker().Check(root); }

}  // namespace seine
