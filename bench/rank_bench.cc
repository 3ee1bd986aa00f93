// Question: what do ranks, shares, n-tiles and values of a whole population cost against sorting
// it? Of a stored column, of sums, counts and means of orders, per city and not, as whole queries:
// planned, the values gathered, the borders found, the members counted. In the same run std::sort
// sorts the pairs of value and member. Whom each question selects is compared with a sort, too.
// Processor time of all threads, so that ratios hold on a busy machine.
//
//   rank_bench [--members=10000000] [--threads=1] [--clustered=0]
//
// Corpus: bench/rank_corpus.h, built in memory; with --clustered=1 members lie by city.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"

#include "bench/program.h"
#include "bench/rank_corpus.h"
#include "engine/store.h"
#include "query/query.h"

namespace seine::bench {
namespace {

// Milliseconds of this process so far.
double Spent() { return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC; }

struct Asked {
  double least = std::numeric_limits<double>::infinity();  // milliseconds
  bool right = false;
};

bool SelectsThose(const CompiledQuery& query, const QueryOptions& options,
                  const Selected& expected) {
  const Snapshot& snapshot = *query.snapshot();
  Selected found(expected.size());
  for (size_t s = 0; s < snapshot.shard_count(); ++s) {
    if (!snapshot.EnsureKeys(s).ok()) return false;
  }
  for (const uint32_t ordinal : OrDie(query.Select(options))->Ordinals())
    found[static_cast<size_t>(std::get<int64_t>(snapshot.Key(ordinal)))] = true;
  return found == expected;
}

// The least milliseconds of a whole query, compiled anew each time, since plans are kept.
void Ask(benchmark::State& state, const std::shared_ptr<const Snapshot>& snapshot,
         const RankQuestion& question, const RankCorpus& corpus, int threads, Asked* asked) {
  QueryOptions options;
  options.threads = threads;
  options.as_of = snapshot->DataEnd(Zone::Utc());
  std::shared_ptr<const CompiledQuery> query;
  for (auto _ : state) {
    const double start = Spent();
    query = OrDie(Compile(snapshot, OrDie(ReadDefinition(question.text)), {}));
    benchmark::DoNotOptimize(OrDie(query->Count(options)).count);
    asked->least = std::min(asked->least, Spent() - start);
  }
  asked->right = SelectsThose(*query, options, question.answer(corpus));
}

double Sort(benchmark::State& state, const std::vector<std::pair<int64_t, uint32_t>>& pairs) {
  double least = std::numeric_limits<double>::infinity();
  for (auto _ : state) {
    state.PauseTiming();
    auto sorted = pairs;
    state.ResumeTiming();
    const double start = Spent();
    std::sort(sorted.begin(), sorted.end());
    least = std::min(least, Spent() - start);
    benchmark::DoNotOptimize(sorted.data());
  }
  return least;
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", 10'000'000);
  const int threads = static_cast<int>(TakeNumber(&argc, argv, "threads", 1));
  const bool clustered = TakeNumber(&argc, argv, "clustered", 0) != 0;
  Begin(&argc, argv, "ranks of a population against std::sort of its values",
        std::to_string(members) + " members" + (clustered ? " clustered by city" : "") +
            ", one order each on average, seed 1, " + std::to_string(threads) + " threads");
  RankCorpus corpus;
  std::shared_ptr<const Snapshot> snapshot;
  {
    RawStore store;
    corpus = MakeRankCorpus(members, &store, clustered);
    snapshot = OrDie(BuildInMemory(std::move(store), LayoutOptions{}));
  }
  std::vector<std::pair<int64_t, uint32_t>> pairs(members);
  for (uint32_t m = 0; m < members; ++m) pairs[m] = {corpus.spend[m], m};
  double sorted = 0;
  benchmark::RegisterBenchmark("sort", [&](benchmark::State& s) { sorted = Sort(s, pairs); })
      ->Iterations(2)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
  const std::vector<RankQuestion> questions = RankQuestions();
  std::vector<Asked> asked(questions.size());
  for (size_t q = 0; q < asked.size(); ++q) {
    const auto run = [&, q](benchmark::State& s) {
      Ask(s, snapshot, questions[q], corpus, threads, &asked[q]);
    };
    benchmark::RegisterBenchmark(questions[q].text.c_str(), run)
        ->Iterations(4)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  std::printf("\n%10.1f ms                    std::sort of value and member\n", sorted);
  bool right = true;
  for (size_t q = 0; q < asked.size(); ++q) {
    if (asked[q].least == std::numeric_limits<double>::infinity()) continue;  // left out
    std::printf("%10.1f ms  %5.2f of the sort  %s%s\n", asked[q].least, asked[q].least / sorted,
                questions[q].text.c_str(), asked[q].right ? "" : "   ANSWERS DIFFER");
    right = right && asked[q].right;
  }
  benchmark::Shutdown();
  return right ? 0 : 1;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
