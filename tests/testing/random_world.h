// Random worlds: schemas of one to three levels with every column type, and data that leans to the
// edges: missing values, tables and members without rows, ties of time, extreme numbers, values
// that differ only in case or normal form.
#ifndef SEINE_TESTS_TESTING_RANDOM_WORLD_H_
#define SEINE_TESTS_TESTING_RANDOM_WORLD_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/testing/dice.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {

struct WorldShape {
  size_t members = 40;
  double rows_per_parent = 1.5;  // on average; a few parents have many more
  bool clustered = false;        // half of the members' columns come in long runs
};

// A few members, most often; now and then none, one, or a few hundred.
WorldShape SmallShape(Dice& dice);
TextWorld RandomWorld(Dice& dice, const WorldShape& shape);

// Days around which all is dense, and zones worth trying.
inline constexpr int64_t kDenseFirstDay = 15218;  // 2011-09-01
inline constexpr int64_t kDenseDays = 100;        // to 2011-12-10
std::string RandomZone(Dice& dice);
// Windows of two names in the years around.
OracleCalendars RandomCalendars(Dice& dice);
// Near one of the dense days, rarely far away; "2011-09-11 08:00:00.5Z" or without the Z.
std::string RandomInstantText(Dice& dice);
// A value for a column, as text. Sets: one value of it.
std::string RandomCellText(Dice& dice, const ColumnSchema& column);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_RANDOM_WORLD_H_
