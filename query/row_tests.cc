#include "query/row_tests.h"

#include <algorithm>

#include "engine/planted_bug.h"
#include "query/plane_scan.h"

namespace seine {
namespace {

// mask bit i = test(row of i).
template <typename Test>
void TestEach(const RowBatch& batch, uint64_t* mask, Test&& test) {
  for (uint32_t first = 0; first < batch.count; first += 64) {
    const uint32_t n = std::min(batch.count - first, 64u);
    uint64_t word = 0;
    for (uint32_t i = 0; i < n; ++i) word |= static_cast<uint64_t>(test(batch.Row(first + i))) << i;
    mask[first >> 6] = word;
  }
}

bool BitAt(const AlignedVector<uint64_t>& bits, uint64_t i) {
  return (i >> 6) < bits.size() && ((bits[i >> 6] >> (i & 63)) & 1) != 0;
}

bool InRanges(const std::vector<std::pair<uint64_t, uint64_t>>& ranges, uint64_t raw) {
  if (ranges.size() == 1) return raw >= ranges[0].first && raw <= ranges[0].second;
  auto after =
      std::upper_bound(ranges.begin(), ranges.end(), raw,
                       [](uint64_t value, const auto& range) { return value < range.first; });
  return after != ranges.begin() && raw <= std::prev(after)->second;
}

}  // namespace

void AndPresence(const ColumnView& column, const RowBatch& batch, uint64_t* mask) {
  if (Planted("missing-as-value")) return;
  if (column.absent) {
    FillMask(mask, batch.count, false);
  } else if (column.presence.words != nullptr) {
    if (batch.dense()) {
      AndBits(column.presence.words, batch.begin, batch.count, mask);
    } else {
      for (uint32_t i = 0; i < batch.count; ++i) {
        if (!column.presence.Has(batch.rows[i])) mask[i >> 6] &= ~(uint64_t{1} << (i & 63));
      }
    }
  }
}

void TestRawIn(const row::RawIn& test, const RowBatch& batch, uint64_t* mask) {
  const NumericView& view = test.column->numeric;
  if (!batch.dense() || batch.count == 0 ||
      !ScanIn(view, test.raws.data(), batch.begin, batch.count, mask)) {
    TestEach(batch, mask, [&](uint32_t row) { return BitAt(test.raws, view.Raw(row)); });
  }
  AndPresence(*test.column, batch, mask);
}

void TestRawRanges(const row::RawRanges& test, const RowBatch& batch, RowArena& arena,
                   uint64_t* mask) {
  constexpr size_t kRangesByKernel = 4;
  const NumericView& view = test.column->numeric;
  if (test.ranges.empty()) {
    FillMask(mask, batch.count, false);
  } else if (batch.count > 0 && batch.dense() && test.ranges.size() <= kRangesByKernel &&
             ScanRange(view, test.ranges[0], batch.begin, batch.count, mask)) {
    if (test.ranges.size() > 1) {
      Mask more = arena.Take<uint64_t>(MaskWords(batch.count));
      for (size_t r = 1; r < test.ranges.size(); ++r) {
        ScanRange(view, test.ranges[r], batch.begin, batch.count, more.data());
        for (size_t w = 0; w < MaskWords(batch.count); ++w) mask[w] |= more[w];
      }
    }
  } else {
    TestEach(batch, mask, [&](uint32_t row) { return InRanges(test.ranges, view.Raw(row)); });
  }
  if (test.complement) InvertMask(mask, batch.count);
  AndPresence(*test.column, batch, mask);
}

void TestBool(const row::BoolIs& test, const RowBatch& batch, uint64_t* mask) {
  if (batch.dense()) {
    CopyBits(test.column->bits, batch.begin, batch.count, mask);
  } else {
    TestEach(batch, mask, [&](uint32_t row) { return MaskBit(test.column->bits, row); });
  }
  if (!test.value) InvertMask(mask, batch.count);
  AndPresence(*test.column, batch, mask);
}

void TestPresent(const row::Present& test, const RowBatch& batch, uint64_t* mask) {
  if (test.column->type == ColumnType::kSet && !test.column->absent) {
    const uint32_t* offsets = test.column->set.offsets;
    TestEach(batch, mask, [&](uint32_t row) { return offsets[row + 1] > offsets[row]; });
    return;
  }
  FillMask(mask, batch.count, true);
  AndPresence(*test.column, batch, mask);
}

void TestText(const row::TextIs& test, const RowBatch& batch, uint64_t* mask) {
  TestEach(batch, mask, [&](uint32_t row) {
    return test.column->presence.Has(row) && test.predicate->Matches(test.column->text.Text(row));
  });
}

void TestSet(const row::SetHas& test, const RowBatch& batch, uint64_t* mask) {
  const SetView& set = test.column->set;
  switch (test.mode) {
    case bound::SetMode::kAny:
    case bound::SetMode::kNone:
      TestEach(batch, mask, [&](uint32_t row) {
        for (uint32_t i = set.offsets[row]; i < set.offsets[row + 1]; ++i) {
          if (BitAt(test.raws, set.codes.Raw(i))) return test.mode == bound::SetMode::kAny;
        }
        return test.mode == bound::SetMode::kNone;
      });
      return;
    case bound::SetMode::kAll:
      TestEach(batch, mask, [&](uint32_t row) {
        uint32_t i = set.offsets[row];
        for (uint64_t wanted : test.all) {
          while (i < set.offsets[row + 1] && set.codes.Raw(i) < wanted) ++i;
          if (i == set.offsets[row + 1] || set.codes.Raw(i) != wanted) return false;
        }
        return true;
      });
      return;
    case bound::SetMode::kOnly:
      TestEach(batch, mask, [&](uint32_t row) {
        for (uint32_t i = set.offsets[row]; i < set.offsets[row + 1]; ++i) {
          if (!BitAt(test.raws, set.codes.Raw(i))) return false;
        }
        return set.offsets[row + 1] > set.offsets[row];
      });
      return;
  }
}

void TestMember(const row::MemberIn& test, const RowBatch& batch, uint64_t* mask) {
  FillMask(mask, batch.count, false);
  auto next = test.offsets.begin();
  for (uint32_t i = 0; i < batch.count && next != test.offsets.end(); ++i) {
    next = std::lower_bound(next, test.offsets.end(), batch.Row(i));
    if (next != test.offsets.end() && *next == batch.Row(i)) SetMaskBit(mask, i);
  }
}

void TestMember(const row::MemberSet& test, const RowBatch& batch, uint64_t* mask) {
  if (batch.dense()) {
    CopyBits(test.bits, batch.begin, batch.count, mask);
    return;
  }
  FillMask(mask, batch.count, false);
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (MaskBit(test.bits, batch.Row(i))) SetMaskBit(mask, i);
  }
}

}  // namespace seine
