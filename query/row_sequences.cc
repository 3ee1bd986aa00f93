// RowEvaluator: sequences that SequenceMatcher decides. The rows of each step are gathered parent
// by parent; steps that are joined are matched once for each class of rows of the step that others
// refer to.

#include "query/row_sequences.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "query/fraction.h"
#include "query/row_ascent.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

// What a row is joined by: the ids of its values, ascending.
using Ids = std::vector<int64_t>;

bool Meet(const Ids& a, const Ids& b) {
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) return true;
    *x < *y ? ++x : ++y;
  }
  return false;
}

}  // namespace

int64_t JoinIds::OfText(std::string_view text) {
  return texts_.try_emplace(std::string(text), static_cast<int64_t>(texts_.size())).first->second;
}

int64_t JoinIds::Of(const ValueVector& v, uint32_t i) {
  using bound::ValueKind;
  if (v.type.kind == ValueKind::kText) return OfText(v.text[v.Slot(i)]);
  if (v.type.kind == ValueKind::kReal) {
    const double real = v.real[v.Slot(i)];
    return numbers_.try_emplace({std::bit_cast<int64_t>(real), 0}, numbers_.size()).first->second;
  }
  if (v.type.kind != ValueKind::kNumber) return v.small[v.Slot(i)];
  Fraction f{v.Numerator(i), v.Denominator(i)};
  Apply(filter::ArithmeticOp::kMultiply, Fraction(f), {1, PowerOfTen(v.type.scale)}, &f);
  f = Reduced(f);
  return numbers_.try_emplace({f.numerator, f.denominator}, numbers_.size()).first->second;
}

void StepRows::Group(uint32_t parents) {
  order_ = RowGroups<size_t>(parents);
  for (size_t i = 0; i < parent_.size(); ++i) order_.Add(parent_[i], i);
  order_.Group();
  for (uint32_t p = 0; p < parents; ++p) {
    const std::span<size_t> own = order_.Of(p);
    const auto earlier = [this](size_t a, size_t b) { return events_[a].time < events_[b].time; };
    if (!std::is_sorted(own.begin(), own.end(), earlier))
      std::stable_sort(own.begin(), own.end(), earlier);
  }
  std::vector<SequenceEvent> events(events_.size());
  for (size_t i = 0; i < events.size(); ++i) events[i] = events_[order_.At(i)];
  events_ = std::move(events);
}

void RowEvaluator::GatherSide(const row::JoinSide& side, bool coded, const RowBatch& rows,
                              const uint64_t* passed, JoinIds* ids, std::vector<Ids>* out) {
  if (side.value != nullptr) {
    ValueVector v;
    Evaluate(*side.value, rows, &v);
    ForEachBit(passed, rows.count, [&](uint32_t i) {
      out->emplace_back();
      if (v.Has(i)) out->back().push_back(coded ? v.small[v.Slot(i)] : ids->Of(v, i));
    });
    return;
  }
  auto of = arena_.Take<uint32_t>(rows.count);
  FindSetRows(side.set, rows, 0, of.data());
  ForEachBit(passed, rows.count, [&](uint32_t i) {
    Ids& own = out->emplace_back();
    const ColumnView* column = nullptr;
    uint64_t at = 0;
    if (of[i] == UINT32_MAX || !side.set.from.Find(of[i], &column, &at)) return;
    for (uint32_t e = column->set.offsets[at]; e < column->set.offsets[at + 1]; ++e) {
      const int64_t code = column->set.codes.Value(e);
      own.push_back(
          coded ? code : ids->OfText(side.set.from.dictionary->Text(static_cast<uint32_t>(code))));
    }
    std::ranges::sort(own);
  });
}

