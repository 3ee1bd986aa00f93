// Question: how far is the evaluator from a flat loop over plain bitsets (goal G1), and does it
// keep that loop's distance to CRoaring (G2)? AND of five and (0 or 1 or 2) and (3 or 4) and not 5,
// all of density 0.5, counted, on one thread and on two.
//
//   dense_bench [--members=10000000] [--large=100000000] [--huge=0] [--rounds=15]
//
// --huge=1000000000 asks for a billion members (3 GB). Options of Google Benchmark follow.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <memory>

#include "benchmark/benchmark.h"

#include "bench/corpus.h"
#include "bench/flat_loop.h"
#include "bench/program.h"
#include "bench/question.h"
#include "bench/race.h"
#include "bench/roaring_peer.h"
#include "bench/thread_pair.h"
#include "engine/kernels.h"

namespace seine::bench {
namespace {

constexpr size_t kOperands = 6;
constexpr double kMostOverFlat = 1.15;
constexpr double kLeastOfFlatLead = 0.85;

struct World {
  uint64_t members = 0;
  std::vector<Bitmap> exists;
  std::vector<Population> made;
  std::vector<Roaring> roaring;
};

World MakeWorld(uint64_t members) {
  World world;
  world.members = members;
  world.exists = MakeExists(members);
  for (uint64_t i = 0; i < kOperands; ++i) {
    world.made.push_back(MakePopulation(members, 0.5, Pattern::kUniform, 100 + i));
    // Run containers change nothing at this density.
    world.roaring.push_back(MakeRoaring(world.made.back().words, false));
  }
  return world;
}

struct Result {
  std::string name;
  double seine = 0, flat = 0, croaring = 0;  // nanoseconds; croaring 0: did not take part
};

using FlatFn = uint64_t (*)(const uint64_t* const*, size_t);
using PartFn = std::function<uint64_t(const uint64_t* const*, size_t)>;

// One question over one world: the evaluator, the flat loops and CRoaring on one thread, and the
// first two on two threads, shard by shard.
class Dense {
 public:
  Dense(const Question& question, const World& world) : question_(question), world_(world) {
    Operands operands;
    for (size_t i = 0; i < question.operands; ++i) {
      operands.push_back(&world.made[i]);
      words_.push_back(world.made[i].words.data());
    }
    planned_ = std::make_unique<PlannedQuestion>(question.shape, operands, world.exists);
  }

  Race OneThread() {
    std::vector<Contender> race = {
        {"seine", "seine", [this] { return planned_->Count(); }},
        {"flat", "flat loop", [this] { return Flat()(words_.data(), WordCount()); }},
        {"flat", "flat kernel", [this] { return FlatKernel(words_.data(), WordCount()); }}};
    RoaringOperands operands;
    for (size_t i = 0; i < question_.operands; ++i) {
      operands.push_back(world_.roaring[i].get());
    }
    AddStrategies(question_.shape, Want::kCount, operands, "plain", &race);
    return Race(question_.name, std::move(race));
  }

  Race TwoThreads() {
    pair_ = std::make_unique<ThreadPair>();
    const auto loop = [this](const uint64_t* const* at, size_t n) { return Flat()(at, n); };
    const auto kernel = [this](const uint64_t* const* at, size_t n) { return FlatKernel(at, n); };
    return Race(question_.name,
                {{"seine", "seine", [this] { return CountOnTwo(); }},
                 {"flat", "flat loop", [this, loop] { return FlatOnTwo(loop); }},
                 {"flat", "flat kernel", [this, kernel] { return FlatOnTwo(kernel); }}});
  }

 private:
  FlatFn Flat() const { return question_.shape == Shape::kCnf ? FlatCnf : FlatAnd5; }
  size_t WordCount() const { return world_.made[0].words.size(); }

  // The same loop with our kernel over whole arrays, should it be quicker than the compiler's.
  uint64_t FlatKernel(const uint64_t* const* at, size_t n) const {
    static constexpr WordClauses::Clause kAnd5[] = {{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}};
    static constexpr WordClauses::Clause kCnf[] = {{3, 3}, {5, 5}, {5, 6}};
    const bool cnf = question_.shape == Shape::kCnf;
    const WordClauses clauses = {at, cnf ? kCnf : kAnd5, cnf ? 3u : 5u};
    uint64_t count = 0;  // the kernel's own count has 32 bits
    const uint64_t* part[kOperands];
    for (size_t begin = 0; begin < n; begin += kPart) {
      for (size_t i = 0; i < question_.operands; ++i) part[i] = at[i] + begin;
      count += ActiveKernels().count_clauses({part, clauses.clauses, clauses.clause_count},
                                             std::min(kPart, n - begin));
    }
    return count;
  }

