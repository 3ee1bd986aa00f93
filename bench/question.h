// The questions of the benchmarks and how the engine answers them: an AND, an OR, or
// (0 or 1 or 2) and (3 or 4) and not 5, over stored bitmaps of a population.

#ifndef SEINE_BENCH_QUESTION_H_
#define SEINE_BENCH_QUESTION_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/corpus.h"
#include "engine/scratch.h"
#include "engine/selection.h"
#include "query/block_evaluator.h"

namespace seine::bench {

enum class Shape { kAnd, kOr, kCnf };

struct Question {
  const char* name;
  Shape shape;
  size_t operands;
  bool with_dense = false;  // the last operand is the one of density 0.5
};

using Operands = std::vector<const Population*>;

// A question over all shards, planned once, as a compiled query is. Borrows the populations.
class PlannedQuestion {
 public:
  PlannedQuestion(Shape shape, const Operands& operands, const std::vector<Bitmap>& exists);

  uint64_t Count();
  // Writes the selection of every block; returns how many members they have.
  uint64_t Select();
  // Counts the shards that it draws tickets for; several threads at once, each with its own
  // scratch.
  uint64_t CountByTicket(std::atomic<size_t>* ticket, Scratch& scratch) const;

 private:
  std::vector<BlockEvaluator> shards_;
  Scratch scratch_;
  Selection selection_;
};

}  // namespace seine::bench

#endif  // SEINE_BENCH_QUESTION_H_
