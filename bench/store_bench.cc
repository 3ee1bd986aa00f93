// Question: what does a store take in memory and on disk against CRoaring's serialised bitmaps and
// bit-packed columns, and how long does opening it take (goal G12)? A generated retailer
// (bench/retail.h) is built in a temporary folder, opened, measured and removed.
//
//   store_bench [--members=10000000] [--store=FOLDER]
//
// --store measures a store that is there instead, and leaves it as it is.

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>

#include "benchmark/benchmark.h"

#include "bench/program.h"
#include "bench/retail.h"
#include "bench/store_bytes.h"
#include "engine/store.h"

namespace seine::bench {
namespace {

constexpr double kMostBase = 1.1;
constexpr double kMostTotal = 3;
constexpr double kMostOpenMilliseconds = 100;
constexpr uint64_t kGoalMembers = 10'000'000;

// Removes the store that was built for this run.
class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() /
              ("seine-store-bench-" + std::to_string(getpid()))) {}
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

void Build(benchmark::State& state, uint64_t members, const std::string& path) {
  for (auto _ : state) {
    state.PauseTiming();
    RawStore raw = MakeRetail(members, 1);
    uint64_t rows = 0;
    for (const RawTable& table : raw.tables) rows += table.rows;
    state.ResumeTiming();
    OrDie(BuildStore(std::move(raw), LayoutOptions{}, path));
    state.counters["rows_per_second"] =
        benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsRate);
  }
}

// Returns the least milliseconds.
double Open(benchmark::State& state, const std::string& path) {
  double least = std::numeric_limits<double>::infinity();
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    std::shared_ptr<const Snapshot> snapshot = OrDie(OpenStore(path));
    const Milliseconds took = std::chrono::steady_clock::now() - start;
    least = std::min(least, took.count());
    benchmark::DoNotOptimize(snapshot);
  }
  return least;
}

void PrintLine(const char* what, uint64_t stored, uint64_t reference) {
  std::printf("  %-34s %10.1f MB", what, static_cast<double>(stored) / 1e6);
  if (reference > 0) {
    std::printf("  %10.1f MB  %5.2f", static_cast<double>(reference) / 1e6,
                static_cast<double>(stored) / static_cast<double>(reference));
  }
  std::printf("\n");
}

void Print(const Snapshot& snapshot, const StoreBytes& bytes) {
  std::printf("\n%llu members", static_cast<unsigned long long>(snapshot.member_count()));
  for (size_t t = 1; t < snapshot.schema().tables.size(); ++t) {
    std::printf(", %llu %s",
                static_cast<unsigned long long>(snapshot.row_count(static_cast<int>(t))),
                snapshot.schema().tables[t].name.c_str());
  }
  std::printf("\n  %-34s %13s  %13s  %5s\n", "", "stored", "reference", "ratio");
  PrintLine("bitmaps of attributes", bytes.bitmaps.stored, bytes.bitmaps.reference);
  PrintLine("columns", bytes.columns.stored, bytes.columns.reference);
  PrintLine("links from rows to their parents", bytes.links.stored, bytes.links.reference);
  PrintLine("summaries, checksums, directories", bytes.frames, 0);
  PrintLine("base", bytes.Base(), bytes.Reference());
  PrintLine("further: rollups", bytes.rollups, 0);
  PrintLine("further: postings", bytes.postings, 0);
  PrintLine("base and further", bytes.Base() + bytes.Further(), bytes.Reference());
  PrintLine("apart: keys", bytes.keys, 0);
  PrintLine("apart: dictionaries and lookups", bytes.dictionaries, 0);
  const auto reference = static_cast<double>(bytes.Reference());
  const double base = static_cast<double>(bytes.Base()) / reference;
  const double total = static_cast<double>(bytes.Base() + bytes.Further()) / reference;
  std::printf("G12, base at most %.1f of the reference: %.2f, %s\n", kMostBase, base,
              Verdict(base <= kMostBase));
  std::printf("G12, with further layouts at most %.0f of it: %.2f, %s\n", kMostTotal, total,
              Verdict(total <= kMostTotal));
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", kGoalMembers);
  const std::string given = TakeText(&argc, argv, "store", "");
  Begin(&argc, argv, "bytes of a store and the time to open it (G12)",
        given.empty() ? std::to_string(members) + " members, seed 1; bench/retail.h" : given);
  const TemporaryFolder folder;
  const std::string path = given.empty() ? folder.path() : given;
  double open = std::numeric_limits<double>::infinity();
  if (given.empty()) {
    benchmark::RegisterBenchmark("build",
                                 [&](benchmark::State& state) { Build(state, members, path); })
        ->Iterations(1)
        ->UseRealTime()
        ->Unit(benchmark::kSecond);
  }
  benchmark::RegisterBenchmark("open", [&](benchmark::State& state) { open = Open(state, path); })
      ->Iterations(20)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
  benchmark::RunSpecifiedBenchmarks();
  const std::shared_ptr<const Snapshot> snapshot = OrDie(OpenStore(path));
  Print(*snapshot, OrDie(BytesOf(*snapshot)));
  std::printf("G12, opening 10 million members in less than %.0f ms: %.2f ms for %llu, %s\n",
              kMostOpenMilliseconds, open,
              static_cast<unsigned long long>(snapshot->member_count()),
              snapshot->member_count() < kGoalMembers ? "too few to tell"
                                                      : Verdict(open < kMostOpenMilliseconds));
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
