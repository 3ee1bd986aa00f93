#include "query/row_evaluator.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "query/filter.h"
#include "query/remaining_rows.h"
#include "query/row_ascent.h"
#include "query/row_tests.h"

namespace seine {
namespace {

using filter::Overloaded;

// Above this cost a row (ns), an operand is worth gathering the rows that are left.
constexpr double kExpensive = 2.0;

// Rows below are reached from parents in order only, unless they are correlated.
bool GoesDown(const row::Filter& filter) {
  if (const auto* lift = std::get_if<row::Lift>(&filter.node)) return !lift->rows.correlated();
  if (const auto* each = std::get_if<row::EachOf>(&filter.node)) return !each->rows.correlated();
  if (const auto* picked = std::get_if<row::PickedIs>(&filter.node))
    return !picked->picks.rows.correlated();
  const auto* sequence = std::get_if<row::Sequence>(&filter.node);
  return sequence != nullptr && !sequence->correlated();
}

}  // namespace

void RowEvaluator::Test(const row::Filter& filter, const RowBatch& batch, uint64_t* mask) {
  if (batch.count == 0) return;
  if (const auto* constant = std::get_if<row::Constant>(&filter.node)) {
    FillMask(mask, batch.count, constant->value);
    return;
  }
  if (filter.grain == batch.table && (batch.ordered || !GoesDown(filter))) {
    TestHere(filter, batch, mask);
    return;
  }
  const Ascent ascent = Ascend(shard_, batch, filter.grain, arena_);
  Mask above = arena_.Take<uint64_t>(MaskWords(ascent.parents.count) + 8);
  TestHere(filter, ascent.parents, above.data());
  for (uint32_t first = 0; first < batch.count; first += 64) {
    const uint32_t n = std::min(batch.count - first, 64u);
    uint64_t word = 0;
    for (uint32_t i = 0; i < n; ++i) {
      word |= static_cast<uint64_t>(MaskBit(above.data(), ascent.owner[first + i])) << i;
    }
    mask[first >> 6] = word;
  }
}

void RowEvaluator::TestHere(const row::Filter& filter, const RowBatch& batch, uint64_t* mask) {
  std::visit(Overloaded{
                 [&](const row::Constant& f) { FillMask(mask, batch.count, f.value); },
                 [&](const row::RawIn& f) { TestRawIn(f, batch, mask); },
                 [&](const row::RawRanges& f) { TestRawRanges(f, batch, arena_, mask); },
                 [&](const row::BoolIs& f) { TestBool(f, batch, mask); },
                 [&](const row::Present& f) { TestPresent(f, batch, mask); },
                 [&](const row::TextIs& f) { TestText(f, batch, mask); },
                 [&](const row::SetHas& f) { TestSet(f, batch, mask); },
                 [&](const row::MemberIn& f) { TestMember(f, batch, mask); },
                 [&](const row::MemberSet& f) { TestMember(f, batch, mask); },
                 [&](const row::And& f) {
                   FillMask(mask, batch.count, true);
                   for (const auto& operand : f.operands) Narrow(*operand, batch, mask);
                 },
                 [&](const row::Or& f) { TestOr(f, batch, mask); },
                 [&](const row::Not& f) {
                   Test(*f.operand, batch, mask);
                   InvertMask(mask, batch.count);
                 },
                 [&](const row::KOf& f) { TestKOf(f, batch, mask); },
                 [&](const row::Lift& f) { TestLift(f, batch, mask); },
                 [&](const row::Compare& f) {
                   ValueVector left;
                   ValueVector right;
                   CompareVectors(f.op, Values(*f.left, batch, &left),
                                  Values(*f.right, batch, &right), batch.count, *shard_.zone,
                                  f.ignoring_case, mask);
                 },
                 [&](const row::ValueInRanges& f) { TestValueRanges(f, batch, mask); },
                 [&](const row::OuterIs& f) {
                   Test(*f.filter, OuterBatch(batch, f.scope, f.table), mask);
                 },
                 [&](const row::Sequence& f) { TestSequence(f, batch, mask); },
                 [&](const row::EachOf& f) { TestEachOf(f, batch, mask); },
                 [&](const row::PickedIs& f) { TestPicked(f, batch, mask); },
                 [&](const row::IsPicked& f) { TestIsPicked(f, batch, mask); },
                 [&](const row::BelongsTo& f) { TestBelongs(f, batch, mask); },
                 [&](const row::Anniversary& f) { TestAnniversary(f, batch, mask); },
                 [&](const row::ComputedText& f) { TestComputedText(f, batch, mask); },
                 [&](const row::TextTest& f) { TestTexts(f, batch, mask); },
                 [&](const row::SetRelation& f) { TestSets(f, batch, mask); },
                 [&](const row::ValueExists& f) {
                   ValueVector value;
                   FillMask(mask, batch.count, true);
                   AndPresent(Values(*f.value, batch, &value), batch.count, mask);
                 },
             },
             filter.node);
}

// Where a filter is asked of more rows than it needs to be, that a number of theirs does not fit is
// no error yet.
bool RowEvaluator::TestAll(const row::Filter& filter, const RowBatch& batch, uint64_t* mask) {
  absl::Status tried;
  absl::Status* const failure = std::exchange(failure_, &tried);
  Test(filter, batch, mask);
  failure_ = failure;
  return tried.ok();
}

void RowEvaluator::Narrow(const row::Filter& filter, const RowBatch& batch, uint64_t* mask) {
  const uint32_t left = CountMask(mask, batch.count);
  if (left == 0) return;
  const bool few = left < batch.count / 4 && filter.cost >= kExpensive;
  Mask passed = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  if (!few && TestAll(filter, batch, passed.data())) {
    for (size_t w = 0; w < MaskWords(batch.count); ++w) mask[w] &= passed[w];
    return;
  }
  RemainingRows remaining(batch, mask, left, true, arena_);
  Test(filter, remaining.batch, passed.data());
  for (uint32_t i = 0; i < left; ++i) {
    const uint32_t at = remaining.index[i];
    if (!MaskBit(passed.data(), i)) mask[at >> 6] &= ~(uint64_t{1} << (at & 63));
  }
}

void RowEvaluator::TestOr(const row::Or& filter, const RowBatch& batch, uint64_t* mask) {
  FillMask(mask, batch.count, false);
  Mask more = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  for (const auto& operand : filter.operands) {
    const uint32_t left = batch.count - CountMask(mask, batch.count);
    if (left == 0) return;
    const bool few = left < batch.count / 4 && operand->cost >= kExpensive;
    if (!few && TestAll(*operand, batch, more.data())) {
      for (size_t w = 0; w < MaskWords(batch.count); ++w) mask[w] |= more[w];
      continue;
    }
    RemainingRows remaining(batch, mask, left, false, arena_);
    Test(*operand, remaining.batch, more.data());
    ForEachBit(more.data(), left, [&](uint32_t i) { SetMaskBit(mask, remaining.index[i]); });
  }
}

void RowEvaluator::TestValueRanges(const row::ValueInRanges& filter, const RowBatch& batch,
                                   uint64_t* mask) {
  ValueVector own;
  const ValueVector& value = Values(*filter.value, batch, &own);
  FillMask(mask, batch.count, false);
  const auto& ranges = filter.ranges;
  if (ranges.size() == 1 && !value.constant && !value.small.empty()) {
    const bound::Range range = ranges[0];
    ForEachBit(value.present.data(), batch.count, [&](uint32_t i) {
      const int64_t v = value.small[i];
      const bool inside = v >= range.first && v <= range.last;
      mask[i >> 6] |= uint64_t{inside != filter.complement} << (i & 63);
    });
    return;
  }
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (!value.Has(i)) continue;
    const absl::int128 wide = value.Numerator(i);
    const auto v = static_cast<int64_t>(std::clamp<absl::int128>(wide, INT64_MIN, INT64_MAX));
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), v,
                         [](int64_t x, const bound::Range& range) { return x < range.first; });
    const bool inside = v == wide && after != ranges.begin() && v <= (after - 1)->last;
    if (inside != filter.complement) SetMaskBit(mask, i);
  }
}

