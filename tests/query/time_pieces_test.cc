// Periods in pieces against periods one by one, alone and as `in each of` asks for them.
#include "query/time_pieces.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "tests/testing/dice.h"
#include "tests/testing/differential.h"
#include "tests/testing/world_builder.h"

namespace seine {
namespace {

using bound::Range;
using oracle::Dice;

bool EachHolds(const std::vector<Range>& periods, const std::vector<int64_t>& times) {
  return std::ranges::all_of(periods, [&](const Range& period) {
    return std::ranges::any_of(times,
                               [&](int64_t t) { return t >= period.first && t <= period.last; });
  });
}

bool PiecesHold(const TimePieces& pieces, const std::vector<int64_t>& times) {
  std::vector<uint64_t> marks(pieces.words());
  for (const int64_t t : times) {
    const size_t piece = pieces.PieceOf(t);
    EXPECT_LT(piece, pieces.count());
    marks[piece / 64] |= uint64_t{1} << (piece % 64);
  }
  return pieces.EachHasSome(marks.data());
}

TEST(TimePiecesTest, AsPeriodsOneByOne) {
  Dice dice(1);
  int holds = 0;
  for (int round = 0; round < 20'000; ++round) {
    const bool disjoint = dice.Chance(0.4);
    std::vector<Range> periods;
    for (auto n = dice.Between(0, dice.Chance(0.1) ? 200 : 5); n > 0; --n) {
      const int64_t first = dice.Between(-20, 40);
      periods.push_back({first, first + dice.Between(dice.Chance(0.05) ? -2 : 0, 12)});
      if (disjoint) periods.back() = {n * 10, n * 10 + dice.Between(0, 9)};
    }
    if (dice.Chance(0.05)) periods.push_back({INT64_MIN, dice.Between(0, 10)});
    if (dice.Chance(0.05)) periods.push_back({dice.Between(0, 10), INT64_MAX});
    const TimePieces pieces(periods);
    std::vector<int64_t> times;
    for (auto n = dice.Between(0, 12); n > 0; --n) times.push_back(dice.Between(-25, 60));
    if (dice.Chance(0.1)) times.push_back(INT64_MAX);
    if (dice.Chance(0.1)) times.push_back(INT64_MIN);
    ASSERT_EQ(PiecesHold(pieces, times), EachHolds(periods, times)) << "round " << round;
    holds += EachHolds(periods, times) ? 1 : 0;
  }
  EXPECT_GT(holds, 1000);
}

TEST(TimePiecesTest, NoPeriodsAreAllHeld) { EXPECT_TRUE(PiecesHold(TimePieces({}), {})); }

// So many periods that the members come in parts.
TEST(TimePiecesTest, ManyPeriodsOfManyMembers) {
  constexpr int kHours = 4'000;
  constexpr int kMembers = 9'000;
  oracle::TextWorld world;
  ColumnSchema at;
  at.name = "at";
  at.type = ColumnType::kTimestamp;
  ColumnSchema age;
  age.name = "age";
  age.type = ColumnType::kInteger;
  world.AddTable("members", "", "", {age});
  world.AddTable("orders", "members", "at", {at});
  for (int i = 0; i < kMembers; ++i)
    world.table("members").rows.push_back(
        oracle::TextRowOf(true, false, absl::StrCat("m", 10'000 + i, ", 1")));
  // One order in each hour up to 2011-12-10; of the last member one is missing.
  const int64_t first_hour = int64_t{15318} * 24 - kHours;
  for (const int member : {7, 4'200, 8'990, 8'991}) {
    for (int hour = 0; hour < kHours; ++hour) {
      if (member == 8'991 && hour == 1'234) continue;
      const std::string time = FormatInstant(
          (first_hour + hour) * kMicrosPerHour + member * kMicrosPerSecond / 10, Zone::Utc());
      world.table("orders").rows.push_back(
          oracle::TextRowOf(false, true, absl::StrCat("m", 10'000 + member, ", ", time)));
    }
  }
  const auto built = oracle::BuildWorld(std::move(world), {{}});
  ASSERT_TRUE(built.ok()) << built.status();
  for (const char* filter : {"any orders in each of the last 4000 hours",
                             "age = 1 and any orders in each of the last 4000 hours"}) {
    const auto answer = oracle::AskEngine((*built)->snapshots[0], oracle::QuestionOf(filter));
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->keys, (std::set<std::string>{"m10007", "m14200", "m18990"})) << filter;
  }
}

}  // namespace
}  // namespace seine
