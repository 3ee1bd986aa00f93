// Picked rows: first(ROWS), latest(ROWS), nth(ROWS, n), and what is said of the row they pick.
#ifndef SEINE_QUERY_BIND_PICKS_H_
#define SEINE_QUERY_BIND_PICKS_H_

#include <vector>

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/path.h"

namespace seine::binding {

struct PickedScope {
  std::vector<bound::RowChoice> choices;  // outermost first
  Scope scope;                            // of the picked row; refers to the scope it was bound in
};

// Errors: rows without a time, the 0th row, a column where a table is needed.
absl::StatusOr<PickedScope> BindPick(BindContext& context, const Scope& scope,
                                     const filter::RowPick& pick);

// Rows of a table without time have no order: refused. `word` is what asked for it.
absl::Status CheckOrdered(const BindContext& context, int table, Span span, std::string_view word);

// The picked row is there, and passes.
bound::FilterPtr PickedIs(const std::vector<bound::RowChoice>& picks, bound::FilterPtr must);
// A test of a column of the picked row. Without a row every value is missing and every set empty.
bound::FilterPtr TestPicked(const std::vector<bound::RowChoice>& picks, bound::FilterPtr test);
// The same of a column's own rows, its lookups and picks walked back (ColumnPath::Leaf). Errors:
// DataLoss.
absl::StatusOr<bound::FilterPtr> TestOfColumn(const Catalog& catalog, const ColumnPath& column,
                                              bound::FilterPtr test);
bound::ValuePtr PickedValue(const std::vector<bound::RowChoice>& picks, bound::ValuePtr value);
// The same where no row is worth 0 (counts and sums).
bound::ValuePtr PickedValueOrZero(const std::vector<bound::RowChoice>& picks,
                                  bound::ValuePtr value);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_PICKS_H_