  uint64_t CountOnTwo() {
    ticket_ = 0;
    return pair_->Run([this](int who) { return planned_->CountByTicket(&ticket_, scratch_[who]); });
  }

  // The same shards by the same tickets.
  uint64_t FlatOnTwo(const PartFn& count_part) {
    ticket_ = 0;
    return pair_->Run([&](int) {
      constexpr size_t kShardWords = kBlockWords * kBlocksPerShard;
      uint64_t count = 0;
      const uint64_t* at[kOperands];
      for (size_t begin = ticket_++ * kShardWords; begin < WordCount();
           begin = ticket_++ * kShardWords) {
        for (size_t i = 0; i < words_.size(); ++i) at[i] = words_[i] + begin;
        count += count_part(at, std::min(kShardWords, WordCount() - begin));
      }
      return count;
    });
  }

  static constexpr size_t kPart = size_t{1} << 22;

  const Question& question_;
  const World& world_;
  std::vector<const uint64_t*> words_;
  std::unique_ptr<PlannedQuestion> planned_;
  std::unique_ptr<ThreadPair> pair_;
  Scratch scratch_[2];
  std::atomic<size_t> ticket_ = 0;
};

constexpr Question kQuestions[] = {{"AND5", Shape::kAnd, 5}, {"CNF", Shape::kCnf, 6}};

void Measure(benchmark::State& state, const Question& question, const World& world, bool two,
             const std::string& name, std::vector<Result>* results) {
  Dense dense(question, world);
  Race race = two ? dense.TwoThreads() : dense.OneThread();
  race.Run(state);
  results->push_back({name, race.Nanoseconds("seine"), race.Nanoseconds("flat"),
                      two ? 0 : race.Nanoseconds("croaring")});
}

void Print(const std::vector<Result>& results) {
  std::printf("\n%-26s %10s %10s %8s  %-11s %10s %9s %9s  %s\n", "least ms", "seine", "flat",
              "of flat", "G1 <= 1.15", "croaring", "ahead", "flat is", "G2 >= 0.85 of flat's");
  for (const Result& r : results) {
    std::printf("%-26s %10.4f %10.4f %8.3f  %-11s", r.name.c_str(), r.seine / 1e6, r.flat / 1e6,
                r.seine / r.flat, Verdict(r.seine <= kMostOverFlat * r.flat));
    if (r.croaring > 0) {
      std::printf(" %10.4f %8.1fx %8.1fx  %s", r.croaring / 1e6, r.croaring / r.seine,
                  r.croaring / r.flat, Verdict(r.flat >= kLeastOfFlatLead * r.seine));
    }
    std::printf("\n");
  }
}

int Main(int argc, char** argv) {
  const uint64_t sizes[] = {TakeNumber(&argc, argv, "members", 10'000'000),
                            TakeNumber(&argc, argv, "large", 100'000'000),
                            TakeNumber(&argc, argv, "huge", 0)};
  const auto rounds = static_cast<int64_t>(TakeNumber(&argc, argv, "rounds", 15));
  Begin(&argc, argv, "dense ANDs against a flat loop over bitsets (G1) and CRoaring (G2)",
        "uniform, density 0.5, seeds 100 to 105; bench/corpus.h");
  World world;  // of the size that is being measured
  std::vector<Result> results;
  for (const uint64_t members : sizes) {
    if (members == 0) continue;
    for (const Question& question : kQuestions) {
      for (const bool two : {false, true}) {
        const std::string name = std::string(question.name) +
                                 "/members:" + std::to_string(members) +
                                 "/threads:" + (two ? "2" : "1");
        benchmark::RegisterBenchmark(name.c_str(),
                                     [=, &question, &world, &results](benchmark::State& state) {
                                       if (world.members != members) world = MakeWorld(members);
                                       Measure(state, question, world, two, name, &results);
                                     })
            ->UseManualTime()
            ->Iterations(rounds)
            ->Unit(benchmark::kMicrosecond);
      }
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  Print(results);
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
