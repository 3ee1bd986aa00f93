// Question: what does it save to ask many definitions in one pass? A hundred definitions that share
// conditions, as a batch against one by one, compiled and asked anew each time: audiences, and
// counts; then conditions that look at the zone or at text. In the same run, a hundred that share
// nothing, to see what a batch costs then. Every audience is compared, member by member.
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
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"

#include "bench/program.h"
#include "bench/retail.h"
#include "engine/roaring_bitmap.h"
#include "engine/store.h"
#include "query/batch.h"

namespace seine::bench {
namespace {

// Three of the conditions in each definition, and one of its own.
std::vector<std::string> Sharing(size_t count, const std::vector<const char*>& conditions) {
  const size_t n = conditions.size();
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) {
    texts.push_back(absl::StrCat(
        "include: ((", conditions[i % n], ") or (", conditions[(i / 3 + 1) % n], ")) and bucket(",
        "100, \"bench\") >= ", i % 50, "\nexclude \"x\": ", conditions[(i / 7 + 5) % n]));
  }
  return texts;
}

// Of the members' histories.
const std::vector<const char*>& Histories() {
  static const auto* const conditions = new std::vector<const char*>{
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
  return *conditions;
}

// Of times in the zone, and of text.
const std::vector<const char*>& ZonesAndTexts() {
  static const auto* const conditions = new std::vector<const char*>{
      "count(orders where at weekday in (sat, sun)) >= 1",
      "distinct days(orders.at) >= 2",
      "days from first(orders).at to latest(orders).at > 60",
      "days from first(orders).at to latest(orders).at in top 20%",
      "any orders where at hour < 9",
      "email matches \"7.*7.*9\"",
      "email contains \"77\"",
      "email ends with \"9@MAIL.com\" ignoring case",
  };
  return *conditions;
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
    options_.as_of = snapshot_->DataEnd(Zone::Utc());
  }

  // Of each definition; `audiences` only where members are asked for.
  struct Answers {
    std::vector<uint64_t> counts;
    std::vector<std::shared_ptr<const Audience>> audiences;
  };
  Answers Batch(bool count) const {
    const auto batch = OrDie(CompileBatch(snapshot_, definitions_, {}));
    Answers answers;
    if (count) {
      for (const ResultInfo& info : OrDie(batch->Count(options_)))
        answers.counts.push_back(info.count);
    } else {
      answers.audiences = OrDie(batch->Select(options_));
    }
    return answers;
  }
  Answers OneByOne(bool count) const {
    Answers answers;
    for (const NamedDefinition& named : definitions_) {
      const auto query = OrDie(Compile(snapshot_, named.definition, {}));
      if (count) {
        answers.counts.push_back(OrDie(query->Count(options_)).count);
      } else {
        answers.audiences.push_back(OrDie(query->Select(options_)));
      }
    }
    return answers;
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

// The first definition that the two answer differently.
std::optional<size_t> Difference(const Asked::Answers& a, const Asked::Answers& b) {
  for (size_t i = 0; i < a.counts.size(); ++i) {
    if (a.counts[i] != b.counts[i]) return i;
  }
  for (size_t i = 0; i < a.audiences.size(); ++i) {
    if (!(a.audiences[i]->bitmap() == b.audiences[i]->bitmap())) return i;
  }
  return std::nullopt;
}

// The two take turns, so that their ratio holds on a busy machine.
void Race(benchmark::State& state, Row& row) {
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const Asked::Answers together = row.asked->Batch(row.count);
    const auto middle = std::chrono::steady_clock::now();
    const Asked::Answers alone = row.asked->OneByOne(row.count);
    const auto end = std::chrono::steady_clock::now();
    if (const std::optional<size_t> wrong = Difference(together, alone)) {
      std::fprintf(stderr, "%s: definition %zu is answered differently in the batch\n",
                   row.name.c_str(), *wrong);
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
  const Asked sharing(snapshot, Sharing(definitions, Histories()), threads);
  const Asked zones(snapshot, Sharing(definitions, ZonesAndTexts()), threads);
  const Asked alone(snapshot, Alone(definitions), threads);
  std::vector<Row> rows = {{"audiences, shared conditions", &sharing, false},
                           {"counts, shared conditions", &sharing, true},
                           {"audiences, zones and texts", &zones, false},
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
  zones.PrintShared();
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
