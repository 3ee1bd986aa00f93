// What an expression of the oracle gives, known before any row is looked at. Two rules of the
// language need it: decimal with real is real, and a quotient that enters an aggregate is rounded,
// whichever operand a row happens to have.
#ifndef SEINE_TESTS_TESTING_ORACLE_TYPES_H_
#define SEINE_TESTS_TESTING_ORACLE_TYPES_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/schema.h"
#include "query/filter.h"
#include "tests/testing/oracle.h"

namespace seine::oracle {

// kExact: integers and decimals. kQuotient: exact, but no decimal: averages, what was divided.
enum class StaticType { kExact, kQuotient, kReal, kDay, kInstant, kSet, kOther };

// On which table an expression stands, and which rows are named.
struct StaticScope {
  int table = 0;
  std::vector<std::pair<std::string, int>> aliases;  // outermost first
};

class StaticTypes {
 public:
  // Both outlive it.
  StaticTypes(const Schema& schema, const std::map<std::string, ParameterValue>& parameters)
      : schema_(schema), parameters_(parameters) {}

  // kOther for what is neither a number nor a time nor a set, and for unknown names.
  StaticType TypeOf(const filter::Expr& expr, const StaticScope& scope) const;
  StaticType TypeOf(const filter::Path& path, const StaticScope& scope) const;
  // The table that a path of rows leads to (-1: none) and the first of its names that is no table.
  int TableOf(const filter::Path& path, const StaticScope& scope, size_t* rest) const;

 private:
  const TableSchema& Table(int table) const { return schema_.tables[static_cast<size_t>(table)]; }
  int ChildTable(int table, const std::string& name) const;
  // The column of a row of `table` or its ancestors, then through lookups; null: none.
  const ColumnSchema* ColumnOf(const std::vector<Name>& names, size_t from,
                               const StaticScope& scope) const;
  const ColumnSchema* ThroughLookups(const TableSchema& table, const std::vector<Name>& names,
                                     size_t from) const;
  StaticType TypeOfParameter(const std::string& name) const;
  StaticType TypeOfAggregate(const filter::Aggregate& node, const StaticScope& scope) const;
  StaticType TypeOfArithmetic(const filter::Arithmetic& node, const StaticScope& scope) const;
  StaticType TypeOfElse(const filter::Else& node, const StaticScope& scope) const;
  StaticType TypeOfPopulation(const filter::PopulationValue& node) const;

  const Schema& schema_;
  const std::map<std::string, ParameterValue>& parameters_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_TYPES_H_
