#include "tests/testing/oracle_types.h"

#include <algorithm>

namespace seine::oracle {
namespace {

StaticType TypeOfColumn(const ColumnSchema& column) {
  switch (column.type) {
    case ColumnType::kInteger:
    case ColumnType::kDecimal:
      return StaticType::kExact;
    case ColumnType::kReal:
      return StaticType::kReal;
    case ColumnType::kDate:
      return StaticType::kDay;
    case ColumnType::kTimestamp:
      return StaticType::kInstant;
    case ColumnType::kSet:
      return StaticType::kSet;
    default:
      return StaticType::kOther;
  }
}

StaticType TypeOfLiteral(const filter::LiteralValue& literal) {
  if (std::holds_alternative<filter::Integer>(literal) ||
      std::holds_alternative<filter::Decimal>(literal)) {
    return StaticType::kExact;
  }
  if (std::holds_alternative<filter::Day>(literal) ||
      std::holds_alternative<filter::Month>(literal) ||
      std::holds_alternative<filter::Quarter>(literal)) {
    return StaticType::kDay;
  }
  const bool moment = std::holds_alternative<filter::WallTime>(literal) ||
                      std::holds_alternative<filter::Instant>(literal);
  return moment ? StaticType::kInstant : StaticType::kOther;
}

// A mean of such numbers.
StaticType Divided(StaticType of) {
  return of == StaticType::kReal ? StaticType::kReal : StaticType::kQuotient;
}

// What is left of a number once it entered an aggregate: a quotient is rounded to a decimal.
StaticType Entered(StaticType of) { return of == StaticType::kQuotient ? StaticType::kExact : of; }

}  // namespace

StaticType StaticTypes::TypeOf(const filter::Expr& expr, const StaticScope& scope) const {
  return std::visit(
      filter::Overloaded{
          [](const filter::Literal& n) { return TypeOfLiteral(n.value); },
          [&](const filter::Path& n) { return TypeOf(n, scope); },
          [&](const filter::Parameter& n) { return TypeOfParameter(n.name); },
          [&](const filter::Negate& n) { return TypeOf(n.operand, scope); },
          [&](const filter::Arithmetic& n) { return TypeOfArithmetic(n, scope); },
          [&](const filter::Else& n) { return TypeOfElse(n, scope); },
          [](const filter::DatePart& n) {
            return n.part == filter::DatePartKind::kDate ? StaticType::kDay : StaticType::kExact;
          },
          [](const filter::Ago&) { return StaticType::kInstant; },
          [](const filter::Elapsed&) { return StaticType::kExact; },
          [](const filter::Bucket&) { return StaticType::kExact; },
          [](const filter::Score&) { return StaticType::kExact; },
          [](const filter::Size&) { return StaticType::kExact; },
          [](const filter::DistinctPeriods&) { return StaticType::kExact; },
          [](const filter::Gap&) { return StaticType::kQuotient; },
          [](const filter::NTile&) { return StaticType::kExact; },
          [](const filter::Model& n) {
            return n.kind == filter::ModelKind::kRfm ? StaticType::kExact : StaticType::kOther;
          },
          [&](const filter::Aggregate& n) { return TypeOfAggregate(n, scope); },
          [&](const filter::PopulationValue& n) { return TypeOfPopulation(n); },
          [](const auto&) { return StaticType::kOther; },
      },
      expr.node().value);
}

StaticType StaticTypes::TypeOf(const filter::Path& path, const StaticScope& scope) const {
  StaticScope on = scope;
  if (path.pick != nullptr) {
    size_t rest = 0;
    on = {TableOf(path.pick->rows.path, scope, &rest), {}};
    if (on.table < 0) return StaticType::kOther;
  }
  const ColumnSchema* column = ColumnOf(path.names, 0, on);
  return column == nullptr ? StaticType::kOther : TypeOfColumn(*column);
}

int StaticTypes::ChildTable(int table, const std::string& name) const {
  for (size_t t = 1; t < schema_.tables.size(); ++t) {
    const TableSchema& child = schema_.tables[t];
    if (child.parent == table && child.name == name) return static_cast<int>(t);
  }
  return -1;
}

int StaticTypes::TableOf(const filter::Path& path, const StaticScope& scope, size_t* rest) const {
  const std::vector<Name>& names = path.names;
  *rest = 0;
  int table = scope.table;
  const auto alias = std::find_if(scope.aliases.rbegin(), scope.aliases.rend(), [&](const auto& a) {
    return names.size() > 1 && a.first == names[0].text;
  });
  if (path.pick != nullptr) {
    size_t ignored = 0;
    table = TableOf(path.pick->rows.path, scope, &ignored);
  } else if (alias != scope.aliases.rend()) {
    table = alias->second;
    *rest = 1;
  }
  if (path.pick == nullptr && *rest == 0) {  // the nearest row that has such children
    while (table >= 0 && ChildTable(table, names[0].text) < 0) table = Table(table).parent;
  }
  if (table < 0) return -1;
  for (; *rest < names.size(); ++*rest) {
    const int child = ChildTable(table, names[*rest].text);
    if (child < 0) break;
    table = child;
  }
  return table;
}

const ColumnSchema* StaticTypes::ColumnOf(const std::vector<Name>& names, size_t from,
                                          const StaticScope& scope) const {
  if (from >= names.size()) return nullptr;
  const std::string& first = names[from].text;
  if (names.size() - from > 1) {
    for (auto alias = scope.aliases.rbegin(); alias != scope.aliases.rend(); ++alias) {
      if (alias->first == first) return ColumnOf(names, from + 1, {alias->second, {}});
    }
    std::vector<int> lineage;
    for (int t = scope.table; t >= 0; t = Table(t).parent) {
      lineage.push_back(t);
      if (Table(t).name != first) continue;
      size_t used = from + 1;
      size_t depth = lineage.size() - 1;
      for (; used + 1 < names.size() && depth > 0; ++used, --depth) {
        if (Table(lineage[depth - 1]).name != names[used].text) break;
      }
      return ThroughLookups(Table(lineage[depth]), names, used);
    }
  }
  for (int t = scope.table; t >= 0; t = Table(t).parent) {
    if (Table(t).FindColumn(first) >= 0) return ThroughLookups(Table(t), names, from);
  }
  return nullptr;
}

const ColumnSchema* StaticTypes::ThroughLookups(const TableSchema& table,
                                                const std::vector<Name>& names, size_t from) const {
  const int index = table.FindColumn(names[from].text);
  if (index < 0) return nullptr;
  const ColumnSchema& column = table.columns[static_cast<size_t>(index)];
  if (from + 1 == names.size()) return &column;
  const int lookup = schema_.FindLookup(column.lookup);
  if (lookup < 0) return nullptr;
  return ThroughLookups(schema_.lookups[static_cast<size_t>(lookup)], names, from + 1);
}

StaticType StaticTypes::TypeOfParameter(const std::string& name) const {
  const auto found = parameters_.find(name);
  const auto* literal =
      found == parameters_.end() ? nullptr : std::get_if<filter::LiteralValue>(&found->second);
  return literal == nullptr ? StaticType::kOther : TypeOfLiteral(*literal);
}

StaticType StaticTypes::TypeOfAggregate(const filter::Aggregate& node,
                                        const StaticScope& scope) const {
  using filter::AggregateFunction;
  if (node.function == AggregateFunction::kCount || node.function == AggregateFunction::kDistinct) {
    return StaticType::kExact;
  }
  size_t rest = 0;
  StaticScope inner{TableOf(node.rows.path, scope, &rest), scope.aliases};
  if (inner.table < 0) return StaticType::kOther;
  if (node.rows.alias) inner.aliases.emplace_back(node.rows.alias->text, inner.table);
  StaticType of = StaticType::kOther;
  if (node.value) {
    of = TypeOf(node.value, inner);
  } else if (const ColumnSchema* column = ColumnOf(node.rows.path.names, rest, inner)) {
    of = TypeOfColumn(*column);
  }
  return node.function == AggregateFunction::kAvg ? Divided(of) : Entered(of);
}

StaticType StaticTypes::TypeOfArithmetic(const filter::Arithmetic& node,
                                         const StaticScope& scope) const {
  const StaticType left = TypeOf(node.left, scope);
  const StaticType right = TypeOf(node.right, scope);
  for (const StaticType side : {left, right}) {
    if (side == StaticType::kDay || side == StaticType::kInstant) return StaticType::kInstant;
  }
  if (left == StaticType::kReal || right == StaticType::kReal) return StaticType::kReal;
  const bool quotient = node.op == filter::ArithmeticOp::kDivide || left == StaticType::kQuotient ||
                        right == StaticType::kQuotient;
  return quotient ? StaticType::kQuotient : StaticType::kExact;
}

StaticType StaticTypes::TypeOfElse(const filter::Else& node, const StaticScope& scope) const {
  std::vector<StaticType> types;
  for (const filter::Expr& operand : node.operands) types.push_back(TypeOf(operand, scope));
  for (StaticType strongest : {StaticType::kReal, StaticType::kQuotient, StaticType::kInstant}) {
    if (std::find(types.begin(), types.end(), strongest) != types.end()) return strongest;
  }
  return types[0];
}

StaticType StaticTypes::TypeOfPopulation(const filter::PopulationValue& node) const {
  const StaticType of = TypeOf(node.value, {});  // of a member
  if (node.function == filter::PopulationFunction::kPercentile) return of;
  return node.function == filter::PopulationFunction::kTotal ? Entered(of) : Divided(of);
}

}  // namespace seine::oracle
