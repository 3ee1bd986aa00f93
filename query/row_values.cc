// RowEvaluator::Evaluate: vectors of values.

#include <algorithm>
#include <utility>

#include "query/filter.h"
#include "query/row_ascent.h"
#include "query/row_evaluator.h"
#include "query/row_tests.h"

namespace seine {
namespace {

using absl::int128;
using bound::ValueKind;
using filter::Overloaded;

int128 PowerOfTen(int n) {
  int128 power = 1;
  for (int i = 0; i < n; ++i) power *= 10;
  return power;
}

void SetConstant(const row::ConstantValue& value, RowArena& arena, ValueVector* out) {
  out->constant = true;
  switch (out->type.kind) {
    case ValueKind::kReal:
      out->real = arena.Take<double>(1);
      out->real[0] = value.real;
      return;
    case ValueKind::kText:
      out->text = arena.Take<std::string_view>(1);
      out->text[0] = value.text;
      return;
    case ValueKind::kNumber:
    case ValueKind::kInstant:
    case ValueKind::kDate:
    case ValueKind::kBool:
      break;
  }
  if (value.number >= INT64_MIN && value.number <= INT64_MAX) {
    out->small = arena.Take<int64_t>(1);
    out->small[0] = static_cast<int64_t>(value.number);
  } else {
    out->wide = arena.Take<int128>(1);
    out->wide[0] = value.number;
  }
}

// One value of a column (not a set) into slot i.
void SetSlot(const ColumnView& column, const Dictionary* dictionary, uint64_t row, uint32_t i,
             ValueVector* out) {
  switch (column.type) {
    case ColumnType::kBool:
      out->small[i] = MaskBit(column.bits, static_cast<uint32_t>(row)) ? 1 : 0;
      return;
    case ColumnType::kCategory:
      out->text[i] = dictionary->Text(static_cast<uint32_t>(column.numeric.Value(row)));
      return;
    case ColumnType::kText:
      out->text[i] = column.text.Text(row);
      return;
    case ColumnType::kReal:
      out->real[i] = FromOrderedBits(column.numeric.Value(row));
      return;
    case ColumnType::kInteger:
    case ColumnType::kDecimal:
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      out->small[i] = column.numeric.Value(row);
      return;
    case ColumnType::kSet:
      return;
  }
}

void TakeSlots(uint32_t rows, RowArena& arena, ValueVector* out) {
  out->present = arena.Take<uint64_t>(MaskWords(rows) + 8);
  if (out->type.kind == ValueKind::kReal) {
    out->real = arena.Take<double>(rows);
  } else if (out->type.kind == ValueKind::kText) {
    out->text = arena.Take<std::string_view>(rows);
  } else {
    out->small = arena.Take<int64_t>(rows);
  }
}

void EvaluateColumn(const row::ColumnValue& value, const RowBatch& batch, RowArena& arena,
                    ValueVector* out) {
  TakeSlots(batch.count, arena, out);
  FillMask(out->present.data(), batch.count, true);
  AndPresence(*value.column, batch, out->present.data());
  ForEachBit(out->present.data(), batch.count,
             [&](uint32_t i) { SetSlot(*value.column, value.dictionary, batch.Row(i), i, out); });
}

// Half to even at 12 decimals: what a quotient becomes when it enters another aggregate.
int128 RoundedToTwelve(const ValueVector& v, uint32_t i) {
  const int128 numerator = v.Numerator(i) * PowerOfTen(12 - std::min(v.type.scale, 12));
  const int128 denominator = int128(v.Denominator(i)) * PowerOfTen(std::max(v.type.scale - 12, 0));
  int128 quotient = numerator / denominator;
  int128 rest = numerator % denominator;
  if (rest < 0) rest = -rest;
  const int128 twice = rest * 2;
  if (twice > denominator || (twice == denominator && quotient % 2 != 0))
    quotient += numerator < 0 ? -1 : 1;
  return quotient;
}

// What an aggregate gathers per parent.
struct Sums {
  RowArena::Buffer<int64_t> count;
  RowArena::Buffer<int64_t> small;
  RowArena::Buffer<int128> wide;
  RowArena::Buffer<double> real;
};

template <typename Owner>
void AddRows(bound::AggregateKind kind, const RowBatch& rows, const uint64_t* mask,
             const ValueVector* value, Owner owner, Sums* sums) {
  using bound::AggregateKind;
  auto each = [&](auto&& fn) {
    ForEachBit(mask, rows.count, [&](uint32_t i) {
      if (value == nullptr || value->constant || MaskBit(value->present.data(), i)) fn(owner(i), i);
    });
  };
  const bool sum = kind == AggregateKind::kSum || kind == AggregateKind::kAvg;
  auto put = [&](auto& slot, uint32_t parent, const auto& v) {
    if (sum) {
      slot += v;
    } else if (sums->count[parent] == 0 || (kind == AggregateKind::kMin ? v < slot : slot < v)) {
      slot = v;
    }
    ++sums->count[parent];
  };
  if (kind == AggregateKind::kCount) {
    each([&](uint32_t parent, uint32_t) { ++sums->count[parent]; });
  } else if (!sums->real.empty()) {
    each([&](uint32_t parent, uint32_t i) { put(sums->real[parent], parent, value->Real(i)); });
  } else if (!sums->small.empty()) {
    each([&](uint32_t parent, uint32_t i) {
      put(sums->small[parent], parent, value->small[value->Slot(i)]);
    });
  } else if (value->type.fraction) {
    each([&](uint32_t parent, uint32_t i) {
      put(sums->wide[parent], parent, RoundedToTwelve(*value, i));
    });
  } else {
    each(
        [&](uint32_t parent, uint32_t i) { put(sums->wide[parent], parent, value->Numerator(i)); });
  }
}

}  // namespace

void RowEvaluator::Evaluate(const row::Value& value, const RowBatch& batch, ValueVector* out) {
  out->type = value.type;
  if (const auto* constant = std::get_if<row::ConstantValue>(&value.node)) {
    SetConstant(*constant, arena_, out);
    return;
  }
  if (value.grain == batch.table) {
    EvaluateHere(value, batch, out);
    return;
  }
  const Ascent ascent = Ascend(shard_, batch, value.grain, arena_);
  ValueVector above;
  above.type = value.type;
  EvaluateHere(value, ascent.parents, &above);
  out->present = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  FillMask(out->present.data(), batch.count, false);
  auto spread = [&](auto& from, auto* to, auto zero) {
    if (from.empty()) return;
    *to = arena_.Take<decltype(zero)>(batch.count);
    for (uint32_t i = 0; i < batch.count; ++i) (*to)[i] = from[ascent.owner[i]];
  };
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (MaskBit(above.present.data(), ascent.owner[i])) SetMaskBit(out->present.data(), i);
  }
  spread(above.small, &out->small, int64_t{0});
  spread(above.wide, &out->wide, int128{0});
  spread(above.denominator, &out->denominator, int64_t{0});
  spread(above.real, &out->real, 0.0);
  spread(above.text, &out->text, std::string_view());
}

