// Which operators stand inside which, counted over random filters, so that a test can insist on
// all.
#ifndef SEINE_TESTS_TESTING_FILTER_COVERAGE_H_
#define SEINE_TESTS_TESTING_FILTER_COVERAGE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "query/filter.h"
#include "tests/testing/oracle.h"
#include "tests/testing/random_constructs.h"

namespace seine::oracle {

using OperatorPair = std::pair<std::string, std::string>;  // outer, inner

// "and", "any", "sum", "<=", "not in", "has any", "last", "column", "month" … Beside nodes, words
// that belong to one are operators inside it: "as", "from latest" (`any latest(orders).items`),
// "from named" (`any x.items`), "per", "among", "no", "within", "of start", "at or after",
// "ignoring case"; what stands inside a pick or after `among` is counted under that word, too.
void CountPairs(const OracleDefinition& definition, std::map<OperatorPair, uint64_t>* counts);
// Every pair that these constructs allow.
std::set<OperatorPair> PairsOfTheLanguage(Constructs constructs = WholeLanguage());

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_FILTER_COVERAGE_H_
