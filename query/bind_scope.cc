#include "query/bind_scope.h"

#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind_picks.h"
#include "query/filter_error.h"
#include "query/keywords.h"
#include "query/name_hints.h"

namespace seine::binding {
namespace {

const Scope* FindAlias(const Scope& scope, std::string_view name) {
  for (const Scope* s = &scope; s != nullptr; s = s->outer) {
    if (!s->alias.empty() && s->alias == name) return s;
  }
  return nullptr;
}

// Whether a row of `table`, seen from the scope of an alias, is the same row seen from `scope`.
bool SameRow(const Schema& schema, const Scope& scope, const Scope& alias, int table) {
  for (const Scope* s = &scope; s != &alias; s = s->outer) {
    if (!IsAncestorOrSelf(schema, table, s->base)) return false;
  }
  return true;
}

// The innermost scope around `scope` whose row has that row of the alias above it.
const Scope& SeenFrom(const Schema& schema, const Scope& scope, const Scope& alias, int table) {
  const Scope* seen = &scope;
  while (!SameRow(schema, *seen, alias, table)) seen = seen->outer;
  return *seen;
}

// The deepest table of which the alias's row and that of `scope` belong to the same row.
int SharedTable(const Schema& schema, const Scope& scope, const Scope& alias) {
  int table = alias.table;
  while (!SameRow(schema, scope, alias, table)) table = TableOf(schema, table).parent;
  return table;
}

class ColumnResolver {
 public:
  ColumnResolver(BindContext& context, const Scope& scope, std::span<const Name> names, Span span)
      : context_(context),
        schema_(context.catalog.schema()),
        scope_(scope),
        names_(names),
        span_(span) {}

  absl::StatusOr<ColumnPath> Resolve() {
    const std::string& first = names_[0].text;
    if (const Scope* alias = FindAlias(scope_, first)) return ThroughAlias(*alias);
    const bound::ColumnRef column = FindOnRow(schema_, scope_.table, first);
    const int table = FindAncestor(schema_, scope_.table, first);
    if (column.table >= 0 && (names_.size() == 1 || table < 0))
      return Walk(column, names_.subspan(1));
    if (table >= 0 && names_.size() > 1) {
      if (column.table >= 0 && !Column(column).lookup.empty()) return Ambiguous(table);
      return ThroughTable(table, 1);
    }
    return Unknown(table);
  }

 private:
  const ColumnSchema& Column(bound::ColumnRef ref) const {
    return TableOf(schema_, ref.table).columns[static_cast<size_t>(ref.column)];
  }
  const std::string& ScopeName() const { return TableOf(schema_, scope_.table).name; }

  absl::StatusOr<ColumnPath> ThroughAlias(const Scope& alias) {
    if (names_.size() == 1) {
      return FilterError(span_, absl::StrCat(Quoted(alias.alias), " names a row, not a column"),
                         absl::StrCat("name one of its columns: ", Quoted(alias.alias + ".…")));
    }
    const bound::ColumnRef column = FindOnRow(schema_, alias.table, names_[1].text);
    // x.orders.amount: of the row of orders that x is or belongs to.
    const int table = names_.size() > 2 ? FindAncestor(schema_, alias.table, names_[1].text) : -1;
    if (table < 0 && column.table < 0) return UnknownColumn(alias.table, names_[1]);
    const bool walks = column.table >= 0 && (table < 0 || !Column(column).lookup.empty());
    absl::StatusOr<ColumnPath> path =
        walks ? Walk(column, names_.subspan(2)) : ThroughTable(table, 2);
    if (!path.ok() || SameRow(schema_, scope_, alias, path->column.table)) return path;
    const Scope& seen = SeenFrom(schema_, scope_, alias, path->column.table);
    path->outer = seen.id;
    path->outer_table = seen.table;
    path->at = scope_.table;
    return path;
  }