void RowEvaluator::EvaluateHere(const row::Value& value, const RowBatch& batch, ValueVector* out) {
  std::visit(Overloaded{
                 [&](const row::ConstantValue& v) { SetConstant(v, arena_, out); },
                 [&](const row::ColumnValue& v) { EvaluateColumn(v, batch, arena_, out); },
                 [&](const row::LookupValue& v) { EvaluateLookup(v, batch, out); },
                 [&](const row::MidnightOf& v) {
                   Evaluate(*v.date, batch, out);
                   out->type = value.type;
                   if (out->constant) return;
                   ForEachBit(out->present.data(), batch.count, [&](uint32_t i) {
                     out->small[i] = shard_.zone->Midnight(out->small[i]);
                   });
                 },
                 [&](const row::SetSize& v) {
                   TakeSlots(batch.count, arena_, out);
                   FillMask(out->present.data(), batch.count, true);
                   for (uint32_t i = 0; i < batch.count; ++i) {
                     const uint32_t* offsets = v.column->set.offsets;
                     const uint32_t row = batch.Row(i);
                     out->small[i] = v.column->absent ? 0 : offsets[row + 1] - offsets[row];
                   }
                 },
                 [&](const row::Aggregate& v) { EvaluateAggregate(v, value.type, batch, out); },
             },
             value.node);
}

