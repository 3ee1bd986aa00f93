#include "tests/query/ranking_fixture.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

#include "tests/testing/text_world.h"

namespace seine::testing {
namespace {

constexpr int64_t kMembers = 80'000;
constexpr int kCities = 7;
constexpr const char* kNames[] = {"wide", "few", "rising", "halves", "one", "gaps"};

std::vector<RankedMember> MakeMembers() {
  std::mt19937_64 random(5);
  std::vector<RankedMember> members;
  for (int64_t key = 0; key < kMembers; ++key) {
    RankedMember member{key, {}, static_cast<int>(random() % kCities)};
    auto& values = member.values;
    values["wide"] = static_cast<int64_t>(random());
    values["few"] = static_cast<int64_t>(random() % 5) - 2;
    values["rising"] = key / 3;
    values["halves"] = key * 2 / kMembers;  // borders of quarters lie between them and inside
    values["real"] = static_cast<int64_t>(random() % 100'000) - 50'000;
    // Nine of ten the same; of the others some are so far away that most bins stay empty.
    const bool far = random() % 1000 == 0;
    values["one"] = random() % 10 != 0 ? 0 : static_cast<int64_t>(random() >> (far ? 2 : 50));
    if (random() % 4 != 0) values["gaps"] = static_cast<int64_t>(random() % 1000);
    if (random() % 50 == 0) member.city = -1;
    members.push_back(std::move(member));
  }
  std::shuffle(members.begin(), members.end(), random);
  return members;
}

ColumnSchema ColumnOf(const char* name, ColumnType type) {
  ColumnSchema column;
  column.name = name;
  column.type = type;
  return column;
}

oracle::TextRow RowOf(const RankedMember& member) {
  oracle::TextRow row{std::to_string(member.key), "", {}};
  for (const char* name : kNames) {
    const auto found = member.values.find(name);
    row.cells.push_back(found == member.values.end()
                            ? std::nullopt
                            : std::optional(std::to_string(*found->second)));
  }
  row.cells.push_back(absl::StrCat(static_cast<double>(*member.values.at("real")) / 4));
  row.cells.push_back(member.city < 0 ? std::nullopt
                                      : std::optional<std::string>(absl::StrCat("c", member.city)));
  // As a number, too, and as text that has no dictionary.
  row.cells.push_back(member.city < 0 ? std::nullopt : std::optional(std::to_string(member.city)));
  row.cells.push_back(row.cells[row.cells.size() - 2]);
  return row;
}

std::shared_ptr<const Snapshot> Build(bool clustered, uint32_t members_per_shard) {
  static auto* built = new std::map<std::pair<bool, uint32_t>, std::shared_ptr<const Snapshot>>();
  std::shared_ptr<const Snapshot>& kept = (*built)[{clustered, members_per_shard}];
  if (kept != nullptr) return kept;
  oracle::TextWorld world;
  std::vector<ColumnSchema> columns;
  for (const char* name : kNames) columns.push_back(ColumnOf(name, ColumnType::kInteger));
  columns.push_back(ColumnOf("real", ColumnType::kReal));
  columns.push_back(ColumnOf("city", ColumnType::kCategory));
  columns.push_back(ColumnOf("city_number", ColumnType::kInteger));
  columns.push_back(ColumnOf("city_text", ColumnType::kText));
  world.AddTable("members", "", "", std::move(columns));
  world.schema.tables[0].key_type = KeyType::kInteger;
  if (clustered) world.schema.tables[0].cluster = "city";
  for (const RankedMember& member : RankedMembers()) world.tables[0].rows.push_back(RowOf(member));
  LayoutOptions options;
  options.members_per_shard = members_per_shard;
  auto snapshot = oracle::ReadAsSnapshot(world, options);
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  kept = *std::move(snapshot);
  return kept;
}

}  // namespace

const std::vector<RankedMember>& RankedMembers() {
  static const auto* const members = new std::vector<RankedMember>(MakeMembers());
  return *members;
}

Ranked Column(const std::string& name) {
  return [name](const RankedMember& member) -> std::optional<Fraction> {
    const auto found = member.values.find(name);
    if (found == member.values.end()) return std::nullopt;
    return Fraction{*found->second, 1};
  };
}

Ranked Quotient(const std::string& above, const std::string& below) {
  return [a = Column(above), b = Column(below)](const RankedMember& member) {
    const std::optional<Fraction> x = a(member);
    const std::optional<Fraction> y = b(member);
    std::optional<Fraction> quotient;
    if (!x || !y || y->numerator == 0) return quotient;
    const int sign = y->numerator < 0 ? -1 : 1;
    quotient = Fraction{sign * x->numerator, sign * y->numerator};
    return quotient;
  };
}

std::vector<Ranking::Keys> Ranking::Groups() const {
  struct Entry {
    Fraction value;
    int64_t key;
  };
  std::vector<std::vector<Entry>> orders(per_city ? kCities : 1);
  for (const RankedMember& member : RankedMembers()) {
    const std::optional<Fraction> own = value(member);
    if (!own || (among && !among(member)) || (per_city && member.city < 0)) continue;
    orders[static_cast<size_t>(per_city ? member.city : 0)].push_back({*own, member.key});
  }
  std::vector<Keys> groups;
  for (std::vector<Entry>& order : orders) {
    std::sort(order.begin(), order.end(), [this](const Entry& a, const Entry& b) {
      const int compared = CompareFractions(a.value.numerator, a.value.denominator, 0,
                                            b.value.numerator, b.value.denominator, 0);
      return compared != 0 ? (compared > 0) == top : a.key < b.key;
    });
    Keys& keys = groups.emplace_back();
    for (const Entry& entry : order) keys.push_back(entry.key);
  }
  return groups;
}

uint64_t Share(uint64_t percent, uint64_t n) { return (percent * n + 99) / 100; }

RankingTest::RankingTest() : snapshot_(Build(GetParam().first, GetParam().second)) {}

std::vector<int64_t> RankingTest::Ask(const std::string& filter) const {
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
      EXPECT_TRUE(keys == last) << filter;
    }
    last = std::move(keys);
  }
  return last;
}

void RankingTest::Expect(const std::string& filter, const std::vector<Ranking::Keys>& groups,
                         const Position& begin, const Position& end) const {
  std::vector<int64_t> keys;
  for (const Ranking::Keys& order : groups) {
    const uint64_t n = order.size();
    keys.insert(keys.end(), order.begin() + static_cast<ptrdiff_t>(std::min(begin(n), n)),
                order.begin() + static_cast<ptrdiff_t>(std::min(end(n), n)));
  }
  std::sort(keys.begin(), keys.end());
  EXPECT_TRUE(Ask(filter) == keys) << filter;
}

void RankingTest::Expect(const std::string& filter, const Ranking::Keys& order, uint64_t begin,
                         uint64_t end) const {
  Expect(filter, {order}, [begin](uint64_t) { return begin; }, [end](uint64_t) { return end; });
}

}  // namespace seine::testing
