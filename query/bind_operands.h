// Operands: what stands to the left or right of a test, once its names are resolved.
#ifndef SEINE_QUERY_BIND_OPERANDS_H_
#define SEINE_QUERY_BIND_OPERANDS_H_

#include <optional>
#include <string>
#include <variant>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// The member's key.
struct MemberOperand {};
// A literal, arithmetic of numbers alone, `N UNIT ago` or a period: what it means depends on the
// other side.
struct ConstantOperand {};
// size(column)
struct SizeOperand {
  ColumnPath set;
};

struct Operand {
  std::variant<ConstantOperand, MemberOperand, ColumnPath, SizeOperand, bound::ValuePtr> value;
  filter::Expr expr;

  bool IsConstant() const { return std::holds_alternative<ConstantOperand>(value); }
  bool IsMember() const { return std::holds_alternative<MemberOperand>(value); }
  const ColumnPath* AsColumn() const { return std::get_if<ColumnPath>(&value); }
  // The column, when it is a set.
  const ColumnPath* AsSet() const;
  const SizeOperand* AsSize() const { return std::get_if<SizeOperand>(&value); }
};

// Errors: unknown names; nodes that are no value (filters).
absl::StatusOr<Operand> BindOperand(BindContext& context, const Scope& scope,
                                    const filter::Expr& expr);

// That it may be tested: neither a constant nor the member.
absl::Status CheckSubject(const Operand& subject);

// A literal time, `N UNIT ago`, with or without lengths of time added.
bool IsTimeConstant(const filter::Expr& expr);

// The operand as a value. Errors: sets, which are no single value; constants that wait for another
// side; chains of lookups (not yet).
absl::StatusOr<bound::ValuePtr> ValueOf(const Operand& operand);

// "`age` is an integer", "`count(orders)` is a number": for messages about types that do not go
// together.
std::string DescribeType(const Operand& operand);
std::string DescribeLiteral(const filter::LiteralValue& literal);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_OPERANDS_H_
