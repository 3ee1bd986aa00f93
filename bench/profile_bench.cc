// Question: what does it cost to count the members of every value of a column in one pass, against
// one walk over its rows? A column of the members, one of orders, one of items with up to 50,000
// values; of all rows, and of those before the median of time.
//
//   profile_bench [--members=1000000] [--threads=1]
//
// Corpus: bench/retail.h (seed 1), built in memory. The walk reads the code of each row and adds
// it up, which gives rows by value and not members.

#include <chrono>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"

#include "bench/program.h"
#include "bench/retail.h"
#include "engine/civil_time.h"
#include "engine/store.h"
#include "query/query.h"
#include "query/value_counts.h"

namespace seine::bench {
namespace {

using Snapshots = std::shared_ptr<const Snapshot>;

struct Case {
  const char* table;
  const char* column;
  bool half;  // of the time
};
constexpr Case kCases[] = {{"members", "city", false},
                           {"orders", "channel", false},
                           {"orders", "channel", true},
                           {"items", "product", false},
                           {"items", "product", true}};

CountedColumn Find(const Snapshot& snapshot, const Case& one) {
  const int table = snapshot.schema().FindTable(one.table);
  const TableSchema& schema = snapshot.schema().tables[static_cast<size_t>(table)];
  return {{table, schema.FindColumn(one.column)}, {}};
}

int64_t AsOf(const Snapshot& snapshot, bool half) {
  const int orders = snapshot.schema().FindTable("orders");
  const auto& time = snapshot.shard(0).tables[static_cast<size_t>(orders)].columns[0];
  return half ? time.stats.bins[time.stats.bins.size() / 2] : *snapshot.DataEnd(Zone::Utc());
}

std::shared_ptr<const Audience> Everyone(const Snapshots& snapshot, int64_t as_of) {
  QueryOptions options;
  options.as_of = as_of;
  return OrDie(OrDie(Compile(snapshot, OrDie(ReadDefinition("everyone")), {}))->Select(options));
}

// The least milliseconds of many runs.
template <typename Run>
double Least(benchmark::State& state, const Run& run) {
  double least = std::numeric_limits<double>::infinity();
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    run();
    least = std::min(least, Milliseconds(std::chrono::steady_clock::now() - start).count());
  }
  return least;
}

void Walk(const Snapshot& snapshot, bound::ColumnRef column) {
  std::vector<uint64_t> rows(snapshot.dictionary(column.table, column.column)->size());
  for (size_t s = 0; s < snapshot.shard_count(); ++s) {
    const TableView& table = snapshot.shard(s).tables[static_cast<size_t>(column.table)];
    const ColumnView& view = table.columns[static_cast<size_t>(column.column)];
    for (uint64_t row = 0; row < table.rows; ++row) {
      if (view.presence.Has(row)) ++rows[static_cast<size_t>(view.numeric.Value(row))];
    }
  }
  benchmark::DoNotOptimize(rows.data());
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", 1'000'000);
  RunLimits limits;
  limits.threads = static_cast<int>(TakeNumber(&argc, argv, "threads", 1));
  Begin(&argc, argv, "members by value in one pass against a walk over the rows",
        std::to_string(members) + " members of bench/retail.h, seed 1, " +
            std::to_string(limits.threads) + " threads");
  const Snapshots snapshot = OrDie(BuildInMemory(MakeRetail(members, 1), LayoutOptions{}));
  double walked[std::size(kCases)];
  double counted[std::size(kCases)];
  for (size_t i = 0; i < std::size(kCases); ++i) {
    const CountedColumn column = Find(*snapshot, kCases[i]);
    const auto everyone = Everyone(snapshot, AsOf(*snapshot, kCases[i].half));
    const std::string name = std::string(kCases[i].table) + "." + kCases[i].column;
    benchmark::RegisterBenchmark((name + " walk").c_str(), [=, &walked](benchmark::State& s) {
      walked[i] = Least(s, [&] { Walk(*snapshot, column.column); });
    })->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(name.c_str(), [=, &counted](benchmark::State& s) {
      counted[i] = Least(s, [&] {
        benchmark::DoNotOptimize(OrDie(CountValues(*everyone, *everyone, column, limits)));
      });
    })->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  for (size_t i = 0; i < std::size(kCases); ++i) {
    std::printf("%-8s %-8s %-5s %8.1f ms  %5.1f of a walk\n", kCases[i].table, kCases[i].column,
                kCases[i].half ? "half" : "all", counted[i], counted[i] / walked[i]);
  }
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
