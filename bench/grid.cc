#include "bench/grid.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "bench/program.h"
#include "engine/kernels.h"

namespace seine::bench {
namespace {

constexpr Pattern kPatterns[] = {Pattern::kUniform, Pattern::kClustered, Pattern::kRuns};
constexpr double kMostBytes = 1.1;

const char* NameOf(Want want) { return want == Want::kCount ? "counted" : "selected"; }

double RatioOf(const Cell& cell) { return cell.croaring / cell.seine; }

void PrintTable(const std::vector<Cell>& cells, const std::vector<CellBytes>& bytes,
                Pattern pattern, Want want) {
  const auto is_of = [=](const Cell& c) { return c.pattern == pattern && c.want == want; };
  if (std::none_of(cells.begin(), cells.end(), is_of)) return;
  std::printf("\n%s, %s: times as fast as CRoaring's best strategy\n%-8s", NameOf(pattern).c_str(),
              NameOf(want), "density");
  for (const Question& question : kGridQuestions) std::printf(" %8s", question.name);
  std::printf(" %8s\n", "bytes");
  for (const double density : kDensities) {
    std::printf("%-8g", density);
    for (const Question& question : kGridQuestions) {
      const auto cell = std::find_if(cells.begin(), cells.end(), [&](const Cell& c) {
        return is_of(c) && c.density == density && c.question == &question;
      });
      if (cell == cells.end())
        std::printf(" %8s", "-");
      else
        std::printf(" %8.2f", RatioOf(*cell));
    }
    const auto size = std::find_if(bytes.begin(), bytes.end(), [&](const CellBytes& b) {
      return b.pattern == pattern && b.density == density;
    });
    if (size == bytes.end())
      std::printf(" %8s\n", "-");
    else
      std::printf(" %8.2f\n", size->ratio);
  }
}

struct Summary {
  explicit Summary(std::vector<Cell> of) : cells(std::move(of)) {
    for (const Cell& cell : cells) {
      mean += std::log(RatioOf(cell)) / static_cast<double>(cells.size());
      worst = std::min(worst, RatioOf(cell));
    }
    mean = std::exp(mean);
  }
  int Below(double least) const {
    return static_cast<int>(std::count_if(
        cells.begin(), cells.end(), [least](const Cell& cell) { return RatioOf(cell) < least; }));
  }
  std::vector<Cell> cells;
  double mean = 0, worst = 1e9;
};

template <typename Of>
Summary SummaryOf(const std::vector<Cell>& cells, Of of) {
  std::vector<Cell> chosen;
  std::copy_if(cells.begin(), cells.end(), std::back_inserter(chosen), of);
  return Summary(std::move(chosen));
}

void PrintSummary(const char* name, const Summary& of, double least) {
  if (of.cells.empty()) return;
  std::printf("%s: geometric mean %.2f, worst %.2f, %d of %zu cells below %.2f\n", name, of.mean,
              of.worst, of.Below(least), of.cells.size(), least);
}

bool IsFive(const Cell& cell) {
  return cell.question->operands == 5 && cell.density >= 0.005 && cell.density <= 0.2;
}

}  // namespace

void PrintGrid(const std::vector<Cell>& cells, const std::vector<CellBytes>& bytes) {
  for (const Pattern pattern : kPatterns) {
    for (const Want want : {Want::kCount, Want::kBitmap}) {
      PrintTable(cells, bytes, pattern, want);
    }
  }
  const bool wide = std::strcmp(ActiveKernels().name, "avx512") == 0;
  const double least = wide ? 0.95 : 0.9;
  const auto counted = [](const Cell& cell) {
    return cell.want == Want::kCount && cell.pattern != Pattern::kRuns;
  };
  const Summary goal = SummaryOf(cells, counted);
  const Summary five =
      SummaryOf(cells, [&](const Cell& cell) { return counted(cell) && IsFive(cell); });
  std::printf("\n");
  PrintSummary("counted", goal, least);
  PrintSummary("counted, five operands in 0.005..0.2", five, least);
  PrintSummary("selected",
               SummaryOf(cells,
                         [](const Cell& cell) {
                           return cell.want == Want::kBitmap && cell.pattern != Pattern::kRuns;
                         }),
               least);
  PrintSummary("runs, apart",
               SummaryOf(cells, [](const Cell& cell) { return cell.pattern == Pattern::kRuns; }),
               least);
  if (!goal.cells.empty()) {
    const bool met = goal.worst >= least &&
                     (!wide || (goal.mean >= 3 && (five.cells.empty() || five.mean >= 5)));
    std::printf("G3 (%sno cell below %.2f): %s\n", wide ? "mean >= 3, five operands >= 5, " : "",
                least, Verdict(met));
  }
  double most = 0;
  for (const CellBytes& size : bytes) most = std::max(most, size.ratio);
  if (!bytes.empty()) {
    std::printf("G12, bitmaps (at most %.1f of CRoaring's serialised bytes): at most %.2f, %s\n",
                kMostBytes, most, Verdict(most <= kMostBytes));
  }
}

}  // namespace seine::bench