void RowEvaluator::TestKOf(const row::KOf& filter, const RowBatch& batch, uint64_t* mask) {
  auto passed = arena_.Take<uint32_t>(batch.count);
  passed.Zero();
  Mask one = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  for (const auto& operand : filter.operands) {
    Test(*operand, batch, one.data());
    ForEachBit(one.data(), batch.count, [&](uint32_t i) { ++passed[i]; });
  }
  FillMask(mask, batch.count, false);
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (passed[i] >= filter.at_least && passed[i] <= filter.at_most) SetMaskBit(mask, i);
  }
}

void RowEvaluator::TestLift(const row::Lift& lift, const RowBatch& batch, uint64_t* mask) {
  FillMask(mask, batch.count, false);
  if (lift.kind == bound::LiftKind::kAny) {
    Scan(lift.rows, batch, false,
         [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
           owners.Visit([&](auto owner) {
             ForEachBit(passed, rows.count, [&](uint32_t i) { SetMaskBit(mask, owner(i)); });
           });
         });
    return;
  }
  Mask failed = arena_.Take<uint64_t>(MaskWords(batch.count));
  failed.Zero();
  Scan(lift.rows, batch, true,
       [&](const RowBatch& rows, const uint64_t* visible, const Owners& owners) {
         Mask good = arena_.Take<uint64_t>(MaskWords(rows.count) + 8);
         std::copy_n(visible, MaskWords(rows.count), good.data());
         if (lift.must != nullptr) Narrow(*lift.must, rows, good.data());
         owners.Visit([&](auto owner) {
           ForEachBit(visible, rows.count, [&](uint32_t i) {
             SetMaskBit(MaskBit(good.data(), i) ? mask : failed.data(), owner(i));
           });
         });
       });
  for (size_t w = 0; w < MaskWords(batch.count); ++w) mask[w] &= ~failed[w];
}

}  // namespace seine
