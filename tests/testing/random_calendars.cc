#include <utility>
#include <vector>

#include "tests/testing/oracle_time.h"
#include "tests/testing/random_world.h"

namespace seine::oracle {

OracleCalendars RandomCalendars(Dice& dice) {
  OracleCalendars out;
  for (const char* name : {"double-11", "年終慶"}) {
    for (int year = 2010; year <= 2012; ++year) {
      std::vector<std::pair<CivilDate, CivilDate>>& windows = out[{name, year}];
      int64_t day = DayNumberOf({year, 8, 1});
      for (auto n = dice.Between(1, 3); n > 0; --n) {  // within the year, a day between them
        const int64_t first = day + dice.Between(0, 30);
        const int64_t last = first + dice.Between(0, 10);
        windows.emplace_back(DateOfDay(first), DateOfDay(last));
        day = last + 2;
      }
    }
  }
  return out;
}

}  // namespace seine::oracle
