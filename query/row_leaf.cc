#include "query/row_leaf.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"

#include "engine/planted_bug.h"
#include "query/block_memory.h"
#include "query/filter.h"
#include "query/row_evaluator.h"

namespace seine {
namespace {

using filter::Overloaded;

// A column scan of the whole block beats gathering unless few candidates are left; walking rows
// does not.
constexpr double kScanBelowCost = 2.0;
constexpr uint32_t kFewForScan = 2048;

std::string DescribeDescent(const row::Shard& shard, const row::Descent& rows) {
  const auto& tables = shard.snapshot->schema().tables;
  std::string text = absl::StrCat("rows of ", tables[static_cast<size_t>(rows.table)].name);
  if (!rows.postings.empty()) absl::StrAppend(&text, " by postings");
  if (rows.first != INT64_MIN || rows.last != INT64_MAX) absl::StrAppend(&text, ", tiles by time");
  return text;
}

std::string DescribeBoth(const row::Shard& shard, const row::Value& left, const row::Value& right);

std::string DescribeValue(const row::Shard& shard, const row::Value& value) {
  if (const auto* remembered = std::get_if<row::Remembered>(&value.node))
    return DescribeValue(shard, *remembered->value);
  if (const auto* aggregate = std::get_if<row::Aggregate>(&value.node))
    return DescribeDescent(shard, aggregate->rows);
  if (const auto* picked = std::get_if<row::PickedValue>(&value.node))
    return absl::StrCat("one of ", DescribeDescent(shard, picked->picks.rows));
  if (const auto* distinct = std::get_if<row::Distinct>(&value.node))
    return absl::StrCat("different values of ", DescribeDescent(shard, distinct->rows));
  if (const auto* gap = std::get_if<row::Gap>(&value.node))
    return absl::StrCat("gaps between ", DescribeDescent(shard, gap->rows));
  if (const auto* both = std::get_if<row::Arithmetic>(&value.node)) {
    return DescribeBoth(shard, *both->left, *both->right);
  }
  if (const auto* part = std::get_if<row::DatePart>(&value.node))
    return DescribeValue(shard, *part->time);
  if (const auto* elapsed = std::get_if<row::ElapsedUnits>(&value.node))
    return DescribeValue(shard, *elapsed->start);
  return {};
}

std::string DescribeBoth(const row::Shard& shard, const row::Value& left, const row::Value& right) {
  const std::string first = DescribeValue(shard, left);
  const std::string second = DescribeValue(shard, right);
  return absl::StrCat(first, first.empty() || second.empty() ? "" : ", ", second);
}

std::string DescribeFilter(const row::Shard& shard, const row::Filter& filter) {
  return std::visit(
      Overloaded{
          [](const row::Constant&) -> std::string { return "constant"; },
          [](const row::RawIn&) -> std::string { return "scan of codes"; },
          [](const row::RawRanges& f) -> std::string {
            return absl::StrCat("scan of ", f.column->numeric.bits(), " bits a row");
          },
          [](const row::BoolIs&) -> std::string { return "scan of bits"; },
          [](const row::Present&) -> std::string { return "presence"; },
          [](const row::TextIs&) -> std::string { return "test of each text"; },
          [](const row::SetHas&) -> std::string { return "scan of sets"; },
          [](const row::MemberIn&) -> std::string { return "list of members"; },
          [](const row::And& f) -> std::string {
            return absl::StrCat("and of ", f.operands.size(), " by row");
          },
          [](const row::Or& f) -> std::string {
            return absl::StrCat("or of ", f.operands.size(), " by row");
          },
          [](const row::Not&) -> std::string { return "not, by row"; },
          [](const row::KOf& f) -> std::string {
            return absl::StrCat("k of ", f.operands.size(), " by row");
          },
          [&](const row::Lift& f) -> std::string { return DescribeDescent(shard, f.rows); },
          [&](const row::Compare& f) -> std::string {
            const std::string both = DescribeBoth(shard, *f.left, *f.right);
            return both.empty() ? "comparison" : both;
          },
          [&](const row::ValueInRanges& f) -> std::string {
            return absl::StrCat("ranges of ", DescribeValue(shard, *f.value));
          },
          [&](const row::ValueExists& f) -> std::string { return DescribeValue(shard, *f.value); },
          [&](const row::OuterIs& f) -> std::string { return DescribeFilter(shard, *f.filter); },
          [&](const row::Sequence& f) -> std::string {
            return absl::StrCat("sequence of ", f.steps.size(), " steps");
          },
          [&](const row::EachOf& f) -> std::string {
            return absl::StrCat(DescribeDescent(shard, f.rows), " in each of ", f.pieces.periods(),
                                " periods");
          },
          [&](const row::PickedIs& f) -> std::string {
            return absl::StrCat("one of ", DescribeDescent(shard, f.picks.rows));
          },
          [&](const row::IsPicked& f) -> std::string {
            return absl::StrCat("row of one of ", DescribeDescent(shard, f.picks.rows));
          },
          [](const row::BelongsTo&) -> std::string { return "row of the outer row"; },
          [](const row::Anniversary&) -> std::string { return "day of the year"; },
          [](const row::ComputedText&) -> std::string { return "test of each text"; },
          [](const row::TextTest&) -> std::string { return "text against text"; },
          [](const row::SetRelation&) -> std::string { return "set against set"; },
          [](const row::MemberSet&) -> std::string { return "ranked members"; },
      },
      filter.node);
}

}  // namespace

std::string RowLeaf::Describe() const { return DescribeFilter(shard_, *filter_); }

uint32_t RowLeaf::MembersOf(uint32_t block) const {
  return std::min(kBlockSize, shard_.view->members - block * kBlockSize);
}

bool RowLeaf::Scans(uint32_t block, uint32_t candidates) const {
  return filter_->cost < kScanBelowCost ? candidates > kFewForScan
                                        : candidates > MembersOf(block) / 4;
}

void RowLeaf::Evaluate(uint32_t block, const Selection& candidates, Selection* out,
                       Scratch& scratch) const {
  BlockMemory* const memory = shared_ ? BlockMemory::OfThisThread() : nullptr;
  if (memory != nullptr) {
    EvaluateOnce(*memory, block, candidates, out, scratch);
  } else {
    EvaluateHere(block, candidates, out, scratch);
  }
}

// Only the candidates that nobody asked about before are evaluated.
void RowLeaf::EvaluateOnce(BlockMemory& memory, uint32_t block, const Selection& candidates,
                           Selection* out, Scratch& scratch) const {
  BlockMemory::Condition& known = memory.condition(*shared_);
  known.work.asked += candidates.Count();
  const Scratch::SelectionLease unasked(&scratch);
  unasked->Assign(candidates);
  unasked->AndNot(known.asked);
  if (!unasked->empty()) {
    // A scan looks at every member of the block, so all that it finds may be kept.
    const Scratch::SelectionLease everyone(&scratch);
    const Scratch::SelectionLease found(&scratch);
    everyone->SetRange(0, MembersOf(block));
    if (Scans(block, unasked->Count()) && ScanBlock(block, *everyone, found.get(), scratch)) {
      unasked->Assign(*everyone);
    } else {
      EvaluateListed(block, *unasked, found.get(), scratch);
    }
    known.work.evaluated += unasked->Count();
    if (!Planted("forgotten-shared-members")) known.found.Or(*found);
    known.asked.Or(*unasked);
  }
  out->Assign(candidates);
  out->And(known.found);
}

void RowLeaf::EvaluateHere(uint32_t block, const Selection& candidates, Selection* out,
                           Scratch& scratch) const {
  if (Scans(block, candidates.Count()) && ScanBlock(block, candidates, out, scratch)) return;
  EvaluateListed(block, candidates, out, scratch);
}

bool RowLeaf::ScanBlock(uint32_t block, const Selection& candidates, Selection* out,
                        Scratch& scratch) const {
  absl::Status tried;
  RowEvaluator evaluator(shard_, RowArena::OfThisThread(), scratch.stop(), &tried);
  const RowBatch members{0, block, MembersOf(block), block * kBlockSize, nullptr};
  Scratch::Lease within(&scratch);
  candidates.ToWords(within.words());
  uint64_t* words = out->MutableWords();
  std::memset(words, 0, kBlockWords * sizeof(uint64_t));
  evaluator.Test(*filter_, members, words);
  for (size_t w = 0; w < kBlockWords; ++w) words[w] &= within.words()[w];
  out->CommitWords();
  return tried.ok();
}

void RowLeaf::EvaluateListed(uint32_t block, const Selection& candidates, Selection* out,
                             Scratch& scratch) const {
  RowArena& arena = RowArena::OfThisThread();
  RowEvaluator evaluator(shard_, arena, scratch.stop(), scratch.failure());
  const uint32_t first = block * kBlockSize;
  const uint32_t count = candidates.Count();
  auto places = arena.Take<uint16_t>(count + 32);
  auto rows = arena.Take<uint32_t>(count);
  candidates.ToPlaces(places.data());
  for (uint32_t i = 0; i < count; ++i) rows[i] = first + places[i];
  const RowBatch members{0, block, count, 0, rows.data()};
  Mask mask = arena.Take<uint64_t>(MaskWords(count) + 8);
  evaluator.Test(*filter_, members, mask.data());
  uint32_t passed = 0;
  ForEachBit(mask.data(), count, [&](uint32_t i) { places[passed++] = places[i]; });
  out->SetPlaces({places.data(), passed});
}

double RowLeaf::EstimatedRows(uint32_t block) const {
  return filter_->selectivity * MembersOf(block);
}

}  // namespace seine
