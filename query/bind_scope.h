// Scope: what a name means in one place of a filter (LANGUAGE §3.1).
//
// A row sees its own columns, then its parents', up to the member. A lift opens a new scope for its
// rows; `as x` names them. A reference through an alias to a row that is not an ancestor of the
// present one correlates two rows (bound::OuterValue). Scopes live on the binder's stack; inner
// ones point to outer ones.
#ifndef SEINE_QUERY_BIND_SCOPE_H_
#define SEINE_QUERY_BIND_SCOPE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bound.h"
#include "query/path.h"
#include "query/table_tree.h"

namespace seine::binding {

struct Scope {
  int table = 0;                 // the rows that names are looked up on
  const Scope* outer = nullptr;  // where the lift stands; null: the population
  int base = 0;       // the lift's rows hang below a row of this table, which both scopes see
  std::string alias;  // `as x`, or empty
  int id = 0;         // of this scope, in its tree
};

// A column, perhaps at the end of a walk through lookups: product.category.
struct ColumnPath {
  bound::ColumnRef column;                 // of a table
  std::vector<bound::LookupStep> steps;    // empty: that column itself
  const ColumnSchema* schema = nullptr;    // of the last column
  const Dictionary* dictionary = nullptr;  // of the last column, when it is a category or a set
  std::string owner;                       // its table or lookup, for messages
  std::vector<bound::RowChoice> picks;     // whose row it is, outermost first; none: this row's
  // Or of the row of an outer scope that does not belong to this one.
  int outer = -1;
  int outer_table = -1;  // that row's table
  int at = -1;           // this row's table

  // How a test of the last column refers to it: table -1 stands for the lookup's own rows.
  bound::ColumnRef Leaf() const {
    return steps.empty() ? column : bound::ColumnRef{-1, steps.back().column};
  }
};

// The rows that a path speaks of, and the names after the last table.
struct RowsPath {
  int base = 0;   // the lift's grain
  int table = 0;  // below it
  std::span<const Name> rest;
  std::vector<bound::RowChoice> picks;     // whose rows they are, outermost first
  std::optional<bound::BelongsTo> belong;  // or of the row of an outer scope
  // Not all rows below the base.
  bool restricted() const { return !picks.empty() || belong.has_value(); }
  // What both see: base, or the grain of the first pick.
  int shared() const { return picks.empty() ? base : picks.front().rows.grain; }
};

// A value's path as a column. Errors: unknown names (with the nearest), tables and rows where a
// column is needed.
absl::StatusOr<ColumnPath> ResolveColumn(BindContext& context, const Scope& scope,
                                         const filter::Path& path);
// The same for names alone, which stand at `span`.
absl::StatusOr<ColumnPath> ResolveColumn(BindContext& context, const Scope& scope,
                                         std::span<const Name> names, Span span);

// Whether nothing that the scope sees is called that: no column, table or row.
bool IsUnknown(const BindContext& context, const Scope& scope, std::string_view name);

// A lift's path. `word` is what stands before it (`any`, `sum`), for messages.
absl::StatusOr<RowsPath> ResolveRows(BindContext& context, const Scope& scope,
                                     const filter::Path& path, std::string_view word);

// The scope of a lift's rows, whose path was resolved. Errors: an alias that is already a name
// here.
absl::StatusOr<Scope> OpenScope(BindContext& context, const Scope& outer, const RowsPath& path,
                                const filter::Rows& rows);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_SCOPE_H_
