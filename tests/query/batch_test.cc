// A batch answers each definition as its own query would, and evaluates what definitions share
// once.
#include "query/batch.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "engine/roaring_bitmap.h"
#include "query/definition_error.h"
#include "query/filter_error.h"
#include "query/printer.h"
#include "tests/testing/differential.h"
#include "tests/testing/random_world.h"
#include "tests/testing/shop_world.h"
#include "tests/testing/text_world.h"
#include "tests/testing/world_builder.h"

namespace seine {
namespace {

constexpr int64_t kAsOf = 1356998400000000;  // 2013-01-01

std::shared_ptr<const Snapshot> Shop() {
  static const auto* shop = new absl::StatusOr<std::shared_ptr<const Snapshot>>(
      oracle::ReadAsSnapshot(oracle::ShopWorld(), LayoutOptions{}));
  EXPECT_TRUE(shop->ok()) << shop->status();
  return **shop;
}

absl::StatusOr<std::shared_ptr<const CompiledBatch>> TryBatch(
    const std::vector<std::pair<std::string, std::string>>& texts, CompileOptions options = {}) {
  std::vector<NamedDefinition> definitions;
  for (const auto& [name, text] : texts) {
    absl::StatusOr<Definition> definition = ReadDefinition(text);
    EXPECT_TRUE(definition.ok()) << definition.status();
    definitions.push_back({name, *std::move(definition)});
  }
  return CompileBatch(Shop(), std::move(definitions), options);
}

std::shared_ptr<const CompiledBatch> Batch(const std::vector<std::string>& texts,
                                           CompileOptions options = {}) {
  std::vector<std::pair<std::string, std::string>> unnamed;
  for (const std::string& text : texts) unnamed.emplace_back("", text);
  auto batch = TryBatch(unnamed, std::move(options));
  EXPECT_TRUE(batch.ok()) << batch.status();
  return *std::move(batch);
}

QueryOptions Later() {
  QueryOptions options;
  options.as_of = kAsOf;
  return options;
}

// Everything that a result carries but the time it took.
void ExpectSame(const ResultInfo& a, const ResultInfo& b, const std::string& what) {
  EXPECT_EQ(a.count, b.count) << what;
  EXPECT_EQ(a.population, b.population) << what;
  EXPECT_EQ(a.as_of, b.as_of) << what;
  EXPECT_EQ(a.timezone, b.timezone) << what;
  EXPECT_EQ(a.snapshot, b.snapshot) << what;
  EXPECT_EQ(a.store_id, b.store_id) << what;
  EXPECT_EQ(a.definition, b.definition) << what;
  EXPECT_EQ(a.warnings, b.warnings) << what;
  ASSERT_EQ(a.excluded.size(), b.excluded.size()) << what;
  for (size_t i = 0; i < a.excluded.size(); ++i) {
    EXPECT_EQ(a.excluded[i].name, b.excluded[i].name) << what;
    EXPECT_EQ(a.excluded[i].alone, b.excluded[i].alone) << what;
    EXPECT_EQ(a.excluded[i].removed, b.excluded[i].removed) << what;
  }
}

void ExpectAsAlone(const std::shared_ptr<const Snapshot>& snapshot,
                   const std::vector<NamedDefinition>& definitions, const CompileOptions& compile,
                   const QueryOptions& options) {
  auto batch = CompileBatch(snapshot, definitions, compile);
  ASSERT_TRUE(batch.ok()) << batch.status();
  auto audiences = (*batch)->Select(options);
  ASSERT_TRUE(audiences.ok()) << audiences.status();
  auto counts = (*batch)->Count(options);
  ASSERT_TRUE(counts.ok()) << counts.status();
  ASSERT_EQ(audiences->size(), definitions.size());
  ASSERT_EQ(counts->size(), definitions.size());
  for (size_t i = 0; i < definitions.size(); ++i) {
    const std::string what = PrintDefinition(definitions[i].definition);
    auto query = Compile(snapshot, definitions[i].definition, compile);
    ASSERT_TRUE(query.ok()) << query.status();
    auto alone = (*query)->Select(options);
    ASSERT_TRUE(alone.ok()) << alone.status();
    EXPECT_TRUE((*audiences)[i]->bitmap() == (*alone)->bitmap()) << what;
    ExpectSame((*audiences)[i]->info(), (*alone)->info(), what);
    ExpectSame((*counts)[i], (*alone)->info(), what);
  }
}

// Definitions of one world that have much in common: whole filters come again as exclusions, as
// operands and under `not`.
std::vector<NamedDefinition> Mixed(const std::vector<filter::Expr>& filters, oracle::Dice& dice) {
  std::vector<NamedDefinition> out;
  const auto some = [&] { return dice.Pick(filters); };
  for (size_t i = 0; i < filters.size() * 2; ++i) {
    Definition definition;
    filter::Expr include = i < filters.size() ? filters[i] : some();
    if (dice.Chance(0.3)) include = filter::Expr::Make(filter::And{{include, some()}});
    if (dice.Chance(0.3)) include = filter::Expr::Make(filter::Or{{some(), include}});
    if (dice.Chance(0.2)) include = filter::Expr::Make(filter::Not{include});
    definition.include = {include, nullptr};
    for (auto n = dice.Between(0, 2); n > 0; --n) {
      definition.excludes.push_back({"no " + std::to_string(n), {some(), nullptr}});
    }
    out.push_back({"", std::move(definition)});
  }
  return out;
}

// Filters that the engine answers. Lists, segments and parameters differ between questions, so only
// filters without them are mixed.
std::vector<filter::Expr> Filters(const oracle::AskableWorld& world, oracle::QuestionMaker& maker,
                                  size_t count, int depth) {
  std::vector<filter::Expr> filters;
  while (filters.size() < count) {
    const oracle::Question question = maker.Make(depth);
    const oracle::OracleOptions& options = question.options;
    if (options.lists.empty() && options.segments.empty() && options.parameters.empty() &&
        oracle::AskEngine(world.snapshots[0], question).ok()) {
      filters.push_back(question.definition.include);
    }
  }
  return filters;
}

TEST(BatchTest, RandomDefinitionsAsOneByOne) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    oracle::Dice dice(seed);
    LayoutOptions small;
    small.members_per_shard = 1 << 16;
    const auto world = oracle::BuildWorld(dice, oracle::SmallShape(dice), {small});
    ASSERT_TRUE(world.ok()) << world.status();
    oracle::QuestionMaker maker(**world, dice);
    const oracle::Question first = maker.Make(3);
    const std::vector<filter::Expr> filters = Filters(**world, maker, 6, 3);
    QueryOptions options;
    options.as_of = first.options.as_of;
    options.timezone = first.options.timezone;
    options.threads = static_cast<int>(dice.Between(1, 2));
    SCOPED_TRACE("seed " + std::to_string(seed));
    ExpectAsAlone((*world)->snapshots[0], Mixed(filters, dice), {}, options);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
}

TEST(BatchTest, ManyBlocksAndShards) {
  oracle::Dice dice(11);
  LayoutOptions layout;
  layout.members_per_shard = 1 << 16;
  const auto world =
      oracle::BuildWorld(dice, oracle::WorldShape{65536 + 300, 0.05, true}, {layout});
  ASSERT_TRUE(world.ok()) << world.status();
  oracle::QuestionMaker maker(**world, dice);
  const std::vector<filter::Expr> filters = Filters(**world, maker, 5, 2);
  QueryOptions options;
  options.as_of = maker.Make(1).options.as_of;
  options.threads = 2;
  ExpectAsAlone((*world)->snapshots[0], Mixed(filters, dice), {}, options);
}

TEST(BatchTest, ASharedConditionIsEvaluatedOnceForAMember) {
  const auto batch =
      Batch({"count(orders) >= 2", "count(orders) >= 2 and gender = \"F\"",
             "include: everyone\nexclude \"often\": count(orders) >= 2", "not count(orders) >= 2",
             "any orders where amount > 1000000", "gender = \"F\""});
  const auto explained = batch->Explain(Later());
  ASSERT_TRUE(explained.ok()) << explained.status();
  ASSERT_EQ(explained->infos.size(), 6u);
  ASSERT_EQ(explained->conditions.size(), 1u);
  EXPECT_EQ(explained->conditions[0].text, "count(orders) >= 2");
  EXPECT_EQ(explained->conditions[0].evaluated, 7u);  // the members of the shop
  EXPECT_EQ(explained->conditions[0].asked, 7u + 3u + 7u + 7u);
}

TEST(BatchTest, MembersWhoAreAskedLaterAreEvaluatedThen) {
  const auto batch = Batch({"gender = \"F\" and count(orders) >= 2", "count(orders) >= 2"});
  const auto explained = batch->Explain(Later());
  ASSERT_TRUE(explained.ok()) << explained.status();
  ASSERT_EQ(explained->conditions.size(), 1u);
  EXPECT_EQ(explained->conditions[0].asked, 3u + 7u);
  EXPECT_EQ(explained->conditions[0].evaluated, 7u);
}

TEST(BatchTest, AValueThatSeveralConditionsCompareIsKept) {
  const auto batch = Batch({"sum(orders.amount) > 5", "sum(orders.amount) > 50",
                            "sum(orders.amount) > 500 or sum(orders.amount) < 20",
                            "gender = \"F\" and sum(orders.amount) / count(orders) > 10"});
  const auto explained = batch->Explain(Later());
  ASSERT_TRUE(explained.ok()) << explained.status();
  ASSERT_EQ(explained->values.size(), 1u);
  EXPECT_EQ(explained->values[0].evaluated, 7u);
  EXPECT_GE(explained->values[0].asked, 4u * 7u);
}

TEST(BatchTest, SpellingDoesNotMatter) {
  const auto batch = Batch({"count(orders where channel = \"web\") >= 2",
                            "not (count(orders where channel in (\"web\")) < 2)",
                            "sum(orders.amount) > 5", "(sum(orders.amount) > 5.00)"});
  const auto explained = batch->Explain(Later());
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_GE(explained->conditions.size(), 1u);
}

// Each in two definitions. The zone and the patterns are each definition's own until they are
// found to be equal.
TEST(BatchTest, WhatLooksAtTheZoneOrAtTextIsSharedToo) {
  for (const char* condition :
       {"count(orders where at weekday in (sat, sun)) >= 1", "distinct days(orders.at) >= 2",
        "days from first(orders).at to latest(orders).at > 60", "joined hour >= 8",
        "birthday < first(orders).at", "days since latest(orders).at > age",
        "email matches \"7|a\"", "not email contains \"A\" ignoring case",
        "email in (\"a@x.com\", \"b@x.com\")", "email like \"%@%\"", "email > \"b\""}) {
    const std::string text(condition);
    const auto batch = Batch({"(" + text + ") and age > 1", "(" + text + ") or age > 200"});
    const auto explained = batch->Explain(Later());
    ASSERT_TRUE(explained.ok()) << explained.status();
    EXPECT_GE(explained->conditions.size(), 1u) << text;
    ExpectAsAlone(Shop(), {{"", batch->definition(0)}, {"", batch->definition(1)}}, {}, Later());
  }
  const auto batch =
      Batch({"email matches \"a\" and age > 1", "email matches \"a\" ignoring case or age > 200",
             "email contains \"a\" and age > 1", "not email matches \"a\" or age > 200"});
  const auto explained = batch->Explain(Later());
  ASSERT_TRUE(explained.ok()) << explained.status();
  std::vector<std::string> shared;
  for (const SharedPart& part : explained->conditions) shared.push_back(part.text);
  // The first is also the opposite's.
  EXPECT_EQ(shared, (std::vector<std::string>{"email matches \"a\"", "age > 1", "age > 200"}));
}

TEST(BatchTest, SharingCanBeSwitchedOff) {
  CompileOptions options;
  options.disabled_rewrites = {"share"};
  const auto batch = Batch({"count(orders) >= 2", "count(orders) >= 2"}, options);
  const auto explained = batch->Explain(Later());
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_TRUE(explained->conditions.empty());
  EXPECT_EQ(explained->infos[0].count, explained->infos[1].count);
}

TEST(BatchTest, OneQuestionOfThePopulation) {
  const auto batch =
      Batch({"sum(orders.amount) in top 50%", "sum(orders.amount) in top 50% and gender = \"F\"",
             "sum(orders.amount) > mean(sum(orders.amount))",
             "not sum(orders.amount) > mean(sum(orders.amount))",
             "ntile(2, sum(orders.amount)) = 1", "ntile(2, sum(orders.amount)) = 2"});
  std::vector<NamedDefinition> definitions;
  for (size_t i = 0; i < batch->size(); ++i) definitions.push_back({"", batch->definition(i)});
  ExpectAsAlone(Shop(), definitions, {}, Later());
}

TEST(BatchTest, ParametersAreTheBatchs) {
  const auto batch = Batch({"any orders where channel = $c", "age >= $least", "gender = \"F\""});
  QueryOptions options = Later();
  options.parameters["c"] = filter::LiteralValue(filter::Text{"web"});
  const auto missing = batch->Count(options);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(FailedDefinition(missing.status()), 1u);
  EXPECT_EQ(missing.status().message().find("definitions[1]: no value was given"), 0u)
      << missing.status();
  options.parameters["least"] = filter::LiteralValue(filter::Integer{"30"});
  const auto counts = batch->Count(options);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ((*counts)[0].count, 3u);
  EXPECT_EQ((*counts)[2].count, 3u);
  options.parameters["lest"] = filter::LiteralValue(filter::Integer{"30"});
  const auto unused = batch->Count(options);
  ASSERT_FALSE(unused.ok());
  EXPECT_FALSE(FailedDefinition(unused.status()));
  EXPECT_NE(unused.status().message().find("no definition has a parameter `$lest`"),
            std::string::npos)
      << unused.status();
}

TEST(BatchTest, ErrorsNameTheDefinition) {
  const auto wrong = TryBatch({{"women", "gender = \"F\""}, {"grown up", "agee > 3"}});
  ASSERT_FALSE(wrong.ok());
  const auto info = GetFilterError(wrong.status());
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->line, 1u);
  EXPECT_EQ(info->column, 1u);
  EXPECT_NE(info->hint.find("age"), std::string::npos);
  EXPECT_TRUE(info->message.starts_with("definitions[\"grown up\"]: unknown column"))
      << info->message;
  EXPECT_EQ(FailedDefinition(wrong.status()), 1u);
}

