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
#include <map>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"

#include "engine/stop_signal.h"
#include "query/row_batch.h"
#include "query/row_plan.h"
#include "query/row_plan_values.h"
#include "query/value_vector.h"

namespace seine {

// Of query/row_groups.h, value_ids.h, row_sequences.h and sequence_automaton.h.
template <typename Item>
class RowGroups;
class ValueIds;
class JoinIds;
class StepRows;
struct StepEvent;
class SequenceAutomaton;

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
  // `overflow` is set when a number did not fit into 128 bits; the caller throws the answer away.
  RowEvaluator(const row::Shard& shard, RowArena& arena, const StopSignal* stop = nullptr,
               bool* overflow = nullptr)
      : shard_(shard), arena_(arena), stop_(stop), overflow_(overflow) {}

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
  // Calls each(parent, row) for every row below `parents` that passes.
  template <typename Each>
  void VisitRows(const row::Descent& descent, const RowBatch& parents, Each each) {
    Scan(descent, parents, false,
         [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
           owners.Visit([&](auto owner) {
             ForEachBit(passed, rows.count, [&](uint32_t i) { each(owner(i), rows.Row(i)); });
           });
         });
  }
  // Calls each(parent, row, values, i) for every row below `parents` that passes and has a value,
  // values' i-th.
  template <typename Each>
  void VisitValues(const row::Descent& descent, const row::Value& value, const RowBatch& parents,
                   Each each) {
    Scan(descent, parents, true,
         [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
           ValueVector values;
           Evaluate(value, rows, &values);
           owners.Visit([&](auto owner) {
             ForEachBit(passed, rows.count, [&](uint32_t i) {
               if (values.Has(i)) each(owner(i), rows.Row(i), values, i);
             });
           });
         });
  }
  void TestHere(const row::Filter& filter, const RowBatch& batch, uint64_t* mask);
  // mask &= filter, on the rows still in it.
  void Narrow(const row::Filter& filter, const RowBatch& batch, uint64_t* mask);
  void TestOr(const row::Or& filter, const RowBatch& batch, uint64_t* mask);
  void TestKOf(const row::KOf& filter, const RowBatch& batch, uint64_t* mask);
  void TestLift(const row::Lift& lift, const RowBatch& batch, uint64_t* mask);
  void TestValueRanges(const row::ValueInRanges& filter, const RowBatch& batch, uint64_t* mask);
  void TestPicked(const row::PickedIs& filter, const RowBatch& batch, uint64_t* mask);
  void TestIsPicked(const row::IsPicked& filter, const RowBatch& batch, uint64_t* mask);
  void TestBelongs(const row::BelongsTo& filter, const RowBatch& batch, uint64_t* mask);
  void TestAnniversary(const row::Anniversary& filter, const RowBatch& batch, uint64_t* mask);
  void TestComputedText(const row::ComputedText& filter, const RowBatch& batch, uint64_t* mask);
  void TestTexts(const row::TextTest& filter, const RowBatch& batch, uint64_t* mask);
  void TestSets(const row::SetRelation& filter, const RowBatch& batch, uint64_t* mask);
  void TestEachOf(const row::EachOf& filter, const RowBatch& batch, uint64_t* mask);
  // The ids of the values of each parent's rows.
  void GroupValues(const row::Descent& rows, const row::Value& value, const RowBatch& parents,
                   ValueIds* ids, RowGroups<int64_t>* groups, bool* wide);
  void EvaluateDistinct(const row::Distinct& node, const RowBatch& parents, ValueVector* out);
  void EvaluateMode(const row::Mode& node, const RowBatch& parents, ValueVector* out);
  void EvaluateMeanGap(const row::Gap& node, const RowBatch& parents, ValueVector* out);
  void EvaluateGap(const row::Gap& node, const RowBatch& parents, ValueVector* out);
  void TestSequence(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask);
  // The same, where filter.scans are.
  void RunSequence(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask);
  void RunInOrder(const row::Sequence& filter, const RowBatch& batch, SequenceAutomaton* automaton);
  void GatherEvents(const row::Sequence& filter, const row::SequenceScan& scan,
                    const RowBatch& batch, JoinIds* ids, RowGroups<StepEvent>* events);
  void NarrowToStep(const row::SequenceStep& step, const RowBatch& rows, uint64_t* mask);
  void GatherStep(const row::Sequence& sequence, size_t s, const RowBatch& parents,
                  std::vector<JoinIds>* ids, StepRows* out);
  void GatherSide(const row::JoinSide& side, bool coded, const RowBatch& rows,
                  const uint64_t* passed, JoinIds* ids, std::vector<std::vector<int64_t>>* out);
  // Of each row of the batch, the row that has its set, from the pick with that number on;
  // UINT32_MAX: none.
  void FindSetRows(const row::SetReader& set, const RowBatch& batch, size_t pick, uint32_t* rows);
  // The picked row of each parent that has one, and whose it is.
  struct Picked {
    RowArena::Buffer<uint32_t> rows;
    RowArena::Buffer<uint32_t> parent;
    RowBatch batch;  // over `rows`
  };
  Picked PickRows(const row::Picks& picks, const RowBatch& parents);
  void PickByScan(const row::Picks& picks, const RowBatch& parents, uint32_t* picked);
  void PickByTime(const row::Picks& picks, const RowBatch& parents, uint32_t* picked);
  void EvaluateHere(const row::Value& value, const RowBatch& batch, ValueVector* out);
  // All values of the block at hand, by member; null where they are not known (and asks for them).
  const ValueVector* Recall(const row::Remembered& value, const RowBatch& batch);
  // The values of the batch: evaluated into *own, or, without copying, those that are known.
  const ValueVector& Values(const row::Value& value, const RowBatch& batch, ValueVector* own);
  void EvaluateLookup(const row::LookupValue& value, const RowBatch& batch, ValueVector* out);
  void EvaluatePicked(const row::PickedValue& value, const RowBatch& batch, ValueVector* out);
  void EvaluateArithmetic(const row::Arithmetic& node, const row::Value& value,
                          const RowBatch& batch, ValueVector* out);
  void EvaluateFirstOf(const row::FirstOf& node, const RowBatch& batch, ValueVector* out);
  void EvaluateTime(const row::DatePart& node, const RowBatch& batch, ValueVector* out);
  void EvaluateTime(const row::PeriodOf& node, const RowBatch& batch, ValueVector* out);
  void EvaluateTime(const row::ShiftedTime& node, const RowBatch& batch, ValueVector* out);
  void EvaluateTime(const row::ElapsedUnits& node, const RowBatch& batch, ValueVector* out);
  void EvaluateBucket(const row::Bucket& node, const RowBatch& batch, ValueVector* out);
  void EvaluateWhen(const row::When& node, const RowBatch& batch, ValueVector* out);
  void EvaluateScore(const row::Score& node, const RowBatch& batch, ValueVector* out);
  void EvaluateAggregate(const row::Aggregate& aggregate, const bound::ValueType& type,
                         const RowBatch& parents, ValueVector* out);
  // Of parents in order, without what speaks of outer rows.
  void ScanOrdered(const row::Descent& descent, const RowBatch& parents, bool compact,
                   Consume consume);
  void ScanPairs(const row::Descent& descent, const RowBatch& asked, Consume consume);
  // The outer rows themselves as a batch.
  RowBatch OuterBatch(const RowBatch& batch, int scope, int table) const;
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

  void Overflow() {
    if (overflow_ != nullptr) *overflow_ = true;
  }

  // The values of all members of a block; kept until another block's are asked for. Null: some do
  // not fit into 128 bits. Precondition: the value's grain is 0.
  const ValueVector* OfBlock(const row::Value& value, uint32_t block);
  struct BlockValues {
    uint32_t block = UINT32_MAX;
    bool refused = false;
    ValueVector values;
  };

  const row::Shard& shard_;
  RowArena& arena_;
  const StopSignal* stop_;
  bool* overflow_;
  std::map<const row::Value*, BlockValues> kept_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_EVALUATOR_H_
