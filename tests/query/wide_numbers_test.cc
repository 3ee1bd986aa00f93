// Numbers that take more than 64 bits, against constants of as many digits.

#include <string>

#include "tests/query/agreement_fixture.h"

namespace seine::oracle {
namespace {

ColumnSchema Integer(std::string name) {
  ColumnSchema column;
  column.name = std::move(name);
  column.type = ColumnType::kInteger;
  return column;
}

// a has i = 2^63 - 1, b has j = -2^63; and each two orders with its i.
TextWorld WideWorld() {
  TextWorld world;
  world.AddTable("members", "", "", {Integer("i"), Integer("j")});
  world.AddTable("orders", "members", "", {Integer("n")});
  for (const char* line : {"a, 9223372036854775807, 1", "b, 5, -9223372036854775808", "c, 3, 1"})
    world.table("members").rows.push_back(TextRowOf(true, false, line));
  for (const char* line : {"a, 9223372036854775807", "b, 5", "c, 3"}) {
    for (int twice = 0; twice < 2; ++twice)
      world.table("orders").rows.push_back(TextRowOf(false, true, line));
  }
  return world;
}

class WideNumbersTest : public AgreementTest {
 protected:
  WideNumbersTest() : AgreementTest(WideWorld()) {}
};

TEST_F(WideNumbersTest, Products) {
  Expect({
      {"i * i * 2 = 170141183460469231694793815568465002498", "a"},
      {"i * i * 2 >= 170141183460469231694793815568465002498", "a"},
      {"i * i * 2 > 170141183460469231694793815568465002498", ""},
      {"i * i * 2 > 170141183460469231694793815568465002497.5", "a"},
      {"i * i * 2 < 170141183460469231694793815568465002499", "a b c"},
      {"i * i * 2 != 170141183460469231694793815568465002498", "b c"},
      {"i * i * 2 in (50, 170141183460469231694793815568465002498)", "a b"},
      {"i * i * 2 between 18 and 170141183460469231694793815568465002498", "a b c"},
      {"i * i * 2 / 3 < 56713727820156410564931271856155000833", "a b c"},
      {"i * i * 2 / 3 > 56713727820156410564931271856155000832", "a"},
      {"j * 18446744073709551616 = -170141183460469231731687303715884105728", "b"},
      {"j * 18446744073709551616 >= -170141183460469231731687303715884105728", "a b c"},
  });
}

// No value of 128 bits reaches them.
TEST_F(WideNumbersTest, ConstantsBeyond128Bits) {
  const std::string huge = "1" + std::string(50, '0');
  for (const char* value : {"i", "i * i", "i / 7", "sum(orders.n)", "avg(orders.n)"}) {
    const std::string v = value;
    EXPECT_EQ(Ask(v + " < " + huge), "a b c") << v;
    EXPECT_EQ(Ask(v + " <= " + huge + " and " + v + " != " + huge), "a b c") << v;
    EXPECT_EQ(Ask(v + " > -" + huge), "a b c") << v;
    EXPECT_EQ(Ask(v + " = " + huge + " or " + v + " > " + huge), "") << v;
    EXPECT_EQ(Ask(v + " < -" + huge), "") << v;
    EXPECT_EQ(Ask(v + " in (" + huge + ", -" + huge + ")"), "") << v;
  }
  EXPECT_EQ(Ask("j * 18446744073709551616 > -" + huge), "a b c");
}

// What fits is computed, and what does not is an error, not an answer.
TEST_F(WideNumbersTest, OverflowIsNoAnswer) {
  EXPECT_THAT(Refusal("sum(orders.n) * sum(orders.n) = 1" + std::string(38, '0')),
              ::testing::HasSubstr("128 bits"));
}

}  // namespace
}  // namespace seine::oracle
