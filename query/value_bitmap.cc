// ValueBitmap: the members that have, or ever had, one value, as any store column's value can be
// had.

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/nearest_name.h"
#include "engine/roaring_bitmap.h"
#include "query/audience.h"
#include "query/executor.h"
#include "query/text_match.h"

namespace seine {
namespace {

absl::Status NoSuch(std::string_view what, std::string_view name,
                    const std::vector<std::string>& known) {
  std::string message = absl::StrCat("unknown ", ToAbsl(what), " `", ToAbsl(name), "`");
  if (const auto nearest = NearestName(name, known))
    absl::StrAppend(&message, "; did you mean `", *nearest, "`?");
  return absl::NotFoundError(message);
}

// "orders.items.product" -> table and column; every name but the last is a table.
absl::StatusOr<bound::ColumnRef> FindColumn(const Schema& schema, std::string_view path) {
  bound::ColumnRef ref;
  for (size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    const std::string_view name = path.substr(0, dot);
    std::vector<std::string> known;
    int found = -1;
    for (int child : schema.Children(ref.table)) {
      known.push_back(schema.tables[static_cast<size_t>(child)].name);
      if (known.back() == name) found = child;
    }
    if (found < 0) return NoSuch("table", name, known);
    ref.table = found;
    path.remove_prefix(dot + 1);
  }
  const TableSchema& table = schema.tables[static_cast<size_t>(ref.table)];
  ref.column = table.FindColumn(path);
  if (ref.column >= 0) return ref;
  std::vector<std::string> known;
  for (const ColumnSchema& column : table.columns) known.push_back(column.name);
  return NoSuch(absl::StrCat("column of ", table.name), path, known);
}

absl::StatusOr<bound::FilterPtr> EqualTo(const Snapshot& snapshot, bound::ColumnRef column,
                                         std::string_view value) {
  const ColumnSchema& schema = snapshot.schema()
                                   .tables[static_cast<size_t>(column.table)]
                                   .columns[static_cast<size_t>(column.column)];
  if (schema.type == ColumnType::kText) {
    return bound::MakeFilter(bound::InText{column, MatchAnyOf({std::string(value)}, false)});
  }
  if (schema.type == ColumnType::kBool) {
    if (value != "true" && value != "false") {
      return absl::InvalidArgumentError(
          absl::StrCat("`", schema.name, "` is true or false, not `", ToAbsl(value), "`"));
    }
    return bound::MakeFilter(bound::BoolIs{column, value == "true"});
  }
  if (schema.type != ColumnType::kCategory && schema.type != ColumnType::kSet) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", schema.name, "` is ", ToAbsl(TypeName(schema.type)),
                     "; only category, set, text and bool columns have value bitmaps"));
  }
  auto codes = std::make_shared<bound::CodeSet>();
  if (const auto code = snapshot.dictionary(column.table, column.column)->Find(value))
    codes->codes.push_back(*code);
  if (schema.type == ColumnType::kSet)
    return bound::MakeFilter(bound::SetHas{column, bound::SetMode::kAny, std::move(codes)});
  return bound::MakeFilter(bound::InCodes{column, std::move(codes)});
}

}  // namespace

absl::StatusOr<RoaringBitmap> ValueBitmap(const Snapshot& snapshot, std::string_view column,
                                          std::string_view value) {
  absl::StatusOr<bound::ColumnRef> ref = FindColumn(snapshot.schema(), column);
  if (!ref.ok()) return ref.status();
  absl::StatusOr<bound::FilterPtr> filter = EqualTo(snapshot, *ref, value);
  if (!filter.ok()) return filter.status();
  if (ref->table != 0)
    filter =
        bound::MakeFilter(bound::Lift{bound::LiftKind::kAny, {0, ref->table, *filter, -1, -1}});
  const Zone zone = Zone::Utc();
  ShardPlans plans;
  for (size_t shard = 0; shard < snapshot.shard_count(); ++shard) {
    auto plan = Planner(snapshot, shard, INT64_MAX, zone).PlanFilter(**filter);
    if (!plan.ok()) return plan.status();
    plans.push_back(*std::move(plan));
  }
  absl::StatusOr<RunResult> run = RunFilter(plans, RunLimits{}, true);
  if (!run.ok()) return run.status();
  return std::move(run->members);
}

}  // namespace seine
