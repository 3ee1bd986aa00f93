// Runs row plans over batches: tests give masks, values give vectors. Only lifts and aggregates go
// down a table (row_descent.cc), and a node of a shallower grain is computed once per ancestor row
// and spread (row_ascent.h).
//
// Cost follows candidates: after a selective operand the expensive ones see only the rows that are
// left. Threads: one evaluator per thread; the plans are shared. Never fails: plans are checked
// when they are made. Once `stop` is raised (null: never) it leaves rows out; the caller throws the
// answer away.
#ifndef SEINE_QUERY_ROW_EVALUATOR_H_
#define SEINE_QUERY_ROW_EVALUATOR_H_

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

#include "engine/stop_signal.h"
#include "query/owner_runs.h"
#include "query/row_batch.h"
#include "query/row_plan.h"
#include "query/row_plan_values.h"
#include "query/value_vector.h"

namespace seine {

// Of query/row_groups.h, value_ids.h, number_classes.h, pair_candidates.h, row_pairs.cc,
// row_sequence_*.h, open_keys.h and sequence_automaton.h.
template <typename Item>
class RowGroups;
class ValueIds;
struct NumberClasses;
struct PairWanted;
class PairCandidates;
class PairKeys;
class JoinIds;
class RowIds;
class StepRows;
class RowSet;
class OpenKeys;
struct BatchKeys;
struct KeyedRow;
struct StepEvent;
class SequenceAutomaton;

class RowEvaluator {
 public:
  // `failure` becomes NumberTooLarge when a number does not fit into 128 bits; the caller throws
  // the answer away.
  RowEvaluator(const row::Shard& shard, RowArena& arena, const StopSignal* stop = nullptr,
               absl::Status* failure = nullptr)
      : shard_(shard), arena_(arena), stop_(stop), failure_(failure) {}

  // Writes the mask of the batch's rows that pass. filter.grain is the batch's table or an ancestor
  // of it.
  void Test(const row::Filter& filter, const RowBatch& batch, uint64_t* mask);
  void Evaluate(const row::Value& value, const RowBatch& batch, ValueVector* out);
  // The same of the rows in the mask alone; the others may have any value, or none. As a rule all
  // are evaluated, but what does not fit is a failure of the former only.
  void EvaluateOf(const row::Value& value, const RowBatch& batch, const uint64_t* mask,
                  ValueVector* out);

  // Calls consume(children, mask, owners) for batches that together hold every row below `parents`
  // that passes. With `compact`, masks that keep few rows are turned into lists of just those.
  using Consume = absl::FunctionRef<void(const RowBatch&, const uint64_t*, const Owners&)>;
  void Scan(const row::Descent& descent, const RowBatch& parents, bool compact, Consume consume);

