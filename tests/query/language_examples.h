// Filters that say everything the language can: the examples of its description, one feature each,
// and then some.

#ifndef SEINE_TESTS_QUERY_LANGUAGE_EXAMPLES_H_
#define SEINE_TESTS_QUERY_LANGUAGE_EXAMPLES_H_

#include <string>
#include <vector>

namespace seine::testing {

const std::vector<std::string>& LanguageExamples();

}  // namespace seine::testing

#endif  // SEINE_TESTS_QUERY_LANGUAGE_EXAMPLES_H_
