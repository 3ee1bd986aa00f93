// A sample store: rows as plain values, as a person would write them down, and the RawStore they
// make. The layout's tests compare what a snapshot says with these rows.
#ifndef SEINE_TESTS_TESTING_SAMPLE_STORE_H_
#define SEINE_TESTS_TESTING_SAMPLE_STORE_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/raw_table.h"
#include "engine/schema.h"

namespace seine::testing {

// monostate: missing. Category and text: string; set: strings, sorted and distinct; all else: int64
// (as RawColumn).
using SampleCell = std::variant<std::monostate, int64_t, std::string, std::vector<std::string>>;

struct SampleRow {
  size_t parent = 0;  // row of the parent table; root and lookups: unused
  std::string key;  // root: the key (a number in digits when keys are integers); lookups: the value
                    // described
  std::vector<SampleCell> cells;
};

struct SampleStore {
  Schema schema;
  bool keys_are_text = false;
  std::vector<std::vector<SampleRow>> tables;   // as schema.tables, in order of arrival
  std::vector<std::vector<SampleRow>> lookups;  // as schema.lookups
};

struct SampleShape {
  uint64_t seed = 1;
  size_t members = 1000;
  size_t orders = 3000;  // spread over a part of the members, unevenly
  size_t items = 6000;
  size_t visits = 2000;
  bool keys_are_text = false;
  std::string cluster;       // column of members
  size_t busy_orders = 0;    // further orders of one member
  bool one_instant = false;  // all orders at the same time
};

// members (every column type), orders (timestamps) with items (no time) with shipments (dates),
// visits (no time), and calls (dates); the lookup products. Values repeat, are missing, and are
// extreme in places.
SampleStore MakeSample(const SampleShape& shape);
// The same content in another order of arrival; rows of one parent at one time keep theirs.
SampleStore Permuted(const SampleStore& sample, uint64_t seed);
RawStore ToRaw(const SampleStore& sample);

}  // namespace seine::testing

#endif  // SEINE_TESTS_TESTING_SAMPLE_STORE_H_
