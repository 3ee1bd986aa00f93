#include "query/value_counts.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/block.h"
#include "engine/civil_time.h"
#include "engine/status_macros.h"
#include "query/block_tally.h"
#include "query/descent_planner.h"
#include "query/query.h"
#include "query/row_evaluator.h"
#include "query/row_planner.h"
#include "query/workers.h"

namespace seine {
namespace {

// The codes of a column's rows, or what lookups say of them.
class CodeReader {
 public:
  // Verifies what lookups hold. Errors: DataLoss.
  static absl::StatusOr<CodeReader> Make(const Snapshot& snapshot, const CountedColumn& column) {
    CodeReader reader;
    if (column.lookups.empty()) return reader;
    const Dictionary* codes = snapshot.dictionary(column.column.table, column.column.column);
    reader.begin_.push_back(0);
    for (uint32_t code = 0; code < codes->size(); ++code) {
      SEINE_RETURN_IF_ERROR(reader.Describe(snapshot, column.lookups, code));
      std::vector<uint32_t>& said = reader.described_;
      std::sort(said.begin() + reader.begin_.back(), said.end());
      said.erase(std::unique(said.begin() + reader.begin_.back(), said.end()), said.end());
      reader.begin_.push_back(static_cast<uint32_t>(said.size()));
    }
    return reader;
  }

  // Calls use(code) for each value of the row.
  template <typename Use>
  void Visit(const ColumnView& view, uint64_t row, Use&& use) const {
    VisitOwn(view, row, [&](uint32_t code) {
      if (begin_.empty()) return use(code);
      for (uint32_t i = begin_[code]; i < begin_[code + 1]; ++i) use(described_[i]);
    });
  }

 private:
  template <typename Use>
  static void VisitOwn(const ColumnView& view, uint64_t row, Use&& use) {
    if (view.absent || !view.presence.Has(row)) return;
    if (view.type == ColumnType::kBool) {
      use(static_cast<uint32_t>((view.bits[row >> 6] >> (row & 63)) & 1));
    } else if (view.type == ColumnType::kSet) {
      for (uint32_t at = view.set.offsets[row]; at < view.set.offsets[row + 1]; ++at)
        use(static_cast<uint32_t>(view.set.codes.Value(at)));
    } else {
      use(static_cast<uint32_t>(view.numeric.Value(row)));
    }
  }

  // Adds what the lookups say of one code.
  absl::Status Describe(const Snapshot& snapshot, std::span<const bound::LookupStep> steps,
                        uint32_t code) {
    if (steps.empty()) {
      described_.push_back(code);
      return absl::OkStatus();
    }
    const LookupView& lookup = snapshot.lookup(steps[0].lookup);
    if (code >= lookup.row_of_code.size() || lookup.row_of_code[code] < 0) return absl::OkStatus();
    const ColumnView& view = lookup.table.columns[static_cast<size_t>(steps[0].column)];
    if (view.forward != nullptr) SEINE_RETURN_IF_ERROR(view.forward->Ensure());
    absl::Status status;
    VisitOwn(view, static_cast<uint64_t>(lookup.row_of_code[code]),
             [&](uint32_t said) { status.Update(Describe(snapshot, steps.subspan(1), said)); });
    return status;
  }

  std::vector<uint32_t> begin_;  // per code of the column, into described_; empty: no lookups
  std::vector<uint32_t> described_;
};

// The members of an audience, block by block.
class MembersOfBlocks {
 public:
  explicit MembersOfBlocks(const Audience& audience) : ordinals_(audience.Ordinals()) {}

  void Fill(uint32_t shard, uint32_t block, BlockBits* bits) const {
    bits->fill(0);
    const uint64_t first = uint64_t{shard} * kShardSize + uint64_t{block} * kBlockSize;
    for (auto at = std::lower_bound(ordinals_.begin(), ordinals_.end(), first);
         at != ordinals_.end() && *at < first + kBlockSize; ++at) {
      const uint32_t place = PlaceInBlock(ShardOffsetOf(*at));
      (*bits)[place >> 6] |= uint64_t{1} << (place & 63);
    }
  }

