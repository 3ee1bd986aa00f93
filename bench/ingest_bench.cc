// Question: how many order lines a second does one core turn into a finished store (G12)? Corpus:
// bench/retail_rows.h, seed 1: members, five orders each, three lines an order, as Arrow
// batches that lie in memory before the clock starts. Parent keys are integers or text, and come
// sorted (lines by order, orders by member) or by chance.
//
// `lines/s` is per second of processor time of the whole process, all threads together: reading
// the three tables, laying them out and writing the files. Read and LayOut are the two halves.
//
//   ingest_bench [--benchmark_filter=Build]

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"

#include "bench/retail_rows.h"
#include "engine/ingest.h"
#include "engine/store.h"

namespace seine::bench {
namespace {

constexpr uint64_t kBatchRows = uint64_t{1} << 16;

struct Corpus {
  RetailShape shape;
  std::vector<std::pair<std::string, std::vector<Batch>>> tables;
};

const Corpus& MakeCorpus(bool text_keys, bool sorted) {
  static std::unique_ptr<Corpus> kept;  // one at a time, they are large
  if (kept && kept->shape.text_keys == text_keys && kept->shape.sorted == sorted) return *kept;
  kept = std::make_unique<Corpus>();
  RetailShape& shape = kept->shape;
  shape.members = 100'000;
  shape.orders = 5 * shape.members;
  shape.items = 3 * shape.orders;
  shape.text_keys = text_keys;
  shape.sorted = sorted;
  const std::pair<const char*, uint64_t> sizes[] = {
      {"members", shape.members}, {"orders", shape.orders}, {"items", shape.items}};
  for (const auto& [name, rows] : sizes) {
    auto& batches = kept->tables.emplace_back(name, std::vector<Batch>()).second;
    for (uint64_t begin = 0; begin < rows; begin += kBatchRows) {
      const uint64_t count = std::min(kBatchRows, rows - begin);
      batches.push_back(RetailBatch(shape, name, begin, count));
    }
  }
  return *kept;
}

RawStore Read(const Corpus& corpus) {
  std::unique_ptr<Ingest> ingest = *Ingest::Create(*ParseSchema(RetailSchema(corpus.shape)));
  for (const auto& [name, batches] : corpus.tables) {
    size_t next = 0;
    ArrowArrayStream stream = StreamOf(
        [&]() -> const Batch* { return next < batches.size() ? &batches[next++] : nullptr; });
    const absl::Status status = ingest->Append(name, "memory", &stream);
    if (!status.ok()) std::abort();
  }
  return *ingest->Finish();
}

void CountLines(const Corpus& corpus, benchmark::State& state) {
  state.counters["lines/s"] = benchmark::Counter(static_cast<double>(corpus.shape.items),
                                                 benchmark::Counter::kIsIterationInvariantRate);
}

void BenchRead(benchmark::State& state) {
  const Corpus& corpus = MakeCorpus(state.range(0) != 0, state.range(1) != 0);
  for (auto _ : state) benchmark::DoNotOptimize(Read(corpus));
  CountLines(corpus, state);
}

void BenchLayOut(benchmark::State& state) {
  const Corpus& corpus = MakeCorpus(state.range(0) != 0, state.range(1) != 0);
  for (auto _ : state) {
    state.PauseTiming();
    RawStore raw = Read(corpus);
    state.ResumeTiming();
    if (!BuildInMemory(std::move(raw), LayoutOptions{}).ok()) std::abort();
  }
  CountLines(corpus, state);
}

void BenchBuild(benchmark::State& state) {
  const Corpus& corpus = MakeCorpus(state.range(0) != 0, state.range(1) != 0);
  const std::string folder = std::filesystem::temp_directory_path() / "seine_ingest_bench.seine";
  for (auto _ : state) {
    if (!BuildStore(Read(corpus), LayoutOptions{}, folder).ok()) std::abort();
  }
  std::filesystem::remove_all(folder);
  CountLines(corpus, state);
}

void Shapes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"text", "sorted"})->ArgsProduct({{0, 1}, {1, 0}});
  benchmark->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
}
BENCHMARK(BenchRead)->Apply(Shapes);
BENCHMARK(BenchLayOut)->Apply(Shapes);
BENCHMARK(BenchBuild)->Apply(Shapes);

}  // namespace
}  // namespace seine::bench

BENCHMARK_MAIN();
