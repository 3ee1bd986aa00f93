// What the nodes of the bound tree are made of. See query/bound.h.
#ifndef SEINE_QUERY_BOUND_TYPES_H_
#define SEINE_QUERY_BOUND_TYPES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/civil_time.h"
#include "query/time_term.h"

// Lists what a node is made of: walking, comparing, hashing and grounding it need no more.
#define SEINE_BOUND_FIELDS(...)   \
  template <typename Self>        \
  static auto Fields(Self& s) {   \
    return std::tie(__VA_ARGS__); \
  }

namespace seine::bound {

struct FilterNode;
struct ValueNode;
using FilterPtr = std::shared_ptr<const FilterNode>;
using ValuePtr = std::shared_ptr<const ValueNode>;

struct ColumnRef {
  int table = 0;
  int column = 0;
  bool operator==(const ColumnRef&) const = default;
};

// From a code to what a lookup says of it.
struct LookupStep {
  int lookup = 0;
  int column = 0;
  bool operator==(const LookupStep&) const = default;
};

// Some codes of a dictionary. complement: all codes but these.
struct CodeSet {
  std::vector<uint32_t> codes;  // ascending, distinct
  bool complement = false;
  bool Contains(uint32_t code) const;
  bool operator==(const CodeSet&) const = default;
};

// A closed interval of a column's units: minor units, days, microseconds, OrderedBits. first >
// last: nothing.
struct Range {
  int64_t first = INT64_MIN;
  int64_t last = INT64_MAX;
  bool operator==(const Range&) const = default;
};

// The same with ends that wait for as_of and zone: [first, end) of instants; absent ends are open.
struct TermRange {
  TimeTermPtr first;
  TimeTermPtr end;
  SEINE_BOUND_FIELDS(s.first, s.end)
};

// The query's zone, which Ground() fills in.
struct ZoneSlot {
  std::shared_ptr<const Zone> zone;
};

// A test of text, for columns whose text is not in a dictionary.
class TextPredicate {
 public:
  virtual ~TextPredicate() = default;
  virtual bool Matches(std::string_view text) const = 0;
  virtual std::string Describe() const = 0;
  // Whether the other is the same test: of one kind, with equal constants. Equal ones have equal
  // hashes.
  virtual bool Equals(const TextPredicate& other) const = 0;
  virtual uint64_t Hash() const = 0;
};

// Rows of `table`, a descendant of `grain`, below the grain's row. `where` null: every row.
//
// Correlated rows are compared with a row that they do not belong to: their `where` (or what is
// made of them) has Outer nodes that speak of the row of the scope `outer`, of table `at`, or of
// one further out. They are found again for each such row. -1: not so.
struct Rows {
  int grain = 0;
  int table = 0;
  FilterPtr where;
  int outer = -1;
  int at = -1;
  SEINE_BOUND_FIELDS(s.grain, s.table, s.where, s.outer, s.at)
  // The table of the rows that are asked.
  int asked() const { return at >= 0 ? at : grain; }
};

// Which of the rows, in order of time: n from 1, or from -1 backwards.
struct RowChoice {
  Rows rows;
  int64_t n = 1;
  SEINE_BOUND_FIELDS(s.rows, s.n)
};

enum class ValueKind : uint8_t { kNumber, kReal, kInstant, kDate, kText, kBool };
struct ValueType {
  ValueKind kind = ValueKind::kNumber;
  int scale = 0;          // kNumber: minor units of 10^-scale
  bool fraction = false;  // kNumber: numerator / denominator instead (averages, quotients)
  bool operator==(const ValueType&) const = default;
};

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_TYPES_H_
