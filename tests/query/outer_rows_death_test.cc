// Rows that are compared with an outer row that nobody gave them end the process with a message,
// not with a walk over memory.

#include <memory>

#include "gtest/gtest.h"

#include "query/row_evaluator.h"
#include "tests/testing/shop_world.h"

namespace seine {
namespace {

TEST(OuterRowsDeathTest, AnOuterRowThatIsNotThere) {
  const auto snapshot = oracle::ReadAsSnapshot(oracle::ShopWorld(), LayoutOptions{});
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const Zone zone = Zone::Utc();
  const row::Shard shard{snapshot->get(), &(*snapshot)->shard(0), &zone};
  auto one = std::make_unique<const row::Value>(
      row::Value{row::ConstantValue{1, 0, "", 1, false}, {}, 0, 0, {}});
  const row::Value value{row::OuterValue{3, 0, std::move(one)}, {}, 0, 0, {}};
  const RowBatch members{0, 0, 7, 0, nullptr};
  const auto evaluate = [&] {
    ValueVector out;
    RowEvaluator(shard, RowArena::OfThisThread()).Evaluate(value, members, &out);
  };
  EXPECT_DEATH(evaluate(), "a bug of seine.*outer row that they do not have");
}

}  // namespace
}  // namespace seine
