// RowEvaluator: aggregates that look at all rows of a parent side by side: the most frequent value,
// gaps of time; and quantifiers over several periods.

#include <algorithm>
#include <vector>

#include "query/batch_part.h"
#include "query/row_evaluator.h"
#include "query/row_groups.h"
#include "query/value_ids.h"

namespace seine {
namespace {

constexpr int64_t kDay = kMicrosPerDay;
// Words that a bit for each of many periods and parents may take: 2 MiB.
constexpr size_t kMostMarks = size_t{1} << 18;

struct DayFraction {
  int64_t numerator;
  int64_t denominator;
};

// Of at least two times, ascending; `day` of their units are one day. Not of kAvg.
DayFraction GapOf(filter::GapFunction function, std::span<int64_t> times, int64_t day) {
  for (size_t i = 0; i + 1 < times.size(); ++i) times[i] = times[i + 1] - times[i];
  const std::span<int64_t> all = times.first(times.size() - 1);
  if (function == filter::GapFunction::kMin) return {*std::ranges::min_element(all), day};
  if (function == filter::GapFunction::kMax) return {*std::ranges::max_element(all), day};
  std::ranges::sort(all);
  const size_t middle = all.size() / 2;
  if (all.size() % 2 != 0) return {all[middle], day};
  return {all[middle - 1] + all[middle], 2 * day};
}

}  // namespace

void RowEvaluator::GroupValues(const row::Descent& rows, const row::Value& value,
                               const RowBatch& parents, const std::string& text, ValueIds* ids,
                               RowGroups<int64_t>* groups) {
  VisitValues(rows, value, parents,
              [&](uint32_t parent, uint32_t, const ValueVector& v, uint32_t i) {
                groups->Add(parent, ids->IdOf(v, i));
              });
  if (!ids->fits()) Overflow(text);
  groups->Group();
}

void RowEvaluator::EvaluateMode(const row::Mode& node, const RowBatch& parents, ValueVector* out) {
  RowGroups<int64_t> groups(parents.count);
  ValueIds ids(node.value->type.kind);
  GroupValues(node.rows, *node.value, parents, node.text, &ids, &groups);
  TakeSlots(parents.count, arena_, out);
  // As the planner's bound says, whatever turned up in these rows.
  if (out->type.kind == bound::ValueKind::kNumber && node.wide) {
    out->small = {};
    out->wide = arena_.Take<absl::int128>(parents.count);
  }
  FillMask(out->present.data(), parents.count, false);
  const auto order = [&](int64_t a, int64_t b) {
    if (node.dictionary == nullptr) return ids.Order(a, b);
    const auto x = node.dictionary->Text(static_cast<uint32_t>(a));
    const auto y = node.dictionary->Text(static_cast<uint32_t>(b));
    return x < y ? -1 : (y < x ? 1 : 0);
  };
  for (uint32_t p = 0; p < parents.count; ++p) {
    const std::span<int64_t> numbers = groups.Of(p);
    if (numbers.empty()) continue;
    std::ranges::sort(numbers);
    int64_t best = numbers[0];
    size_t most = 0;
    for (size_t first = 0; first < numbers.size();) {
      size_t last = first;
      while (last < numbers.size() && numbers[last] == numbers[first]) ++last;
      const size_t count = last - first;
      if (count > most || (count == most && order(numbers[first], best) < 0)) {
        best = numbers[first];
        most = count;
      }
      first = last;
    }
    SetMaskBit(out->present.data(), p);
    if (node.dictionary != nullptr) {
      out->text[p] = node.dictionary->Text(static_cast<uint32_t>(best));
    } else {
      ids.Put(best, p, out);
    }
  }
}

// The mean of the gaps needs the first time, the last and how many there are.
void RowEvaluator::EvaluateMeanGap(const row::Gap& node, const RowBatch& parents,
                                   ValueVector* out) {
  TakeSlots(parents.count, arena_, out);
  out->denominator = arena_.Take<int64_t>(parents.count);
  auto first = arena_.Take<int64_t>(parents.count);
  auto last = arena_.Take<int64_t>(parents.count);
  auto count = arena_.Take<int64_t>(parents.count);
  std::fill_n(first.data(), parents.count, INT64_MAX);
  std::fill_n(last.data(), parents.count, INT64_MIN);
  count.Zero();
  ScanValues(node.rows, *node.time, parents,
             [&](const RowBatch& rows, const ValueVector& time, const uint64_t* mask,
                 const Owners& owners) {
               const OwnerRuns runs = FindRuns(owners, mask, rows.count, arena_);
               owners.Visit([&](auto owner) {
                 for (uint32_t r = 0; r < runs.count; ++r) {
                   const uint32_t parent = owner(runs.first[r]);
                   int64_t least = time.small[time.Slot(runs.first[r])];
                   int64_t greatest = time.small[time.Slot(runs.last[r])];
                   for (uint32_t i = runs.first[r]; !node.in_order && i <= runs.last[r]; ++i) {
                     least = std::min(least, time.small[time.Slot(i)]);
                     greatest = std::max(greatest, time.small[time.Slot(i)]);
                   }
                   first[parent] = std::min(first[parent], least);
                   last[parent] = std::max(last[parent], greatest);
                   count[parent] += runs.Length(r);
                 }
               });
             });
  FillMask(out->present.data(), parents.count, false);
  const int64_t day = node.time->type.kind == bound::ValueKind::kDate ? 1 : kDay;
  // The days of so many gaps take more than 64 bits.
  const bool wide = std::any_of(count.data(), count.data() + parents.count,
                                [day](int64_t n) { return n > INT64_MAX / day; });
  if (wide) {
    out->denominator = {};
    out->wide_denominator = arena_.Take<absl::int128>(parents.count);
  }
  for (uint32_t p = 0; p < parents.count; ++p) {
    if (count[p] < 2) continue;
    out->small[p] = last[p] - first[p];
    if (wide) {
      out->wide_denominator[p] = absl::int128(count[p] - 1) * day;
    } else {
      out->denominator[p] = (count[p] - 1) * day;
    }
    SetMaskBit(out->present.data(), p);
  }
}

void RowEvaluator::EvaluateGap(const row::Gap& node, const RowBatch& parents, ValueVector* out) {
  if (node.function == filter::GapFunction::kAvg) {
    EvaluateMeanGap(node, parents, out);
    return;
  }
  RowGroups<int64_t> groups(parents.count);
  ValueIds ids(node.time->type.kind);
  GroupValues(node.rows, *node.time, parents, "", &ids, &groups);
  TakeSlots(parents.count, arena_, out);
  out->denominator = arena_.Take<int64_t>(parents.count);
  FillMask(out->present.data(), parents.count, false);
  const int64_t day = node.time->type.kind == bound::ValueKind::kDate ? 1 : kDay;
  for (uint32_t p = 0; p < parents.count; ++p) {
    const std::span<int64_t> times = groups.Of(p);
    if (times.size() < 2) continue;
    if (!node.in_order) std::ranges::sort(times);
    const DayFraction gap = GapOf(node.function, times, day);
    out->small[p] = gap.numerator;
    out->denominator[p] = gap.denominator;
    SetMaskBit(out->present.data(), p);
  }
}

void RowEvaluator::TestEachOf(const row::EachOf& filter, const RowBatch& parents, uint64_t* mask) {
  const size_t words = filter.pieces.words();
  const auto most = static_cast<uint32_t>(std::max<size_t>(kMostMarks / words, 1));
  auto marks = arena_.Take<uint64_t>(words * std::min(most, parents.count));
  FillMask(mask, parents.count, false);
  for (uint32_t first = 0; first < parents.count; first += most) {
    const BatchPart part(parents, first, std::min(most, parents.count - first));
    marks.Zero();
    VisitValues(filter.rows, *filter.time, part.batch(),
                [&](uint32_t parent, uint32_t, const ValueVector& time, uint32_t i) {
                  const size_t piece = filter.pieces.PieceOf(time.small[time.Slot(i)]);
                  marks[words * parent + (piece >> 6)] |= uint64_t{1} << (piece & 63);
                });
    for (uint32_t p = 0; p < part.batch().count; ++p) {
      if (filter.pieces.EachHasSome(marks.data() + words * p)) SetMaskBit(mask, first + p);
    }
  }
}

}  // namespace seine
