// Ranks, n-tiles, values of the population, and the models that need them: members side by side,
// as straight as their definitions read. What one node gives at one moment is computed once.
#ifndef SEINE_TESTS_TESTING_ORACLE_POPULATION_H_
#define SEINE_TESTS_TESTING_ORACLE_POPULATION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/filter.h"
#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {

class Population {
 public:
  explicit Population(Evaluator& evaluator) : evaluator_(evaluator) {}

  // The nodes must live as long as this does: they are what is remembered.
  bool InRank(const filter::Rank& rank, const Context& at);
  Value NTile(const filter::NTile& node, const Context& at);
  Value Whole(const filter::PopulationValue& node, const Context& at);
  Value Model(const filter::Model& model, const Context& at);  // oracle_models.cc

 private:
  using Node = std::pair<const void*, int64_t>;  // and as_of
  using ValueOf = std::function<Value(const Context&)>;
  struct Ranked {
    size_t member = 0;
    Value value;
    Value group;
  };
  using Group = std::vector<Ranked>;

  // Members that are not hidden, and in `among`.
  std::vector<Context> Members(const filter::Expr& among, int64_t as_of);
  std::vector<Value> Values(const filter::Expr& value, const filter::Expr& among, int64_t as_of);
  // Those whose value exists, group by group, each from the highest or the lowest on.
  std::vector<Group> Groups(const ValueOf& value, const std::optional<filter::Path>& per,
                            const filter::Expr& among, int64_t as_of, bool descending);
  bool KeyIsLess(size_t a, size_t b) const;
  size_t Chosen(const filter::Rank& rank, const Group& group, const Context& at);
  size_t Holding(const Fraction& percent, const Group& group, bool round);
  std::map<size_t, int64_t> Tiles(int64_t k, const std::vector<Group>& groups);
  Value Compute(const filter::PopulationValue& node, const Context& at);

  // oracle_models.cc
  Value Lifecycle(const filter::Model& model, const Context& at);
  Value Napl(const filter::Model& model, const Context& at);
  Value Nes(const filter::Model& model, const Context& at);
  Value Rfm(const filter::Model& model, const Context& at);
  Value RfmClass(const filter::Model& model, const Context& at);
  // What .recency, .frequency or .monetary ranks; missing without rows.
  Value RfmMeasure(const filter::Model& model, const Context& at);
  std::vector<Context> RowsOf(const filter::Model& model, const Context& at);
  // Missing for fewer than two rows.
  std::optional<Fraction> AverageGap(const std::vector<Context>& rows);
  Fraction DaysSince(const std::vector<Context>& rows, int64_t as_of);

  Evaluator& evaluator_;
  std::map<Node, std::map<size_t, bool>> ranks_;  // ranked member -> in it
  std::map<Node, std::map<size_t, int64_t>> tiles_;
  std::map<Node, Value> wholes_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_POPULATION_H_
