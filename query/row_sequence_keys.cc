// RowEvaluator: the keys of a sequence's rows, and of which rows of its steps may be of one match.
// First only keys are read, and what meets no row of the other steps is dropped; then the times of
// the rest.

#include "query/row_sequence_keys.h"

#include <algorithm>
#include <span>
#include <utility>

#include "query/open_keys.h"
#include "query/row_evaluator.h"
#include "query/row_groups.h"

namespace seine {

// The elements of the wanted rows' sets; kNoKey of those without, when they are wanted `unknown`.
void RowEvaluator::ReadElements(const row::Sequence& filter, const row::JoinSide& side,
                                bool unknown, const RowBatch& rows, const uint64_t* wanted,
                                JoinIds* ids, BatchKeys* out) {
  std::vector<std::pair<uint32_t, int64_t>> found;
  VisitElements(side, filter.forms[0], rows, wanted, ids,
                [&](uint32_t i, std::span<const int64_t> elements) {
                  for (const int64_t id : elements) found.emplace_back(i, id);
                  if (elements.empty() && unknown) found.emplace_back(i, kNoKey);
                });
  out->count = static_cast<uint32_t>(found.size());
  out->places = arena_.Take<uint32_t>(found.size());
  out->keys = arena_.Take<int64_t>(found.size());
  for (uint32_t k = 0; k < out->count; ++k) {
    out->places[k] = found[k].first;
    out->keys[k] = found[k].second;
  }
}

// Of the wanted rows, those that have a value, or all when they are wanted `unknown`.
void RowEvaluator::ReadKeys(const row::Sequence& filter, size_t s, bool unknown,
                            const RowBatch& rows, const uint64_t* wanted, JoinIds* ids,
                            BatchKeys* out) {
  const std::vector<const row::JoinSide*>& sides = filter.keys[s].sides;
  if (!sides.empty() && sides[0]->value == nullptr) {
    ReadElements(filter, *sides[0], unknown, rows, wanted, ids, out);
    return;
  }
  out->count = rows.count;
  out->mask = arena_.Take<uint64_t>(MaskWords(rows.count) + 8);
  uint64_t* const known = out->mask.data();
  std::copy_n(wanted, MaskWords(rows.count), known);
  if (sides.empty()) {
    out->keys = arena_.Take<int64_t>(rows.count);
    std::fill_n(out->keys.data(), rows.count, 0);
  }
  for (size_t c = 0; c < sides.size(); ++c) {
    RowArena::Buffer<int64_t> read;
    ReadIds(*sides[c], filter.forms[c], rows, known, ids, &read);
    if (c == 0) {
      out->keys = std::move(read);
      continue;
    }
    ForEachBit(known, rows.count,
               [&](uint32_t i) { out->keys[i] = ids->OfPair(out->keys[i], read[i]); });
  }
  if (!unknown) return;
  ForEachBit(wanted, rows.count, [&](uint32_t i) {
    if (!MaskBit(known, i)) out->keys[i] = kNoKey;
  });
  std::copy_n(wanted, MaskWords(rows.count), known);
}

void RowEvaluator::ScanKeys(const row::Sequence& filter, size_t s, bool unknown,
                            const RowBatch& parents, JoinIds* ids, ConsumeKeys consume) {
  Scan(filter.steps[s].rows, parents, true,
       [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
         BatchKeys keys;
         ReadKeys(filter, s, unknown, rows, passed, ids, &keys);
         consume(rows, owners, keys);
       });
}

void RowEvaluator::AddEvents(const row::SequenceStep& step, size_t s, uint32_t block,
                             const std::vector<KeyedRow>& rows, RowGroups<StepEvent>* events) {
  auto own = arena_.Take<uint32_t>(kBatchRows);
  auto place = arena_.Take<uint32_t>(kBatchRows);
  for (size_t first = 0; first < rows.size();) {
    uint32_t n = 0;     // entries
    uint32_t read = 0;  // rows, of which several entries may be
    for (; first + n < rows.size() && n < kBatchRows; ++n) {
      const uint32_t row = rows[first + n].row;
      if (n == 0 || own[read - 1] != row) own[read++] = row;
      place[n] = read - 1;
    }
    ValueVector time;
    Evaluate(*step.time, {step.rows.table, block, read, 0, own.data()}, &time);
    for (uint32_t i = 0; i < n; ++i) {
      const KeyedRow& row = rows[first + i];
      if (!time.Has(place[i])) continue;
      events->Add(row.parent,
                  {time.small[time.Slot(place[i])], row.key, static_cast<uint32_t>(s), row.row});
    }
    first += n;
  }
}

// The rows of a further step that meet an open key; the row itself is no row that it meets.
void RowEvaluator::FindOpen(const row::Sequence& filter, size_t s, const RowBatch& parents,
                            const OpenKeys& open, const RowSet* own, JoinIds* ids,
                            std::vector<KeyedRow>* found) {
  ScanKeys(filter, s, false, parents, ids,
           [&](const RowBatch& rows, const Owners& owners, const BatchKeys& keys) {
             auto hits = arena_.Take<uint32_t>(keys.count);
             uint32_t n = 0;
             owners.Visit([&](auto owner) {
               keys.Visit([&, list = hits.data()](uint32_t k, uint32_t i) {
                 list[n] = k;
                 n += open.Has(owner(i), keys.keys[k]);
               });
               for (const uint32_t k : std::span(hits.data(), n)) {
                 const uint32_t i = keys.PlaceOf(k);
                 const KeyedRow row{owner(i), rows.Row(i), keys.keys[k]};
                 if (own != nullptr && own->Has(row.row) && !open.HasSeveral(row.parent, row.key))
                   continue;
                 found->push_back(row);
               }
             });
           });
}

// The rows of a step that goes with every key, of parents that have open ones.
void RowEvaluator::FindOfEveryKey(const row::Sequence& filter, size_t s, const RowBatch& parents,
                                  const OpenKeys& open, JoinIds* ids,
                                  std::vector<KeyedRow>* found) {
  ScanKeys(filter, s, false, parents, ids,
           [&](const RowBatch& rows, const Owners& owners, const BatchKeys& keys) {
             owners.Visit([&](auto owner) {
               keys.Visit([&](uint32_t, uint32_t i) {
                 if (open.HasAny(owner(i))) found->push_back({owner(i), rows.Row(i), 0});
               });
             });
           });
}

void RowEvaluator::GatherEvents(const row::Sequence& filter, const RowBatch& batch,
                                RowGroups<StepEvent>* events) {
  // First the steps that every match takes, and those that go with every key last.
  std::vector<size_t> order;
  for (size_t s = 0; s < filter.steps.size(); ++s) order.push_back(s);
  std::ranges::stable_sort(order, {}, [&](size_t s) {
    return std::pair(filter.steps[s].timing.negative, filter.keys[s].every);
  });
  JoinIds ids(PaysBridges(filter, batch));
  std::vector<std::vector<KeyedRow>> found(filter.steps.size());
  std::vector<KeyedRow>& first = found[order[0]];
  std::vector<uint32_t> count(batch.count);
  ScanKeys(filter, order[0], true, batch, &ids,
           [&](const RowBatch& rows, const Owners& owners, const BatchKeys& keys) {
             owners.Visit([&](auto owner) {
               keys.Visit([&](uint32_t k, uint32_t i) {
                 first.push_back({owner(i), rows.Row(i), keys.keys[k]});
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
    if (filter.keys[s].every) {
      FindOfEveryKey(filter, s, batch, open, &ids, &found[s]);
      continue;
    }
    const bool same = filter.keys[s].same && step.rows.table == filter.steps[order[0]].rows.table;
    FindOpen(filter, s, batch, open, same ? &own : nullptr, &ids, &found[s]);
    if (step.timing.negative) continue;
    if (found[s].empty()) return;
    for (const KeyedRow& row : found[s]) open.Meet(row.parent, row.key);
    open.KeepMet();
  }
  for (size_t s = 0; s < found.size(); ++s) {
    if (!filter.keys[s].every) {
      std::erase_if(found[s], [&](const KeyedRow& row) { return !open.Has(row.parent, row.key); });
    }
    AddEvents(filter.steps[s], s, batch.block, found[s], events);
    found[s] = {};
  }
}

}  // namespace seine
