// RowEvaluator: sequences that SequenceAutomaton decides, but not as the scan goes: rows of several
// tables, rows in another order than that of time, and rows that are joined. All rows of a match
// have one key: the value that joins them (without a join, all rows have the same). So first only
// keys are read, and what meets no row of the other steps is dropped; then the times of the rest,
// which go to the automaton class by class of parent and key.

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "query/open_keys.h"
#include "query/row_evaluator.h"
#include "query/row_groups.h"
#include "query/row_sequences.h"
#include "query/sequence_automaton.h"

namespace seine {
namespace {

// Of a row without a value: no row of another step has it.
constexpr int64_t kNoKey = INT64_MIN;

// Rows of one table in one block, which lie together.
class RowSet {
 public:
  // `rows` ascend.
  explicit RowSet(const std::vector<KeyedRow>& rows) {
    if (rows.empty()) return;
    first_ = rows.front().row;
    count_ = rows.back().row - first_ + 1;
    bits_.resize(MaskWords(count_));
    for (const KeyedRow& each : rows) SetMaskBit(bits_.data(), each.row - first_);
  }
  bool Has(uint32_t row) const {
    return row - first_ < count_ && MaskBit(bits_.data(), row - first_);
  }

 private:
  uint32_t first_ = 0;
  uint32_t count_ = 0;
  std::vector<uint64_t> bits_;
};

bool ComesBefore(const StepEvent& a, const StepEvent& b) {
  return a.key != b.key ? a.key < b.key : a.time < b.time;
}

// Events in the form that the automaton takes, class after class.
class Classes {
 public:
  Classes(size_t steps, size_t most_events) : masks_(steps) {
    for (std::vector<uint64_t>& mask : masks_) mask.resize((most_events + 63) / 64);
  }

  void Add(uint32_t parent, std::span<const StepEvent> events) {
    for (const StepEvent& event : events) {
      SetMaskBit(masks_[event.step].data(), static_cast<uint32_t>(times_.size()));
      times_.push_back(event.time);
      classes_.push_back(static_cast<uint32_t>(parents_.size()));
    }
    parents_.push_back(parent);
  }
  // Marks the parents that have a class which matches.
  void Run(SequenceAutomaton* automaton, uint64_t* mask) const {
    std::vector<const uint64_t*> steps;
    for (const std::vector<uint64_t>& each : masks_) steps.push_back(each.data());
    automaton->Start(static_cast<uint32_t>(parents_.size()));
    automaton->Add({static_cast<uint32_t>(times_.size()), times_.data(), classes_.data(), steps});
    for (uint32_t c = 0; c < parents_.size(); ++c) {
      if (automaton->Matches(c)) SetMaskBit(mask, parents_[c]);
    }
  }

