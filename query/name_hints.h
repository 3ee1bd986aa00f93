// Hints about names: where a column is that this row lacks, what stands for a key, a part of a date
// or all members. What the errors of bind_scope say. Pure functions.
#ifndef SEINE_QUERY_NAME_HINTS_H_
#define SEINE_QUERY_NAME_HINTS_H_

#include <span>
#include <string>
#include <string_view>

#include "engine/schema.h"
#include "query/span.h"

namespace seine::binding {

// "product.category", as it is written.
std::string JoinedNames(std::span<const Name> names);

// Of a path that a row of `table` sees no column by; empty: none fits.
std::string UnknownColumnHint(const Schema& schema, int table, std::span<const Name> names);

// "write `any orders where amount …`, or an aggregate such as `max(orders.amount)`": what one can
// ask of the column `names` of the many rows of `table`.
std::string ManyRowsHint(const Schema& schema, int table, std::span<const Name> names);

// The column below `table` that `word(name)` was meant of, as in sum(amount). Empty: none.
std::string AggregatedHint(const Schema& schema, int table, std::string_view name,
                           std::string_view word);

// birthday.month: the last name is a part of `column`, a date or time. Empty: it is none.
std::string DatePartHint(const ColumnSchema& column, std::span<const Name> names);

// What was meant by a lift, `word`, of a column that the row has one value of.
std::string OneValueHint(const ColumnSchema& column, std::string_view word);

}  // namespace seine::binding

#endif  // SEINE_QUERY_NAME_HINTS_H_