  // `orders.amount` inside orders or below: that row's column. `orders.items.price` inside items
  // likewise. `used` names are read, of which the last is the table's.
  absl::StatusOr<ColumnPath> ThroughTable(int table, size_t used) {
    const int row = used > 1 ? FindAlias(scope_, names_[0].text)->table : scope_.table;
    while (used + 1 < names_.size()) {
      const int child = FindChild(schema_, table, names_[used].text);
      if (child < 0 || !IsAncestorOrSelf(schema_, child, row)) break;
      table = child;
      ++used;
    }
    const int column = TableOf(schema_, table).FindColumn(names_[used].text);
    if (column >= 0) return Walk({table, column}, names_.subspan(used + 1));
    const int child = FindChild(schema_, table, names_[used].text);
    if (child >= 0) return ManyRows(child, used);
    return UnknownColumn(table, names_[used]);
  }

  absl::StatusOr<ColumnPath> Walk(bound::ColumnRef ref, std::span<const Name> rest) {
    ColumnPath path;
    path.column = ref;
    path.schema = &Column(ref);
    path.dictionary = context_.catalog.dictionary(ref.table, ref.column);
    path.owner = TableOf(schema_, ref.table).name;
    for (const Name& name : rest) {
      absl::Status status = Step(path, name);
      if (!status.ok()) return status;
    }
    return path;
  }

  absl::Status Step(ColumnPath& path, const Name& name) {
    const ColumnSchema& from = *path.schema;
    const int lookup = from.lookup.empty() ? -1 : schema_.FindLookup(from.lookup);
    if (lookup < 0) {
      return FilterError(name.span,
                         absl::StrCat("the column ", Quoted(from.name), " of ", path.owner,
                                      " has no lookup, so it has no column ", Quoted(name.text)),
                         &name == &names_.back() ? DatePartHint(from, names_) : "");
    }
    if (from.type != ColumnType::kCategory) {
      return FilterError(name.span,
                         absl::StrCat(Quoted(from.name), " holds many values, so it has no one ",
                                      Quoted(name.text)));
    }
    const TableSchema& table = schema_.lookups[static_cast<size_t>(lookup)];
    const int column = table.FindColumn(name.text);
    if (column < 0) {
      std::vector<std::string> known;
      for (const ColumnSchema& c : table.columns) known.push_back(c.name);
      return FilterError(
          name.span,
          absl::StrCat("unknown column ", Quoted(name.text), " of the lookup ", table.name),
          NearestHint(name.text, known));
    }
    path.steps.push_back({lookup, column});
    path.schema = &table.columns[static_cast<size_t>(column)];
    path.dictionary = context_.catalog.lookup_dictionary(lookup, column);
    path.owner = table.name;
    return absl::OkStatus();
  }

  absl::Status UnknownColumn(int table, const Name& name) const {
    return FilterError(
        name.span,
        absl::StrCat("unknown column ", Quoted(name.text), " of ", TableOf(schema_, table).name),
        NearestHint(name.text, VisibleColumns(schema_, table)));
  }

  absl::Status Ambiguous(int table) const {
    return FilterError(
        span_, absl::StrCat(Quoted(names_[0].text), " is both a column and the table of this row"),
        absl::StrCat("name the row: `any ", TablePath(schema_, table), " as x where …`, then `x.",
                     names_[1].text, "`"));
  }

  // A column of rows of which there are many: names_[used] is their table.
  absl::Status ManyRows(int child, size_t used) const {
    for (; used + 1 < names_.size(); ++used) {
      const int below = FindChild(schema_, child, names_[used + 1].text);
      if (below < 0) break;
      child = below;
    }
    const std::string path = TablePath(schema_, child);
    if (used + 1 < names_.size() && FindOnRow(schema_, child, names_[used + 1].text).table < 0) {
      const Name& name = names_[used + 1];
      const absl::Status unknown = UnknownColumn(child, name);
      const bool count = absl::EqualsIgnoreCase(name.text, "count");
      return count ? WithHint(unknown, WriteHint(absl::StrCat("count(", path, ")"))) : unknown;
    }
    if (used + 1 >= names_.size()) {
      return FilterError(span_,
                         absl::StrCat(Quoted(names_[used].text), " is a table, not a column"),
                         absl::StrCat("write `any ", path, "` or `count(", path, ")`"));
    }
    const std::string column = JoinedNames(names_.subspan(used + 1));
    return FilterError(
        span_,
        absl::StrCat("one row of ", ScopeName(), " has many ", TableOf(schema_, child).name,
                     ", so ", Quoted(column), " is not one value"),
        "write " + ManyRowsHint(schema_, child, names_.subspan(used + 1)));
  }

