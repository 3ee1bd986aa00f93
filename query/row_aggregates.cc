// RowEvaluator: counts, sums, means, least and greatest values of a parent's rows.

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/planted_bug.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

using absl::int128;
using bound::AggregateKind;

// What an aggregate gathers per parent. At most one of the three has slots.
struct Sums {
  RowArena::Buffer<int64_t> count;
  RowArena::Buffer<int64_t> small;
  RowArena::Buffer<int128> wide;
  RowArena::Buffer<double> real;
  bool fits = true;
};

Sums TakeSums(const row::Aggregate& aggregate, bool real, uint32_t parents, RowArena& arena) {
  Sums sums;
  sums.count = arena.Take<int64_t>(parents);
  if (aggregate.kind == AggregateKind::kCount) {
  } else if (real) {
    sums.real = arena.Take<double>(parents);
  } else if (aggregate.wide) {
    sums.wide = arena.Take<int128>(parents);
  } else {
    sums.small = arena.Take<int64_t>(parents);
  }
  sums.count.Zero();
  sums.small.Zero();
  sums.wide.Zero();
  sums.real.Zero();
  return sums;
}

bool IsSum(AggregateKind kind) {
  return kind == AggregateKind::kSum || kind == AggregateKind::kAvg;
}

bool AddTo(int128& sum, int128 value) {
  __int128 out = 0;
  const bool over =
      __builtin_add_overflow(static_cast<__int128>(sum), static_cast<__int128>(value), &out);
  sum = out;
  return !over;
}
bool AddTo(double& sum, double value) {
  sum += value;
  return true;
}

// Adds up numbers of 64 bits (the planner saw to it that the sums fit). Those of a run are the
// difference of two sums from the batch's first row on, modulo 2^64, so that a parent's sum does
// not wait for itself row by row.
template <typename Owner>
void AddRuns(const OwnerRuns& runs, const ValueVector& value, uint32_t rows, Owner owner,
             RowArena& arena, Sums* sums) {
  auto before = arena.Take<uint64_t>(rows + 1);  // of the rows before
  uint64_t sum = 0;
  for (uint32_t i = 0; i < rows; ++i) {
    before[i] = sum;
    int64_t number = value.small[value.Slot(i)];
    if (Planted("truncated-sum")) number = static_cast<int32_t>(number);
    if (Planted("negative-sum") && number < 0) number = 0;
    sum += static_cast<uint64_t>(number);
  }
  before[rows] = sum;
  for (uint32_t r = 0; r < runs.count; ++r) {
    int64_t& to = sums->small[owner(runs.first[r])];
    to = static_cast<int64_t>(static_cast<uint64_t>(to) + before[runs.last[r] + 1u] -
                              before[runs.first[r]]);
  }
}

// Row by row, of rows that have a value.
template <typename Owner>
void AddRows(AggregateKind kind, uint32_t rows, const uint64_t* mask, const ValueVector& value,
             Owner owner, Sums* sums) {
  const auto keep = [&](auto& slots, auto&& value_of) {
    ForEachBit(mask, rows, [&](uint32_t i) {
      const uint32_t parent = owner(i);
      const auto v = value_of(i);
      auto& slot = slots[parent];
      if (sums->count[parent] == 0 || (kind == AggregateKind::kMin ? v < slot : slot < v)) slot = v;
      ++sums->count[parent];
    });
  };
  const auto add_or_keep = [&](auto& slots, auto&& value_of) {
    if (!IsSum(kind)) return keep(slots, value_of);
    ForEachBit(mask, rows, [&](uint32_t i) {
      const uint32_t parent = owner(i);
      const auto v = value_of(i);
      if (Planted("negative-sum") && v < 0) return;
      sums->fits = AddTo(slots[parent], v) && sums->fits;
      ++sums->count[parent];
    });
  };
  if (!sums->real.empty()) {
    add_or_keep(sums->real, [&](uint32_t i) { return value.Real(i); });
  } else if (!sums->small.empty()) {
    keep(sums->small, [&](uint32_t i) { return value.small[value.Slot(i)]; });
  } else if (value.type.fraction) {
    add_or_keep(sums->wide, [&](uint32_t i) {
      int128 rounded = 0;
      sums->fits = RoundedNumber(value, i, &rounded) && sums->fits;
      return rounded;
    });
  } else {
    add_or_keep(sums->wide, [&](uint32_t i) { return value.Numerator(i); });
  }
}

// Makes means of sums, and misses what no row gave a value to.
void FinishSums(AggregateKind kind, uint32_t parents, Sums sums, ValueVector* out) {
  FillMask(out->present.data(), parents, true);
  if (kind == AggregateKind::kCount) {
    out->small = std::move(sums.count);
    return;
  }
  if (kind != AggregateKind::kSum) {
    for (uint32_t i = 0; i < parents; ++i) {
      if (sums.count[i] == 0) out->present[i >> 6] &= ~(uint64_t{1} << (i & 63));
    }
  }
  if (kind == AggregateKind::kAvg) {
    for (uint32_t i = 0; i < parents; ++i) sums.count[i] = std::max<int64_t>(sums.count[i], 1);
    if (sums.real.empty()) {
      out->denominator = std::move(sums.count);
    } else {
      for (uint32_t i = 0; i < parents; ++i)
        sums.real[i] = sums.real[i] / static_cast<double>(sums.count[i]) + 0.0;  // no -0
    }
  }
  // Infinite both ways is no number.
  for (uint32_t i = 0; i < parents && !sums.real.empty(); ++i) {
    if (std::isnan(sums.real[i])) out->present[i >> 6] &= ~(uint64_t{1} << (i & 63));
  }
  out->small = std::move(sums.small);
  out->wide = std::move(sums.wide);
  out->real = std::move(sums.real);
}

}  // namespace

void RowEvaluator::EvaluateAggregate(const row::Aggregate& aggregate, const bound::ValueType& type,
                                     const RowBatch& parents, ValueVector* out) {
  const bool real = type.kind == bound::ValueKind::kReal;
  Sums sums = TakeSums(aggregate, real, parents.count, arena_);
  const bool count = aggregate.kind == AggregateKind::kCount;
  const bool by_runs = count || (IsSum(aggregate.kind) && !sums.small.empty());
  const bool valued = aggregate.value != nullptr;
  Scan(aggregate.rows, parents, valued,
       [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
         ValueVector value;
         Mask with_value;
         if (valued) {
           EvaluateOf(*aggregate.value, rows, passed, &value);
           with_value = arena_.Take<uint64_t>(MaskWords(rows.count) + 8);
           std::copy_n(passed, MaskWords(rows.count), with_value.data());
           AndPresent(value, rows.count, with_value.data());
           passed = with_value.data();
         }
         owners.Visit([&](auto owner) {
           if (!by_runs) return AddRows(aggregate.kind, rows.count, passed, value, owner, &sums);
           const OwnerRuns runs = FindRuns(owners, passed, rows.count, arena_);
           for (uint32_t r = 0; r < runs.count; ++r)
             sums.count[owner(runs.first[r])] += runs.Length(r);
           if (!count) AddRuns(runs, value, rows.count, owner, arena_, &sums);
         });
       });
  if (!sums.fits) Overflow(aggregate.text);
  out->present = arena_.Take<uint64_t>(MaskWords(parents.count) + 8);
  FinishSums(aggregate.kind, parents.count, std::move(sums), out);
}

}  // namespace seine
