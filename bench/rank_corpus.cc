#include "bench/rank_corpus.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

#include "bench/empty_tables.h"

namespace seine::bench {
namespace {

constexpr uint32_t kCities = 20;

std::string Schema(bool clustered) {
  const std::string cluster = clustered ? R"("cluster": "city", )" : "";
  return R"({
  "tables": {
    "members": {"key": "member", )" +
         cluster + R"("columns": {
      "spend": {"type": "decimal", "scale": 2}, "city": "category"}},
    "orders": {"parent": "members", "parent_key": "member", "time": "at",
      "columns": {"at": "timestamp", "amount": {"type": "decimal", "scale": 2}}}
  }})";
}

// Members from the first that a rank takes to the last. Those that the order leaves out are not
// ranked.
using Order = std::vector<uint32_t>;

// By `before`, of equal ones the smaller key first.
template <typename Before>
Order Sorted(const RankCorpus& corpus, bool with_orders_only, Before&& before) {
  Order order;
  for (uint32_t m = 0; m < corpus.members(); ++m) {
    if (!with_orders_only || corpus.count[m] > 0) order.push_back(m);
  }
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    if (before(a, b)) return true;
    return !before(b, a) && a < b;
  });
  return order;
}

using Column = std::vector<int64_t> RankCorpus::*;
Order Descending(const RankCorpus& corpus, Column column, bool with_orders_only = false) {
  const std::vector<int64_t>& values = corpus.*column;
  return Sorted(corpus, with_orders_only,
                [&](uint32_t a, uint32_t b) { return values[a] > values[b]; });
}
Order ByAverage(const RankCorpus& corpus) {
  return Sorted(corpus, true, [&](uint32_t a, uint32_t b) {
    return corpus.sum[a] * corpus.count[b] > corpus.sum[b] * corpus.count[a];
  });
}

std::vector<Order> Groups(const RankCorpus& corpus, Order order, bool per_city) {
  if (!per_city) return {std::move(order)};
  std::vector<Order> cities(kCities);
  for (const uint32_t m : order) cities[corpus.city[m]].push_back(m);
  return cities;
}

size_t Share(size_t n, size_t percent) { return (n * percent + 99) / 100; }
size_t Holding(const Order& order, const std::vector<int64_t>& values, int64_t percent) {
  int64_t total = 0;
  for (const uint32_t m : order) total += values[m];
  int64_t held = 0;
  size_t length = 0;
  while (held * 100 < total * percent) held += values[order[length++]];
  return length;
}

// The first of each of some orders; length(order) says how many.
template <typename Length>
Selected First(const RankCorpus& corpus, const std::vector<Order>& orders, Length&& length) {
  Selected selected(corpus.members());
  for (const Order& order : orders) {
    const size_t n = std::min(length(order), order.size());
    for (size_t i = 0; i < n; ++i) selected[order[i]] = true;
  }
  return selected;
}

auto Members(size_t n) {
  return [n](const Order&) { return n; };
}
auto Percent(size_t percent) {
  return [percent](const Order& order) { return Share(order.size(), percent); };
}
// The highest of k tiles.
auto Tile(size_t k) {
  return [k](const Order& order) { return order.size() / k + (order.size() % k != 0 ? 1 : 0); };
}

template <typename Length>
RankQuestion FirstOf(std::string text, Column column, Length length, bool per_city = false) {
  return {std::move(text), [=](const RankCorpus& corpus) {
            return First(corpus, Groups(corpus, Descending(corpus, column), per_city), length);
          }};
}
RankQuestion HoldingOf(std::string text, Column column, bool per_city) {
  return {std::move(text), [=](const RankCorpus& corpus) {
            return First(corpus, Groups(corpus, Descending(corpus, column), per_city),
                         [&](const Order& some) { return Holding(some, corpus.*column, 80); });
          }};
}

Selected AboveFiveValues(const RankCorpus& corpus) {
  const Order order = Descending(corpus, &RankCorpus::spend);
  const std::vector<int64_t>& spend = corpus.spend;
  const size_t n = order.size();
  const auto ascending = [&](size_t position) { return spend[order[n - 1 - position]]; };
  const auto percentile = [&](size_t p) { return ascending(Share(n, p) - 1); };
  const int64_t middle = ascending((n - 1) / 2) + ascending(n / 2);
  const int64_t total = std::accumulate(spend.begin(), spend.end(), int64_t{0});
  Selected selected(n);
  for (uint32_t m = 0; m < n; ++m) {
    selected[m] = spend[m] > percentile(10) && spend[m] < percentile(90) &&
                  2 * spend[m] != middle && spend[m] * static_cast<int64_t>(n) > total &&
                  spend[m] > percentile(20);
  }
  return selected;
}

