// A date is a civil day; only where a time is meant it is its midnight, which some zones skip.

#include "tests/query/agreement_fixture.h"

namespace seine::oracle {
namespace {

// a visited on 5 and 16 October 2011; on the 16th the clocks of São Paulo went from 00:00 to 01:00.
TextWorld Visits() {
  TextWorld world;
  ColumnSchema day;
  day.name = "day";
  day.type = ColumnType::kDate;
  world.AddTable("members", "", "", {});
  world.AddTable("visits", "members", "day", {day});
  world.table("members").rows.push_back(TextRowOf(true, false, "a"));
  for (const char* line : {"a, 2011-10-05", "a, 2011-10-16"})
    world.table("visits").rows.push_back(TextRowOf(false, true, line));
  return world;
}

class CivilDaysTest : public AgreementTest {
 protected:
  CivilDaysTest() : AgreementTest(Visits()) { options_.timezone = "America/Sao_Paulo"; }
};

TEST_F(CivilDaysTest, GapsAndPartsAreOfDays) {
  Expect({
      {"max gap(visits) = 11 and avg gap(visits) = 11 and median gap(visits) = 11", "a"},
      {"all visits where day hour = 0", "a"},
      {"any visits where (day weekday = sun and day date = 2011-10-16)", "a"},
      {"distinct hours(visits.day) = 2", "a"},
      {"any visits where day = 2011-10-16", "a"},
  });
}

TEST_F(CivilDaysTest, TimesAreMidnights) {
  Expect({
      // The day begins at 01:00, three hours behind UTC before and two after the change.
      {"any visits where day = 2011-10-16T03:00Z", "a"},
      {"any visits where day + 0 hours = 2011-10-16 01:00", "a"},
      {"any visits where (day + 0 hours) hour = 1", "a"},
      {"hours from first(visits).day to latest(visits).day = 264", "a"},
      {"days from first(visits).day to latest(visits).day = 11", "a"},
      {"sequence (visits) then (visits) within 264 hours", "a"},
      {"sequence (visits) then (visits) within 263 hours", ""},
  });
}

}  // namespace
}  // namespace seine::oracle
