// Question: what does it save to ask many definitions in one pass? A hundred definitions that share
// conditions, as a batch against one by one, compiled and asked anew each time: audiences, and
// counts. In the same run, a hundred that share nothing, to see what a batch costs then.
//
//   batch_bench [--members=1000000] [--definitions=100] [--threads=1]
//
// Corpus: bench/retail.h (seed 1): one order, two items and two messages a member on average, built
// in memory.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"

#include "bench/program.h"
#include "bench/retail.h"
#include "engine/store.h"
#include "query/batch.h"

namespace seine::bench {
namespace {

// Ten conditions of the members' histories, three of them in each definition, and one of its own.
std::vector<std::string> Sharing(size_t count) {
  static const char* const kConditions[] = {
      "count(orders) >= 2",
      "sum(orders.amount) > 200",
      "avg(orders.amount) > 50",
      "any orders where amount > 100",
      "no orders where at in last 90 days",
      "any orders.items where quantity >= 3",
      "count(messages) >= 3",
      "days since latest(orders).at > 180",
      "sum(orders.amount) in top 20%",
      "first(orders).amount > 20",
  };
  constexpr size_t kCount = std::size(kConditions);
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) {
    texts.push_back(absl::StrCat("include: ((", kConditions[i % kCount], ") or (",
                                 kConditions[(i / 3 + 1) % kCount], ")) and bucket(",
                                 "100, \"bench\") >= ", i % 50,
                                 "\nexclude \"x\": ", kConditions[(i / 7 + 5) % kCount]));
  }
  return texts;
}

// Every definition has a condition of its own.
std::vector<std::string> Alone(size_t count) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) {
    texts.push_back(
        absl::StrCat("sum(orders.amount where amount > ", i, ") > ", 10 * (i % 40) + 5));
  }
  return texts;
}

void Print(const char* what, const std::vector<SharedPart>& parts) {
  uint64_t asked = 0;
  uint64_t evaluated = 0;
  for (const SharedPart& part : parts) {
    asked += part.asked;
    evaluated += part.evaluated;
  }
  std::printf("%zu shared %s: asked of %.1f million members, evaluated for %.1f\n", parts.size(),
              what, static_cast<double>(asked) / 1e6, static_cast<double>(evaluated) / 1e6);
}

class Asked {
 public:
  Asked(std::shared_ptr<const Snapshot> snapshot, const std::vector<std::string>& texts,
        int threads)
      : snapshot_(std::move(snapshot)) {
    for (const std::string& text : texts) {
      definitions_.push_back({"", OrDie(ReadDefinition(text))});
    }
    options_.threads = threads;
    options_.as_of = snapshot_->data_end();
  }

  uint64_t Batch(bool count) const {
    const auto batch = OrDie(CompileBatch(snapshot_, definitions_, {}));
    uint64_t sum = 0;
    if (count) {
      for (const ResultInfo& info : OrDie(batch->Count(options_))) sum += info.count;
    } else {
      for (const auto& audience : OrDie(batch->Select(options_))) sum += audience->size();
    }
    return sum;
  }
  uint64_t OneByOne(bool count) const {
    uint64_t sum = 0;
    for (const NamedDefinition& named : definitions_) {
      const auto query = OrDie(Compile(snapshot_, named.definition, {}));
      sum += count ? OrDie(query->Count(options_)).count : OrDie(query->Select(options_))->size();
    }
    return sum;
  }
  void PrintShared() const {
    const auto explained =
        OrDie(OrDie(CompileBatch(snapshot_, definitions_, {}))->Explain(options_));
    Print("conditions", explained.conditions);
    Print("values", explained.values);
  }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<NamedDefinition> definitions_;
  QueryOptions options_;
};

struct Row {
  std::string name;
  const Asked* asked;
  bool count;
  double batch = std::numeric_limits<double>::infinity();
  double one_by_one = std::numeric_limits<double>::infinity();
};

// The two take turns, so that their ratio holds on a busy machine.
void Race(benchmark::State& state, Row& row) {
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const uint64_t together = row.asked->Batch(row.count);
    const auto middle = std::chrono::steady_clock::now();
    const uint64_t alone = row.asked->OneByOne(row.count);
    const auto end = std::chrono::steady_clock::now();
    if (together != alone) {
      std::fprintf(stderr, "%s: the batch finds %llu, one by one %llu\n", row.name.c_str(),
                   static_cast<unsigned long long>(together),
                   static_cast<unsigned long long>(alone));
      std::exit(1);
    }
    row.batch = std::min(row.batch, Milliseconds(middle - start).count());
    row.one_by_one = std::min(row.one_by_one, Milliseconds(end - middle).count());
  }
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", 1'000'000);
  const uint64_t definitions = TakeNumber(&argc, argv, "definitions", 100);
  const int threads = static_cast<int>(TakeNumber(&argc, argv, "threads", 1));
  Begin(&argc, argv, "many definitions in one pass against one by one",
        absl::StrCat(definitions, " definitions, ", members, " members of bench/retail.h, seed 1, ",
                     threads, " threads"));
  const auto snapshot = OrDie(BuildInMemory(MakeRetail(members, 1), LayoutOptions{}));
  const Asked sharing(snapshot, Sharing(definitions), threads);
  const Asked alone(snapshot, Alone(definitions), threads);
  std::vector<Row> rows = {{"audiences, shared conditions", &sharing, false},
                           {"counts, shared conditions", &sharing, true},
                           {"counts, nothing shared", &alone, true}};
  for (Row& row : rows) {
    benchmark::RegisterBenchmark(row.name.c_str(),
                                 [&row](benchmark::State& state) { Race(state, row); })
        ->Iterations(3)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  std::printf("\n");
  sharing.PrintShared();
  for (const Row& row : rows) {
    std::printf("%-30s batch %9.1f ms   one by one %9.1f ms   %5.2f times as fast\n",
                row.name.c_str(), row.batch, row.one_by_one, row.one_by_one / row.batch);
  }
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