Selected HighestOfRfm(const RankCorpus& corpus) {
  Selected all(corpus.members(), true);
  for (const Column column : {&RankCorpus::latest, &RankCorpus::count, &RankCorpus::sum}) {
    const Selected highest = First(corpus, {Descending(corpus, column, true)}, Tile(5));
    for (size_t m = 0; m < all.size(); ++m) all[m] = all[m] && highest[m];
  }
  return all;
}

}  // namespace

RankCorpus MakeRankCorpus(uint64_t members, RawStore* store, bool clustered) {
  *store = EmptyTables(Schema(clustered).c_str());
  RankCorpus corpus;
  std::mt19937_64 random(1);
  RawTable& root = store->tables[0];
  RawTable& orders = store->tables[1];
  root.rows = orders.rows = members;
  for (std::vector<int64_t>* of_orders : {&corpus.sum, &corpus.count, &corpus.latest})
    of_orders->resize(members);
  std::vector<uint32_t> codes;
  for (uint32_t c = 0; c < kCities; ++c)
    codes.push_back(store->dictionaries[0]->Code("city " + std::to_string(100 + c)));
  for (uint64_t m = 0; m < members; ++m) {
    corpus.spend.push_back(static_cast<int64_t>(random() % 10'000'000));
    const double dice = static_cast<double>(random() >> 11) * 0x1p-53;
    corpus.city.push_back(static_cast<uint8_t>(dice * dice * kCities));
    root.key_integers.AppendValue(static_cast<int64_t>(m));
    root.columns[0].AppendValue(corpus.spend[m]);
    root.columns[1].AppendValue(codes[corpus.city[m]]);
    const uint64_t of = random() % members;
    const auto at = static_cast<int64_t>(random() % 100'000'000'000'000);
    const auto amount = static_cast<int64_t>(random() % 1'000'000);
    orders.parent_row.AppendValue(static_cast<int64_t>(of));
    orders.columns[0].AppendValue(at);
    orders.columns[1].AppendValue(amount);
    corpus.sum[of] += amount;
    ++corpus.count[of];
    corpus.latest[of] = std::max(corpus.latest[of], at);
  }
  for (RawTable& table : store->tables) table.Seal();
  return corpus;
}

std::vector<RankQuestion> RankQuestions() {
  const Column spend = &RankCorpus::spend;
  const Column sum = &RankCorpus::sum;
  return {
      FirstOf("spend in top 1000", spend, Members(1000)),
      FirstOf("spend in top 20%", spend, Percent(20)),
      FirstOf("ntile(5, spend) = 5", spend, Tile(5)),
      FirstOf("ntile(1000, spend) = 1000", spend, Tile(1000)),
      HoldingOf("spend in top holding 80%", spend, false),
      {"spend > percentile(spend, 10) and spend < percentile(spend, 90) and "
       "spend != median(spend) and spend > mean(spend) and spend > percentile(spend, 20)",
       AboveFiveValues},
      FirstOf("spend in top 10 per city", spend, Members(10), true),
      FirstOf("spend in top 20% per city", spend, Percent(20), true),
      FirstOf("ntile(5, spend) per city = 5", spend, Tile(5), true),
      HoldingOf("spend in top holding 80% per city", spend, true),
      FirstOf("sum(orders.amount) in top 1000", sum, Members(1000)),
      FirstOf("sum(orders.amount) in top 20%", sum, Percent(20)),
      FirstOf("ntile(5, sum(orders.amount)) = 5", sum, Tile(5)),
      FirstOf("count(orders) in top 20%", &RankCorpus::count, Percent(20)),
      {"avg(orders.amount) in top 20%",
       [](const RankCorpus& c) { return First(c, Groups(c, ByAverage(c), false), Percent(20)); }},
      {"avg(orders.amount) in top 20% per city",
       [](const RankCorpus& c) { return First(c, Groups(c, ByAverage(c), true), Percent(20)); }},
      {"rfm(orders, amount, 5).recency = 5 and rfm(orders, amount, 5).frequency = 5 and "
       "rfm(orders, amount, 5).monetary = 5",
       HighestOfRfm},
      // Gathers the sums and ranks nobody.
      {"total(sum(orders.amount)) >= 0",
       [](const RankCorpus& c) { return Selected(c.members(), true); }},
  };
}

}  // namespace seine::bench
