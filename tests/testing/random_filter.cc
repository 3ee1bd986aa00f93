#include "tests/testing/random_filter.h"

#include <utility>

namespace seine::oracle {

using filter::Expr;

FilterMaker::Kind FilterMaker::KindOf(ColumnType type) {
  switch (type) {
    case ColumnType::kBool:
      return Kind::kBool;
    case ColumnType::kCategory:
    case ColumnType::kText:
      return Kind::kText;
    case ColumnType::kInteger:
    case ColumnType::kDecimal:
    case ColumnType::kReal:
      return Kind::kNumber;
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      return Kind::kTime;
    case ColumnType::kSet:
      return Kind::kSet;
  }
  return Kind::kNumber;
}

Expr FilterMaker::Filter(const FilterScope& scope, int depth) {
  if (depth <= 0 || dice_.Chance(0.25)) return Test(scope, depth);
  return dice_.Chance(0.6) ? Composite(scope, depth) : Quantifier(scope, depth);
}

Expr FilterMaker::Composite(const FilterScope& scope, int depth) {
  auto operands = [&](int64_t least) {
    std::vector<Expr> out;
    for (auto n = dice_.Between(least, 4); n > 0; --n) out.push_back(Filter(scope, depth - 1));
    return out;
  };
  switch (dice_.Below(6)) {
    case 0:
      return Expr::Make(filter::Not{Filter(scope, depth - 1)});
    case 1:
    case 2:
      return Expr::Make(filter::And{operands(2)});
    case 3:
    case 4:
      return Expr::Make(filter::Or{operands(2)});
    default:
      break;
  }
  filter::KOf k_of;
  k_of.bound = static_cast<filter::KOf::Bound>(dice_.Below(3));
  k_of.operands = operands(1);
  k_of.k = RandomCount(0, static_cast<int64_t>(k_of.operands.size()) + 1);
  return Expr::Make(std::move(k_of));
}

Expr FilterMaker::Quantifier(const FilterScope& scope, int depth) {
  const LiftChoice lift = dice_.Pick(LiftsInScope(world_, scope.table));
  filter::Quantifier out;
  out.kind = static_cast<filter::Quantifier::Kind>(dice_.Below(3));
  FilterScope inner;
  out.rows = RandomRows(scope, lift, 0.9, depth, &inner);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::Test(const FilterScope& scope, int depth) {
  switch (dice_.Below(22)) {
    case 0:
      return Expr::Make(filter::Constant{dice_.Chance(0.5)});
    case 1:
      return MemberTest();
    case 2:
    case 3:
      return BoolTest(scope);
    case 4:
    case 5:
      return ExistsTest(scope, depth);
    case 6:
    case 7:
    case 8:
      return HasTest(scope);
    case 9:
    case 10:
    case 11:
      return TextTest(scope);
    case 12:
    case 13:
    case 14:
      return BetweenTest(scope, depth);
    case 15:
    case 16:
    case 17:
      return InTest(scope, depth);
    default:
      return CompareTest(scope, depth);
  }
}

Expr FilterMaker::BoolTest(const FilterScope& scope) {
  Subject subject;
  if (!Column(scope, Kind::kBool, false, &subject)) return Expr::Make(filter::Constant{});
  return subject.expr;
}

Expr FilterMaker::CompareTest(const FilterScope& scope, int depth) {
  static const auto* const kinds =
      new std::vector<Kind>{Kind::kNumber, Kind::kNumber, Kind::kNumber, Kind::kText,
                            Kind::kTime,   Kind::kTime,   Kind::kBool};
  const Kind kind = dice_.Pick(*kinds);
  Subject left;
  const bool with_value = dice_.Chance(0.25);
  if (!Value(scope, kind, depth, with_value, &left)) return BoolTest(scope);
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
  const bool equality =
      out.op == filter::CompareOp::kEqual || out.op == filter::CompareOp::kNotEqual;
  out.ignoring_case = kind == Kind::kText && equality && dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::BetweenTest(const FilterScope& scope, int depth) {
  const Kind kind = dice_.Chance(0.5) ? Kind::kNumber : Kind::kTime;
  Subject subject;
  if (!Value(scope, kind, depth, false, &subject)) return BoolTest(scope);
  filter::Between out;
  out.subject = subject.expr;
  if (kind == Kind::kTime) {
    out.low = PeriodBound(subject);
    out.high = PeriodBound(subject);
  } else {
    out.low = ConstantExpr(subject);
    out.high = ConstantExpr(subject);
  }
  out.negated = dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::InTest(const FilterScope& scope, int depth) {
  static const auto* const kinds =
      new std::vector<Kind>{Kind::kNumber, Kind::kText, Kind::kText, Kind::kTime, Kind::kTime};
  const Kind kind = dice_.Pick(*kinds);
  Subject subject;
  if (!Value(scope, kind, depth, false, &subject)) return BoolTest(scope);
  filter::In out;
  out.subject = subject.expr;
  out.set = kind == Kind::kTime && dice_.Chance(0.7) ? RandomPeriod(subject) : RandomList(subject);
  out.negated = dice_.Chance(0.3);
  out.ignoring_case = kind == Kind::kText && dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::TextTest(const FilterScope& scope) {
  Subject subject;
  if (!Column(scope, Kind::kText, false, &subject)) return BoolTest(scope);
  filter::TextTest out;
  out.op = static_cast<filter::TextOp>(dice_.Below(5));
  out.subject = subject.expr;
  filter::LiteralValue pattern = filter::Text{Pattern(out.op, SampleText(subject))};
  if (dice_.Chance(0.05)) {
    out.pattern = Expr::Make(filter::Parameter{AddParameter(pattern)});
  } else {
    out.pattern = Expr::Make(filter::Literal{pattern, {}});
  }
  out.negated = dice_.Chance(0.3);
  out.ignoring_case = dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::HasTest(const FilterScope& scope) {
  Subject subject;
  if (!Column(scope, Kind::kSet, false, &subject)) return BoolTest(scope);
  if (dice_.Chance(0.2)) {
    filter::Compare size;
    size.op = static_cast<filter::CompareOp>(dice_.Below(6));
    size.left = Expr::Make(filter::Size{*subject.expr.As<filter::Path>()});
    const filter::LiteralValue n = filter::Integer{std::to_string(dice_.Between(0, 3))};
    size.right = Expr::Make(filter::Literal{n, {}});
    return Expr::Make(std::move(size));
  }
  filter::Has out;
  out.mode = static_cast<filter::HasMode>(dice_.Below(5));
  out.subject = subject.expr;
  out.value = out.mode == filter::HasMode::kValue ? ConstantExpr(subject) : RandomList(subject);
  out.negated = dice_.Chance(0.3);
  out.ignoring_case = dice_.Chance(0.3);
  return Expr::Make(std::move(out));
}

Expr FilterMaker::ExistsTest(const FilterScope& scope, int depth) {
  static const auto* const kinds =
      new std::vector<Kind>{Kind::kNumber, Kind::kText, Kind::kTime, Kind::kBool, Kind::kSet};
  const Kind kind = dice_.Pick(*kinds);
  Subject subject;
  const bool found = kind == Kind::kSet ? Column(scope, kind, false, &subject)
                                        : Value(scope, kind, depth, false, &subject);
  if (!found) return BoolTest(scope);
  return Expr::Make(filter::Exists{subject.expr, dice_.Chance(0.5)});
}

Expr FilterMaker::MemberTest() {
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
  if (dice_.Chance(0.3)) {
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
