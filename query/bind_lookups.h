// Lookups: a test of a lookup's column is a test of the dictionary code that leads there. It is
// decided once per row of the lookup and becomes a set of codes; no row of a table is touched.
#ifndef SEINE_QUERY_BIND_LOOKUPS_H_
#define SEINE_QUERY_BIND_LOOKUPS_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/catalog.h"

namespace seine::binding {

// `test` speaks of the last column of `path` (ColumnPath::Leaf). Comes back as a test of the
// table's column. A code that a lookup lacks, like a missing code, has missing values there. Tests
// that wait for as_of stay InLookup until Ground(). Errors: DataLoss of the lookup's bytes.
absl::StatusOr<bound::FilterPtr> ThroughLookups(const Catalog& catalog, const ColumnPath& path,
                                                bound::FilterPtr test);

// Whether a test of columns holds on a row where every value is missing and every set empty.
bool HoldsOnMissing(const bound::FilterNode& test);

// The codes whose row passes the test, which has no slots left.
absl::StatusOr<bound::FilterPtr> DecideLookup(const Catalog& catalog, const bound::InLookup& node,
                                              Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_LOOKUPS_H_
