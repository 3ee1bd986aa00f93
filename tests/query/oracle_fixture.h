// The shop of tests/testing/shop_world.h and an oracle to ask about it.
#ifndef SEINE_TESTS_QUERY_ORACLE_FIXTURE_H_
#define SEINE_TESTS_QUERY_ORACLE_FIXTURE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "engine/absl_bridge.h"
#include "query/parser.h"
#include "tests/testing/oracle.h"
#include "tests/testing/oracle_time.h"
#include "tests/testing/shop_world.h"

namespace seine::oracle {

inline int64_t Utc(int year, int month, int day, int hour = 0) {
  return DayNumberOf({year, month, day}) * kDayMicros + hour * (kDayMicros / 24);
}

struct Case {
  const char* filter;
  const char* keys;
};

// Asked as of 2011-12-10, UTC, unless a test says otherwise.
class OracleTest : public ::testing::Test {
 protected:
  OracleTest() : data_(ReadAsOracle(ShopWorld())), tree_(data_) {
    options_.as_of = Utc(2011, 12, 10);
  }

  std::string Ask(const std::string& filter) {
    absl::StatusOr<Filter> parsed = ParseFilter(filter);
    if (!parsed.ok()) return parsed.status().ToString();
    absl::StatusOr<OracleAudience> found = AskOracle(tree_, {parsed->root, {}}, options_);
    return found.ok() ? absl::StrJoin(found->keys, " ") : found.status().ToString();
  }
  void Expect(const std::vector<Case>& cases) {
    for (const Case& c : cases) EXPECT_EQ(Ask(c.filter), c.keys) << c.filter;
  }

  OracleData data_;
  RowTree tree_;
  OracleOptions options_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_QUERY_ORACLE_FIXTURE_H_
