// Text tests of the oracle: over code points, the simplest way.
#ifndef SEINE_TESTS_TESTING_ORACLE_TEXT_H_
#define SEINE_TESTS_TESTING_ORACLE_TEXT_H_

#include <string>
#include <string_view>

#include "query/filter_tests.h"

namespace seine::oracle {

std::string Nfc(std::string_view text);       // valid UTF-8 in
std::string FoldCase(std::string_view text);  // Unicode case folding, then NFC
bool TextMatches(filter::TextOp op, std::string_view text, std::string_view pattern,
                 bool ignoring_case);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_TEXT_H_
