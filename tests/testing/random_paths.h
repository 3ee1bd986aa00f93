// Which names a filter may use on the rows of a table, and what they lead to: the columns of the
// row and of its ancestors, those behind lookups, and the tables that a lift can go down to.
#ifndef SEINE_TESTS_TESTING_RANDOM_PATHS_H_
#define SEINE_TESTS_TESTING_RANDOM_PATHS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/schema.h"
#include "query/filter.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {

// Where an expression stands.
struct FilterScope {
  int table = 0;
  std::vector<std::pair<std::string, int>> aliases;  // name, table
};

struct ColumnChoice {
  std::vector<std::string> names;
  const ColumnSchema* column = nullptr;
  const TextTable* rows = nullptr;  // where its values are
  size_t index = 0;                 // of the column in those rows
  int lookups = 0;                  // that the names walk through
  int table = 0;                    // whose column it is; -1: a lookup's
};

struct LiftChoice {
  std::vector<std::string> names;
  int table = 0;
  std::shared_ptr<const filter::RowPick> pick = nullptr;  // what the names go down from
};

// Every way to name a column in that scope.
std::vector<ColumnChoice> ColumnsInScope(const TextWorld& world, const FilterScope& scope);
// The same without table names and aliases in front: what may follow `orders.` in an aggregate.
std::vector<ColumnChoice> BareColumns(const TextWorld& world, int table);
// Every table below the row or one of its ancestors.
std::vector<LiftChoice> LiftsInScope(const TextWorld& world, int table);
// Every table below a row of that table, after the names that lead to it.
std::vector<LiftChoice> LiftsBelow(const TextWorld& world, const std::vector<std::string>& before,
                                   int table);

filter::Path MakePath(const std::vector<std::string>& names);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_RANDOM_PATHS_H_
