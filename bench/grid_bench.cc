// Question: how far ahead of CRoaring is the evaluator (goal G3), counting and selecting, and what
// do the bitmaps cost in bytes (G12)? A grid of density x question x corpus; CRoaring with and
// without run containers, in the best of its strategies for each cell. Both take turns over several
// sets of operands.
//
//   grid_bench [--members=10000000] [--rounds=10]
//
// One cell: --benchmark_filter=uniform/density:0.02/AND5/counted

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>

#include "benchmark/benchmark.h"

#include "bench/corpus.h"
#include "bench/grid.h"
#include "bench/program.h"
#include "bench/question.h"
#include "bench/race.h"
#include "bench/roaring_peer.h"

namespace seine::bench {
namespace {

// The bitmaps of one density and pattern, as both hold them.
struct Bitmaps {
  std::vector<Population> made;
  std::vector<Roaring> plain, runs;

  void Add(Population population) {
    plain.push_back(MakeRoaring(population.words, false));
    runs.push_back(MakeRoaring(population.words, true));
    made.push_back(std::move(population));
  }
};

constexpr size_t kMostOperands = 20;
constexpr size_t kMostSets = 10;

// The same question of several sets of operands, one after the other: asked of one set only, the
// processor learns small answers by heart, branch by branch, which no query in earnest can.
class Turns {
 public:
  void Add(std::function<uint64_t()> answer) { answers_.push_back(std::move(answer)); }
  uint64_t Next() {
    at_ = at_ + 1 < answers_.size() ? at_ + 1 : 0;
    return answers_[at_]();
  }

 private:
  std::vector<std::function<uint64_t()>> answers_;
  size_t at_ = 0;
};

class GridWorld {
 public:
  explicit GridWorld(uint64_t members) : members_(members) {}

  // Makes the bitmaps of the cell unless the last cell had the same.
  void Prepare(Pattern pattern, double density, std::vector<CellBytes>* bytes) {
    if (exists_.empty()) {
      exists_ = MakeExists(members_);
      dense_.Add(MakePopulation(members_, 0.5, Pattern::kUniform, 99));
    }
    if (pattern_ == pattern && density_ == density) return;
    pattern_ = pattern;
    density_ = density;
    bitmaps_ = {};
    uint64_t stored = 0;
    uint64_t serialized = 0;
    for (uint64_t i = 0; i < kMostOperands; ++i) {
      bitmaps_.Add(MakePopulation(members_, density, pattern, 1000 + i));
      stored += bitmaps_.made.back().stored_bytes;
      serialized += SerializedBytes(bitmaps_.runs.back());
    }
    bytes->push_back(
        {pattern, density, static_cast<double>(stored) / static_cast<double>(serialized)});
  }

  // The race of one cell. It borrows what `keep` is filled with.
  Race RaceOf(const Cell& cell, std::vector<std::unique_ptr<Turns>>* keep) const {
    const size_t sets = SetsOf(*cell.question);
    auto count = std::make_unique<Turns>();
    auto select = std::make_unique<Turns>();
    std::vector<std::vector<Contender>> roaring(sets);
    for (size_t set = 0; set < sets; ++set) {
      const Chosen chosen = Choose(*cell.question, set);
      auto planned =
          std::make_shared<PlannedQuestion>(cell.question->shape, chosen.operands, exists_);
      count->Add([planned] { return planned->Count(); });
      select->Add([planned] { return planned->Select(); });
      AddStrategies(cell.question->shape, cell.want, chosen.plain, "plain", &roaring[set]);
      AddStrategies(cell.question->shape, cell.want, chosen.runs, "runs", &roaring[set]);
    }
    std::vector<Contender> race;
    const auto enter = [&](const std::string& group, const std::string& name,
                           std::unique_ptr<Turns> turns) {
      race.push_back({group, name, [all = turns.get()] { return all->Next(); }});
      keep->push_back(std::move(turns));
    };
    if (cell.want == Want::kBitmap) enter("seine", "select", std::move(select));
    enter(cell.want == Want::kCount ? "seine" : "count", "count", std::move(count));
    for (size_t strategy = 0; strategy < roaring[0].size(); ++strategy) {
      auto turns = std::make_unique<Turns>();
      for (size_t set = 0; set < sets; ++set) turns->Add(roaring[set][strategy].answer);
      enter("croaring", roaring[0][strategy].name, std::move(turns));
    }
    // The first answers of all, then the second ones, and so on.
    for (size_t set = 0; set + 1 < sets; ++set) CheckEqual(cell.question->name, race);
    return Race(cell.question->name, std::move(race));
  }

 private:
  struct Chosen {
    Operands operands;
    RoaringOperands plain, runs;
  };

  // As many sets of operands as keep a few MiB.
  size_t SetsOf(const Question& question) const {
    size_t bytes = 1;
    for (size_t i = 0; i < question.operands; ++i) bytes += bitmaps_.made[i].stored_bytes;
    return std::clamp<size_t>((size_t{4} << 20) / bytes, 1, kMostSets);
  }

  Chosen Choose(const Question& question, size_t set) const {
    Chosen chosen;
    for (size_t i = 0; i < question.operands; ++i) {
      const bool dense = question.with_dense && i + 1 == question.operands;
      const Bitmaps& from = dense ? dense_ : bitmaps_;
      const size_t at = dense ? 0 : (set * 2 + i) % kMostOperands;
      chosen.operands.push_back(&from.made[at]);
      chosen.plain.push_back(from.plain[at].get());
      chosen.runs.push_back(from.runs[at].get());
    }
    return chosen;
  }

  uint64_t members_;
  std::vector<Bitmap> exists_;
  Bitmaps dense_, bitmaps_;
  std::optional<Pattern> pattern_;
  double density_ = 0;
};

std::string NameOfCell(const Cell& cell) {
  char density[16];
  std::snprintf(density, sizeof density, "%g", cell.density);
  return NameOf(cell.pattern) + "/density:" + density + "/" + cell.question->name + "/" +
         (cell.want == Want::kCount ? "counted" : "selected");
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", 10'000'000);
  const auto rounds = static_cast<int64_t>(TakeNumber(&argc, argv, "rounds", 10));
  Begin(&argc, argv, "filters over bitmaps against CRoaring's best strategy of each cell (G3)",
        std::to_string(members) +
            " members; uniform, clustered, runs; seeds 99, 1000 to 1019; bench/corpus.h");
  GridWorld world(members);
  std::vector<Cell> cells;
  std::vector<CellBytes> bytes;
  const auto measure = [&](benchmark::State& state, Cell cell) {
    world.Prepare(cell.pattern, cell.density, &bytes);
    std::vector<std::unique_ptr<Turns>> turns;
    Race race = world.RaceOf(cell, &turns);
    race.Run(state);
    cell.seine = race.Nanoseconds("seine");
    cell.croaring = race.Nanoseconds("croaring");
    cells.push_back(cell);
  };
  for (const Pattern pattern : {Pattern::kUniform, Pattern::kClustered, Pattern::kRuns}) {
    for (const double density : kDensities) {
      for (const Question& question : kGridQuestions) {
        for (const Want want : {Want::kCount, Want::kBitmap}) {
          const Cell cell = {pattern, density, &question, want};
          benchmark::RegisterBenchmark(
              NameOfCell(cell).c_str(),
              [measure, cell](benchmark::State& state) { measure(state, cell); })
              ->UseManualTime()
              ->Iterations(rounds)
              ->Unit(benchmark::kMicrosecond);
        }
      }
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  PrintGrid(cells, bytes);
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