void RowEvaluator::GatherStep(const row::Sequence& sequence, size_t s, const RowBatch& parents,
                              std::vector<JoinIds>* ids, StepRows* out) {
  const row::SequenceStep& step = sequence.steps[s];
  Scan(step.rows, parents, true,
       [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
         ValueVector time;
         Evaluate(*step.time, rows, &time);
         owners.Visit([&](auto owner) {
           ForEachBit(passed, rows.count, [&](uint32_t i) {
             out->Add(owner(i), {time.Has(i) ? time.small[time.Slot(i)] : INT64_MAX, rows.Row(i)});
           });
         });
         // Both sides of a join, each on the rows of its own step.
         size_t join = 0;
         for (size_t other = 0; other < sequence.steps.size(); ++other) {
           for (const row::StepJoin& j : sequence.steps[other].joins) {
             if (other == s)
               GatherSide(j.own, j.coded, rows, passed, &(*ids)[join], out->Ids(join));
             if (j.step == static_cast<int>(s))
               GatherSide(j.theirs, j.coded, rows, passed, &(*ids)[join], out->Ids(join));
             ++join;
           }
         }
       });
  out->Group(parents.count);
}

// One parent's rows: the steps' rows that are still in the running, class by class.
class JoinedMatch {
 public:
  JoinedMatch(const row::Sequence& sequence, const SequenceMatcher& matcher,
              const std::vector<StepRows>& steps)
      : matcher_(matcher), steps_(steps) {
    size_t join = 0;
    for (size_t s = 0; s < sequence.steps.size(); ++s) {
      for (const row::StepJoin& j : sequence.steps[s].joins)
        joins_.push_back({join++, s, static_cast<size_t>(j.step)});
    }
    for (const Join& j : joins_) {
      if (std::ranges::find(referred_, j.to) == referred_.end()) referred_.push_back(j.to);
    }
  }

  // `owners[s]`: the parent in step s's numbering.
  bool Matches(std::span<const uint32_t> owners) {
    rows_.assign(steps_.size(), {});
    for (size_t s = 0; s < steps_.size(); ++s) {
      const auto [first, last] = steps_[s].RowsOf(owners[s]);
      for (size_t i = first; i < last; ++i) rows_[s].push_back(i);
    }
    return TryClasses(0);
  }

 private:
  struct Join {
    size_t index;
    size_t from;  // the later step
    size_t to;    // the step that it refers to
  };

  // Tries each class of equal rows of the r-th step that others refer to.
  bool TryClasses(size_t r) {
    if (r == referred_.size()) return MatchRows();
    const size_t to = referred_[r];
    std::map<std::vector<Ids>, std::vector<size_t>> classes;
    for (size_t row : rows_[to]) {
      std::vector<Ids> signature;
      for (const Join& j : joins_) {
        if (j.to == to) signature.push_back(steps_[to].IdsOf(j.index, row));
      }
      classes[signature].push_back(row);
    }
    const std::vector<std::vector<size_t>> all = Involved(to);
    std::vector<ByIds> by_ids;
    for (const Join& j : joins_) by_ids.push_back(j.to == to ? RowsById(j) : ByIds());
    for (const auto& [signature, members] : classes) {
      rows_[to] = members;
      std::vector<bool> narrowed(rows_.size());
      for (size_t j = 0, k = 0; j < joins_.size(); ++j) {
        if (joins_[j].to != to) continue;
        const Ids& ids = signature[k++];
        if (narrowed[joins_[j].from]) {
          Keep(joins_[j], ids);
        } else {
          rows_[joins_[j].from] = Listed(by_ids[j], ids);
        }
        narrowed[joins_[j].from] = true;
      }
      if (TryClasses(r + 1)) return true;
      Restore(to, all);
    }
    return false;
  }

