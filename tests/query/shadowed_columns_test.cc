// Columns of one name on a row, its parent and its member: each of them can be said, of the row
// itself, of a named row and of a picked one.

#include "tests/query/agreement_fixture.h"

namespace seine::oracle {
namespace {

ColumnSchema Column(std::string name, ColumnType type) {
  ColumnSchema column;
  column.name = std::move(name);
  column.type = type;
  return column;
}

// members, their o, and its i, all with an amount.
TextWorld AmountsWorld() {
  TextWorld world;
  const ColumnSchema amount = Column("amount", ColumnType::kInteger);
  world.AddTable("members", "", "", {amount});
  world.AddTable("o", "members", "at", {Column("at", ColumnType::kTimestamp), amount});
  world.AddTable("i", "o", "", {amount});
  for (const char* line : {"a, 100", "b, 200"})
    world.table("members").rows.push_back(TextRowOf(true, false, line));
  for (const char* line : {"1, a, 2011-01-01, 30", "2, a, 2011-01-05, 50", "3, b, 2011-01-03, 5"})
    world.table("o").rows.push_back(TextRowOf(true, true, line));
  for (const char* line : {"1, 3", "1, 4", "2, 5", "3, 5"})
    world.table("i").rows.push_back(TextRowOf(false, true, line));
  return world;
}

class ShadowedColumnsTest : public AgreementTest {
 protected:
  ShadowedColumnsTest() : AgreementTest(AmountsWorld()) {}
};

TEST_F(ShadowedColumnsTest, OfTheRowItself) {
  Expect({
      {"any o.i where amount = 4", "a"},
      {"any o.i where o.amount = 30", "a"},
      {"any o.i where members.amount = 200", "b"},
      {"any o.i where i.amount = o.amount", "b"},
      {"any o.i where o.i.amount = 5", "a b"},
  });
}

TEST_F(ShadowedColumnsTest, OfANamedRow) {
  Expect({
      {"any o.i as x where x.amount = 4", "a"},
      {"any o.i as x where x.i.amount = 4", "a"},
      {"any o.i as x where x.o.amount = 30", "a"},
      {"any o.i as x where x.members.amount = 200", "b"},
      {"any o.i as x where x.o.i.amount = 4", "a"},
      // Compared with other rows of the member.
      {"any o.i as x where (any o.i where (amount < x.amount and o.amount = x.o.amount))", "a"},
      {"any o.i as x where (any o as y where (y.amount > x.o.amount))", "a"},
      {"any o.i as x where ((no o where o.amount > x.o.amount) and x.amount = 5)", "a b"},
      {"count(o.i as x where (any o where amount - 20 = x.o.amount)) = 2", "a"},
  });
  EXPECT_THAT(Refusal("any o.i as x where x.p.amount = 3"),
              ::testing::HasSubstr("unknown column `p` of i"));
  EXPECT_THAT(Refusal("any o.i as x where x.o.amont = 3"),
              ::testing::HasSubstr("did you mean `amount`?"));
}

TEST_F(ShadowedColumnsTest, OfAPickedRow) {
  Expect({
      {"latest(o.i).o.amount = 50", "a"},
      {"latest(o.i).amount = 5", "a b"},
      {"nth(o.i, 2).members.amount = 100", "a"},
  });
}

}  // namespace
}  // namespace seine::oracle
