// The shop of tests/testing/shop_world.h, asked of the engine and of the oracle at once.
#ifndef SEINE_TESTS_QUERY_AGREEMENT_FIXTURE_H_
#define SEINE_TESTS_QUERY_AGREEMENT_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/parser.h"
#include "tests/query/oracle_fixture.h"
#include "tests/testing/differential.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {

// Asked as of 2011-12-10, UTC, unless a test says otherwise.
class AgreementTest : public ::testing::Test {
 protected:
  AgreementTest() : AgreementTest(ShopWorld()) {}
  explicit AgreementTest(TextWorld world) {
    auto built = BuildWorld(std::move(world), {{}});
    EXPECT_TRUE(built.ok()) << built.status();
    if (built.ok()) world_ = *std::move(built);
    options_.as_of = Utc(2011, 12, 10);
  }

  // What both select, or in what they differ.
  std::string Ask(const std::string& filter) {
    const absl::StatusOr<Filter> parsed = ParseFilter(filter);
    if (!parsed.ok()) return parsed.status().ToString();
    const Question question{{parsed->root, {}}, options_, false};
    const auto oracle = AskOracle(*world_->tree, question.definition, options_);
    const auto engine = AskEngine(world_->snapshots[0], question);
    const std::string difference = Difference(engine, oracle);
    return difference.empty() ? absl::StrJoin(engine->keys, " ") : difference;
  }
  void Expect(const std::vector<Case>& cases) {
    for (const Case& c : cases) EXPECT_EQ(Ask(c.filter), c.keys) << c.filter;
  }
  // The engine's error.
  std::string Refusal(const std::string& filter) {
    const absl::StatusOr<Filter> parsed = ParseFilter(filter);
    if (!parsed.ok()) return parsed.status().ToString();
    const auto engine = AskEngine(world_->snapshots[0], {{parsed->root, {}}, options_, false});
    return engine.ok() ? "accepted" : engine.status().ToString();
  }

  std::unique_ptr<AskableWorld> world_;
  OracleOptions options_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_QUERY_AGREEMENT_FIXTURE_H_
