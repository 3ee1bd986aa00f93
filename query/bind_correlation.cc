#include "query/bind_correlation.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace seine::binding {

void Restrict(RowsPath* path, bound::Rows* rows) {
  std::vector<bound::FilterPtr> tests;
  if (path->belong) {
    path->belong->at = rows->table;
    tests.push_back(bound::MakeFilter(*path->belong));
    path->belong.reset();
  }
  rows->grain = path->shared();
  for (bound::RowChoice& choice : path->picks) {
    const int at = choice.rows.outer >= 0 ? rows->table : choice.rows.table;
    tests.push_back(bound::MakeFilter(bound::IsPicked{std::move(choice), at}));
  }
  path->picks.clear();
  path->base = rows->grain;
  if (tests.empty()) return;
  const Span span = rows->where == nullptr ? Span() : rows->where->span;
  if (rows->where != nullptr) tests.push_back(std::move(rows->where));
  rows->where = tests.size() == 1 ? std::move(tests.front())
                                  : bound::MakeFilter(bound::And{std::move(tests)}, span);
}

void Correlate(const Scope& outer, const Scope& inner, int outermost, RowsPath* path,
               bound::Rows* rows) {
  if (path->belong) Restrict(path, rows);
  if (rows->where != nullptr) outermost = std::min(outermost, rows->where->facts.outermost);
  // Scopes further in were opened later, and closed before these rows were.
  if (outermost >= inner.id) return;
  Restrict(path, rows);
  rows->outer = outer.id;
  rows->at = outer.table;
}

}  // namespace seine::binding