 private:
  const std::vector<uint32_t> ordinals_;
};

// One shard, ready to be read.
struct ShardRows {
  row::Shard shard;
  std::optional<row::Descent> rows;  // absent: the members themselves
  const ColumnView* column = nullptr;
};

absl::Status PlanShard(const Snapshot& snapshot, size_t number, const Zone& zone, int64_t as_of,
                       bound::ColumnRef column, ShardRows* planned) {
  planned->shard = {&snapshot, &snapshot.shard(number), &zone};
  RowPlanner planner(planned->shard, as_of);
  planned->column = &planner.Column(column);
  if (planned->column->forward != nullptr)
    SEINE_RETURN_IF_ERROR(planned->column->forward->Ensure());
  if (column.table == 0) return absl::OkStatus();
  SEINE_ASSIGN_OR_RETURN(planned->rows,
                         DescentPlanner(planner).Plan({0, column.table, nullptr, -1, -1}));
  return absl::OkStatus();
}

void TallyBlock(const ShardRows& rows, uint32_t block, const CodeReader& codes,
                const StopSignal& stop, BlockTally* tally) {
  const uint32_t first = block * kBlockSize;
  const RowBatch members{0, block, std::min(kBlockSize, rows.shard.view->members - first), first,
                         nullptr};
  if (rows.column->absent) return;
  if (!rows.rows) {
    for (uint32_t place = 0; place < members.count; ++place) {
      codes.Visit(*rows.column, first + place, [&](uint32_t code) { tally->Add(place, code); });
    }
    return;
  }
  RowEvaluator evaluator(rows.shard, RowArena::OfThisThread(), &stop);
  evaluator.Scan(*rows.rows, members, false,
                 [&](const RowBatch& below, const uint64_t* passed, const Owners& owners) {
                   owners.Visit([&](auto owner) {
                     ForEachBit(passed, below.count, [&](uint32_t i) {
                       if (!tally->InPopulation(owner(i))) return;  // hidden, and so its rows
                       codes.Visit(*rows.column, below.Row(i),
                                   [&](uint32_t code) { tally->Add(owner(i), code); });
                     });
                   });
                 });
}

absl::Status NotCounted(const ColumnSchema& column) {
  return absl::InvalidArgumentError(absl::StrCat(
      "`", column.name, "` is ", ToAbsl(TypeName(column.type)),
      column.type == ColumnType::kCategory ? " with more values than a dictionary takes" : "",
      "; members are counted by the values of category, set and bool columns"));
}

ValueCounts Sum(const std::vector<std::unique_ptr<BlockTally>>& tallies, size_t values) {
  ValueCounts sum;
  sum.audience.having.resize(values);
  sum.population.having.resize(values);
  const auto add = [](const MembersByValue& part, MembersByValue* all) {
    for (size_t code = 0; code < all->having.size(); ++code) all->having[code] += part.having[code];
    all->without += part.without;
  };
  for (const auto& tally : tallies) {
    if (tally == nullptr) continue;
    add(tally->counts().audience, &sum.audience);
    add(tally->counts().population, &sum.population);
  }
  return sum;
}

}  // namespace

absl::StatusOr<const Dictionary*> CountedDictionary(const Snapshot& snapshot,
                                                    const CountedColumn& counted) {
  const auto [table, column] = counted.column;
  const Schema& schema = snapshot.schema();
  const ColumnSchema* last =
      &schema.tables[static_cast<size_t>(table)].columns[static_cast<size_t>(column)];
  const Dictionary* dictionary = snapshot.dictionary(table, column);
  for (const bound::LookupStep& step : counted.lookups) {
    if (dictionary == nullptr) return NotCounted(*last);
    last =
        &schema.lookups[static_cast<size_t>(step.lookup)].columns[static_cast<size_t>(step.column)];
    dictionary = snapshot.lookup_dictionary(step.lookup, step.column);
  }
  if (last->type == ColumnType::kBool || dictionary != nullptr) return dictionary;
  return NotCounted(*last);
}

absl::StatusOr<ValueCounts> CountValues(const Audience& audience, const Audience& population,
                                        const CountedColumn& column, const RunLimits& limits) {
  const Snapshot& snapshot = *audience.snapshot();
  SEINE_ASSIGN_OR_RETURN(const Dictionary* dictionary, CountedDictionary(snapshot, column));
  const size_t values = dictionary == nullptr ? 2 : dictionary->size();
  SEINE_ASSIGN_OR_RETURN(const CodeReader codes, CodeReader::Make(snapshot, column));
  SEINE_ASSIGN_OR_RETURN(const Zone zone, Zone::Load(audience.info().timezone));
  std::vector<ShardRows> shards(snapshot.shard_count());
  for (size_t s = 0; s < shards.size(); ++s) {
    SEINE_RETURN_IF_ERROR(
        PlanShard(snapshot, s, zone, audience.info().as_of, column.column, &shards[s]));
  }
  const MembersOfBlocks some(audience);
  const MembersOfBlocks all(population);
  std::vector<std::unique_ptr<BlockTally>> tallies(
      static_cast<size_t>(WorkerCount(limits.threads)));
  RunTickets(shards.size() * kBlocksPerShard, limits.threads, [&](int worker, uint64_t ticket) {
    const auto shard = static_cast<uint32_t>(ticket / kBlocksPerShard);
    const auto block = static_cast<uint32_t>(ticket % kBlocksPerShard);
    if (limits.stop.Raised() || block >= BlocksFor(snapshot.shard(shard).members)) return;
    auto& tally = tallies[static_cast<size_t>(worker)];
    if (tally == nullptr) tally = std::make_unique<BlockTally>(values);
    some.Fill(shard, block, &tally->audience());
    all.Fill(shard, block, &tally->population());
    TallyBlock(shards[shard], block, codes, limits.stop, tally.get());
    tally->Finish();
  });
  SEINE_RETURN_IF_ERROR(limits.Check());
  return Sum(tallies, values);
}

}  // namespace seine
