// What can be said of a filter once values of the population are constants: arithmetic of them is a
// constant, too, and a number of the row compared with one is compared in its own units, so that no
// row meets a fraction.
#ifndef SEINE_QUERY_ANSWERED_CONSTANTS_H_
#define SEINE_QUERY_ANSWERED_CONSTANTS_H_

#include "query/bound.h"

namespace seine {

// The node itself where there is nothing to do; what is below it is not looked at.
bound::ValuePtr FoldedArithmetic(const bound::ValuePtr& value);
bound::FilterPtr CompareInUnits(const bound::FilterPtr& filter);

}  // namespace seine

#endif  // SEINE_QUERY_ANSWERED_CONSTANTS_H_
