#include "query/planner.h"

#include <algorithm>
#include <utility>

#include "engine/planted_bug.h"
#include "query/definition_error.h"
#include "query/filter.h"
#include "query/row_evaluator.h"
#include "query/stop_check.h"

namespace seine {
namespace {

using filter::Overloaded;
using Expressed = absl::StatusOr<BlockExpression>;

// Beyond so many values a scan of the codes beats the union of their bitmaps.
constexpr size_t kMostBitmaps = 256;

thread_local const Selection* current_selection = nullptr;

std::unique_ptr<ShardPlan> NewPlan(const Snapshot& snapshot, size_t shard, const Zone& zone) {
  auto plan = std::make_unique<ShardPlan>();
  plan->shard = {&snapshot, &snapshot.shard(shard), &zone};
  return plan;
}

}  // namespace

void CurrentSelection::Set(const Selection* selection) { current_selection = selection; }

void CurrentSelection::Evaluate(uint32_t, const Selection& candidates, Selection* out,
                                Scratch&) const {
  out->Assign(candidates);
  out->And(*current_selection);
}

Planner::Planner(const Snapshot& snapshot, size_t shard, int64_t as_of, const Zone& zone,
                 SharedParts* parts, std::shared_ptr<CodeMaps> maps)
    : plan_(NewPlan(snapshot, shard, zone)),
      rows_(plan_->shard,
            Planted("clock-per-shard") ? as_of - static_cast<int64_t>(shard) * 5 * kMicrosPerDay
                                       : as_of,
            parts != nullptr ? parts->maps : std::move(maps)),
      parts_(parts) {
  if (parts_ != nullptr) rows_.ShareValues(&parts_->values);
}

absl::Status Planner::FindExisting() {
  const ShardView& view = *plan_->shard.view;
  row::FilterPtr visible;
  for (const bound::FilterPtr& test : rows_.Visible(0)) {
    absl::StatusOr<row::FilterPtr> planned = rows_.Plan(*test);
    if (!planned.ok()) return planned.status();
    visible = *std::move(planned);
  }
  RowArena& arena = RowArena::OfThisThread();
  RowEvaluator evaluator(plan_->shard, arena);
  BitmapBuilder builder;
  AlignedVector<uint64_t> words(kBlockWords + 8);
  for (uint32_t block = 0; block < BlocksFor(view.members); ++block) {
    const uint32_t first = block * kBlockSize;
    const RowBatch batch{0, block, std::min(kBlockSize, view.members - first), first, nullptr};
    std::fill(words.begin(), words.end(), 0);
    if (visible != nullptr) {
      evaluator.Test(*visible, batch, words.data());
    } else {
      FillMask(words.data(), batch.count, true);
    }
    if (view.exists != nullptr) AndBits(view.exists, first, batch.count, words.data());
    builder.AddWords(block, words.data());
  }
  plan_->exists = builder.Finish();
  return absl::OkStatus();
}

absl::Status Planner::PlanDefinition(const bound::FilterNode& include,
                                     const std::vector<bound::FilterPtr>& excludes) {
  Expressed included = Expression(include);
  if (!included.ok()) return included.status();
  DefinitionPlan& planned = plan_->definitions.emplace_back();
  planned.include.emplace(*included, plan_->exists.View());
  if (!plan_->expression) plan_->expression.emplace(*std::move(included));
  for (const bound::FilterPtr& filter : excludes) {
    Expressed excluded = Expression(*filter);
    if (!excluded.ok()) return excluded.status();
    std::vector<BlockExpression> both;
    both.push_back(BlockExpression::Computed(std::make_shared<CurrentSelection>()));
    both.push_back(*std::move(excluded));
    planned.excludes.emplace_back(BlockExpression::And(std::move(both)), plan_->exists.View());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<const ShardPlan>> Planner::Plan(
    std::span<const bound::BoundDefinition> definitions, const StopSignal& stop) {
  if (absl::Status status = FindExisting(); !status.ok()) return status;
  for (size_t d = 0; d < definitions.size(); ++d) {
    if (absl::Status status = CheckStop(stop); !status.ok()) return status;
    std::vector<bound::FilterPtr> excludes;
    for (const auto& [name, filter] : definitions[d].excludes) excludes.push_back(filter);
    absl::Status status = PlanDefinition(*definitions[d].include, excludes);
    if (!status.ok()) return InDefinition(status, d);
  }
  plan_->shared_values = rows_.shared_values();
  return std::move(plan_);
}

absl::StatusOr<std::unique_ptr<const ShardPlan>> Planner::PlanFilter(
    const bound::FilterNode& filter) {
  if (absl::Status status = FindExisting(); !status.ok()) return status;
  if (absl::Status status = PlanDefinition(filter, {}); !status.ok()) return status;
  return std::move(plan_);
}

Expressed Planner::Computed(const bound::FilterNode& filter) {
  std::shared_ptr<RowLeaf>* known = nullptr;
  if (parts_ != nullptr) {
    const size_t number = parts_->conditions.NumberOf(filter, rows_.as_of());
    known = &leaves_[number];
    if (*known != nullptr) {
      if (!(*known)->shared()) ++plan_->shared_leaves;
      (*known)->Share(number);
      return BlockExpression::Computed(*known);
    }
  }
  absl::StatusOr<row::FilterPtr> planned = rows_.Plan(filter);
  if (!planned.ok()) return planned.status();
  if (const auto* constant = std::get_if<row::Constant>(&(*planned)->node)) {
    return constant->value ? BlockExpression::All() : BlockExpression::None();
  }
  plan_->stored_only = false;
  auto leaf = std::make_shared<RowLeaf>(plan_->shard, *std::move(planned));
  if (known != nullptr) *known = leaf;
  return BlockExpression::Computed(std::move(leaf));
}

Expressed Planner::Stored(const ValueIndexView& index, int64_t at) {
  const BitmapView bitmap = index.At(at);
  absl::Status status = index.region->EnsureSpan(bitmap.headers());
  if (status.ok()) status = index.region->EnsureSpan(bitmap.offsets());
  if (status.ok() && !bitmap.headers().empty()) {
    const size_t next = static_cast<size_t>(at) + 1;  // its bytes end where the next value's begin
    status = next == index.data_begin.size()
                 ? index.region->Ensure()
                 : index.region->EnsureSpan(
                       std::span(bitmap.data(), index.containers + index.data_begin[next]));
  }
  if (!status.ok()) return status;
  return BlockExpression::Stored(bitmap);
}

absl::StatusOr<std::vector<BlockExpression>> Planner::Expressions(
    const std::vector<bound::FilterPtr>& filters) {
  std::vector<BlockExpression> out;
  for (const bound::FilterPtr& filter : filters) {
    Expressed one = Expression(*filter);
    if (!one.ok()) return one.status();
    out.push_back(*std::move(one));
  }
  return out;
}

Expressed Planner::Codes(const bound::FilterNode& filter, const bound::InCodes& test) {
  const ColumnView& column = rows_.Column(test.column);
  if (column.absent) return BlockExpression::None();
  if (column.index.region == nullptr || test.codes->codes.size() > kMostBitmaps)
    return Computed(filter);
  std::vector<BlockExpression> values;
  for (uint32_t code : test.codes->codes) {
    const int64_t at = column.index.Find(code);
    if (at < 0) continue;  // nobody in this shard
    Expressed stored = Stored(column.index, at);
    if (!stored.ok()) return stored.status();
    values.push_back(*std::move(stored));
  }
  BlockExpression any =
      values.size() == 1 ? std::move(values[0]) : BlockExpression::Or(std::move(values));
  if (!test.codes->complement) return any;
  Expressed present = Computed(*bound::MakeFilter(bound::Exists{test.column}));
  if (!present.ok()) return present.status();
  std::vector<BlockExpression> both;
  both.push_back(*std::move(present));
  both.push_back(BlockExpression::Not(std::move(any)));
  return BlockExpression::And(std::move(both));
}

Expressed Planner::Set(const bound::FilterNode& filter, const bound::SetHas& test) {
  const ColumnView& column = rows_.Column(test.column);
  const bool none = test.mode == bound::SetMode::kNone;
  if (column.absent) return none ? BlockExpression::All() : BlockExpression::None();
  if (column.index.region == nullptr || test.codes->complement ||
      test.codes->codes.size() > kMostBitmaps || test.mode == bound::SetMode::kOnly) {
    return Computed(filter);
  }
  if (test.mode == bound::SetMode::kAll && test.unknown) return BlockExpression::None();
  std::vector<BlockExpression> values;
  for (uint32_t code : test.codes->codes) {
    const int64_t at = column.index.Find(code);
    if (at < 0) {
      if (test.mode == bound::SetMode::kAll) return BlockExpression::None();
      continue;
    }
    Expressed stored = Stored(column.index, at);
    if (!stored.ok()) return stored.status();
    values.push_back(*std::move(stored));
  }
  if (test.mode == bound::SetMode::kAll) return BlockExpression::And(std::move(values));
  BlockExpression any =
      values.size() == 1 ? std::move(values[0]) : BlockExpression::Or(std::move(values));
  return none ? BlockExpression::Not(std::move(any)) : std::move(any);
}

Expressed Planner::Lift(const bound::FilterNode& filter, const bound::Lift& lift) {
  const auto* codes =
      lift.rows.where == nullptr ? nullptr : std::get_if<bound::InCodes>(&lift.rows.where->node);
  const int table = lift.rows.table;
  if (lift.kind != bound::LiftKind::kAny || codes == nullptr || codes->column.table != table ||
      codes->codes->complement || codes->codes->codes.size() > kMostBitmaps) {
    return Computed(filter);
  }
  const auto& tables = plan_->shard.snapshot->schema().tables;
  for (int t = table; t != 0; t = tables[static_cast<size_t>(t)].parent) {
    if (rows_.HiddenFrom(t)) return Computed(filter);  // a rollup holds rows that as_of hides
  }
  const ColumnView& column = rows_.Column(codes->column);
  std::vector<BlockExpression> values;
  auto unlisted = std::make_shared<bound::CodeSet>();
  for (uint32_t code : codes->codes->codes) {
    const int64_t at = column.index.region == nullptr ? -1 : column.index.Find(code);
    if (at < 0) {
      unlisted->codes.push_back(code);
      continue;
    }
    Expressed stored = Stored(column.index, at);
    if (!stored.ok()) return stored.status();
    values.push_back(*std::move(stored));
  }
  if (values.empty()) return Computed(filter);
  if (!unlisted->codes.empty()) {
    bound::Lift rest = lift;
    rest.rows.where = bound::MakeFilter(bound::InCodes{codes->column, std::move(unlisted)});
    Expressed computed = Computed(*bound::MakeFilter(std::move(rest)));
    if (!computed.ok()) return computed.status();
    values.push_back(*std::move(computed));
  }
  return values.size() == 1 ? std::move(values[0]) : BlockExpression::Or(std::move(values));
}

Expressed Planner::AsOf(const bound::AsOf& filter) {
  const int64_t now = rows_.SetAsOf(filter.as_of);
  std::vector<bound::FilterPtr> all = rows_.Visible(0);
  all.push_back(filter.filter);
  auto operands = Expressions(all);
  rows_.SetAsOf(now);
  if (!operands.ok()) return operands.status();
  return BlockExpression::And(*std::move(operands));
}

Expressed Planner::Members(const bound::MemberIn& test) {
  const Snapshot& snapshot = *plan_->shard.snapshot;
  const auto first = static_cast<uint32_t>(plan_->shard.view - &snapshot.shard(0)) * kShardSize;
  std::vector<uint32_t> offsets;
  const auto& all = *test.ordinals;
  for (auto it = std::lower_bound(all.begin(), all.end(), first);
       it != all.end() && *it - first < kShardSize; ++it) {
    offsets.push_back(*it - first);
  }
  if (offsets.empty()) return BlockExpression::None();
  plan_->bitmaps.push_back(Bitmap::FromOffsets(offsets));
  return BlockExpression::Stored(plan_->bitmaps.back().View());
}

Expressed Planner::Members(const bound::MemberSet& test) {
  const Snapshot& snapshot = *plan_->shard.snapshot;
  const auto shard = static_cast<size_t>(plan_->shard.view - &snapshot.shard(0));
  const AlignedVector<uint64_t>& words = test.members->shards[shard];
  BitmapBuilder builder;
  for (uint32_t block = 0; block < words.size() / kBlockWords; ++block) {
    builder.AddWords(block, words.data() + size_t{block} * kBlockWords);
  }
  plan_->bitmaps.push_back(builder.Finish());
  return BlockExpression::Stored(plan_->bitmaps.back().View());
}

Expressed Planner::Expression(const bound::FilterNode& filter) {
  return std::visit(
      Overloaded{
          [](const bound::Constant& f) -> Expressed {
            return f.value ? BlockExpression::All() : BlockExpression::None();
          },
          [&](const bound::And& f) -> Expressed {
            auto operands = Expressions(f.operands);
            if (!operands.ok()) return operands.status();
            return BlockExpression::And(*std::move(operands));
          },
          [&](const bound::Or& f) -> Expressed {
            auto operands = Expressions(f.operands);
            if (!operands.ok()) return operands.status();
            return BlockExpression::Or(*std::move(operands));
          },
          [&](const bound::Not& f) -> Expressed {
            Expressed operand = Expression(*f.operand);
            if (!operand.ok()) return operand.status();
            return BlockExpression::Not(*std::move(operand));
          },
          [&](const bound::KOf& f) -> Expressed {
            auto operands = Expressions(f.operands);
            if (!operands.ok()) return operands.status();
            const auto n = static_cast<uint32_t>(operands->size());
            std::vector<BlockExpression> both;
            if (f.at_least > n || f.at_least > f.at_most) return BlockExpression::None();
            if (f.at_most < n) {
              both.push_back(
                  BlockExpression::Not(BlockExpression::AtLeast(f.at_most + 1, *operands)));
            }
            if (f.at_least > 0)
              both.push_back(BlockExpression::AtLeast(f.at_least, *std::move(operands)));
            return BlockExpression::And(std::move(both));
          },
          [&](const bound::InCodes& f) { return Codes(filter, f); },
          [&](const bound::BoolIs& f) -> Expressed {
            const ColumnView& column = rows_.Column(f.column);
            if (column.absent) return BlockExpression::None();
            if (column.index.region == nullptr) return Computed(filter);
            const int64_t at = column.index.Find(f.value ? 1 : 0);
            if (at < 0) return BlockExpression::None();
            return Stored(column.index, at);
          },
          [&](const bound::SetHas& f) { return Set(filter, f); },
          [&](const bound::Lift& f) { return Lift(filter, f); },
          [&](const bound::MemberIn& f) { return Members(f); },
          [&](const bound::MemberSet& f) { return Members(f); },
          [&](const bound::AsOf& f) { return AsOf(f); },
          [&](const auto&) { return Computed(filter); },
      },
      filter.node);
}

}  // namespace seine
