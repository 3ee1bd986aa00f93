// Runs row plans over batches: tests give masks, values give vectors. Only lifts and aggregates go
// down a table (row_descent.h), and a node of a shallower grain is computed once per ancestor row
// and spread (row_ascent.h).
//
// Cost follows candidates: after a selective operand the expensive ones see only the rows that are
// left. Threads: one evaluator per thread; the plans are shared. Never fails: plans are checked
// when they are made. Once `stop` is raised (null: never) it leaves rows out; the caller throws the
// answer away.
#ifndef SEINE_QUERY_ROW_EVALUATOR_H_
#define SEINE_QUERY_ROW_EVALUATOR_H_

#include <cstdint>
#include <utility>

#include "absl/functional/function_ref.h"

#include "engine/stop_signal.h"
#include "query/row_batch.h"
#include "query/row_plan.h"
#include "query/value_vector.h"

namespace seine {

// For each row of a child batch, the index of its parent in the parent batch.
struct Owners {
  const uint16_t* places = nullptr;  // owner = places[i] - base
  uint32_t base = 0;
  const uint32_t* index = nullptr;  // or owner = index[i]

  // Calls fn(owner) with a function from child index to parent index.
  template <typename Fn>
  void Visit(Fn&& fn) const {
    if (places != nullptr) {
      fn([this](uint32_t i) { return places[i] - base; });
    } else {
      fn([this](uint32_t i) { return index[i]; });
    }
  }
};

class RowEvaluator {
 public:
  RowEvaluator(const row::Shard& shard, RowArena& arena, const StopSignal* stop = nullptr)
      : shard_(shard), arena_(arena), stop_(stop) {}

  // Writes the mask of the batch's rows that pass. filter.grain is the batch's table or an ancestor
  // of it.
  void Test(const row::Filter& filter, const RowBatch& batch, uint64_t* mask);
  void Evaluate(const row::Value& value, const RowBatch& batch, ValueVector* out);

  // Calls consume(children, mask, owners) for batches that together hold every row below `parents`
  // that passes. With `compact`, masks that keep few rows are turned into lists of just those.
  using Consume = absl::FunctionRef<void(const RowBatch&, const uint64_t*, const Owners&)>;
  void Scan(const row::Descent& descent, const RowBatch& parents, bool compact, Consume consume);

 private:
  struct Spread;
  void TestHere(const row::Filter& filter, const RowBatch& batch, uint64_t* mask);
  // mask &= filter, on the rows still in it.
  void Narrow(const row::Filter& filter, const RowBatch& batch, uint64_t* mask);
  void TestOr(const row::Or& filter, const RowBatch& batch, uint64_t* mask);
  void TestKOf(const row::KOf& filter, const RowBatch& batch, uint64_t* mask);
  void TestLift(const row::Lift& lift, const RowBatch& batch, uint64_t* mask);
  void EvaluateHere(const row::Value& value, const RowBatch& batch, ValueVector* out);
  void EvaluateLookup(const row::LookupValue& value, const RowBatch& batch, ValueVector* out);
  void EvaluateAggregate(const row::Aggregate& aggregate, const bound::ValueType& type,
                         const RowBatch& parents, ValueVector* out);
  void ScanTiles(const row::Descent& descent, const RowBatch& parents, bool compact,
                 Consume consume);
  void ScanPostings(const row::Descent& descent, const RowBatch& parents,
                    std::pair<uint32_t, uint32_t> range, bool inside, bool compact,
                    Consume consume);
  void ScanLists(const row::Descent& descent, const RowBatch& parents, int tile, bool inside,
                 bool compact, Consume consume);
  void Emit(const row::Descent& descent, const RowBatch& children, const Owners& owners,
            bool inside, bool by_postings, bool compact, Consume consume);
  std::pair<uint32_t, uint32_t> Below(const row::Descent& descent, size_t from,
                                      std::pair<uint32_t, uint32_t> rows) const;

  const row::Shard& shard_;
  RowArena& arena_;
  const StopSignal* stop_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_EVALUATOR_H_