 private:
  // Calls each(parent, rows, first, last) for every run (owner_runs.h) of rows below `parents` that
  // pass: the first-th to the last-th of a batch.
  template <typename Each>
  void VisitRuns(const row::Descent& descent, const RowBatch& parents, Each each) {
    Scan(descent, parents, false,
         [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
           const RowBatch here = rows;  // which no write of `each` can reach
           const OwnerRuns runs = FindRuns(owners, passed, here.count, arena_);
           owners.Visit([&](auto owner) {
             for (uint32_t r = 0; r < runs.count; ++r)
               each(owner(runs.first[r]), here, runs.first[r], runs.last[r]);
           });
         });
  }
  // Calls use(rows, values, mask, owners) for batches that together hold every row below `parents`
  // that passes and has a value; these are in the mask.
  template <typename Use>
  void ScanValues(const row::Descent& descent, const row::Value& value, const RowBatch& parents,
                  Use use) {
    Scan(descent, parents, true,
         [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
           ValueVector values;
           EvaluateOf(value, rows, passed, &values);
           Mask mask = arena_.Take<uint64_t>(MaskWords(rows.count) + 8);
           std::copy_n(passed, MaskWords(rows.count), mask.data());
           AndPresent(values, rows.count, mask.data());
           use(rows, values, mask.data(), owners);
         });
  }
  // Calls each(parent, row, values, i) for every row below `parents` that passes and has a value,
  // values' i-th.
  template <typename Each>
  void VisitValues(const row::Descent& descent, const row::Value& value, const RowBatch& parents,
                   Each each) {
    ScanValues(descent, value, parents,
               [&](const RowBatch& rows, const ValueVector& values, const uint64_t* mask,
                   const Owners& owners) {
                 owners.Visit([&](auto owner) {
                   ForEachBit(mask, rows.count,
                              [&](uint32_t i) { each(owner(i), rows.Row(i), values, i); });
                 });
               });
  }
  void TestHere(const row::Filter& filter, const RowBatch& batch, uint64_t* mask);
  // Test(), of a batch in which perhaps not all rows matter. False: some number did not fit.
  bool TestAll(const row::Filter& filter, const RowBatch& batch, uint64_t* mask);
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
  void FindElements(const row::SetRelation& filter, const RowBatch& batch, uint32_t* numbers);
  void TestEachOf(const row::EachOf& filter, const RowBatch& batch, uint64_t* mask);
  // The ids of the values of each parent's rows.
  void GroupValues(const row::Descent& rows, const row::Value& value, const RowBatch& parents,
                   const std::string& text, ValueIds* ids, RowGroups<int64_t>* groups);
  // Each writes, per parent, how many different values its rows have; `counts` are zeros before.
  void CountClasses(const row::Distinct& node, NumberClasses classes, const RowBatch& parents,
                    int64_t* counts);
  void CountChanges(const row::Distinct& node, const RowBatch& parents, int64_t* counts);
  void CountGroups(const row::Distinct& node, const RowBatch& parents, int64_t* counts);
  void EvaluateDistinct(const row::Distinct& node, const RowBatch& parents, ValueVector* out);
  void EvaluateMode(const row::Mode& node, const RowBatch& parents, ValueVector* out);
  void EvaluateMeanGap(const row::Gap& node, const RowBatch& parents, ValueVector* out);
  void EvaluateGap(const row::Gap& node, const RowBatch& parents, ValueVector* out);
  void TestSequence(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask);
  // The same by SequenceShape; masks are empty before, but for kInOrder.
  void TestInOrder(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask);
  void TestGathered(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask);
  void TestMatched(const row::Sequence& filter, const RowBatch& batch, uint64_t* mask);
  // row_sequence_ranges.cc. Calls visit(part, place of its first) for parts of the parents, in
  // order, none of which has many rows unless it is one parent.
  using VisitRange = absl::FunctionRef<void(const RowBatch&, uint32_t)>;
  void VisitRanges(const row::Sequence& sequence, const RowBatch& parents, uint32_t first,
                   VisitRange visit);
  uint64_t MostRows(const row::Descent& descent, const RowBatch& parents) const;
  uint64_t RowsBelow(const row::Descent& descent, uint32_t block, uint32_t first,
                     uint32_t last) const;
  // row_sequence_scan.cc
  void MarkStep(const row::SequenceStep& step, const RowBatch& rows, uint64_t* mask);
  void ScanInOrder(const row::Sequence& filter, const RowBatch& batch,
                   SequenceAutomaton* automaton);
  void TestDoubtful(const row::Sequence& filter, const RowBatch& batch,
                    const std::vector<uint32_t>& doubtful, uint64_t* mask);
  // row_sequence_keys.cc. Calls consume(rows, owners, keys) for batches of the step's rows; with
  // `unknown`, rows that have no key come, too.
  using ConsumeKeys = absl::FunctionRef<void(const RowBatch&, const Owners&, const BatchKeys&)>;
  void ScanKeys(const row::Sequence& filter, size_t s, bool unknown, const RowBatch& parents,
                JoinIds* ids, ConsumeKeys consume);
  void ReadKeys(const row::Sequence& filter, size_t s, bool unknown, const RowBatch& rows,
                const uint64_t* wanted, JoinIds* ids, BatchKeys* out);
  void ReadElements(const row::Sequence& filter, const row::JoinSide& side, bool unknown,
                    const RowBatch& rows, const uint64_t* wanted, JoinIds* ids, BatchKeys* out);
  void FindOpen(const row::Sequence& filter, size_t s, const RowBatch& parents,
                const OpenKeys& open, const RowSet* own, JoinIds* ids,
                std::vector<KeyedRow>* found);
  void FindOfEveryKey(const row::Sequence& filter, size_t s, const RowBatch& parents,
                      const OpenKeys& open, JoinIds* ids, std::vector<KeyedRow>* found);
  void AddEvents(const row::SequenceStep& step, size_t s, uint32_t block,
                 const std::vector<KeyedRow>& rows, RowGroups<StepEvent>* events);
  void GatherEvents(const row::Sequence& filter, const RowBatch& batch,
                    RowGroups<StepEvent>* events);
  // row_sequences.cc
  void GatherStep(const row::Sequence& sequence, size_t s, const RowBatch& parents,
                  std::deque<JoinIds>* ids, StepRows* out);
  bool PaysBridges(const row::Sequence& sequence, const RowBatch& batch) const;
  void GatherSide(const row::JoinSide& side, row::JoinForm form, const RowBatch& rows,
                  const uint64_t* wanted, JoinIds* ids, RowIds* out);
  using ConsumeElements = absl::FunctionRef<void(uint32_t, std::span<const int64_t>)>;
  void VisitElements(const row::JoinSide& side, row::JoinForm form, const RowBatch& rows,
                     const uint64_t* wanted, JoinIds* ids, ConsumeElements visit);
  void ReadIds(const row::JoinSide& side, row::JoinForm form, const RowBatch& rows, uint64_t* known,
               JoinIds* ids, RowArena::Buffer<int64_t>* out);
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
  // The rows below that may go with some asked row; and what each of these asks for.
  void GatherCandidates(const row::Descent& descent, const RowBatch& parents, PairKeys* keys,
                        PairCandidates* candidates);
  void FindWanted(const row::Descent& descent, const RowBatch& asked, PairKeys* keys,
                  std::vector<PairWanted>* wanted);
  // The outer rows themselves as a batch, which the binder saw to it that there are.
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

  // `text` as the filter says the value whose number does not fit.
  void Overflow(const std::string& text);

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
  absl::Status* failure_;
  std::map<const row::Value*, BlockValues> kept_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_EVALUATOR_H_
