// The grid of goal G3: what was measured in each cell, and the tables and verdicts printed at the
// end.

#ifndef SEINE_BENCH_GRID_H_
#define SEINE_BENCH_GRID_H_

#include <cstdint>
#include <string>
#include <vector>

#include "bench/corpus.h"
#include "bench/question.h"
#include "bench/roaring_peer.h"

namespace seine::bench {

inline constexpr double kDensities[] = {1e-5, 1e-4, 1e-3, 0.005, 0.02, 0.05, 0.2, 0.5};
inline constexpr Question kGridQuestions[] = {
    {"AND2", Shape::kAnd, 2}, {"AND5", Shape::kAnd, 5},           {"OR5", Shape::kOr, 5},
    {"OR20", Shape::kOr, 20}, {"ANDdense", Shape::kAnd, 2, true}, {"CNF", Shape::kCnf, 6}};

struct Cell {
  Pattern pattern;
  double density;
  const Question* question;
  Want want;
  double seine = 0, croaring = 0;  // nanoseconds
};

// Stored bytes over CRoaring's serialised, run-optimised bytes of the same bitmaps.
struct CellBytes {
  Pattern pattern;
  double density;
  double ratio;
};

// A table for each pattern and want that was measured, then whether G3 and the bitmaps' share of
// G12 hold. The pattern kRuns is shown but belongs to no goal.
void PrintGrid(const std::vector<Cell>& cells, const std::vector<CellBytes>& bytes);

}  // namespace seine::bench

#endif  // SEINE_BENCH_GRID_H_
