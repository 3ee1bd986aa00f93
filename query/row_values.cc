// RowEvaluator::Evaluate: vectors of values.

#include <algorithm>
#include <utility>

#include "engine/planted_bug.h"
#include "query/block_memory.h"
#include "query/filter.h"
#include "query/member_bits.h"
#include "query/number_overflow.h"
#include "query/remaining_rows.h"
#include "query/row_ascent.h"
#include "query/row_evaluator.h"
#include "query/row_tests.h"
#include "query/value_decode.h"

namespace seine {
namespace {

using absl::int128;
using bound::ValueKind;
using filter::Overloaded;

void SetConstant(const row::ConstantValue& value, uint32_t rows, RowArena& arena,
                 ValueVector* out) {
  if (value.missing) {
    TakeSlots(rows, arena, out);
    FillMask(out->present.data(), rows, false);
    return;
  }
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
  if (out->type.fraction) {
    out->wide_denominator = arena.Take<int128>(1);
    out->wide_denominator[0] = value.denominator;
  }
  if (value.number >= INT64_MIN && value.number <= INT64_MAX) {
    out->small = arena.Take<int64_t>(1);
    out->small[0] = static_cast<int64_t>(value.number);
  } else {
    out->wide = arena.Take<int128>(1);
    out->wide[0] = value.number;
  }
}

// Whether a value is the number that the column stores.
bool IsStoredNumber(ColumnType type) {
  return type == ColumnType::kInteger || type == ColumnType::kDecimal ||
         type == ColumnType::kDate || type == ColumnType::kTimestamp;
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

void EvaluateColumn(const row::ColumnValue& value, const RowBatch& batch, RowArena& arena,
                    ValueVector* out) {
  TakeSlots(batch.count, arena, out);
  FillMask(out->present.data(), batch.count, true);
  AndPresence(*value.column, batch, out->present.data());
  if (IsStoredNumber(value.column->type) && !value.column->absent) {
    DecodeValues(value.column->numeric, batch, out->small.data());
    return;
  }
  ForEachBit(out->present.data(), batch.count,
             [&](uint32_t i) { SetSlot(*value.column, value.dictionary, batch.Row(i), i, out); });
}

void EvaluateCode(const row::CodeValue& value, const RowBatch& batch, RowArena& arena,
                  ValueVector* out) {
  TakeSlots(batch.count, arena, out);
  if (value.from.steps.empty() && !value.from.column->absent) {
    FillMask(out->present.data(), batch.count, true);
    AndPresence(*value.from.column, batch, out->present.data());
    DecodeValues(value.from.column->numeric, batch, out->small.data());
  } else {
    FillMask(out->present.data(), batch.count, false);
    for (uint32_t i = 0; i < batch.count; ++i) {
      const ColumnView* column = nullptr;
      uint64_t row = 0;
      if (!value.from.Find(batch.Row(i), &column, &row)) continue;
      out->small[i] = column->numeric.Value(row);
      SetMaskBit(out->present.data(), i);
    }
  }
  if (value.numbers == nullptr) return;
  const uint32_t* const numbers = value.numbers->data();
  ForEachBit(out->present.data(), batch.count,
             [&](uint32_t i) { out->small[i] = numbers[out->small[i]]; });
}

// The rows that a value goes down to; null: none.
const row::Descent* RowsBelow(const row::Value& value) {
  if (const auto* v = std::get_if<row::Aggregate>(&value.node)) return &v->rows;
  if (const auto* v = std::get_if<row::Distinct>(&value.node)) return &v->rows;
  if (const auto* v = std::get_if<row::Mode>(&value.node)) return &v->rows;
  if (const auto* v = std::get_if<row::Gap>(&value.node)) return &v->rows;
  if (const auto* v = std::get_if<row::PickedValue>(&value.node)) return &v->picks.rows;
  return nullptr;
}

// Where the values of all members of a block are worth it: so many rows ask, at such a cost each.
constexpr uint32_t kManyRows = 8192;
constexpr double kWorthKeeping = 10.0;

bool GoesDown(const row::Value& value) {
  const row::Descent* rows = RowsBelow(value);
  return rows != nullptr && !rows->correlated();
}

}  // namespace

void RowEvaluator::Evaluate(const row::Value& value, const RowBatch& batch, ValueVector* out) {
  out->type = value.type;
  if (const auto* constant = std::get_if<row::ConstantValue>(&value.node)) {
    SetConstant(*constant, batch.count, arena_, out);
    return;
  }
  if (value.grain == batch.table && (batch.ordered || !GoesDown(value))) {
    EvaluateHere(value, batch, out);
    return;
  }
  // Many rows of a block have most of its members: their values serve the batches to come, too.
  if (value.grain == 0 && batch.outer == nullptr && batch.count >= kManyRows &&
      value.cost >= kWorthKeeping) {
    if (const ValueVector* all = OfBlock(value, batch.block); all != nullptr) {
      const uint16_t* member = shard_.view->tables[static_cast<size_t>(batch.table)].member;
      auto owner = arena_.Take<uint32_t>(batch.count);
      for (uint32_t i = 0; i < batch.count; ++i) owner[i] = member[batch.Row(i)];
      SpreadVector(*all, owner.data(), batch.count, arena_, out);
      return;
    }
  }
  const Ascent ascent = Ascend(shard_, batch, value.grain, arena_);
  ValueVector above;
  above.type = value.type;
  EvaluateHere(value, ascent.parents, &above);
  SpreadVector(above, ascent.owner.data(), batch.count, arena_, out);
}

void RowEvaluator::EvaluateOf(const row::Value& value, const RowBatch& batch, const uint64_t* mask,
                              ValueVector* out) {
  absl::Status tried;
  absl::Status* const failure = std::exchange(failure_, &tried);
  Evaluate(value, batch, out);
  failure_ = failure;
  if (tried.ok()) return;
  const uint32_t left = CountMask(mask, batch.count);
  *out = {};
  out->type = value.type;
  if (left == 0) {
    TakeSlots(batch.count, arena_, out);
    FillMask(out->present.data(), batch.count, false);
    return;
  }
  RemainingRows remaining(batch, mask, left, true, arena_);
  ValueVector values;
  Evaluate(value, remaining.batch, &values);
  auto at = arena_.Take<uint32_t>(batch.count);
  at.Zero();
  for (uint32_t i = 0; i < left; ++i) at[remaining.index[i]] = i;
  SpreadVector(values, at.data(), batch.count, arena_, out);
}

void RowEvaluator::Overflow(const std::string& text) {
  if (failure_ != nullptr && failure_->ok()) *failure_ = NumberTooLarge(text);
}

const ValueVector* RowEvaluator::OfBlock(const row::Value& value, uint32_t block) {
  BlockValues& kept = kept_[&value];
  if (kept.block != block) {
    const uint32_t first = block * kBlockSize;
    const RowBatch members{0, block, std::min(kBlockSize, shard_.view->members - first), first,
                           nullptr};
    // Nobody asked for all of them, so that one does not fit is no error yet.
    absl::Status tried;
    absl::Status* const failure = std::exchange(failure_, &tried);
    kept.values = {};
    kept.values.type = value.type;
    EvaluateHere(value, members, &kept.values);
    failure_ = failure;
    kept.refused = !tried.ok();
    kept.block = block;
  }
  return kept.refused ? nullptr : &kept.values;
}

const ValueVector* RowEvaluator::Recall(const row::Remembered& value, const RowBatch& batch) {
  BlockMemory* const memory = value.shared->remembered ? BlockMemory::OfThisThread() : nullptr;
  // A value that is asked for beside outer rows may speak of them.
  if (memory == nullptr || batch.table != 0 || batch.outer != nullptr) return nullptr;
  BlockMemory::Value& known = memory->value(value.shared->number);
  known.work.asked += batch.count;
  if (known.all) return &*known.all;
  const uint32_t first = batch.block * kBlockSize;
  const uint32_t members = std::min(kBlockSize, shard_.view->members - first);
  known.asked += batch.count;
  const bool keep = !known.refused && known.asked >= members;
  known.work.evaluated += keep ? members : batch.count;
  if (!keep) return nullptr;
  // Nobody asked for all of them, so that one does not fit is no error yet.
  absl::Status tried;
  ValueVector all;
  RowEvaluator(shard_, memory->arena(), stop_, &tried)
      .Evaluate(*value.value, {0, batch.block, members, first, nullptr}, &all);
  known.refused = !tried.ok();
  if (known.refused) return nullptr;
  known.all.emplace(std::move(all));
  return &*known.all;
}

const ValueVector& RowEvaluator::Values(const row::Value& value, const RowBatch& batch,
                                        ValueVector* own) {
  const auto* remembered = std::get_if<row::Remembered>(&value.node);
  const bool whole = batch.table == 0 && batch.dense() && batch.begin % kBlockSize == 0;
  const ValueVector* known = remembered != nullptr && whole ? Recall(*remembered, batch) : nullptr;
  if (known != nullptr) return *known;
  Evaluate(value, batch, own);
  return *own;
}

void RowEvaluator::EvaluateHere(const row::Value& value, const RowBatch& batch, ValueVector* out) {
  std::visit(
      Overloaded{
          [&](const row::Remembered& v) {
            const ValueVector* known = Recall(v, batch);
            if (known == nullptr) return Evaluate(*v.value, batch, out);
            auto members = arena_.Take<uint32_t>(batch.count);
            for (uint32_t i = 0; i < batch.count; ++i)
              members[i] =
                  Planted("kept-values-misplaced") ? i : batch.Row(i) - batch.block * kBlockSize;
            SpreadVector(*known, members.data(), batch.count, arena_, out);
          },
          [&](const row::ConstantValue& v) { SetConstant(v, batch.count, arena_, out); },
          [&](const row::ColumnValue& v) { EvaluateColumn(v, batch, arena_, out); },
          [&](const row::LookupValue& v) { EvaluateLookup(v, batch, out); },
          [&](const row::MidnightOf& v) {
            Evaluate(*v.date, batch, out);
            out->type = value.type;
            const auto convert = [&](uint32_t i) {
              out->small[i] = shard_.zone->Midnight(out->small[i]);
            };
            if (out->constant) {
              if (!Planted("constant-day")) convert(0);
              return;
            }
            ForEachBit(out->present.data(), batch.count, convert);
          },
          [&](const row::SetSize& v) {
            TakeSlots(batch.count, arena_, out);
            FillMask(out->present.data(), batch.count, true);
            for (uint32_t i = 0; i < batch.count; ++i) {
              const ColumnView* set = nullptr;
              uint64_t row = 0;
              const bool found = v.from.Find(batch.Row(i), &set, &row);
              out->small[i] = found ? set->set.offsets[row + 1] - set->set.offsets[row] : 0;
            }
          },
          [&](const row::CodeValue& v) { EvaluateCode(v, batch, arena_, out); },
          [&](const row::When& v) { EvaluateWhen(v, batch, out); },
          [&](const row::MemberNumbers& v) { EvaluateTiles(*v.numbers, batch, arena_, out); },
          [&](const row::Distinct& v) { EvaluateDistinct(v, batch, out); },
          [&](const row::Mode& v) { EvaluateMode(v, batch, out); },
          [&](const row::Gap& v) { EvaluateGap(v, batch, out); },
          [&](const row::PeriodOf& v) { EvaluateTime(v, batch, out); },
          [&](const row::OuterValue& v) {
            Evaluate(*v.value, OuterBatch(batch, v.scope, v.table), out);
          },
          [&](const row::PickedValue& v) { EvaluatePicked(v, batch, out); },
          [&](const row::Arithmetic& v) { EvaluateArithmetic(v, value, batch, out); },
          [&](const row::FirstOf& v) { EvaluateFirstOf(v, batch, out); },
          [&](const row::DatePart& v) { EvaluateTime(v, batch, out); },
          [&](const row::ShiftedTime& v) { EvaluateTime(v, batch, out); },
          [&](const row::ElapsedUnits& v) { EvaluateTime(v, batch, out); },
          [&](const row::Bucket& v) { EvaluateBucket(v, batch, out); },
          [&](const row::Score& v) { EvaluateScore(v, batch, out); },
          [&](const row::Aggregate& v) { EvaluateAggregate(v, value.type, batch, out); },
      },
      value.node);
}

void RowEvaluator::EvaluateLookup(const row::LookupValue& value, const RowBatch& batch,
                                  ValueVector* out) {
  TakeSlots(batch.count, arena_, out);
  FillMask(out->present.data(), batch.count, false);
  for (uint32_t i = 0; i < batch.count; ++i) {
    const ColumnView* described = nullptr;
    uint64_t row = 0;
    if (!value.from.Find(batch.Row(i), &described, &row)) continue;
    SetSlot(*described, value.from.dictionary, row, i, out);
    SetMaskBit(out->present.data(), i);
  }
}

}  // namespace seine