TEST(BatchTest, LimitsAreTheBatchs) {
  const auto batch = Batch({"count(orders) >= 1", "count(orders) >= 2"});
  QueryOptions options = Later();
  options.timeout = std::chrono::nanoseconds(0);
  EXPECT_EQ(batch->Count(options).status().code(), absl::StatusCode::kDeadlineExceeded);
  options.timeout.reset();
  options.memory_budget = 1;
  EXPECT_EQ(batch->Select(options).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(BatchTest, ValuesThatAreKeptCountAtTheirLargest) {
  const std::string quotient = "sum(orders.amount) / count(orders)";  // 128 bits above and below
  const auto batch = Batch({quotient + " > 1", quotient + " > 2", quotient + " > 3"});
  QueryOptions options = Later();
  options.threads = 1;
  const uint64_t buffers = uint64_t{16} << 20;
  const uint64_t values = 3 * 2 * sizeof(absl::int128) * kBlockSize;  // the sum, too, and the count
  options.memory_budget = buffers + values;
  EXPECT_EQ(batch->Count(options).status().code(), absl::StatusCode::kResourceExhausted);
  options.memory_budget = buffers + values + (uint64_t{1} << 20);
  EXPECT_TRUE(batch->Count(options).ok()) << batch->Count(options).status();
}

TEST(BatchTest, NoneAtAll) {
  const auto batch = Batch({});
  const auto audiences = batch->Select({});
  ASSERT_TRUE(audiences.ok()) << audiences.status();
  EXPECT_TRUE(audiences->empty());
}

}  // namespace
}  // namespace seine