 private:
  std::vector<int64_t> times_;
  std::vector<uint32_t> classes_;
  std::vector<std::vector<uint64_t>> masks_;  // per step
  std::vector<uint32_t> parents_;             // of each class
};

}  // namespace

void RowEvaluator::ScanKeys(const row::Sequence& filter, size_t s, bool unknown,
                            const RowBatch& parents, JoinIds* ids, ConsumeKeys consume) {
  const row::Value* const value = filter.keys[s].value;
  Scan(filter.steps[s].rows, parents, true,
       [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
         ValueVector read;
         RowArena::Buffer<int64_t> keys;
         Mask known = arena_.Take<uint64_t>(MaskWords(rows.count) + 8);
         std::copy_n(passed, MaskWords(rows.count), known.data());
         if (value != nullptr) {
           Evaluate(*value, rows, &read);
           AndPresent(read, rows.count, known.data());
         }
         if (value != nullptr && filter.coded && !read.constant) {
           keys = std::move(read.small);
         } else {
           keys = arena_.Take<int64_t>(rows.count);
           ForEachBit(known.data(), rows.count, [&](uint32_t i) {
             keys[i] = value == nullptr ? 0
                       : filter.coded   ? read.small[read.Slot(i)]
                                        : ids->Of(read, i);
           });
         }
         if (unknown) {
           ForEachBit(passed, rows.count, [&](uint32_t i) {
             if (!MaskBit(known.data(), i)) keys[i] = kNoKey;
           });
         }
         consume(rows, unknown ? passed : known.data(), owners, keys.data());
       });
}

void RowEvaluator::AddEvents(const row::SequenceStep& step, size_t s, uint32_t block,
                             const std::vector<KeyedRow>& rows, RowGroups<StepEvent>* events) {
  auto own = arena_.Take<uint32_t>(kBatchRows);
  for (size_t first = 0; first < rows.size(); first += kBatchRows) {
    const auto n = static_cast<uint32_t>(std::min<size_t>(rows.size() - first, kBatchRows));
    for (uint32_t i = 0; i < n; ++i) own[i] = rows[first + i].row;
    ValueVector time;
    Evaluate(*step.time, {step.rows.table, block, n, 0, own.data()}, &time);
    for (uint32_t i = 0; i < n; ++i) {
      const KeyedRow& row = rows[first + i];
      events->Add(row.parent, {time.small[time.Slot(i)], row.key, static_cast<uint32_t>(s)});
    }
  }
}

void RowEvaluator::GatherEvents(const row::Sequence& filter, const RowBatch& batch,
                                RowGroups<StepEvent>* events) {
  // First the steps that every match takes.
  std::vector<size_t> order;
  for (const bool negative : {false, true}) {
    for (size_t s = 0; s < filter.steps.size(); ++s) {
      if (filter.steps[s].match.negative == negative) order.push_back(s);
    }
  }
  JoinIds ids;
  std::vector<std::vector<KeyedRow>> found(filter.steps.size());
  std::vector<KeyedRow>& first = found[order[0]];
  std::vector<uint32_t> count(batch.count);
  ScanKeys(
      filter, order[0], true, batch, &ids,
      [&](const RowBatch& rows, const uint64_t* mask, const Owners& owners, const int64_t* keys) {
        owners.Visit([&](auto owner) {
          ForEachBit(mask, rows.count, [&](uint32_t i) {
            first.push_back({owner(i), rows.Row(i), keys[i]});
            ++count[owner(i)];
          });
        });
      });
  if (first.empty()) return;
  OpenKeys open(count);
  for (const KeyedRow& row : first) open.Add(row.parent, row.key);
  const RowSet own(first);
  for (const size_t s : std::span(order).subspan(1)) {
    const row::SequenceStep& step = filter.steps[s];
    const bool same = filter.keys[s].same && step.rows.table == filter.steps[order[0]].rows.table;
    ScanKeys(
        filter, s, false, batch, &ids,
        [&](const RowBatch& rows, const uint64_t* mask, const Owners& owners, const int64_t* keys) {
          auto hits = arena_.Take<uint32_t>(rows.count);
          uint32_t n = 0;
          owners.Visit([&](auto owner) {
            ForEachBit(mask, rows.count, [&, list = hits.data()](uint32_t i) {
              list[n] = i;
              n += open.Has(owner(i), keys[i]);
            });
            for (const uint32_t i : std::span(hits.data(), n)) {
              const KeyedRow row{owner(i), rows.Row(i), keys[i]};
              // A row does not meet itself.
              if (same && own.Has(row.row) && !open.HasSeveral(row.parent, row.key)) continue;
              found[s].push_back(row);
            }
          });
        });
    if (step.match.negative) continue;
    if (found[s].empty()) return;
    for (const KeyedRow& row : found[s]) open.Meet(row.parent, row.key);
    open.KeepMet();
  }
  for (size_t s = 0; s < found.size(); ++s) {
    std::erase_if(found[s], [&](const KeyedRow& row) { return !open.Has(row.parent, row.key); });
    AddEvents(filter.steps[s], s, batch.block, found[s], events);
  }
}

void RowEvaluator::TestGathered(const row::Sequence& filter, const RowBatch& batch,
                                uint64_t* mask) {
  RowGroups<StepEvent> events(batch.count);
  GatherEvents(filter, batch, &events);
  events.Group();
  std::vector<SequenceMatcher::Step> steps;
  for (const row::SequenceStep& step : filter.steps) steps.push_back(step.match);
  const auto positive =
      static_cast<size_t>(std::ranges::count(steps, false, &SequenceMatcher::Step::negative));
  Classes classes(steps.size(), events.size());
  for (uint32_t p = 0; p < batch.count; ++p) {
    const std::span<StepEvent> own = events.Of(p);
    if (!std::ranges::is_sorted(own, ComesBefore)) std::ranges::sort(own, ComesBefore);
    for (size_t first = 0, last = 0; first < own.size(); first = last) {
      while (last < own.size() && own[last].key == own[first].key) ++last;
      if (last - first >= positive) classes.Add(p, own.subspan(first, last - first));
    }
  }
  SequenceAutomaton automaton(steps, filter.as_of, *shard_.zone, arena_);
  FillMask(mask, batch.count, false);
  classes.Run(&automaton, mask);
}

}  // namespace seine
