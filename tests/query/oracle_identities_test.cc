// The oracle against itself: two ways to say one thing select the same members of random worlds.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

#include "engine/absl_bridge.h"
#include "query/parser.h"
#include "tests/testing/oracle.h"
#include "tests/testing/oracle_time.h"
#include "tests/testing/random_world.h"

namespace seine::oracle {
namespace {

// ROWS is a history with the time `at`, NUMBER a number of its rows.
const std::vector<std::pair<const char*, const char*>>& Identities() {
  static const auto* const identities = new std::vector<std::pair<const char*, const char*>>{
      {"sequence (ROWS) then (ROWS) within 10 days",
       "any ROWS as a where (any ROWS where (at > a.at and at <= a.at + 10 days))"},
      {"sequence (ROWS) then no (ROWS) within 10 days",
       "any ROWS as a where (a.at + 10 days < 0 days ago and "
       "(no ROWS where (at > a.at and at <= a.at + 10 days)))"},
      {"sequence (ROWS) then no (ROWS)", "any ROWS as a where (no ROWS where at > a.at)"},
      {"sequence no (ROWS) within 10 days then (ROWS)",
       "any ROWS as a where (no ROWS where (at >= a.at - 10 days and at < a.at))"},
      {"sequence (ROWS) then no (ROWS) then (ROWS)",
       "any ROWS as a where (any ROWS where at > a.at)"},
      {"sequence (ROWS) then (ROWS) then (ROWS)",
       "any ROWS as a where (any ROWS as b where (at > a.at and "
       "(any ROWS where at > b.at)))"},
      {"any ROWS in each of the last 2 weeks",
       "(any ROWS where at in last 1 week) and (any ROWS where at between 2 weeks ago and 1 week "
       "ago)"},
      {"all ROWS in each of the last 2 weeks where NUMBER > 2",
       "(any ROWS in each of the last 2 weeks) and "
       "(no ROWS where (at in last 2 weeks and not NUMBER > 2))"},
      {"count(ROWS) in bottom 30%", "0 - count(ROWS) in top 30%"},
      {"rfm(ROWS, NUMBER, 4).recency = 4", "ntile(4, max(ROWS.at)) among (any ROWS) = 4"},
      {"rfm(ROWS, NUMBER, 4).frequency = 2", "ntile(4, count(ROWS)) among (any ROWS) = 2"},
      {"rfm(ROWS, NUMBER, 4).monetary >= 3", "ntile(4, sum(ROWS.NUMBER)) among (any ROWS) >= 3"},
      {"rfm(ROWS, NUMBER, (5, 30), (2, 3), (10, 100)).recency = 2",
       "days since latest(ROWS).at between 6 and 30"},
      {"rfm(ROWS, NUMBER, (5, 30), (2, 3), (10, 100)).frequency = 2", "count(ROWS) = 2"},
      {"rfm(ROWS, NUMBER, (5, 30), (2, 3), (10, 100)).monetary = 3",
       "(any ROWS) and sum(ROWS.NUMBER) >= 100"},
      {"lifecycle(ROWS, 10 days, 30 days) = \"lapsed\"", "latest(ROWS).at + 30 days < 0 days ago"},
      {"lifecycle(ROWS, 10 days, 30 days) = \"first\"",
       "count(ROWS) = 1 and latest(ROWS).at + 10 days >= 0 days ago"},
      {"nes(ROWS) = \"N\"", "count(ROWS) = 1"},
      {"napl(ROWS, 0) = \"lapsed\"",
       "days since latest(ROWS).at > 0 and mean(avg gap(ROWS)) exists"},
      {"latest(ROWS).NUMBER = nth(ROWS, -1).NUMBER", "latest(ROWS).NUMBER exists"},
      {"distinct(ROWS.at) = count(ROWS)", "no ROWS as a where count(ROWS where at = a.at) > 1"},
  };
  return *identities;
}

std::string AskIdentity(const RowTree& tree, const std::string& filter,
                        const OracleOptions& options) {
  const auto parsed = ParseFilter(filter);
  if (!parsed.ok()) return parsed.status().ToString();
  const auto found = AskOracle(tree, {parsed->root, {}}, options);
  return found.ok() ? absl::StrJoin(found->keys, " ") : found.status().ToString();
}

TEST(OracleIdentitiesTest, TwoWaysToSayIt) {
  Dice dice(11);
  int asked = 0;
  for (int w = 0; w < 150; ++w) {
    const TextWorld world = RandomWorld(dice, SmallShape(dice));
    const OracleData data = ReadAsOracle(world);
    const RowTree tree(data);
    OracleOptions options;
    options.timezone = RandomZone(dice);
    options.as_of = (kDenseFirstDay + dice.Between(0, kDenseDays)) * kDayMicros;
    for (const TableSchema& table : world.schema.tables) {
      std::string number;
      for (const ColumnSchema& column : table.columns) {
        if (column.type == ColumnType::kInteger) number = "`" + column.name + "`";
      }
      const bool history = table.parent == 0 && &table != world.schema.tables.data();
      if (!history || table.time.empty() || number.empty()) continue;
      for (const auto& [one, other] : Identities()) {
        const std::vector<std::pair<std::string, std::string>> names = {{"ROWS", table.name},
                                                                        {"NUMBER", number}};
        ++asked;
        EXPECT_EQ(AskIdentity(tree, absl::StrReplaceAll(one, names), options),
                  AskIdentity(tree, absl::StrReplaceAll(other, names), options))
            << one << " and " << other << " of " << table.name;
      }
    }
  }
  EXPECT_GT(asked, 1000);
}

}  // namespace
}  // namespace seine::oracle
