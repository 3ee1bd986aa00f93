// What models are made of, as expressions of the language, which explain can print.
#ifndef SEINE_QUERY_EXPAND_MODELS_H_
#define SEINE_QUERY_EXPAND_MODELS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/schema.h"
#include "query/filter.h"

namespace seine::binding {

// Of the rows of one model; everything made stands at the model's place.
class ModelParts {
 public:
  // `table` is the rows' table and has a time, its own or an ancestor's.
  ModelParts(const Schema& schema, int table, const filter::Model& model, Span span);

  filter::Expr Any() const;                                    // any ROWS
  filter::Expr No() const;                                     // no ROWS
  filter::Expr Count() const;                                  // count(ROWS)
  filter::Expr Sum(const filter::Expr& value) const;           // sum(VALUE of ROWS)
  filter::Expr LatestTime() const;                             // latest(ROWS).TIME
  filter::Expr DaysSinceLatest() const;                        // days since latest(ROWS).TIME
  filter::Expr AverageGap() const;                             // avg gap(ROWS)
  filter::Expr OlderThan(const filter::Expr& duration) const;  // the latest is
  filter::Expr Number(int64_t n) const;
  filter::Expr Times(const filter::Expr& a, const filter::Expr& b) const;
  filter::Expr Compare(filter::CompareOp op, const filter::Expr& a, const filter::Expr& b) const;
  filter::Expr Not(const filter::Expr& a) const;
  filter::Expr And(std::vector<filter::Expr> all) const;

  template <typename T>
  filter::Expr Make(T node) const {
    return filter::Expr::Make(std::move(node), span_);
  }

 private:
  const filter::Rows& rows_;
  std::vector<Name> time_;  // from the latest row
  Span span_;
};

}  // namespace seine::binding

#endif  // SEINE_QUERY_EXPAND_MODELS_H_
