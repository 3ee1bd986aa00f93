// Ranks over more members than a block, a shard or a histogram's bin has, against a plain sort: one
// value or few for most, values far apart, clustered and not, on one thread and two.
#include "query/ranking.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "query/query.h"
#include "query/rank_select.h"
#include "tests/testing/text_world.h"

namespace seine {
namespace {

constexpr int64_t kMembers = 80'000;

// Of whom: the numbers that ranks are of, in units of the column.
struct Member {
  int64_t key = 0;
  std::map<std::string, std::optional<int64_t>> values;
  int city = 0;
};

ColumnSchema Column(const char* name, ColumnType type) {
  ColumnSchema column;
  column.name = name;
  column.type = type;
  return column;
}

std::vector<Member> MakeMembers() {
  std::mt19937_64 random(5);
  std::vector<Member> members;
  for (int64_t key = 0; key < kMembers; ++key) {
    Member member{key, {}, static_cast<int>(random() % 7)};
    auto& values = member.values;
    values["wide"] = static_cast<int64_t>(random());
    values["few"] = static_cast<int64_t>(random() % 5) - 2;
    values["rising"] = key / 3;
    values["halves"] = key * 2 / kMembers;  // borders of quarters lie between them and inside
    values["real"] = static_cast<int64_t>(random() % 100'000) - 50'000;  // quarters
    // Nine of ten the same; of the others some are so far away that most bins stay empty.
    const bool far = random() % 1000 == 0;
    values["one"] = random() % 10 != 0 ? 0 : static_cast<int64_t>(random() >> (far ? 2 : 50));
    if (random() % 4 != 0) values["gaps"] = static_cast<int64_t>(random() % 1000);
    members.push_back(std::move(member));
  }
  std::shuffle(members.begin(), members.end(), random);
  return members;
}

const std::vector<Member>& Members() {
  static const std::vector<Member> members = MakeMembers();
  return members;
}

constexpr const char* kNames[] = {"wide", "few", "rising", "halves", "one", "gaps"};

std::shared_ptr<const Snapshot> Build(bool clustered, uint32_t members_per_shard) {
  static auto* built = new std::map<std::pair<bool, uint32_t>, std::shared_ptr<const Snapshot>>();
  std::shared_ptr<const Snapshot>& kept = (*built)[{clustered, members_per_shard}];
  if (kept != nullptr) return kept;
  oracle::TextWorld world;
  std::vector<ColumnSchema> columns;
  for (const char* name : kNames) columns.push_back(Column(name, ColumnType::kInteger));
  columns.push_back(Column("real", ColumnType::kReal));
  columns.push_back(Column("city", ColumnType::kCategory));
  world.AddTable("members", "", "", std::move(columns));
  world.schema.tables[0].key_type = KeyType::kInteger;
  if (clustered) world.schema.tables[0].cluster = "city";
  for (const Member& member : Members()) {
    oracle::TextRow row{std::to_string(member.key), "", {}};
    for (const char* name : kNames) {
      const auto found = member.values.find(name);
      row.cells.push_back(found == member.values.end()
                              ? std::nullopt
                              : std::optional(std::to_string(*found->second)));
    }
    row.cells.push_back(absl::StrCat(static_cast<double>(*member.values.at("real")) / 4));
    row.cells.push_back(absl::StrCat("c", member.city));
    world.tables[0].rows.push_back(std::move(row));
  }
  LayoutOptions options;
  options.members_per_shard = members_per_shard;
  auto snapshot = oracle::ReadAsSnapshot(world, options);
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  kept = *std::move(snapshot);
  return kept;
}

struct Ranking {
  std::string value;
  bool top = true;
  std::function<bool(const Member&)> among;

  // The keys in rank order.
  std::vector<int64_t> Keys() const {
    std::vector<std::pair<int64_t, int64_t>> order;
    for (const Member& member : Members()) {
      const auto found = member.values.find(value);
      if (found == member.values.end() || (among && !among(member))) continue;
      order.emplace_back(top ? ~*found->second : *found->second, member.key);
    }
    std::sort(order.begin(), order.end());
    std::vector<int64_t> keys;
    for (const auto& [number, key] : order) keys.push_back(key);
    return keys;
  }
};

class RankingTest : public ::testing::TestWithParam<std::pair<bool, uint32_t>> {
 protected:
  std::shared_ptr<const Snapshot> snapshot_ = Build(GetParam().first, GetParam().second);

  std::vector<int64_t> Ask(const std::string& filter) const {
    std::vector<int64_t> last;
    for (const int threads : {1, 2}) {
      auto query = Compile(snapshot_, *ReadDefinition(filter), {});
      EXPECT_TRUE(query.ok()) << query.status();
      QueryOptions options;
      options.as_of = 0;
      options.threads = threads;
      auto audience = (*query)->Select(options);
      EXPECT_TRUE(audience.ok()) << audience.status();
      std::vector<int64_t> keys;
      for (const uint32_t ordinal : (*audience)->Ordinals()) {
        EXPECT_TRUE(snapshot_->EnsureKeys(ShardOf(ordinal)).ok());
        keys.push_back(std::get<int64_t>(snapshot_->Key(ordinal)));
      }
      std::sort(keys.begin(), keys.end());
      if (threads == 2) {
        EXPECT_EQ(keys, last) << filter;
      }
      last = std::move(keys);
    }
    return last;
  }

  void Expect(const std::string& filter, const std::vector<int64_t>& order, uint64_t begin,
              uint64_t end) const {
    std::vector<int64_t> keys(order.begin() + static_cast<ptrdiff_t>(begin),
                              order.begin() + static_cast<ptrdiff_t>(end));
    std::sort(keys.begin(), keys.end());
    EXPECT_TRUE(Ask(filter) == keys) << filter;
  }
};

INSTANTIATE_TEST_SUITE_P(Layouts, RankingTest,
                         ::testing::Values(std::pair{false, uint32_t{1} << 20},
                                           std::pair{false, uint32_t{1} << 16},
                                           std::pair{true, uint32_t{1} << 20},
                                           std::pair{true, uint32_t{1} << 16}));

TEST_P(RankingTest, TheFirstAndTheLast) {
  for (const char* value : {"wide", "few", "rising", "one", "real"}) {
    for (const bool top : {true, false}) {
      const auto order = Ranking{value, top, {}}.Keys();
      const uint64_t n = order.size();
      const std::string in = absl::StrCat(value, " in ", top ? "top " : "bottom ");
      for (const uint64_t length : {uint64_t{5000}, uint64_t{70'000}})
        Expect(absl::StrCat(in, length), order, 0, length);
      Expect(absl::StrCat(in, "12.5%"), order, 0, (n + 7) / 8);
      Expect(absl::StrCat(value, " not in ", top ? "top" : "bottom", " 300"), order, 300, n);
    }
  }
}

TEST_P(RankingTest, Tiles) {
  for (const char* value : {"wide", "few", "halves", "one", "gaps", "real"}) {
    const auto order = Ranking{value, true, {}}.Keys();
    const uint64_t n = order.size();
    for (const uint64_t k : {1, 4, 10, 128, 129}) {
      const uint64_t tile = std::max<uint64_t>(k / 2, 1);  // from the top: k, k - 1 ...
      uint64_t end = 0;
      uint64_t begin = 0;
      for (uint64_t t = k; t >= tile; --t) {
        begin = end;
        end += n / k + (k - t < n % k ? 1 : 0);
      }
      Expect(absl::StrCat("ntile(", k, ", ", value, ") = ", tile), order, begin, end);
    }
  }
}

TEST_P(RankingTest, Among) {
  for (const int city_count : {1, 4}) {
    const auto among = [&](const Member& member) {
      return member.city < city_count && *member.values.at("few") > 0;
    };
    std::string cities = "city = \"c0\"";
    for (int c = 1; c < city_count; ++c) absl::StrAppend(&cities, " or city = \"c", c, "\"");
    const std::string filter = absl::StrCat(" among (few > 0 and (", cities, "))");
    for (const char* value : {"wide", "one", "gaps"}) {
      const auto order = Ranking{value, true, among}.Keys();
      const uint64_t n = order.size();
      Expect(absl::StrCat(value, " in top 100", filter), order, 0, 100);
      Expect(absl::StrCat(value, " in top 50%", filter), order, 0, (n + 1) / 2);
      Expect(absl::StrCat("ntile(2, ", value, ")", filter, " = 2"), order, 0, (n + 1) / 2);
    }
  }
}

TEST_P(RankingTest, Percentiles) {
  for (const char* value : {"wide", "few", "rising", "one", "gaps"}) {
    auto order = Ranking{value, false, {}}.Keys();
    std::map<int64_t, int64_t> number;
    for (const Member& member : Members()) {
      const auto found = member.values.find(value);
      if (found != member.values.end()) number[member.key] = *found->second;
    }
    const int64_t ninth = number[order[(order.size() * 9 + 9) / 10 - 1]];
    EXPECT_EQ(Ask(absl::StrCat("percentile(", value, ", 90) = ", ninth)).size(), Members().size());
    const int64_t low = number[order[(order.size() - 1) / 2]];
    const int64_t high = number[order[order.size() / 2]];
    EXPECT_EQ(Ask(absl::StrCat("2 * median(", value, ") = ", low, " + ", high)).size(),
              Members().size());
  }
}

TEST(SelectKeysTest, AreThoseOfASort) {
  std::mt19937_64 random(9);
  for (const uint64_t n : {1u, 1000u, 40'000u, 500'000u}) {
    for (int kind = 0; kind < 6; ++kind) {
      std::vector<int64_t> keys(n);
      for (int64_t& key : keys) {
        const uint64_t r = random();
        switch (kind) {
          case 0:
            key = static_cast<int64_t>(r);
            break;
          case 1:
            key = 7;
            break;
          case 2:
            key = r % 2 == 0 ? INT64_MIN : INT64_MAX;
            break;
          case 3:
            key = r % 3 == 0 ? static_cast<int64_t>(r >> 1) : 0;
            break;
          case 4:
            key = static_cast<int64_t>(r % 50);
            break;
          default:
            key = r % 10'000 == 0 ? INT64_MAX - static_cast<int64_t>(r % 7)
                                  : static_cast<int64_t>(r % 100'000);
        }
      }
      std::vector<uint64_t> positions;
      for (int p = 0; p < 20; ++p) positions.push_back(random() % n);
      positions.push_back(0);
      positions.push_back(n - 1);
      std::sort(positions.begin(), positions.end());
      KeyPieces pieces;
      for (uint64_t at = 0; at < n;) {
        const uint64_t size = std::min<uint64_t>(1 + random() % 70'000, n - at);
        pieces.push_back(std::span(keys).subspan(at, size));
        at += size;
      }
      for (const int threads : {1, 2}) {
        const std::vector<KeyAt> found = SelectKeys(pieces, positions, threads);
        auto sorted = keys;
        std::sort(sorted.begin(), sorted.end());
        ASSERT_EQ(found.size(), positions.size());
        for (size_t p = 0; p < positions.size(); ++p) {
          const int64_t key = sorted[positions[p]];
          const auto first = std::lower_bound(sorted.begin(), sorted.end(), key);
          EXPECT_EQ(found[p].key, key) << n << " " << kind;
          EXPECT_EQ(found[p].ties, positions[p] - static_cast<uint64_t>(first - sorted.begin()))
              << n << " " << kind;
        }
      }
    }
  }
}

}  // namespace
}  // namespace seine