  using ByIds = std::unordered_map<int64_t, std::vector<size_t>>;
  ByIds RowsById(const Join& join) const {
    ByIds rows;
    for (size_t row : rows_[join.from]) {
      for (int64_t id : steps_[join.from].IdsOf(join.index, row)) rows[id].push_back(row);
    }
    return rows;
  }
  static std::vector<size_t> Listed(const ByIds& rows, const Ids& ids) {
    std::vector<size_t> found;
    for (int64_t id : ids) {
      const auto listed = rows.find(id);
      if (listed != rows.end())
        found.insert(found.end(), listed->second.begin(), listed->second.end());
    }
    if (ids.size() > 1) {
      std::ranges::sort(found);
      found.erase(std::unique(found.begin(), found.end()), found.end());
    }
    return found;
  }
  // The rows of a step and of those that refer to it; other steps' are left empty.
  std::vector<std::vector<size_t>> Involved(size_t to) const {
    std::vector<std::vector<size_t>> rows(rows_.size());
    rows[to] = rows_[to];
    for (const Join& j : joins_) {
      if (j.to == to) rows[j.from] = rows_[j.from];
    }
    return rows;
  }
  void Restore(size_t to, const std::vector<std::vector<size_t>>& rows) {
    rows_[to] = rows[to];
    for (const Join& j : joins_) {
      if (j.to == to) rows_[j.from] = rows[j.from];
    }
  }

  // Only the rows that meet these ids.
  void Keep(const Join& join, const Ids& ids) {
    std::erase_if(rows_[join.from],
                  [&](size_t row) { return !Meet(steps_[join.from].IdsOf(join.index, row), ids); });
  }

  bool MatchRows() {
    events_.assign(steps_.size(), {});
    std::vector<SequenceMatcher::Events> spans;
    for (size_t s = 0; s < steps_.size(); ++s) {
      for (size_t row : rows_[s]) events_[s].push_back(steps_[s].Event(row));
      spans.emplace_back(events_[s]);
    }
    return matcher_.Matches(spans);
  }

  const SequenceMatcher& matcher_;
  const std::vector<StepRows>& steps_;
  std::vector<Join> joins_;
  std::vector<size_t> referred_;
  std::vector<std::vector<size_t>> rows_;
  std::vector<std::vector<SequenceEvent>> events_;
};

void RowEvaluator::TestSequence(const row::Sequence& filter, const RowBatch& batch,
                                uint64_t* mask) {
  if (filter.shape == row::SequenceShape::kInOrder) {
    TestInOrder(filter, batch, mask);
    return;
  }
  if (filter.shape == row::SequenceShape::kGathered) {
    TestGathered(filter, batch, mask);
    return;
  }
  const size_t n = filter.steps.size();
  FillMask(mask, batch.count, false);
  std::vector<SequenceMatcher::Step> steps;
  std::vector<JoinIds> ids;
  for (const row::SequenceStep& step : filter.steps) {
    steps.push_back(step.match);
    for (size_t j = 0; j < step.joins.size(); ++j) ids.emplace_back();
  }
  const SequenceMatcher matcher(std::move(steps), filter.as_of, *shard_.zone);
  std::vector<StepRows> rows;
  std::vector<std::vector<uint32_t>> owners(n);  // where rows hang above the batch's table
  for (size_t s = 0; s < n; ++s) {
    rows.emplace_back(ids.size());
    const row::Descent& own = filter.steps[s].rows;
    if (own.correlated() || (own.grain == batch.table && batch.ordered)) {
      GatherStep(filter, s, batch, &ids, &rows.back());
    } else {
      const Ascent ascent = AscendToOrdered(shard_, batch, own.grain, arena_);
      GatherStep(filter, s, ascent.parents, &ids, &rows.back());
      owners[s].assign(ascent.owner.data(), ascent.owner.data() + batch.count);
    }
  }
  JoinedMatch joined(filter, matcher, rows);
  std::vector<uint32_t> own(n);
  std::vector<SequenceMatcher::Events> events(n);
  for (uint32_t i = 0; i < batch.count; ++i) {
    bool possible = true;
    for (size_t s = 0; s < n && possible; ++s) {
      own[s] = owners[s].empty() ? i : owners[s][i];
      events[s] = rows[s].EventsOf(own[s]);
      possible = filter.steps[s].match.negative || !events[s].empty();
    }
    if (possible && (ids.empty() ? matcher.Matches(events) : joined.Matches(own)))
      SetMaskBit(mask, i);
  }
}

}  // namespace seine
