// Tests of random filters: a value, an operator, and what goes well with it.

#include <algorithm>
#include <utility>

#include "tests/testing/random_filter.h"

namespace seine::oracle {

using filter::Expr;

Expr FilterMaker::BoolTest(const Scope& scope, int depth) {
  Subject subject;
  if (!Value(scope, Kind::kBool, depth, false, &subject)) return Expr::Make(filter::Constant{});
  return subject.expr;
}

Expr FilterMaker::CompareTest(const Scope& scope, int depth) {
  static const auto* const kinds =
      new std::vector<Kind>{Kind::kNumber, Kind::kNumber, Kind::kNumber, Kind::kText,
                            Kind::kTime,   Kind::kTime,   Kind::kBool};
  const Kind kind = dice_.Pick(*kinds);
  Subject left;
  const bool with_value = dice_.Chance(0.25);
  if (!Value(scope, kind, depth, with_value, &left)) return BoolTest(scope, depth);
  filter::Compare out;
  out.op = static_cast<filter::CompareOp>(dice_.Below(kind == Kind::kBool ? 2 : 6));
  out.left = left.expr;
  Subject right;
  if (with_value && Value(scope, kind, depth, true, &right)) {
    out.right = right.expr;
  } else {
    out.right = ConstantExpr(left);
    if (dice_.Chance(0.1)) std::swap(out.left, out.right);
  }
  const bool may_ignore = right.expr == Expr() || On(Construct::kColumnsOnRight);
  out.ignoring_case = kind == Kind::kText && may_ignore && dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::BetweenTest(const Scope& scope, int depth) {
  static const auto* const kinds =
      new std::vector<Kind>{Kind::kNumber, Kind::kNumber, Kind::kTime, Kind::kTime, Kind::kText};
  const Kind kind = dice_.Pick(*kinds);
  Subject subject;
  if (!Value(scope, kind, depth, false, &subject)) return BoolTest(scope, depth);
  filter::Between out;
  out.subject = subject.expr;
  for (Expr* bound : {&out.low, &out.high}) {
    *bound = kind == Kind::kTime ? PeriodBound(subject, scope, depth)
                                 : Beside(subject, scope, depth, 0.2);
  }
  PerhapsConstant(kind, !IsConstant(out.low) || !IsConstant(out.high), &out.subject);
  out.negated = dice_.Chance(0.3);
  out.ignoring_case = kind == Kind::kText && dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::InTest(const Scope& scope, int depth) {
  static const auto* const kinds = new std::vector<Kind>{Kind::kNumber, Kind::kText, Kind::kText,
                                                         Kind::kTime,   Kind::kTime, Kind::kBool};
  const Kind kind = dice_.Pick(*kinds);
  Subject subject;
  if (!Value(scope, kind, depth, false, &subject)) return BoolTest(scope, depth);
  filter::In out;
  out.subject = subject.expr;
  Subject set;
  bool beside_value = false;
  if (kind == Kind::kText && On(Construct::kColumnsOnRight) && dice_.Chance(0.2) &&
      Column(scope, Kind::kSet, true, &set)) {
    out.set = set.expr;
    beside_value = true;
  } else if (kind == Kind::kTime && dice_.Chance(0.7)) {
    out.set = RandomPeriod(subject, scope, depth);
    filter::VisitChildren(
        out.set, [&](const Expr& bound) { beside_value = beside_value || !IsConstant(bound); });
  } else {
    out.set = RandomList(subject, scope, depth);
    const auto* list = out.set.As<filter::List>();
    beside_value = list != nullptr && std::ranges::any_of(list->others, [](const Expr& other) {
                     return !other.Is<filter::Period>() && !IsConstant(other);
                   });
  }
  PerhapsConstant(kind, beside_value, &out.subject);
  out.negated = dice_.Chance(0.3);
  out.ignoring_case = kind == Kind::kText && dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::TextTest(const Scope& scope, int depth) {
  Subject subject;
  if (!Value(scope, Kind::kText, depth, false, &subject)) return BoolTest(scope, depth);
  filter::TextTest out;
  out.op = static_cast<filter::TextOp>(dice_.Below(5));
  out.subject = subject.expr;
  filter::LiteralValue pattern = filter::Text{Pattern(out.op, SampleText(subject))};
  Subject column;
  if (On(Construct::kColumnsOnRight) && out.op != filter::TextOp::kMatches && dice_.Chance(0.25) &&
      Value(scope, Kind::kText, depth, true, &column)) {
    out.pattern = column.expr;
    PerhapsConstant(Kind::kText, true, &out.subject);
  } else {
    out.pattern = LiteralOrParameter(pattern);
  }
  out.negated = dice_.Chance(0.3);
  out.ignoring_case = dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::SizeTest(const Scope& scope, const Subject& set) {
  filter::Compare size;
  size.op = static_cast<filter::CompareOp>(dice_.Below(6));
  size.left = Expr::Make(filter::Size{*set.expr.As<filter::Path>()});
  const filter::LiteralValue n = filter::Integer{std::to_string(dice_.Between(0, 3))};
  size.right = Expr::Make(filter::Literal{n, {}});
  Subject other;
  if (On(Construct::kLookupValues) && dice_.Chance(0.3) &&
      Column(scope, Kind::kNumber, true, &other)) {
    size.right = other.expr;
  }
  return Expr::Make(std::move(size));
}

Expr FilterMaker::HasTest(const Scope& scope, int depth) {
  Subject subject;
  const bool picked = On(Construct::kPicks) && depth > 0 && dice_.Chance(0.15) &&
                      Pick(scope, Kind::kSet, depth, &subject);
  if (!picked && !Column(scope, Kind::kSet, false, &subject)) return BoolTest(scope, depth);
  if (dice_.Chance(0.2)) return SizeTest(scope, subject);
  filter::Has out;
  out.mode = static_cast<filter::HasMode>(dice_.Below(5));
  out.subject = subject.expr;
  const bool one = out.mode == filter::HasMode::kValue;
  Subject column;
  if (On(Construct::kColumnsOnRight) && dice_.Chance(0.25) &&
      (one ? Value(scope, Kind::kText, depth, true, &column)
           : Column(scope, Kind::kSet, true, &column))) {
    out.value = column.expr;
  } else {
    out.value = one ? ConstantExpr(subject) : RandomList(subject, scope, depth);
  }
  out.negated = dice_.Chance(0.3);
  out.ignoring_case = dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::ExistsTest(const Scope& scope, int depth) {
  static const auto* const kinds =
      new std::vector<Kind>{Kind::kNumber, Kind::kText, Kind::kTime, Kind::kBool, Kind::kSet};
  const Kind kind = dice_.Pick(*kinds);
  Subject subject;
  const bool found = kind == Kind::kSet ? Column(scope, kind, false, &subject)
                                        : Value(scope, kind, depth, false, &subject);
  if (!found) return BoolTest(scope, depth);
  return Expr::Make(filter::Exists{subject.expr, dice_.Chance(0.5)});
}

Expr FilterMaker::MemberTest(const Scope&, int) {
  const TextTable& members = world_.tables[0];
  const bool integers = world_.schema.tables[0].key_type == KeyType::kInteger;
  std::vector<std::string> keys = {integers ? "12345678" : "nobody"};
  for (auto n = dice_.Between(1, 6); n > 0 && !members.rows.empty(); --n) {
    keys.push_back(dice_.Pick(members.rows).key);
  }
  auto literal = [integers](const std::string& key) -> filter::LiteralValue {
    if (integers) return filter::Integer{key};
    return filter::Text{key};
  };
  const Expr member = Expr::Make(filter::OwnKey{});
  if (dice_.Chance(0.2)) {
    const auto op = static_cast<filter::CompareOp>(dice_.Below(2));
    return Expr::Make(
        filter::Compare{op, member, Expr::Make(filter::Literal{literal(keys.back()), {}}), false});
  }
  filter::In out{member, {}, dice_.Chance(0.3), false};
  if (!plain_ && dice_.Chance(0.3)) {
    const std::string name = "list " + std::to_string(lists_.size());
    lists_[name] = keys;
    out.set = Expr::Make(filter::NamedList{name});
  } else {
    filter::List list;
    for (const std::string& key : keys) list.literals.push_back({literal(key), {}});
    out.set = Expr::Make(std::move(list));
  }
  return Expr::Make(std::move(out));
}

}  // namespace seine::oracle
