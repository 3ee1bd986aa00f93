// Whatever is told to stop, and wherever in its work, leaves at once and touches nothing that is
// not its own; the answer is thrown away. Of most use with AddressSanitizer.

#include "tests/testing/stopped_run.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "tests/testing/random_world.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

// Two members; one has so many orders that their pairs are many batches.
TextWorld WorldOfPairs(int orders) {
  TextWorld world;
  ColumnSchema at;
  at.name = "at";
  at.type = ColumnType::kTimestamp;
  ColumnSchema amount;
  amount.name = "amount";
  amount.type = ColumnType::kInteger;
  ColumnSchema tags;
  tags.name = "tags";
  tags.type = ColumnType::kSet;
  tags.separator = "|";
  world.AddTable("members", "", "", {amount});
  world.AddTable("orders", "members", "at", {at, amount, tags});
  world.table("members").rows = {TextRowOf(true, false, "a, 1"), TextRowOf(true, false, "b, 2")};
  for (int i = 0; i < orders; ++i) {
    world.table("orders").rows.push_back(
        TextRowOf(false, true,
                  absl::StrCat(i % 100 == 0 ? "b" : "a", ", 2011-09-", 10 + i % 20, " 0", i % 10,
                               ":00, ", i % 7, ", t", i % 3)));
  }
  return world;
}

TEST(StoppedRunTest, AtEveryPollOfPairs) {
  const auto world = BuildWorld(WorldOfPairs(3000), {{}});
  ASSERT_TRUE(world.ok()) << world.status();
  const char* const sequence =
      "any orders as o where (sequence (orders where amount > o.amount) then "
      "(orders where amount > o.amount + 100))";
  for (const char* filter :
       {"any orders as o where (any orders where (amount > o.amount + 100))",
        "any orders as o where (all orders where (amount < o.amount + 100))",
        "max(count(orders where (amount = o.amount)) of orders as o) > 5000",
        "any orders as o where (latest(orders where (at < o.at)).amount > o.amount + 100)",
        "any orders as o where (distinct(amount of orders where (at > o.at)) > 10)",
        "any orders as o where (any orders where (tags has any o.tags and amount > 100))",
        sequence}) {
    const Question question = QuestionOf(filter);
    bool stopped = false;
    int64_t polls = 0;
    for (; polls < 40; ++polls) {
      const absl::Status status = AskUntilStopped(*(*world)->snapshots[0], question, polls);
      if (status.ok()) break;
      ASSERT_EQ(status.code(), absl::StatusCode::kCancelled) << status << "\n" << filter;
      stopped = true;
    }
    EXPECT_TRUE(stopped) << filter;
  }
}

TEST(StoppedRunTest, AnywhereInRandomFilters) {
  int stopped = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Dice dice(seed);
    const auto world = BuildWorld(dice, {static_cast<size_t>(dice.Between(3, 30)), 12});
    ASSERT_TRUE(world.ok()) << world.status();
    QuestionMaker maker(**world, dice);
    for (int i = 0; i < 30; ++i) {
      const Question question = maker.Make(3);
      const int64_t polls = dice.Between(0, dice.Chance(0.5) ? 10 : 200);
      const absl::Status status = AskUntilStopped(*(*world)->snapshots[0], question, polls);
      if (!status.ok()) {
        ASSERT_EQ(status.code(), absl::StatusCode::kCancelled) << status << "\n"
                                                               << DescribeQuestion(question);
        ++stopped;
      }
    }
  }
  EXPECT_GT(stopped, 300);
}

}  // namespace
}  // namespace seine::oracle