  absl::Status Unknown(int own_table) const {
    const auto [base, child] = FindBelow(schema_, scope_.table, names_[0].text);
    if (child >= 0) return ManyRows(child, 0);
    if (own_table >= 0) {
      return FilterError(
          span_, absl::StrCat(Quoted(names_[0].text), " is the table of this row, not a column"),
          absl::StrCat("name one of its columns: ", Quoted(names_[0].text + ".…")));
    }
    std::vector<std::string> known = VisibleColumns(schema_, scope_.table);
    if (names_.size() > 1) {
      for (std::string& table : VisibleTables(schema_, scope_.table))
        known.push_back(std::move(table));
    }
    if (absl::EqualsIgnoreCase(names_[0].text, "member")) {
      return FilterError(names_[0].span, "`member` is compared by `=`, `!=` and `in` only",
                         "write `member = …` or `member in (…)`");
    }
    const std::string hint = UnknownColumnHint(schema_, scope_.table, names_);
    return FilterError(names_[0].span,
                       absl::StrCat("unknown column ", Quoted(names_[0].text), " of ", ScopeName()),
                       hint.empty() ? NearestHint(names_[0].text, known) : hint);
  }

  BindContext& context_;
  const Schema& schema_;
  const Scope& scope_;
  std::span<const Name> names_;
  Span span_;
};

absl::Status UnknownTable(const Schema& schema, int table, const Name& name,
                          std::string_view word) {
  const bound::ColumnRef column = FindOnRow(schema, table, name.text);
  if (column.table >= 0) {
    const TableSchema& owner = TableOf(schema, column.table);
    return FilterError(name.span,
                       absl::StrCat(Quoted(name.text), " is a column of ", owner.name, "; `",
                                    ToAbsl(word), "` needs a table"),
                       OneValueHint(owner.columns[static_cast<size_t>(column.column)], word));
  }
  const int own = FindAncestor(schema, table, name.text);
  if (own >= 0) {
    return FilterError(name.span, absl::StrCat("this is already a row of ", name.text),
                       absl::StrCat("`", ToAbsl(word), "` goes down, to the tables below it"));
  }
  std::string hint = AggregatedHint(schema, table, name.text, word);
  const int elsewhere = schema.FindTable(name.text);
  if (elsewhere >= 0) hint = WriteHint(TablePath(schema, elsewhere));
  return FilterError(
      name.span,
      absl::StrCat("unknown table ", Quoted(name.text), " of ", TableOf(schema, table).name),
      hint.empty() ? NearestHint(name.text, VisibleTables(schema, table)) : hint);
}

}  // namespace

absl::StatusOr<ColumnPath> ResolveColumn(BindContext& context, const Scope& scope,
                                         const filter::Path& path) {
  if (!path.pick) return ResolveColumn(context, scope, path.names, path.span);
  SEINE_ASSIGN_OR_RETURN(PickedScope picked, BindPick(context, scope, *path.pick));
  if (path.names.empty()) {
    const std::string& table = TableOf(context.catalog.schema(), picked.scope.table).name;
    return FilterError(path.span, absl::StrCat("this is a row of ", table, ", not a value"),
                       absl::StrCat("name one of its columns: `", ToAbsl(PickName(path.pick->kind)),
                                    "(…).COLUMN`"));
  }
  SEINE_ASSIGN_OR_RETURN(ColumnPath column,
                         ResolveColumn(context, picked.scope, path.names, path.span));
  column.picks = std::move(picked.choices);
  return column;
}

absl::StatusOr<ColumnPath> ResolveColumn(BindContext& context, const Scope& scope,
                                         std::span<const Name> names, Span span) {
  return ColumnResolver(context, scope, names, span).Resolve();
}

bool IsUnknown(const BindContext& context, const Scope& scope, std::string_view name) {
  const Schema& schema = context.catalog.schema();
  return FindAlias(scope, name) == nullptr && FindOnRow(schema, scope.table, name).table < 0 &&
         FindAncestor(schema, scope.table, name) < 0 &&
         FindBelow(schema, scope.table, name).second < 0;
}

absl::StatusOr<RowsPath> ResolveRows(BindContext& context, const Scope& scope,
                                     const filter::Path& path, std::string_view word) {
  const Schema& schema = context.catalog.schema();
  const std::span<const Name> names = path.names;
  RowsPath rows;
  size_t used = 0;
  if (path.pick) {
    SEINE_ASSIGN_OR_RETURN(PickedScope picked, BindPick(context, scope, *path.pick));
    rows.picks = std::move(picked.choices);
    rows.base = picked.scope.table;
    rows.table = names.empty() ? -1 : FindChild(schema, rows.base, names[0].text);
    if (rows.table < 0 && !names.empty()) return UnknownTable(schema, rows.base, names[0], word);
    if (rows.table < 0) {
      return FilterError(
          path.span, absl::StrCat("this is one row; `", ToAbsl(word), "` needs a table below it"));
    }
    used = 1;
  } else if (const Scope* alias = FindAlias(scope, names[0].text); alias != nullptr) {
    rows.base = alias->table;
    rows.table = names.size() > 1 ? FindChild(schema, rows.base, names[1].text) : -1;
    if (rows.table < 0) {
      if (names.size() > 1) return UnknownTable(schema, rows.base, names[1], word);
      return FilterError(names[0].span, absl::StrCat(Quoted(names[0].text), " names one row; `",
                                                     ToAbsl(word), "` needs a table below it"));
    }
    if (!SameRow(schema, scope, *alias, alias->table)) {
      const Scope& seen = SeenFrom(schema, scope, *alias, alias->table);
      rows.belong = bound::BelongsTo{seen.id, seen.table, alias->table, 0};
      rows.base = SharedTable(schema, scope, *alias);
    }
    used = 2;
  } else {
    std::tie(rows.base, rows.table) = FindBelow(schema, scope.table, names[0].text);
    if (rows.table < 0) return UnknownTable(schema, scope.table, names[0], word);
    used = 1;
  }
  for (; used < names.size(); ++used) {
    const int child = FindChild(schema, rows.table, names[used].text);
    if (child < 0) break;
    rows.table = child;
  }
  rows.rest = names.subspan(used);
  return rows;
}

absl::StatusOr<Scope> OpenScope(BindContext& context, const Scope& outer, const RowsPath& path,
                                const filter::Rows& rows) {
  const std::string name = rows.alias ? rows.alias->text : "";
  Scope scope{path.table, &outer, path.shared(), name, 0};
  scope.id = context.scopes.IdOf(rows.where, outer.id, scope.base, scope.table, name);
  if (!rows.alias) return scope;
  const Schema& schema = context.catalog.schema();
  std::string_view what;
  if (FindAlias(outer, name) != nullptr) {
    what = "another row";
  } else if (FindOnRow(schema, path.table, name).table >= 0) {
    what = "a column";
  } else if (FindAncestor(schema, path.table, name) >= 0 ||
             FindBelow(schema, path.table, name).second >= 0) {
    what = "a table";
  }
  if (!what.empty()) {
    return FilterError(rows.alias->span,
                       absl::StrCat(Quoted(name), " already names ", ToAbsl(what), " here"),
                       "choose another name after `as`");
  }
  return scope;
}

}  // namespace seine::binding
