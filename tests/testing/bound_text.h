// A bound tree as short text, for tests of the binder and of rewrites. Columns are `table.column`,
// of a lookup's own rows `~column`; numbers are in the column's units; codes are shown as their
// texts.
//   and(customers.age in [30..39], not(any(orders: orders.channel in {"web"})))
#ifndef SEINE_TESTS_TESTING_BOUND_TEXT_H_
#define SEINE_TESTS_TESTING_BOUND_TEXT_H_

#include <string>

#include "query/bound.h"
#include "query/catalog.h"

namespace seine::testing {

std::string BoundText(const Catalog& catalog, const bound::FilterPtr& filter);

}  // namespace seine::testing

#endif  // SEINE_TESTS_TESTING_BOUND_TEXT_H_
