// A compiled query from end to end: results and what they carry, exclusions, as_of, parameters,
// limits, threads.
#include "query/query.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

#include "engine/civil_time.h"
#include "engine/roaring_bitmap.h"
#include "query/filter_error.h"
#include "tests/testing/shop_world.h"
#include "tests/testing/text_world.h"

namespace seine {
namespace {

using oracle::ReadAsSnapshot;

std::shared_ptr<const Snapshot> Shop() {
  static const auto* shop = new absl::StatusOr<std::shared_ptr<const Snapshot>>(
      ReadAsSnapshot(oracle::ShopWorld(), LayoutOptions{}));
  EXPECT_TRUE(shop->ok()) << shop->status();
  return **shop;
}

absl::StatusOr<std::shared_ptr<const CompiledQuery>> TryCompile(std::string_view text,
                                                                CompileOptions options = {}) {
  absl::StatusOr<Definition> definition = ReadDefinition(text);
  if (!definition.ok()) return definition.status();
  return Compile(Shop(), *std::move(definition), options);
}

int64_t Moment(std::string_view text, std::string_view zone = "") {
  const auto moment = ParseAsOf(*Shop(), text, zone, 0);
  EXPECT_TRUE(moment.ok()) << moment.status();
  return moment.value_or(0);
}

QueryOptions At(std::string_view as_of) {
  QueryOptions options;
  options.as_of = Moment(as_of);
  return options;
}

uint64_t CountOf(std::string_view text, const QueryOptions& options) {
  auto query = TryCompile(text);
  EXPECT_TRUE(query.ok()) << text << ": " << query.status();
  if (!query.ok()) return UINT64_MAX;
  auto result = (*query)->Count(options);
  EXPECT_TRUE(result.ok()) << text << ": " << result.status();
  return result.ok() ? result->count : UINT64_MAX;
}

std::vector<std::string> KeysOf(std::string_view text, const QueryOptions& options) {
  auto query = TryCompile(text);
  EXPECT_TRUE(query.ok()) << text << ": " << query.status();
  if (!query.ok()) return {};
  auto audience = (*query)->Select(options);
  EXPECT_TRUE(audience.ok()) << text << ": " << audience.status();
  if (!audience.ok()) return {};
  EXPECT_TRUE(Shop()->EnsureKeys(0).ok());
  std::vector<std::string> keys;
  for (uint32_t ordinal : (*audience)->Ordinals())
    keys.push_back(std::get<std::string>(Shop()->Key(ordinal)));
  return keys;
}

using Keys = std::vector<std::string>;

TEST(QueryTest, SelectsMembersInKeyOrder) {
  EXPECT_EQ(KeysOf("gender = \"F\"", At("2013-01-01")), (Keys{"a", "c", "g"}));
  EXPECT_EQ(KeysOf("everyone", At("2013-01-01")).size(), 7u);
  EXPECT_EQ(KeysOf("nobody", At("2013-01-01")), Keys{});
}

TEST(QueryTest, CountAgreesWithSelect) {
  for (const char* text :
       {"any orders", "no orders", "all orders where channel = \"web\"", "tags has \"vip\"",
        "count(orders) >= 2", "sum(orders.amount) > 100", "age != 30", "not age = 30",
        "any orders.items where product.category = \"wine\"", "avg(orders.amount) >= 50"}) {
    EXPECT_EQ(CountOf(text, At("2013-01-01")), KeysOf(text, At("2013-01-01")).size()) << text;
  }
}

TEST(QueryTest, AsOfHidesLaterRows) {
  EXPECT_EQ(KeysOf("any orders where amount >= 1000", At("2013-01-01")), Keys{"c"});
  EXPECT_EQ(KeysOf("any orders where amount >= 1000", At("2011-12-10")), Keys{});
  EXPECT_EQ(KeysOf("any orders where amount >= 1000", At("2011-12-10 00:00:00.000001")), Keys{"c"});
  EXPECT_EQ(KeysOf("any orders where at in last 1 day", At("2011-12-10")), (Keys{"a", "e"}));
}

TEST(QueryTest, TimeWindowsIncludeTheirBorders) {
  // The first and the last row of the history are the borders of what it has.
  const QueryOptions later = At("2013-01-01");
  EXPECT_EQ(KeysOf("any orders where at >= 2011-12-10", later), Keys{"c"});
  EXPECT_EQ(KeysOf("any orders where at between 2011-12-10 and 2012-12-10", later), Keys{"c"});
  EXPECT_EQ(KeysOf("any orders where at > 2011-12-10 00:00", later), Keys{});
  EXPECT_EQ(KeysOf("any orders where at <= 2011-03-01 10:00", later), Keys{"a"});
  EXPECT_EQ(KeysOf("any orders where at < 2011-03-01 10:00", later), Keys{});
}

TEST(QueryTest, NumbersOfDifferentScalesCompareAsNumbers) {
  EXPECT_EQ(KeysOf("balance > age", At("2013-01-01")), Keys{"f"});
  EXPECT_EQ(KeysOf("age >= balance", At("2013-01-01")), (Keys{"a", "b", "c", "g"}));
}

TEST(QueryTest, ExclusionsAreCountedAloneAndInOrder) {
  auto query = TryCompile(
      "include: any orders\nexclude \"vip\": tags has \"vip\"\nexclude \"female\": gender = \"F\"");
  ASSERT_TRUE(query.ok()) << query.status();
  auto result = (*query)->Count(At("2013-01-01"));
  ASSERT_TRUE(result.ok()) << result.status();
  // Included: a b c d e. vip: a b (f has no orders). F: a c.
  EXPECT_EQ(result->count, 2u);
  ASSERT_EQ(result->excluded.size(), 2u);
  EXPECT_EQ(result->excluded[0].name, "vip");
  EXPECT_EQ(result->excluded[0].alone, 2u);
  EXPECT_EQ(result->excluded[0].removed, 2u);
  EXPECT_EQ(result->excluded[1].alone, 2u);
  EXPECT_EQ(result->excluded[1].removed, 1u);
  EXPECT_EQ(result->population, 7u);
  EXPECT_EQ(result->definition.size(), 32u);
  auto audience = (*query)->Select(At("2013-01-01"));
  ASSERT_TRUE(audience.ok());
  EXPECT_EQ((*audience)->size(), 2u);
}

// What a choice of rows says of an outer row may turn out to be true of all.
TEST(QueryTest, ChoicesAreMadeForOuterRowsThatTheyNoLongerMention) {
  const QueryOptions later = At("2013-01-01");
  const auto with = [](const std::string& choice) {
    return "any orders as o where (any messages as m where (count(latest(" + choice +
           ").items where at < m.sent_at) >= 1))";
  };
  EXPECT_EQ(KeysOf(with("orders where at most 1 of (channel = o.channel)"), later),
            KeysOf(with("orders"), later));
  EXPECT_NE(KeysOf(with("orders"), later), Keys{});
}

TEST(QueryTest, AConditionThatComesAgainIsAnsweredAlike) {
  const QueryOptions later = At("2013-01-01");
  EXPECT_EQ(KeysOf("gender = \"F\" and count(orders) >= 2 or age > 0 and count(orders) >= 2 or "
                   "count(orders) >= 2",
                   later),
            KeysOf("count(orders) >= 2", later));
  EXPECT_EQ(CountOf("include: everyone\nexclude \"women\": gender = \"F\" and count(orders) >= 2\n"
                    "exclude \"others\": count(orders) >= 2",
                    later),
            CountOf("not count(orders) >= 2", later));
}

TEST(QueryTest, AValueThatComesAgainIsTheMembersOwn) {
  const QueryOptions later = At("2013-01-01");
  ASSERT_EQ(KeysOf("sum(orders.amount) > 999", later), Keys{"c"});
  EXPECT_EQ(KeysOf("include: sum(orders.amount) > 0 and sum(orders.amount) < 100000\n"
                   "exclude \"one\": member in (\"c\") and sum(orders.amount) > 999",
                   later),
            KeysOf("sum(orders.amount) > 0 and not member in (\"c\")", later));
}

TEST(QueryTest, ParametersAreFilledPerCall) {
  auto query = TryCompile("any orders where channel = $c");
  ASSERT_TRUE(query.ok()) << query.status();
  QueryOptions options = At("2013-01-01");
  options.parameters["c"] = filter::LiteralValue(filter::Text{"web"});
  EXPECT_EQ((*query)->Count(options)->count, 3u);
  options.parameters["c"] = filter::LiteralValue(filter::Text{"pos"});
  EXPECT_EQ((*query)->Count(options)->count, 2u);
  options.parameters.clear();
  EXPECT_EQ((*query)->Count(options).status().code(), absl::StatusCode::kInvalidArgument);
}

// Names are one, whichever normal form of Unicode they come in.
TEST(QueryTest, HostsNameListsSegmentsAndParametersInAnyForm) {
  const char* text = "city in list(\"caf\u00e9\") or segment(\"caf\u00e9\") or age = $caf\u00e9";
  CompileOptions given;
  given.lists["cafe\u0301"] = {"New York"};
  given.segments["cafe\u0301"] = "gender = \"M\"";
  const auto query = TryCompile(text, given);
  ASSERT_TRUE(query.ok()) << query.status();
  QueryOptions options = At("2011-12-10");
  options.parameters["cafe\u0301"] = filter::LiteralValue(filter::Integer{"51"});
  const auto counted = (*query)->Count(options);
  ASSERT_TRUE(counted.ok()) << counted.status();
  EXPECT_EQ(counted->count, 4u);  // d; b and f; c
  options.parameters["caf\u00e9"] = filter::LiteralValue(filter::Integer{"30"});
  EXPECT_EQ((*query)->Count(options).status().message(),
            "two parameters are given under the name \"caf\u00e9\"");
  given.lists["caf\u00e9"] = {};
  EXPECT_EQ(TryCompile(text, given).status().message(),
            "two lists are given under the name \"caf\u00e9\"");
}

TEST(QueryTest, CalendarsReachTheirLastDayInTheZone) {
  const char* paydays = "any orders where at in calendar(\"paydays\", 2011)";
  EXPECT_EQ(KeysOf(paydays, At("2013-01-01")), (Keys{"a", "b"}));  // late on 31 August
  QueryOptions taipei = At("2013-01-01");
  taipei.timezone = "Asia/Taipei";  // there it was September already
  EXPECT_EQ(KeysOf(paydays, taipei), Keys{});

  auto query = TryCompile("any orders where at in calendar(\"paydays\", $year)");
  ASSERT_TRUE(query.ok()) << query.status();
  QueryOptions options = At("2013-01-01");
  options.parameters["year"] = filter::LiteralValue(filter::Integer{"2011"});
  EXPECT_EQ((*query)->Count(options)->count, 2u);
  options.parameters["year"] = filter::LiteralValue(filter::Integer{"2012"});
  EXPECT_EQ((*query)->Count(options)->count, 0u);
  options.parameters["year"] = filter::LiteralValue(filter::Integer{"20110"});
  EXPECT_EQ((*query)->Count(options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(QueryTest, ErrorsPointAtThePlace) {
  const auto query = TryCompile("age > 3 and gendr = \"F\"");
  ASSERT_FALSE(query.ok());
  const auto info = GetFilterError(query.status());
  ASSERT_TRUE(info.has_value()) << query.status();
  EXPECT_EQ(info->line, 1u);
  EXPECT_EQ(info->column, 13u);
  EXPECT_NE(std::string(query.status().message()).find("did you mean `gender`?"), std::string::npos)
      << query.status();
}

TEST(QueryTest, StopsWhenCancelledOrLate) {
  auto query = TryCompile("count(orders) >= 1");
  ASSERT_TRUE(query.ok()) << query.status();
  const std::atomic<bool> cancel{true};
  QueryOptions options = At("2013-01-01");
  options.cancel = &cancel;
  EXPECT_EQ((*query)->Count(options).status().code(), absl::StatusCode::kCancelled);
  options.cancel = nullptr;
  options.timeout = std::chrono::nanoseconds(0);
  EXPECT_EQ((*query)->Count(options).status().code(), absl::StatusCode::kDeadlineExceeded);
  options.timeout.reset();
  options.memory_budget = 1;
  EXPECT_EQ((*query)->Count(options).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(QueryTest, ManyThreadsShareOneQuery) {
  auto query = TryCompile("any orders where at in last 400 days");
  ASSERT_TRUE(query.ok()) << query.status();
  const uint64_t early = (*query)->Count(At("2011-09-01"))->count;
  const uint64_t late = (*query)->Count(At("2013-01-01"))->count;
  ASSERT_NE(early, late);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const bool is_early = (i + t) % 2 == 0;
        const auto result = (*query)->Count(At(is_early ? "2011-09-01" : "2013-01-01"));
        if (!result.ok() || result->count != (is_early ? early : late)) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(QueryTest, AForkedChildStillAnswers) {
  const uint64_t expected = CountOf("count(orders) >= 1", At("2013-01-01"));
  const pid_t child = fork();
  if (child == 0) _exit(CountOf("count(orders) >= 1", At("2013-01-01")) == expected ? 0 : 1);
  int status = 1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(QueryTest, ExplainSaysWhatEachNodeSelects) {
  auto query = TryCompile("gender = \"F\" and any orders where amount > 50");
  ASSERT_TRUE(query.ok()) << query.status();
  auto explained = (*query)->Explain(At("2013-01-01"));
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->root.actual, 2u);
  ASSERT_EQ(explained->root.children.size(), 2u);
  EXPECT_EQ(explained->root.children[0].actual, 3u);
  EXPECT_EQ(explained->root.children[0].operation, "stored bitmap");
  EXPECT_FALSE(explained->root.children[0].text.empty());
}

TEST(AsOfTest, TakesMomentsOnly) {
  EXPECT_EQ(Moment("2011-12-10"), 1323475200000000);
  EXPECT_EQ(Moment("2011-12-10", "Asia/Taipei"), 1323475200000000 - 8 * kMicrosPerHour);
  EXPECT_EQ(Moment("now"), 0);
  EXPECT_EQ(Moment("data"), *Shop()->DataEnd(Zone::Utc()));
  EXPECT_FALSE(ParseAsOf(*Shop(), "yesterday", "", 0).ok());
  EXPECT_FALSE(ParseAsOf(*Shop(), "2011-12-10", "Asia/Taipeh", 0).ok());
}

// A date that is a time is its midnight where the question is asked, however far west.
TEST(AsOfTest, DataEndsAfterTheNewestDayInEveryZone) {
  oracle::TextWorld world;
  world.schema.timezone = "Asia/Taipei";
  world.schema.as_of_data = true;
  world.AddTable("members", "", "", {});
  ColumnSchema day;
  day.name = "day";
  day.type = ColumnType::kDate;
  world.AddTable("visits", "members", "day", {day});
  world.table("members").rows = {{"a", "", {}}, {"b", "", {}}};
  world.table("visits").rows = {{"", "a", {"2011-12-09"}}, {"", "b", {"2011-12-10"}}};
  const auto snapshot = ReadAsSnapshot(world, {});
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const auto query = Compile(*snapshot, *ReadDefinition("any visits"), {});
  ASSERT_TRUE(query.ok()) << query.status();
  for (const char* zone : {"Asia/Taipei", "UTC", "America/New_York", "Pacific/Apia"}) {
    QueryOptions options;
    options.timezone = zone;
    EXPECT_EQ((*query)->Count(options)->count, 2u) << zone;
    options.as_of = *ParseAsOf(**snapshot, "data", zone, 0);
    EXPECT_EQ((*query)->Count(options)->count, 2u) << zone;
    options.as_of = *options.as_of - 1;
    EXPECT_EQ((*query)->Count(options)->count, 1u) << zone;
  }
}

TEST(ValueBitmapTest, IsWhoHasOrEverHadTheValue) {
  const auto vip = ValueBitmap(*Shop(), "tags", "vip");
  ASSERT_TRUE(vip.ok()) << vip.status();
  EXPECT_EQ(vip->Ordinals(), (std::vector<uint32_t>{0, 1, 5}));
  const auto line = ValueBitmap(*Shop(), "orders.channel", "line");
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->Ordinals(), (std::vector<uint32_t>{0, 4}));
  const auto product = ValueBitmap(*Shop(), "orders.items.product", "B");
  ASSERT_TRUE(product.ok()) << product.status();
  EXPECT_EQ(product->Ordinals(), (std::vector<uint32_t>{0, 2}));
  EXPECT_EQ(ValueBitmap(*Shop(), "tags", "nobody has it")->Cardinality(), 0u);
  EXPECT_EQ(ValueBitmap(*Shop(), "tag", "vip").status().code(), absl::StatusCode::kNotFound);
}

TEST(AudienceTest, IsASet) {
  auto of = [](std::string_view text) {
    auto query = TryCompile(text);
    EXPECT_TRUE(query.ok()) << query.status();
    return *(*query)->Select(At("2013-01-01"));
  };
  const auto women = of("gender = \"F\"");
  const auto vips = of("tags has \"vip\"");
  EXPECT_EQ((*Audience::Combine(*women, *vips, Audience::SetOp::kAnd))->Ordinals(),
            (std::vector<uint32_t>{0}));
  EXPECT_EQ((*Audience::Combine(*women, *vips, Audience::SetOp::kOr))->size(), 5u);
  EXPECT_EQ((*Audience::Combine(*women, *vips, Audience::SetOp::kMinus))->size(), 2u);
  EXPECT_EQ((*Audience::Combine(*women, *vips, Audience::SetOp::kXor))->size(), 4u);
  EXPECT_EQ(women->Complement()->size(), 4u);
  const auto back = Audience::FromPortable(Shop(), women->SerializePortable());
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ((*back)->Ordinals(), women->Ordinals());
  EXPECT_FALSE(Audience::FromPortable(Shop(), "not a bitmap").ok());
  EXPECT_FALSE(Audience::FromPortable(
                   Shop(), RoaringBitmap::FromOrdinals(std::vector<uint32_t>{99}).Serialize())
                   .ok());
}

}  // namespace
}  // namespace seine
