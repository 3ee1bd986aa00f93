// The text that explain shows for a node.
#ifndef SEINE_QUERY_NODE_TEXT_H_
#define SEINE_QUERY_NODE_TEXT_H_

#include <string>

#include "query/filter.h"

namespace seine {

// The node printed; of a joining node only its word ("and", "at least 2 of"), because its operands
// print themselves; long lists are cut. Never long.
std::string NodeText(const filter::Expr& expr);

}  // namespace seine

#endif  // SEINE_QUERY_NODE_TEXT_H_
