// RowEvaluator: parts of times, times shifted, time elapsed, anniversaries.

#include "query/civil_units.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

// Copies what exists of `of`; all of it for a constant.
void TakePresence(const ValueVector& of, uint32_t rows, uint64_t* present) {
  FillMask(present, rows, true);
  AndPresent(of, rows, present);
}

// The wall clocks of a vector of times.
class WallsOf {
 public:
  WallsOf(const ValueVector& time, const Zone& zone)
      : time_(time), dates_(time.type.kind == bound::ValueKind::kDate), clocks_(zone) {}

  Zone::Wall At(uint32_t i) {
    const int64_t value = time_.small[time_.Slot(i)];
    return dates_ ? Zone::Wall{value, 0} : clocks_.At(value);
  }

 private:
  const ValueVector& time_;
  const bool dates_;
  WallClocks clocks_;
};

}  // namespace

void RowEvaluator::EvaluateTime(const row::DatePart& node, const RowBatch& batch,
                                ValueVector* out) {
  ValueVector time;
  Evaluate(*node.time, batch, &time);
  TakeSlots(batch.count, arena_, out);
  TakePresence(time, batch.count, out->present.data());
  WallsOf walls(time, *shard_.zone);
  ForEachBit(out->present.data(), batch.count,
             [&](uint32_t i) { out->small[i] = PartOf(walls.At(i), node.part); });
}

void RowEvaluator::EvaluateTime(const row::PeriodOf& node, const RowBatch& batch,
                                ValueVector* out) {
  ValueVector time;
  Evaluate(*node.time, batch, &time);
  TakeSlots(batch.count, arena_, out);
  TakePresence(time, batch.count, out->present.data());
  const bool hours = node.unit == filter::TimeUnit::kHour;
  const bool clock = hours || node.unit == filter::TimeUnit::kMinute;
  const int64_t length = hours ? kMicrosPerHour : kMicrosPerMinute;
  WallsOf walls(time, *shard_.zone);
  const auto each = [&](auto&& period) {
    ForEachBit(out->present.data(), batch.count,
               [&](uint32_t i) { out->small[i] = period(walls.At(i)); });
  };
  if (clock) {
    each([&](Zone::Wall wall) {
      return wall.day * (kMicrosPerDay / length) + wall.micros / length;
    });
  } else if (node.unit == filter::TimeUnit::kDay) {
    each([](Zone::Wall wall) { return wall.day; });
  } else {
    each([&](Zone::Wall wall) { return FirstDayOfUnit(wall.day, node.unit); });
  }
}

void RowEvaluator::EvaluateTime(const row::ShiftedTime& node, const RowBatch& batch,
                                ValueVector* out) {
  ValueVector time;
  Evaluate(*node.time, batch, &time);
  TakeSlots(batch.count, arena_, out);
  TakePresence(time, batch.count, out->present.data());
  ForEachBit(out->present.data(), batch.count, [&](uint32_t i) {
    out->small[i] = ShiftInstant(time.small[time.Slot(i)], node.n, node.unit, *shard_.zone);
  });
}

void RowEvaluator::EvaluateTime(const row::ElapsedUnits& node, const RowBatch& batch,
                                ValueVector* out) {
  ValueVector start;
  ValueVector end;
  Evaluate(*node.start, batch, &start);
  Evaluate(*node.end, batch, &end);
  TakeSlots(batch.count, arena_, out);
  TakePresence(start, batch.count, out->present.data());
  AndPresent(end, batch.count, out->present.data());
  ForEachBit(out->present.data(), batch.count, [&](uint32_t i) {
    out->small[i] =
        UnitsBetween(start.small[start.Slot(i)], end.small[end.Slot(i)], node.unit, *shard_.zone);
  });
}

void RowEvaluator::TestAnniversary(const row::Anniversary& filter, const RowBatch& batch,
                                   uint64_t* mask) {
  ValueVector time;
  Evaluate(*filter.time, batch, &time);
  FillMask(mask, batch.count, false);
  WallsOf walls(time, *shard_.zone);
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (!time.Has(i)) continue;
    const CivilDay day = DayOf(walls.At(i).day);
    if ((*filter.days)[static_cast<size_t>((day.month - 1) * 31 + day.day - 1)])
      SetMaskBit(mask, i);
  }
}

}  // namespace seine
