// Members counted by value against plain loops over the rows as they arrived: random worlds, any
// as_of, several tiles, shards and threads.
#include "query/value_counts.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "engine/roaring_bitmap.h"
#include "query/query.h"
#include "tests/testing/random_world.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

using Keys = std::set<std::string>;
using ByValue = std::map<std::string, Keys>;

std::vector<std::string> ValuesOf(const OptionalCell& cell) {
  if (!cell) return {};
  if (const auto* set = std::get_if<std::vector<std::string>>(&*cell)) return *set;
  if (const auto* yes = std::get_if<bool>(&*cell)) return {*yes ? "true" : "false"};
  return {std::get<std::string>(*cell)};
}

// What lookups say of a value, one after the other.
std::vector<std::string> Described(const OracleData& data, const std::string& value,
                                   std::span<const bound::LookupStep> steps) {
  if (steps.empty()) return {value};
  const auto lookup = static_cast<size_t>(steps[0].lookup);
  const auto row = data.lookup_rows[lookup].find(value);
  if (row == data.lookup_rows[lookup].end()) return {};
  std::vector<std::string> all;
  const OracleRow& said = data.lookups[lookup].rows[row->second];
  for (const std::string& next : ValuesOf(said.cells[static_cast<size_t>(steps[0].column)])) {
    for (std::string& last : Described(data, next, steps.subspan(1)))
      all.push_back(std::move(last));
  }
  return all;
}

ByValue WhoHas(const AskableWorld& world, const CountedColumn& counted, int64_t as_of,
               const std::string& timezone) {
  const auto [table, column] = counted.column;
  const OracleZone zone(timezone);
  ByValue having;
  for (size_t row = 0; row < world.data.tables[static_cast<size_t>(table)].rows.size(); ++row) {
    RowRef at{table, row};
    if (table != 0 && world.tree->Hidden(at, as_of, zone)) continue;
    const std::vector<std::string> own = ValuesOf(world.tree->CellOf(at, column));
    while (const auto parent = world.tree->ParentOf(at)) at = *parent;
    for (const std::string& value : own) {
      for (const std::string& said : Described(world.data, value, counted.lookups))
        having[said].insert(world.data.member_keys[at.row]);
    }
  }
  return having;
}

// Every column that can be counted, and the columns of its lookups.
void AddColumns(const Schema& schema, const std::vector<ColumnSchema>& columns,
                CountedColumn counted, int table, std::vector<CountedColumn>* out) {
  for (size_t c = 0; c < columns.size(); ++c) {
    CountedColumn one = counted;
    if (table >= 0) {
      one.column = {table, static_cast<int>(c)};
    } else {
      one.lookups.back().column = static_cast<int>(c);
    }
    const ColumnType type = columns[c].type;
    if (type == ColumnType::kCategory || type == ColumnType::kSet || type == ColumnType::kBool)
      out->push_back(one);
    const int lookup = columns[c].lookup.empty() ? -1 : schema.FindLookup(columns[c].lookup);
    if (lookup < 0 || one.lookups.size() > 1) continue;
    one.lookups.push_back({lookup, 0});
    AddColumns(schema, schema.lookups[static_cast<size_t>(lookup)].columns, one, -1, out);
  }
}

std::vector<CountedColumn> AllColumns(const Schema& schema) {
  std::vector<CountedColumn> all;
  for (size_t t = 0; t < schema.tables.size(); ++t)
    AddColumns(schema, schema.tables[t].columns, {}, static_cast<int>(t), &all);
  return all;
}

std::string KeyText(const Snapshot& snapshot, uint32_t ordinal) {
  const MemberKey key = snapshot.Key(ordinal);
  const auto* text = std::get_if<std::string>(&key);
  return text != nullptr ? *text : absl::StrCat(std::get<int64_t>(key));
}

Keys KeysOf(const Audience& audience) {
  Keys keys;
  for (const uint32_t ordinal : audience.Ordinals())
    keys.insert(KeyText(*audience.snapshot(), ordinal));
  return keys;
}

std::shared_ptr<const Audience> Everyone(const std::shared_ptr<const Snapshot>& snapshot,
                                         int64_t as_of, const std::string& timezone) {
  QueryOptions options;
  options.as_of = as_of;
  options.timezone = timezone;
  auto query = Compile(snapshot, *ReadDefinition("everyone"), {});
  EXPECT_TRUE(query.ok()) << query.status();
  auto audience = (*query)->Select(options);
  EXPECT_TRUE(audience.ok()) << audience.status();
  return *audience;
}

// Some of all members, those that as_of hides among them.
std::shared_ptr<const Audience> Some(const std::shared_ptr<const Snapshot>& snapshot, Dice& dice,
                                     const ResultInfo& info) {
  std::vector<uint32_t> ordinals;
  for (uint32_t shard = 0; shard < snapshot->shard_count(); ++shard) {
    EXPECT_TRUE(snapshot->EnsureKeys(shard).ok());
    for (uint32_t offset = 0; offset < snapshot->shard(shard).members; ++offset) {
      if (dice.Chance(0.4)) ordinals.push_back(shard * kShardSize + offset);
    }
  }
  return std::make_shared<const Audience>(snapshot, RoaringBitmap::FromOrdinals(ordinals), info);
}

