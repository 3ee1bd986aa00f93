// Question: what does behaviour over time cost a line? Sequences, first and latest rows, and
// distinct values over 10^8 lines, as whole queries compiled anew each time, against hand-written
// loops over the same lines in one run of each member's lines in order of time (PERFORMANCE §4's
// prototypes). Answers are compared.
//
//   behaviour_bench [--members=10000000] [--lines=10] [--threads=1] [--runs=3]
// The last ones ask of one member in a hundred, who lie anywhere: their own lines are what it may
// cost.
//
// Corpus: bench/behaviour_lines.h, built in memory.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"

#include "bench/behaviour_lines.h"
#include "bench/program.h"
#include "engine/store.h"
#include "query/query.h"

namespace seine::bench {
namespace {

using Nanoseconds = std::chrono::duration<double, std::nano>;

struct Race {
  double loop = std::numeric_limits<double>::infinity();  // ns, the least
  double query = std::numeric_limits<double>::infinity();
  uint64_t loop_count = 0;
  uint64_t query_count = 0;
};

void RunLoop(benchmark::State& state, const BehaviourQuestion& question, const Lines& lines,
             Race* race) {
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    race->loop_count = question.loop(lines);
    race->loop =
        std::min(race->loop, Nanoseconds(std::chrono::steady_clock::now() - start).count());
  }
}

void RunQuery(benchmark::State& state, const BehaviourQuestion& question,
              const std::shared_ptr<const Snapshot>& snapshot, int threads, Race* race) {
  QueryOptions options;
  options.threads = threads;
  options.as_of = (kOpening + int64_t{kSpan}) * kSecond;
  options.timezone = "UTC";
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const auto query = OrDie(Compile(snapshot, OrDie(ReadDefinition(question.filter)), {}));
    race->query_count = OrDie(query->Count(options)).count;
    race->query =
        std::min(race->query, Nanoseconds(std::chrono::steady_clock::now() - start).count());
  }
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", 10'000'000);
  const uint64_t mean = TakeNumber(&argc, argv, "lines", 10);
  const int threads = static_cast<int>(TakeNumber(&argc, argv, "threads", 1));
  const uint64_t runs = TakeNumber(&argc, argv, "runs", 3);
  Begin(&argc, argv, "behaviour over time against loops over one run of lines",
        std::to_string(members) + " members, " + std::to_string(mean) +
            " lines each on average, seed 1, " + std::to_string(threads) + " threads");
  const Lines lines = MakeLines(members, mean);
  const auto snapshot = OrDie(BuildInMemory(MakeStore(lines), LayoutOptions{}));
  std::vector<BehaviourQuestion> questions = SequenceQuestions();
  for (BehaviourQuestion& question : HistoryQuestions()) questions.push_back(std::move(question));
  for (BehaviourQuestion& question : PairQuestions()) questions.push_back(std::move(question));
  std::vector<Race> races(questions.size());
  for (size_t q = 0; q < questions.size(); ++q) {
    benchmark::RegisterBenchmark(
        ("loop: " + questions[q].filter).c_str(),
        [&, q](benchmark::State& s) { RunLoop(s, questions[q], lines, &races[q]); })
        ->Iterations(2)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(
        questions[q].filter.c_str(),
        [&, q](benchmark::State& s) { RunQuery(s, questions[q], snapshot, threads, &races[q]); })
        ->Iterations(static_cast<int64_t>(runs))
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  const auto all = static_cast<double>(lines.at.size());
  std::printf("\n%9s %9s %6s %10s   nanoseconds a line, least of the runs\n", "loop", "query",
              "ratio", "members");
  for (size_t q = 0; q < questions.size(); ++q) {
    const Race& race = races[q];
    if (std::isinf(race.loop) || std::isinf(race.query)) continue;  // left out by a filter
    std::printf("%9.2f %9.2f %6.2f %10llu   %s%s\n", race.loop / all, race.query / all,
                race.query / race.loop, static_cast<unsigned long long>(race.query_count),
                questions[q].filter.c_str(),
                race.query_count == race.loop_count ? "" : "   ANSWERS DIFFER");
  }
  benchmark::Shutdown();
  return std::ranges::all_of(races, [](const Race& r) { return r.query_count == r.loop_count; })
             ? 0
             : 1;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
