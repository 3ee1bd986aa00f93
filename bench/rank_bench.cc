// Question: what do ranks over a whole population cost against sorting it? Top 1,000, top 20 % and
// ntile(5), of a stored column and of a sum of orders, as whole queries: planned, the values
// gathered, the borders found, the members counted. In the same run std::sort sorts the pairs of
// value and member.
//
//   rank_bench [--members=10000000] [--threads=1]
//
// Corpus: a decimal column `spend`, uniform below 100,000.00, and one order a member on average
// (seed 1), built in memory.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"

#include "bench/empty_tables.h"
#include "bench/program.h"
#include "engine/store.h"
#include "query/query.h"

namespace seine::bench {
namespace {

constexpr const char* kRankSchema = R"({
  "tables": {
    "members": {"key": "member", "columns": {"spend": {"type": "decimal", "scale": 2}}},
    "orders": {"parent": "members", "parent_key": "member", "time": "at",
      "columns": {"at": "timestamp", "amount": {"type": "decimal", "scale": 2}}}
  }})";

constexpr const char* kQuestions[] = {
    "spend in top 1000",
    "spend in top 20%",
    "ntile(5, spend) = 5",
    "sum(orders.amount) in top 1000",
    "sum(orders.amount) in top 20%",
    "ntile(5, sum(orders.amount)) = 5",
    "total(sum(orders.amount)) >= 0",  // gathers the sums and ranks nobody
};

RawStore MakeMembers(uint64_t members) {
  RawStore store = EmptyTables(kRankSchema);
  std::mt19937_64 random(1);
  RawTable& root = store.tables[0];
  RawTable& orders = store.tables[1];
  root.rows = orders.rows = members;
  for (uint64_t m = 0; m < members; ++m) {
    root.key_integers.AppendValue(static_cast<int64_t>(m));
    root.columns[0].AppendValue(static_cast<int64_t>(random() % 10'000'000));
    orders.parent_row.AppendValue(static_cast<int64_t>(random() % members));
    orders.columns[0].AppendValue(static_cast<int64_t>(random() % 100'000'000'000'000));
    orders.columns[1].AppendValue(static_cast<int64_t>(random() % 1'000'000));
  }
  for (RawTable& table : store.tables) table.Seal();
  return store;
}

// The least milliseconds of a whole query, compiled anew each time, since plans are kept.
double Ask(benchmark::State& state, const std::shared_ptr<const Snapshot>& snapshot,
           const std::string& text, int threads) {
  double least = std::numeric_limits<double>::infinity();
  QueryOptions options;
  options.threads = threads;
  options.as_of = snapshot->DataEnd(Zone::Utc());
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const auto query = OrDie(Compile(snapshot, OrDie(ReadDefinition(text)), {}));
    benchmark::DoNotOptimize(OrDie(query->Count(options)).count);
    least = std::min(least, Milliseconds(std::chrono::steady_clock::now() - start).count());
  }
  return least;
}

double Sort(benchmark::State& state, const std::vector<std::pair<int64_t, uint32_t>>& pairs) {
  double least = std::numeric_limits<double>::infinity();
  for (auto _ : state) {
    state.PauseTiming();
    auto sorted = pairs;
    state.ResumeTiming();
    const auto start = std::chrono::steady_clock::now();
    std::sort(sorted.begin(), sorted.end());
    least = std::min(least, Milliseconds(std::chrono::steady_clock::now() - start).count());
    benchmark::DoNotOptimize(sorted.data());
  }
  return least;
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", 10'000'000);
  const int threads = static_cast<int>(TakeNumber(&argc, argv, "threads", 1));
  Begin(&argc, argv, "ranks of a population against std::sort of its values",
        std::to_string(members) + " members, one order each on average, seed 1, " +
            std::to_string(threads) + " threads");
  const auto snapshot = OrDie(BuildInMemory(MakeMembers(members), LayoutOptions{}));
  std::mt19937_64 random(1);
  std::vector<std::pair<int64_t, uint32_t>> pairs(members);
  for (uint64_t m = 0; m < members; ++m)
    pairs[m] = {static_cast<int64_t>(random() % 10'000'000), static_cast<uint32_t>(m)};
  double sorted = 0;
  std::vector<double> asked(std::size(kQuestions));
  benchmark::RegisterBenchmark("sort", [&](benchmark::State& s) { sorted = Sort(s, pairs); })
      ->Iterations(2)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
  for (size_t i = 0; i < asked.size(); ++i) {
    const auto run = [&, i](benchmark::State& s) {
      asked[i] = Ask(s, snapshot, kQuestions[i], threads);
    };
    benchmark::RegisterBenchmark(kQuestions[i], run)
        ->Iterations(4)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  std::printf("\n%-36s %10.1f ms\n", "std::sort of value and member", sorted);
  for (size_t i = 0; i < asked.size(); ++i) {
    std::printf("%-36s %10.1f ms  %5.2f of the sort\n", kQuestions[i], asked[i], asked[i] / sorted);
  }
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