void RowEvaluator::EvaluateLookup(const row::LookupValue& value, const RowBatch& batch,
                                  ValueVector* out) {
  TakeSlots(batch.count, arena_, out);
  FillMask(out->present.data(), batch.count, false);
  const ColumnView& described =
      value.lookup->table.columns[static_cast<size_t>(value.lookup_column)];
  if (value.column->absent || described.absent) return;
  for (uint32_t i = 0; i < batch.count; ++i) {
    const uint32_t row = batch.Row(i);
    if (!value.column->presence.Has(row)) continue;
    const auto code = static_cast<size_t>(value.column->numeric.Value(row));
    const int32_t at =
        code < value.lookup->row_of_code.size() ? value.lookup->row_of_code[code] : -1;
    if (at < 0 || !described.presence.Has(static_cast<uint64_t>(at))) continue;
    SetSlot(described, value.dictionary, static_cast<uint64_t>(at), i, out);
    SetMaskBit(out->present.data(), i);
  }
}

void RowEvaluator::EvaluateAggregate(const row::Aggregate& aggregate, const bound::ValueType& type,
                                     const RowBatch& parents, ValueVector* out) {
  using bound::AggregateKind;
  const uint32_t n = parents.count;
  Sums sums;
  sums.count = arena_.Take<int64_t>(n);
  sums.count.Zero();
  if (aggregate.kind == AggregateKind::kCount) {
  } else if (type.kind == ValueKind::kReal) {
    sums.real = arena_.Take<double>(n);
    sums.real.Zero();
  } else if (aggregate.wide) {
    sums.wide = arena_.Take<int128>(n);
    sums.wide.Zero();
  } else {
    sums.small = arena_.Take<int64_t>(n);
    sums.small.Zero();
  }
  const bool valued = aggregate.value != nullptr;
  Scan(aggregate.rows, parents, valued,
       [&](const RowBatch& rows, const uint64_t* mask, const Owners& owners) {
         ValueVector value;
         if (valued) Evaluate(*aggregate.value, rows, &value);
         owners.Visit([&](auto owner) {
           AddRows(aggregate.kind, rows, mask, valued ? &value : nullptr, owner, &sums);
         });
       });
  out->present = arena_.Take<uint64_t>(MaskWords(n) + 8);
  FillMask(out->present.data(), n, true);
  if (aggregate.kind == AggregateKind::kCount) {
    out->small = std::move(sums.count);
    return;
  }
  if (aggregate.kind != AggregateKind::kSum) {
    for (uint32_t i = 0; i < n; ++i) {
      if (sums.count[i] == 0) out->present[i >> 6] &= ~(uint64_t{1} << (i & 63));
    }
  }
  const bool avg = aggregate.kind == AggregateKind::kAvg;
  if (avg && !sums.real.empty()) {
    for (uint32_t i = 0; i < n; ++i)
      sums.real[i] /= static_cast<double>(std::max<int64_t>(sums.count[i], 1));
  }
  if (avg && sums.real.empty()) {
    for (uint32_t i = 0; i < n; ++i) sums.count[i] = std::max<int64_t>(sums.count[i], 1);
    out->denominator = std::move(sums.count);
  }
  out->small = std::move(sums.small);
  out->wide = std::move(sums.wide);
  out->real = std::move(sums.real);
}

}  // namespace seine
