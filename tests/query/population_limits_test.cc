// Passes over the population keep to a budget, halve what does not fit into it, give back what they
// took, and stop when they are told.
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "query/bind.h"
#include "query/population_questions.h"
#include "query/population_scan.h"
#include "query/question_run.h"
#include "query/resolve_population.h"
#include "tests/query/ranking_fixture.h"

namespace seine::testing {
namespace {

// Of 80,000 members keys take 650 kB and 1,280 kB more while they are answered.
constexpr uint64_t kOfOneValue = 2'200'000;
constexpr uint64_t kOfNoValue = 1'500'000;

class PopulationLimitsTest : public RankingTest {
 protected:
  absl::StatusOr<uint64_t> Count(const std::string& filter, uint64_t bytes) const {
    auto query = Compile(snapshot_, *ReadDefinition(filter), {});
    if (!query.ok()) return query.status();
    QueryOptions options;
    options.as_of = 0;
    options.threads = 1;
    options.memory_budget = bytes == 0 ? 0 : kBytesPerWorker + bytes;
    const auto counted = (*query)->Count(options);
    if (!counted.ok()) return counted.status();
    return counted->count;
  }
  void ExpectFits(const std::string& filter, uint64_t bytes) const {
    const auto all = Count(filter, 0);
    const auto within = Count(filter, bytes);
    ASSERT_TRUE(all.ok()) << all.status();
    ASSERT_TRUE(within.ok()) << within.status() << " " << filter;
    EXPECT_EQ(*within, *all) << filter;
  }
  void ExpectDoesNotFit(const std::string& filter, uint64_t bytes) const {
    EXPECT_TRUE(absl::IsResourceExhausted(Count(filter, bytes).status())) << filter;
  }

  // What the filter asks first, of one pass.
  PopulationPass FirstPass(const std::string& filter) const {
    auto bound = Bind(*snapshot_, *ReadDefinition(filter), {});
    EXPECT_TRUE(bound.ok()) << bound.status();
    return ReadyPasses(std::span(&*bound, 1), 0).front();
  }
};

INSTANTIATE_TEST_SUITE_P(SomeShards, PopulationLimitsTest,
                         ::testing::Values(std::pair{false, uint32_t{1} << 16}));

TEST_P(PopulationLimitsTest, WhatDoesNotFitTogetherIsAnsweredInHalves) {
  const std::string four =
      "wide in top 30% and few in top 60% and real not in top 20% and ntile(4, gaps) = 2";
  ExpectFits(four, kOfOneValue);
  ExpectDoesNotFit(four, kOfNoValue);
  ExpectDoesNotFit("wide in top 30%", kOfNoValue);
}

TEST_P(PopulationLimitsTest, PassesGiveBackWhatTheyTook) {
  ExpectFits(
      "wide in top 70% among (few in top 80% among (real in top 90% among (gaps in bottom 95%)))",
      kOfOneValue);
  ExpectFits("wide > median(wide) among (few > percentile(few, 10)) and real < median(real)",
             kOfOneValue);
}

TEST_P(PopulationLimitsTest, FewLeadersMeansAndTotalsTakeNoKeys) {
  ExpectFits("wide in top 1000 and few > mean(few) and total(real) < 0 or few > 0", kOfNoValue);
}

// Each rank of one value leaves 30 kB.
TEST_P(PopulationLimitsTest, AnswersCount) {
  const auto ranks = [](int count) {
    std::string text = "wide in top 1%";
    for (int i = 2; i <= count; ++i) absl::StrAppend(&text, " or wide in top ", i, "%");
    return text;
  };
  ExpectFits(ranks(5), kOfOneValue);
  ExpectDoesNotFit(ranks(60), kOfOneValue);
}

// Groups and borders are counted when it is known how many there are.
TEST_P(PopulationLimitsTest, GroupsAndBordersCount) {
  ExpectFits("ntile(10, wide) = 3", kOfOneValue);
  ExpectDoesNotFit("ntile(50000, wide) = 3", kOfOneValue + 1'000'000);
  ExpectFits("few in top 20% per city_number", 2 * kOfOneValue);
  ExpectDoesNotFit("few in top 20% per rising", 2 * kOfOneValue);
}

// Of fractions that are all the same to their keys, values are kept of everyone.
TEST_P(PopulationLimitsTest, ValuesAtABorderCount) {
  ExpectFits("(rising / 7) in top 20%", kOfOneValue);
  ExpectDoesNotFit("(gaps / wide) in top 20%", kOfOneValue);
  ExpectFits("(gaps / wide) in top 20%", 20'000'000);
}

TEST_P(PopulationLimitsTest, AScanStopsBetweenBlocks) {
  std::atomic<bool> cancel{false};
  RunLimits limits;
  limits.threads = 1;
  limits.stop.cancel = &cancel;
  const Zone utc = Zone::Utc();
  PopulationScan scan(*snapshot_, utc, limits);
  ASSERT_TRUE(scan.Plan(FirstPass("wide in top 20%")).ok());
  int blocks = 0;
  const auto stop_at_once = [&](int, size_t, const BlockValues&) {
    ++blocks;
    cancel = true;
  };
  EXPECT_TRUE(absl::IsCancelled(scan.Run(stop_at_once)));
  EXPECT_EQ(blocks, 1);
  cancel = false;
  const auto everyone = [](uint32_t, uint32_t, uint64_t* members) {
    FillMask(members, kBlockSize, false);
    members[0] = 1;
    return true;
  };
  EXPECT_TRUE(absl::IsCancelled(scan.RunAgain(0, everyone, stop_at_once)));
  EXPECT_EQ(blocks, 2);
}

TEST_P(PopulationLimitsTest, AnswersStopWhenTheyAreTold) {
  for (const char* filter :
       {"wide in top 20%", "few in top 20% per city_text", "ntile(300, few) = 2",
        "rising in top holding 80% per city", "(rising / few) in top 20%", "wide > median(wide)"}) {
    std::atomic<bool> cancel{false};
    RunLimits limits;
    limits.stop.cancel = &cancel;
    const Zone utc = Zone::Utc();
    PopulationScan scan(*snapshot_, utc, limits);
    ASSERT_TRUE(scan.Plan(FirstPass(filter)).ok());
    QuestionRun run(scan, 0);
    run.Begin();
    ASSERT_TRUE(
        scan.Run([&](int worker, size_t, const BlockValues& values) { run.Add(worker, values); })
            .ok());
    cancel = true;
    PopulationAnswers answers;
    EXPECT_TRUE(absl::IsCancelled(run.Answer(0, &answers))) << filter;
    EXPECT_TRUE(answers.filters.empty() && answers.values.empty()) << filter;
  }
}

}  // namespace
}  // namespace seine::testing
