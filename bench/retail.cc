#include "bench/retail.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "bench/empty_tables.h"

namespace seine::bench {
namespace {

constexpr const char* kSchema = R"({
  "tables": {
    "members": {"key": "member", "columns": {
      "email": "text", "gender": "category", "city": "category", "tier": "category",
      "store": "category", "age": "integer", "birthday": "date", "joined": "timestamp",
      "subscribed": "bool", "tags": "set", "points": {"type": "decimal", "scale": 2}}},
    "orders": {"parent": "members", "parent_key": "member", "key": "order", "time": "at",
      "columns": {"at": "timestamp", "channel": "category", "store": "category",
        "amount": {"type": "decimal", "scale": 2}}},
    "items": {"parent": "orders", "parent_key": "order", "columns": {
      "product": "category", "quantity": "integer", "price": {"type": "decimal", "scale": 2}}},
    "messages": {"parent": "members", "parent_key": "member", "time": "at", "columns": {
      "at": "timestamp", "campaign": "category", "kind": "category"}}
  }})";

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr int64_t kOpening = 17'897 * kDay;  // 2019-01-01
constexpr int64_t kDays = 2'190;

class Retail {
 public:
  Retail(uint64_t members, uint64_t seed)
      : members_(members), random_(seed), store_(EmptyTables(kSchema)) {}

  RawStore Make() {
    for (uint64_t member = 0; member < members_; ++member) AddMember(member);
    for (RawTable& table : store_.tables) table.Seal();
    return std::move(store_);
  }

 private:
  enum Table { kMembers, kOrders, kItems, kMessages };

  uint64_t Below(uint64_t n) { return random_() % n; }
  bool Chance(double p) { return static_cast<double>(random_() >> 11) * 0x1.0p-53 < p; }
  // Rank r about in proportion to 1 / r.
  uint64_t Zipf(uint64_t n) {
    const double u = static_cast<double>(random_() >> 11) * 0x1.0p-53;
    return static_cast<uint64_t>(std::pow(static_cast<double>(n), u)) - 1;
  }

  RawColumn& Column(Table table, const char* name) {
    const int index = store_.schema.tables[table].FindColumn(name);
    return store_.tables[table].columns[static_cast<size_t>(index)];
  }
  uint32_t Code(Table table, const char* name, uint64_t rank) {
    const auto column = static_cast<size_t>(store_.schema.tables[table].FindColumn(name));
    const auto dictionary = static_cast<size_t>(store_.tables[table].dictionaries[column]);
    return store_.dictionaries[dictionary]->Code(std::string(name) + " " + std::to_string(rank));
  }
  void Category(Table table, const char* name, uint64_t rank) {
    Column(table, name).AppendValue(Code(table, name, rank));
  }

  void AddMember(uint64_t member) {
    RawTable& table = store_.tables[kMembers];
    ++table.rows;
    table.key_integers.AppendValue(static_cast<int64_t>(1'000'000 + member * 3 + Below(3)));
    // A thousand sign-ups one after the other come from one store, four of five.
    if (member % 1000 == 0) home_ = Zipf(300);
    const int64_t joined = kOpening + static_cast<int64_t>(static_cast<double>(kDays * kDay) *
                                                           static_cast<double>(member) /
                                                           static_cast<double>(members_));
    Column(kMembers, "email").AppendText("m" + std::to_string(Below(1'000'000'000)) + "@mail.com");
    Category(kMembers, "gender", Zipf(3));
    Category(kMembers, "city", Zipf(60));
    Category(kMembers, "tier", Zipf(5));
    Category(kMembers, "store", Chance(0.8) ? home_ : Zipf(300));
    if (Chance(0.2)) {
      Column(kMembers, "age").AppendMissing();
      Column(kMembers, "birthday").AppendMissing();
    } else {
      const auto age = static_cast<int64_t>(18 + Below(64));
      Column(kMembers, "age").AppendValue(age);
      Column(kMembers, "birthday")
          .AppendValue(20'000 - age * 365 - static_cast<int64_t>(Below(365)));
    }
    Column(kMembers, "joined")
        .AppendValue((joined / kSecond + static_cast<int64_t>(Below(3600))) * kSecond);
    Column(kMembers, "subscribed").AppendValue(Chance(0.4));
    std::vector<uint32_t> tags;
    for (uint64_t i = Below(5); i > 0; --i) tags.push_back(Code(kMembers, "tags", Zipf(80)));
    Column(kMembers, "tags").AppendSet(tags);
    Column(kMembers, "points").AppendValue(static_cast<int64_t>(Zipf(2'000'000)));
    AddHistories(member, joined);
  }

  void AddHistories(uint64_t member, int64_t joined) {
    const auto days_left = static_cast<uint64_t>((kOpening + kDays * kDay - joined) / kDay) + 1;
    for (uint64_t i = Below(3); i > 0; --i) {
      RawTable& orders = store_.tables[kOrders];
      ++orders.rows;
      orders.parent_row.AppendValue(static_cast<int64_t>(member));
      Column(kOrders, "at").AppendValue(TimeAfter(joined, days_left));
      Category(kOrders, "channel", Zipf(5));
      Category(kOrders, "store", Chance(0.7) ? home_ : Zipf(300));
      Column(kOrders, "amount").AppendValue(static_cast<int64_t>(100 + Below(500'000)));
      for (uint64_t item = 1 + Below(3); item > 0; --item) AddItem(orders.rows - 1);
    }
    for (uint64_t i = Below(5); i > 0; --i) {
      RawTable& messages = store_.tables[kMessages];
      ++messages.rows;
      messages.parent_row.AppendValue(static_cast<int64_t>(member));
      Column(kMessages, "at").AppendValue(TimeAfter(joined, days_left));
      Category(kMessages, "campaign", Zipf(200));
      Category(kMessages, "kind", Zipf(4));
    }
  }

  int64_t TimeAfter(int64_t from, uint64_t days) {
    return (from / kDay + static_cast<int64_t>(Below(days))) * kDay +
           static_cast<int64_t>(Below(86'400)) * kSecond;
  }

  void AddItem(uint64_t order) {
    RawTable& items = store_.tables[kItems];
    ++items.rows;
    items.parent_row.AppendValue(static_cast<int64_t>(order));
    Category(kItems, "product", Zipf(50'000));
    Column(kItems, "quantity").AppendValue(static_cast<int64_t>(1 + Zipf(10)));
    Column(kItems, "price").AppendValue(static_cast<int64_t>(100 + Below(200'000)));
  }

  uint64_t members_;
  std::mt19937_64 random_;
  RawStore store_;
  uint64_t home_ = 0;
};

}  // namespace

RawStore MakeRetail(uint64_t members, uint64_t seed) { return Retail(members, seed).Make(); }

}  // namespace seine::bench
