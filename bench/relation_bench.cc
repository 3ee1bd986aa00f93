// Question: what does it cost to compare two columns of a row, a value with a set and a set with
// another, whose dictionaries differ? Whole queries, compiled anew each time, against loops that
// compare codes which one dictionary gives to all columns. Answers are compared.
//
//   relation_bench [--members=2000000] [--texts=1000] [--threads=1] [--runs=3]
//
// Corpus: members with two categories and two sets of two values, uniform over `texts` texts, which
// each column has met in an order of its own (seed 1), built in memory.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"

#include "bench/empty_tables.h"
#include "bench/program.h"
#include "engine/store.h"
#include "query/query.h"

namespace seine::bench {
namespace {

using Nanoseconds = std::chrono::duration<double, std::nano>;

constexpr const char* kRelationSchema = R"({
  "tables": {
    "members": {"key": "member", "columns": {"home": "category", "work": "category",
      "tags": "set", "visited": "set"}}
  }})";

// By member: numbers of texts.
struct Columns {
  std::vector<uint32_t> home;
  std::vector<uint32_t> work;
  std::vector<uint32_t> tags;  // two each
  std::vector<uint32_t> visited;
};

Columns MakeColumns(uint64_t members, uint64_t texts) {
  Columns columns;
  std::mt19937_64 random(1);
  const auto fill = [&](std::vector<uint32_t>& column, uint64_t values) {
    column.resize(values);
    for (uint32_t& value : column) value = static_cast<uint32_t>(random() % texts);
  };
  fill(columns.home, members);
  fill(columns.work, members);
  fill(columns.tags, 2 * members);
  fill(columns.visited, 2 * members);
  return columns;
}

// Every second text is written in capitals in every second column.
std::string TextOf(uint32_t number, size_t column) {
  return (number % 2 == 1 && column % 2 == 1 ? "TEXT " : "text ") + std::to_string(number);
}

RawStore MakeRelations(const Columns& columns, uint32_t texts) {
  RawStore store = EmptyTables(kRelationSchema);
  std::mt19937_64 random(2);
  std::vector<std::vector<uint32_t>> codes(4, std::vector<uint32_t>(texts));
  for (size_t c = 0; c < 4; ++c) {
    std::vector<uint32_t> order(texts);
    std::iota(order.begin(), order.end(), 0u);
    std::shuffle(order.begin(), order.end(), random);
    for (const uint32_t number : order)
      codes[c][number] = store.dictionaries[c]->Code(TextOf(number, c));
  }
  RawTable& root = store.tables[0];
  root.rows = columns.home.size();
  for (size_t m = 0; m < root.rows; ++m) {
    root.key_integers.AppendValue(static_cast<int64_t>(m));
    root.columns[0].AppendValue(codes[0][columns.home[m]]);
    root.columns[1].AppendValue(codes[1][columns.work[m]]);
    const uint32_t tags[] = {codes[2][columns.tags[2 * m]], codes[2][columns.tags[2 * m + 1]]};
    const uint32_t visited[] = {codes[3][columns.visited[2 * m]],
                                codes[3][columns.visited[2 * m + 1]]};
    root.columns[2].AppendSet(tags);
    root.columns[3].AppendSet(visited);
  }
  root.Seal();
  return store;
}

struct Relation {
  std::string filter;
  // Of two numbers, whether their texts of those columns are equal; and of the member.
  std::function<bool(const Columns&, size_t)> holds;
};

std::vector<Relation> Relations() {
  const auto same = [](uint32_t a, uint32_t b) { return a == b && a % 2 == 0; };  // in both cases
  const auto visited = [](const Columns& c, size_t m, auto&& is) {
    return is(c.visited[2 * m]) || is(c.visited[2 * m + 1]);
  };
  return {
      {"home = work", [=](const Columns& c, size_t m) { return same(c.home[m], c.work[m]); }},
      {"home = work ignoring case",
       [](const Columns& c, size_t m) { return c.home[m] == c.work[m]; }},
      {"home in visited",
       [=](const Columns& c, size_t m) {
         return visited(c, m, [&](uint32_t v) { return same(c.home[m], v); });
       }},
      {"home in visited ignoring case",
       [=](const Columns& c, size_t m) {
         return visited(c, m, [&](uint32_t v) { return c.home[m] == v; });
       }},
      {"tags has any visited",
       [=](const Columns& c, size_t m) {
         return visited(c, m, [&](uint32_t v) {
           return same(c.tags[2 * m], v) || same(c.tags[2 * m + 1], v);
         });
       }},
  };
}

struct Timed {
  double loop = std::numeric_limits<double>::infinity();  // ns, the least
  double query = std::numeric_limits<double>::infinity();
  uint64_t loop_count = 0;
  uint64_t query_count = 0;
};

void RunLoop(benchmark::State& state, const Relation& relation, const Columns& columns,
             Timed* timed) {
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    timed->loop_count = 0;
    for (size_t m = 0; m < columns.home.size(); ++m)
      timed->loop_count += relation.holds(columns, m) ? 1 : 0;
    timed->loop =
        std::min(timed->loop, Nanoseconds(std::chrono::steady_clock::now() - start).count());
  }
}

void RunQuery(benchmark::State& state, const Relation& relation,
              const std::shared_ptr<const Snapshot>& snapshot, int threads, Timed* timed) {
  QueryOptions options;
  options.threads = threads;
  options.as_of = 0;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const auto query = OrDie(Compile(snapshot, OrDie(ReadDefinition(relation.filter)), {}));
    timed->query_count = OrDie(query->Count(options)).count;
    timed->query =
        std::min(timed->query, Nanoseconds(std::chrono::steady_clock::now() - start).count());
  }
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", 2'000'000);
  const auto texts = static_cast<uint32_t>(TakeNumber(&argc, argv, "texts", 1000));
  const int threads = static_cast<int>(TakeNumber(&argc, argv, "threads", 1));
  const auto runs = static_cast<int64_t>(TakeNumber(&argc, argv, "runs", 3));
  Begin(&argc, argv, "columns and sets of a row against each other",
        std::to_string(members) + " members, " + std::to_string(texts) + " texts, seed 1, " +
            std::to_string(threads) + " threads");
  const Columns columns = MakeColumns(members, texts);
  const auto snapshot = OrDie(BuildInMemory(MakeRelations(columns, texts), LayoutOptions{}));
  const std::vector<Relation> relations = Relations();
  std::vector<Timed> times(relations.size());
  for (size_t r = 0; r < relations.size(); ++r) {
    benchmark::RegisterBenchmark(
        ("loop: " + relations[r].filter).c_str(),
        [&, r](benchmark::State& s) { RunLoop(s, relations[r], columns, &times[r]); })
        ->Iterations(runs)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(
        relations[r].filter.c_str(),
        [&, r](benchmark::State& s) { RunQuery(s, relations[r], snapshot, threads, &times[r]); })
        ->Iterations(runs)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  std::printf("\n%9s %9s %6s %10s   nanoseconds a member, least of the runs\n", "loop", "query",
              "ratio", "members");
  bool agree = true;
  for (size_t r = 0; r < relations.size(); ++r) {
    const Timed& t = times[r];
    const auto all = static_cast<double>(members);
    agree = agree && t.loop_count == t.query_count;
    std::printf("%9.2f %9.2f %6.2f %10llu   %s%s\n", t.loop / all, t.query / all, t.query / t.loop,
                static_cast<unsigned long long>(t.query_count), relations[r].filter.c_str(),
                t.loop_count == t.query_count ? "" : "   ANSWERS DIFFER");
  }
  benchmark::Shutdown();
  return agree ? 0 : 1;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