void ExpectCounts(const MembersByValue& counts, const ByValue& having, const Keys& members,
                  const Dictionary* dictionary, const std::string& what) {
  Keys without = members;
  for (size_t code = 0; code < counts.having.size(); ++code) {
    const std::string value = dictionary == nullptr
                                  ? (code == 0 ? "false" : "true")
                                  : std::string(dictionary->Text(static_cast<uint32_t>(code)));
    uint64_t expected = 0;
    if (const auto found = having.find(value); found != having.end()) {
      for (const std::string& key : found->second) {
        expected += members.contains(key) ? 1 : 0;
        without.erase(key);
      }
    }
    EXPECT_EQ(counts.having[code], expected) << what << " = " << value;
  }
  EXPECT_EQ(counts.without, without.size()) << what;
}

uint64_t CompareAll(const AskableWorld& world, Dice& dice, int moments) {
  uint64_t compared = 0;
  for (int i = 0; i < moments; ++i) {
    const std::string timezone = RandomZone(dice);
    const int64_t as_of =
        (kDenseFirstDay + dice.Between(-5, kDenseDays + 5)) * kDayMicros + dice.Between(0, 3);
    for (const auto& snapshot : world.snapshots) {
      const auto population = Everyone(snapshot, as_of, timezone);
      const auto some = Some(snapshot, dice, population->info());
      const Keys all_keys = KeysOf(*population);
      const Keys some_keys = KeysOf(*some);
      for (const CountedColumn& column : AllColumns(snapshot->schema())) {
        RunLimits limits;
        limits.threads = static_cast<int>(dice.Between(1, 3));
        const auto counts = CountValues(*some, *population, column, limits);
        EXPECT_TRUE(counts.ok()) << counts.status();
        if (!counts.ok()) return compared;
        const ByValue having = WhoHas(world, column, as_of, timezone);
        const Dictionary* texts = *CountedDictionary(*snapshot, column);
        const std::string what = absl::StrCat("column ", column.column.table, ".",
                                              column.column.column, " as of ", as_of);
        ExpectCounts(counts->population, having, all_keys, texts, what);
        ExpectCounts(counts->audience, having, some_keys, texts, what);
        ++compared;
      }
    }
  }
  return compared;
}

LayoutOptions ManyTiles() {
  LayoutOptions layout;
  layout.min_tile_rows = 1;
  return layout;
}

TEST(ValueCountsTest, SmallWorlds) {
  uint64_t compared = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    Dice dice(seed);
    const auto world = BuildWorld(dice, SmallShape(dice), {LayoutOptions{}, ManyTiles()});
    ASSERT_TRUE(world.ok()) << "seed " << seed << ": " << world.status();
    compared += CompareAll(**world, dice, 3);
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
  EXPECT_GT(compared, 500u);
}

TEST(ValueCountsTest, SeveralBlocksAndShards) {
  Dice dice(11);
  LayoutOptions shards = ManyTiles();
  shards.members_per_shard = 1 << 16;
  const auto world = BuildWorld(dice, {65536 + 500, 0.1, true}, {ManyTiles(), shards});
  ASSERT_TRUE(world.ok()) << world.status();
  EXPECT_GT(CompareAll(**world, dice, 1), 4u);
}

TEST(ValueCountsTest, OtherColumnsAreRefused) {
  TextWorld world;
  ColumnSchema age;
  age.name = "age";
  world.AddTable("members", "", "", {age});
  world.table("members").rows.push_back(TextRowOf(true, false, "a, 1"));
  const auto snapshot = ReadAsSnapshot(world, LayoutOptions{});
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const auto everyone = Everyone(*snapshot, 0, "UTC");
  const auto counts = CountValues(*everyone, *everyone, {{0, 0}, {}}, RunLimits{});
  EXPECT_EQ(counts.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(counts.status().message().find("`age` is integer"), std::string_view::npos)
      << counts.status();
}

TEST(ValueCountsTest, StopsWhenCancelled) {
  Dice dice(3);
  const auto world = BuildWorld(dice, SmallShape(dice));
  ASSERT_TRUE(world.ok()) << world.status();
  const auto everyone = Everyone((*world)->snapshots[0], 0, "UTC");
  const std::atomic<bool> cancelled{true};
  RunLimits limits;
  limits.stop.cancel = &cancelled;
  for (const CountedColumn& column : AllColumns((*world)->snapshots[0]->schema())) {
    EXPECT_EQ(CountValues(*everyone, *everyone, column, limits).status().code(),
              absl::StatusCode::kCancelled);
  }
}

}  // namespace
}  // namespace seine::oracle
