// A value inside a random filter, and what a constant beside it should look like.
#ifndef SEINE_TESTS_TESTING_RANDOM_SUBJECT_H_
#define SEINE_TESTS_TESTING_RANDOM_SUBJECT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/schema.h"
#include "query/filter.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {

enum class ValueKind { kNumber, kText, kTime, kBool, kSet };

ValueKind KindOf(ColumnType type);

// Where a value comes from, which says what goes well with it: a column (`rows` and `index`), or
// something made up (`examples`, texts as a file would hold them), or, with neither, a count.
struct Subject {
  filter::Expr expr;
  ColumnType type = ColumnType::kInteger;
  int scale = 0;
  const TextTable* rows = nullptr;
  size_t index = 0;
  bool windows = true;  // false: of rows without time, which `last` and `next` refuse
  std::vector<std::string> examples = {};
  // How long an exact number may get, so that filters stay within what the engine can count with.
  int digits = 19;  // above the line
  int divisor = 0;  // below it; 0: a decimal

  bool IsCount() const { return rows == nullptr && examples.empty(); }
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_RANDOM_SUBJECT_H_
