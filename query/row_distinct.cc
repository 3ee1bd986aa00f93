// RowEvaluator: how many different values the rows of each parent have, in the cheapest of three
// ways. Values of a few classes are marked, a bit for each class and parent. Times come in order as
// a rule, where each that differs from the one before is new. All others are put together parent by
// parent.

#include <algorithm>
#include <bit>
#include <vector>

#include "query/number_classes.h"
#include "query/row_evaluator.h"
#include "query/row_groups.h"
#include "query/value_ids.h"

namespace seine {
namespace {

constexpr uint32_t kMostClasses = 256;  // 2 MiB of marks for a block's members

// More than a batch has rows.
constexpr uint64_t kFall = uint64_t{1} << 32;

// Counts different numbers, set after set: in a table whose slots say which set last took them, so
// that it need not be cleared.
class DistinctCounter {
 public:
  int64_t Count(std::span<const int64_t> numbers) {
    const size_t wanted = std::bit_ceil(2 * numbers.size() + 1);
    if (slots_.size() < wanted) slots_.assign(wanted, {});
    const size_t mask = wanted - 1;
    const int shift = 64 - std::countr_zero(wanted);
    ++set_;
    int64_t distinct = 0;
    for (const int64_t number : numbers) {
      size_t at = (static_cast<uint64_t>(number) * 0x9E3779B97F4A7C15u) >> (shift & 63) & mask;
      while (slots_[at].set == set_ && slots_[at].number != number) at = (at + 1) & mask;
      distinct += slots_[at].set == set_ ? 0 : 1;
      slots_[at] = {number, set_};
    }
    return distinct;
  }

 private:
  struct Slot {
    int64_t number = 0;
    uint64_t set = 0;
  };
  std::vector<Slot> slots_;
  uint64_t set_ = 0;
};

// Whether it is worth trying if each parent's values ascend.
bool IsTimeOfRow(const row::Value& value) {
  return value.type.kind == bound::ValueKind::kInstant ||
         value.type.kind == bound::ValueKind::kDate ||
         std::holds_alternative<row::PeriodOf>(value.node);
}

}  // namespace

void RowEvaluator::CountClasses(const row::Distinct& node, NumberClasses classes,
                                const RowBatch& parents, int64_t* counts) {
  const size_t words = (classes.count + 63) / 64;
  auto marks = arena_.Take<uint64_t>(words * parents.count);
  marks.Zero();
  VisitValues(node.rows, *node.value, parents,
              [&](uint32_t parent, uint32_t, const ValueVector& v, uint32_t i) {
                const auto number = static_cast<uint64_t>(v.small[v.Slot(i)] - classes.first);
                marks[words * parent + (number >> 6)] |= uint64_t{1} << (number & 63);
              });
  for (uint32_t p = 0; p < parents.count; ++p) {
    for (size_t w = 0; w < words; ++w) counts[p] += __builtin_popcountll(marks[words * p + w]);
  }
}

void RowEvaluator::CountChanges(const row::Distinct& node, const RowBatch& parents,
                                int64_t* counts) {
  auto newest = arena_.Take<int64_t>(parents.count);
  auto mixed = arena_.Take<uint8_t>(parents.count);  // whose values do not ascend
  mixed.Zero();
  newest.Zero();
  ScanValues(node.rows, *node.value, parents,
             [&](const RowBatch& rows, const ValueVector& values, const uint64_t* mask,
                 const Owners& owners) {
               // Of the rows up to each: how many differ from the one before, and, above that,
               // fall.
               auto steps = arena_.Take<uint64_t>(rows.count);
               steps[0] = 0;
               const auto number = [&](uint32_t i) { return values.small[values.Slot(i)]; };
               for (uint32_t i = 1; i < rows.count; ++i) {
                 const uint64_t differs = number(i) != number(i - 1) ? 1 : 0;
                 const uint64_t falls = number(i) < number(i - 1) ? kFall : 0;
                 steps[i] = steps[i - 1] + differs + falls;
               }
               const OwnerRuns runs = FindRuns(owners, mask, rows.count, arena_);
               owners.Visit([&](auto owner) {
                 for (uint32_t r = 0; r < runs.count; ++r) {
                   const uint32_t parent = owner(runs.first[r]);
                   const int64_t first = number(runs.first[r]);
                   const int64_t before = newest[parent];
                   const bool none = counts[parent] == 0;
                   const uint64_t within = steps[runs.last[r]] - steps[runs.first[r]];
                   mixed[parent] |= within >= kFall || (first < before && !none) ? 1 : 0;
                   counts[parent] +=
                       static_cast<int64_t>(within % kFall) + (first != before || none);
                   newest[parent] = number(runs.last[r]);
                 }
               });
             });
  auto rows = arena_.Take<uint32_t>(parents.count);
  auto index = arena_.Take<uint32_t>(parents.count);
  uint32_t n = 0;
  for (uint32_t p = 0; p < parents.count; ++p) {
    if (mixed[p] == 0) continue;
    rows[n] = parents.Row(p);
    index[n++] = p;
  }
  if (n > parents.count / 2) return CountGroups(node, parents, counts);
  if (n == 0) return;
  auto found = arena_.Take<int64_t>(n);
  CountGroups(node, {parents.table, parents.block, n, 0, rows.data()}, found.data());
  for (uint32_t i = 0; i < n; ++i) counts[index[i]] = found[i];
}

void RowEvaluator::CountGroups(const row::Distinct& node, const RowBatch& parents,
                               int64_t* counts) {
  RowGroups<int64_t> groups(parents.count);
  if (node.value != nullptr) {
    ValueIds ids(node.value->type.kind);
    GroupValues(node.rows, *node.value, parents, node.text, &ids, &groups);
  } else {
    Scan(node.rows, parents, true,
         [&](const RowBatch& rows, const uint64_t* passed, const Owners& owners) {
           auto of = arena_.Take<uint32_t>(rows.count);
           FindSetRows(node.set, rows, 0, of.data());
           owners.Visit([&](auto owner) {
             ForEachBit(passed, rows.count, [&](uint32_t i) {
               const ColumnView* column = nullptr;
               uint64_t at = 0;
               if (of[i] == UINT32_MAX || !node.set.from.Find(of[i], &column, &at)) return;
               for (uint32_t e = column->set.offsets[at]; e < column->set.offsets[at + 1]; ++e)
                 groups.Add(owner(i), column->set.codes.Value(e));
             });
           });
         });
    groups.Group();
  }
  DistinctCounter counter;
  for (uint32_t p = 0; p < parents.count; ++p) counts[p] = counter.Count(groups.Of(p));
}

void RowEvaluator::EvaluateDistinct(const row::Distinct& node, const RowBatch& parents,
                                    ValueVector* out) {
  TakeSlots(parents.count, arena_, out);
  FillMask(out->present.data(), parents.count, true);
  int64_t* const counts = out->small.data();
  std::fill_n(counts, parents.count, 0);
  if (node.value != nullptr) {
    if (const auto classes = ClassesOf(*node.value, kMostClasses))
      return CountClasses(node, *classes, parents, counts);
    if (IsTimeOfRow(*node.value) && !node.rows.correlated())
      return CountChanges(node, parents, counts);
  }
  CountGroups(node, parents, counts);
}

}  // namespace seine
