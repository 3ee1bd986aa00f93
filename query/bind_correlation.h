// Rows of which only some are meant, or that are compared with others: below a picked row, below
// the row of an outer scope, or tested against one.
#ifndef SEINE_QUERY_BIND_CORRELATION_H_
#define SEINE_QUERY_BIND_CORRELATION_H_

#include "query/bind_scope.h"
#include "query/bound.h"

namespace seine::binding {

// Makes tests of the rows' `where` of what the path says of whose rows they are, which it then no
// longer does.
void Restrict(RowsPath* path, bound::Rows* rows);

// Says of rows that they are compared with outer ones, where their `where` or what is asked of them
// (which speaks of no scope further out than `outermost`) is. To be called once both are bound;
// picks that the path still has afterwards are the caller's to go through.
void Correlate(const Scope& outer, const Scope& inner, int outermost, RowsPath* path,
               bound::Rows* rows);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_CORRELATION_H_
