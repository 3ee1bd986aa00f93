// Tests of columns against named lists, kept for the definitions that are bound together: a list of
// a million keys is looked up once for each column that is tested against it.
#ifndef SEINE_QUERY_LIST_TESTS_H_
#define SEINE_QUERY_LIST_TESTS_H_

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "query/bound.h"

namespace seine::binding {

// What a test against a list depends on.
struct ListTestKey {
  std::string list;
  std::string test;  // "in", "has any", …; "member": of the member's key
  int table = -1;    // of the column
  int column = -1;
  std::vector<int> steps;  // lookup and column of each step from there
  bool negated = false;
  bool ignoring_case = false;
  auto operator<=>(const ListTestKey&) const = default;
};

// A test that was bound, and the warnings that its binding left.
struct ListTest {
  bound::FilterPtr filter;
  std::vector<std::string> warnings;
};

// Of one snapshot and one set of lists. Threads: one.
using ListTests = std::map<ListTestKey, ListTest>;

}  // namespace seine::binding

#endif  // SEINE_QUERY_LIST_TESTS_H_
