#include "engine/schema.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace seine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The schema of the guide, children before their parents.
constexpr char kShop[] = R"json({
  "seine": {"timezone": "Europe/London", "as_of": "data"},
  "tables": {
    "items": {"parent": "orders", "source": "retail.csv.gz", "parent_key": "InvoiceNo", "orphans": "skip",
      "columns": {
        "product": {"type": "category", "from": "StockCode", "lookup": "products"},
        "quantity": {"type": "integer", "from": "Quantity"},
        "price": {"type": "decimal", "scale": 3, "from": "UnitPrice"},
        "amount": {"type": "decimal", "scale": 3, "value": "quantity * price", "round": true}}},
    "orders": {"parent": "customers", "source": ["a.csv", "b/*.csv"], "key": "InvoiceNo",
      "parent_key": "CustomerID", "time": "at", "repeats": "first", "orphans": "add",
      "missing_key": "skip", "missing_time": "skip", "separator": "whitespace",
      "columns": {"at": {"type": "timestamp", "from": "InvoiceDate", "format": "%m/%d/%Y %H:%M",
                         "timezone": "Asia/Taipei"}}},
    "customers": {"key": "CustomerID", "key_type": "integer", "repeats": "last", "cluster": "country",
      "null_values": ["NA", "-"],
      "columns": {
        "zip": "text", "country": "category", "age": {"type": "integer", "invalid": "missing"},
        "tags": {"type": "set", "separator": "|", "null_values": "none"}, "vip": "bool",
        "spend": "decimal(2)", "score": "real", "born": "date"}}},
  "lookups": {"products": {"source": "p.parquet", "key": "StockCode", "repeats": "collect",
                           "columns": {"category": "category"}}},
  "segments": {"vip": "sum(orders.items.amount) in top 10%"},
  "calendars": {"anniversary": {"every": [["05-02", "05-08"], ["12-30", "01-02"]],
                                "2025": ["2025-05-01", "2025-05-07"]},
                "double-11": {"0987": [["0987-01-01", "0987-01-02"], ["0987-02-01", "0987-02-01"]]}}
})json";

TEST(SchemaTest, ReadsEveryKey) {
  const absl::StatusOr<Schema> parsed = ParseSchema(kShop);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const Schema& schema = *parsed;
  EXPECT_EQ(schema.timezone, "Europe/London");
  EXPECT_TRUE(schema.as_of_data);
  ASSERT_EQ(schema.tables.size(), 3U);

  const TableSchema& customers = schema.tables[0];
  EXPECT_EQ(customers.name, "customers");
  EXPECT_EQ(customers.parent, -1);
  EXPECT_THAT(customers.key, ElementsAre("CustomerID"));
  EXPECT_EQ(customers.key_type, KeyType::kInteger);
  EXPECT_EQ(customers.repeats, Repeats::kLast);
  EXPECT_EQ(customers.cluster, "country");
  EXPECT_THAT(customers.null_values, ElementsAre("NA", "-"));
  ASSERT_EQ(customers.columns.size(), 8U);
  EXPECT_EQ(customers.columns[0].name, "zip");  // in the order of the file
  EXPECT_EQ(customers.columns[2].invalid, OnInvalid::kMissing);
  EXPECT_EQ(customers.columns[3].separator, "|");
  EXPECT_THAT(customers.columns[3].null_values, ElementsAre("none"));
  EXPECT_EQ(customers.columns[5].type, ColumnType::kDecimal);
  EXPECT_EQ(customers.columns[5].scale, 2);

  const TableSchema& orders = schema.tables[1];
  EXPECT_EQ(orders.parent, 0);
  EXPECT_THAT(orders.sources, ElementsAre("a.csv", "b/*.csv"));
  EXPECT_EQ(orders.source_separator, "whitespace");
  EXPECT_EQ(orders.orphans, Orphans::kAdd);
  EXPECT_EQ(orders.missing_key, OnError::kSkip);
  EXPECT_EQ(orders.missing_time, OnError::kSkip);
  EXPECT_EQ(orders.columns[0].source_name(), "InvoiceDate");
  EXPECT_EQ(orders.columns[0].timezone, "Asia/Taipei");

  const TableSchema& items = schema.tables[2];
  EXPECT_EQ(items.parent, 1);
  EXPECT_EQ(items.columns[0].lookup, "products");
  EXPECT_EQ(items.columns[3].value, "quantity * price");
  EXPECT_TRUE(items.columns[3].round);
  ASSERT_EQ(schema.lookups.size(), 1U);
  EXPECT_EQ(schema.lookups[0].repeats, Repeats::kCollect);
  ASSERT_EQ(schema.segments.size(), 1U);
  EXPECT_EQ(schema.segments[0].first, "vip");

  ASSERT_EQ(schema.calendars.size(), 2U);
  const CalendarSchema& anniversary = schema.calendars[0];
  EXPECT_EQ(anniversary.name, "anniversary");
  EXPECT_THAT(anniversary.years.at(2025), ElementsAre(DayRange{20209, 20215}));
  ASSERT_EQ(anniversary.every.size(), 2U);
  EXPECT_EQ(anniversary.every[1].first, (MonthDay{12, 30}));
  EXPECT_EQ(anniversary.every[1].last, (MonthDay{1, 2}));
  EXPECT_EQ(schema.calendars[1].years.at(987).size(), 2U);
}

TEST(SchemaTest, KnowsTheTree) {
  const Schema schema = *ParseSchema(kShop);
  EXPECT_EQ(schema.FindTable("items"), 2);
  EXPECT_EQ(schema.FindTable("nobody"), -1);
  EXPECT_EQ(schema.FindLookup("products"), 0);
  EXPECT_THAT(schema.Children(0), ElementsAre(1));
  EXPECT_THAT(schema.Children(2), IsEmpty());
  EXPECT_EQ(schema.TimeTable(2), 1);
  EXPECT_EQ(schema.TimeTable(1), 1);
  EXPECT_EQ(schema.TimeTable(0), -1);
}

TEST(SchemaTest, WritesWhatItReads) {
  const std::string json = SchemaToJson(*ParseSchema(kShop));
  const absl::StatusOr<Schema> again = ParseSchema(json);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(SchemaToJson(*again), json);
  for (const char* part :
       {"\"cluster\": \"country\"", "\"key_type\": \"integer\"", "\"value\": \"quantity * price\"",
        "\"as_of\": \"data\"", "\"missing_time\": \"skip\"", "\"orphans\": \"add\"", "\"scale\": 3",
        "\"null_values\": \"none\"", "\"repeats\": \"collect\"", "\"timezone\": \"Asia/Taipei\"",
        "\"invalid\": \"missing\"", "\"format\": \"%m/%d/%Y %H:%M\"",
        "\"separator\": \"whitespace\"", "\"0987\": [", "\"12-30\"", "\"2025-05-07\""}) {
    EXPECT_THAT(json, HasSubstr(part));
  }
}

struct BadSchema {
  const char* json;
  const char* message;
};

class BadSchemaTest : public ::testing::TestWithParam<BadSchema> {};

TEST_P(BadSchemaTest, IsRefusedWithPlaceAndHint) {
  const absl::StatusOr<Schema> schema = ParseSchema(GetParam().json);
  ASSERT_FALSE(schema.ok()) << GetParam().json;
  EXPECT_EQ(schema.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(schema.status().message()), HasSubstr(GetParam().message));
}

#define M(columns) R"({"tables": {"m": {"key": "id", "columns": {)" columns "}}}}"
#define MO(orders, columns)                                                             \
  R"({"tables": {"m": {"key": "id"}, "o": {"parent": "m", "parent_key": "id", )" orders \
  R"("columns": {)" columns "}}}}"

INSTANTIATE_TEST_SUITE_P(
    Schemas, BadSchemaTest,
    ::testing::Values(
        BadSchema{"", "not JSON"}, BadSchema{"[]", "expected a table of keys, found array"},
        BadSchema{"{}", "there is no table"},
        BadSchema{R"({"tabels": {}})", "unknown key `tabels`; did you mean `tables`?"},
        BadSchema{R"({"seine": {"zone": 1}})", "seine: unknown key `zone`; known are"},
        BadSchema{R"({"seine": {"timezone": "Europe/Londn"}, "tables": {"m": {"key": "id"}}})",
                  "did you mean \"Europe/London\"?"},
        BadSchema{R"({"seine": {"as_of": "dat"}})", ", found \"dat\"; did you mean `data`?"},
        BadSchema{R"({"tables": {"m": {"key": "id", "key": "x"}}})", "`key` stands twice"},
        BadSchema{R"({"tables": {"m": {"kee": "id"}}})",
                  "tables.m: unknown key `kee`; did you mean `key`?"},
        BadSchema{R"({"tables": {"m": {}}})", "tables.m: the members need a `key`"},
        BadSchema{R"({"tables": {"m": {"key": 5}}})",
                  "tables.m.key: expected a text or a list of texts, found 5"},
        BadSchema{R"({"tables": {"m": {"key": "id"}, "n": {"key": "id"}}})",
                  "`m` has no `parent` either"},
        BadSchema{R"({"tables": {"m": {"key": "id"}, "o": {"parent": "n"}}})",
                  "tables.o.parent: there is no table `n`"},
        BadSchema{R"({"tables": {"m": {"key": "id"}, "a": {"parent": "b"}, "b": {"parent": "a"}}})",
                  "go round in a circle"},
        BadSchema{R"({"tables": {"m": {"key": "id"}, "o": {"parent": "m"}}})",
                  "`parent_key` is missing"},
        BadSchema{
            R"({"tables": {"m": {"key": ["a", "b"]}, "o": {"parent": "m", "parent_key": "a"}}})",
            "it has 1 columns, the key of `m` has 2"},
        BadSchema{R"({"tables": {"m": {"key": "a"}, "o": {"parent": "m", "parent_key": "a"},
                      "i": {"parent": "o", "parent_key": "b"}}})",
                  "its parent `o` has no `key`"},
        BadSchema{R"({"tables": {"m": {"key": "id"}}, "lookups": {"m": {"key": "id"}}})",
                  "the name `m` stands twice"},
        BadSchema{R"({"tables": {"m": {"key": "id"}}, "lookups": {"l": {}}})",
                  "lookups.l: a lookup needs a `key`"},
        BadSchema{R"({"tables": {"m": {"key": "id", "separator": "ab"}}})",
                  "expected one character"},
        BadSchema{R"({"segments": {"a": 1}})", "segments.a: expected a filter as text"}));

INSTANTIATE_TEST_SUITE_P(
    Columns, BadSchemaTest,
    ::testing::Values(
        BadSchema{M(R"("a": "intger")"), "did you mean `integer`?"},
        BadSchema{M(R"("a": 5)"), "tables.m.columns.a: expected a type or a table of keys"},
        BadSchema{M(R"("a": {"from": "b"})"), "tables.m.columns.a: `type` is missing"},
        BadSchema{M(R"("a": {"type": "integer", "form": "b"})"), "did you mean `from`?"},
        BadSchema{M(R"("a": "decimal")"), "a decimal needs its `scale`"},
        BadSchema{M("\"a\": \"decimal(19)\""), "`scale` is 0 to 18"},
        BadSchema{M(R"("a": {"type": "decimal", "scale": 19})"),
                  "an integer from 0 to 18, found 19"},
        BadSchema{M(R"("a": {"type": "integer", "scale": 2})"), "`scale` is for decimal columns"},
        BadSchema{M(R"("a": {"type": "integer", "round": true})"),
                  "`round` is for decimal columns"},
        BadSchema{M(R"("a": {"type": "text", "format": "%Y"})"), "`format` is for date"},
        BadSchema{M(R"("a": {"type": "date", "format": "%Y-%q"})"), "unknown directive \"%q\""},
        BadSchema{M(R"("a": {"type": "date", "lookup": "l"})"), "`lookup` is for category and set"},
        BadSchema{M(R"("a": {"type": "category", "lookup": "l"})"), "there is no lookup `l`"},
        BadSchema{M(R"("a": {"type": "category", "separator": "|"})"), "`separator` is for set"},
        BadSchema{M(R"("a": {"type": "timestamp", "timezone": "Mars"})"), "unknown time zone"},
        BadSchema{M(R"("a": {"type": "text", "invalid": "skip"})"),
                  "expected one of \"error\", \"missing\", found \"skip\""},
        BadSchema{M(R"("a": {"type": "integer", "value": "b * 2"}, "bb": "integer")"),
                  "at 1: unknown column `b` of m; did you mean `bb`?"},
        BadSchema{M(R"("a": {"type": "integer", "value": "b * 2"}, "b": "text")"),
                  "`b` is a text column, not a number"},
        BadSchema{M(R"("a": {"type": "integer", "value": "1", "from": "b"})"),
                  "exclude each other"},
        BadSchema{M(R"("": "integer")"), "a name is empty"}));

INSTANTIATE_TEST_SUITE_P(
    Tables, BadSchemaTest,
    ::testing::Values(
        BadSchema{MO(R"("time": "att",)", R"("at": "timestamp")"), "did you mean `at`?"},
        BadSchema{MO(R"("time": "at",)", R"("at": "integer")"), "a time is a timestamp or a date"},
        BadSchema{MO(R"("missing_time": "skip",)", ""), "`missing_time` needs a `time`"},
        BadSchema{MO(R"("repeats": "first",)", ""), "`repeats` needs a `key`"},
        BadSchema{MO(R"("missing_key": "skip",)", ""), "falls under `orphans`"},
        BadSchema{MO(R"("cluster": "at",)", R"("at": "date")"), "`cluster` is for the members"}));

#define C(calendar) R"({"tables": {"m": {"key": "id"}}, "calendars": {"sale": )" calendar "}}"

INSTANTIATE_TEST_SUITE_P(
    Calendars, BadSchemaTest,
    ::testing::Values(
        BadSchema{C("[]"), "calendars.sale: expected a table of keys, found array"},
        BadSchema{C("{}"), "calendars.sale: it has no days; known are years, such as `2025`"},
        BadSchema{C(R"({"evry": ["05-01", "05-07"]})"),
                  "calendars.sale: unknown key `evry`; did you mean `every`?"},
        BadSchema{C(R"({"25": ["05-01", "05-07"]})"),
                  "calendars.sale: unknown key `25`; known are years, such as `2025`, and `every`"},
        BadSchema{C(R"({"0000": ["0000-01-01", "0000-01-02"]})"), "unknown key `0000`"},
        BadSchema{C(R"({"2025": []})"),
                  "calendars.sale.2025: expected the first and the last day, such as "
                  "[\"2025-05-01\", \"2025-05-07\"], or a list of such pairs, found array"},
        BadSchema{C(R"({"2025": "2025-05-01"})"), "pairs, found \"2025-05-01\""},
        BadSchema{C(R"({"2025": ["2025-05-01"]})"), "calendars.sale.2025: expected the first"},
        BadSchema{C(R"({"2025": ["2025-05-01", 7]})"), "pairs, found 7"},
        BadSchema{C(R"({"2025": [["2025-05-01", "2025-05-07"], "2025-06-01"]})"),
                  "pairs, found \"2025-06-01\""},
        BadSchema{C(R"({"2025": ["2025-02-01", "2025-02-29"]})"), "pairs, found \"2025-02-29\""},
        BadSchema{C(R"({"2025": ["05-01", "05-07"]})"), "pairs, found \"05-01\""},
        BadSchema{C(R"({"2025": ["2025-05-07", "2025-05-01"]})"),
                  "calendars.sale.2025: the last day, 2025-05-01, comes before the first, "
                  "2025-05-07"},
        BadSchema{C(R"({"2026": ["2025-05-01", "2025-05-07"]})"),
                  "calendars.sale.2026: no day from 2025-05-01 to 2025-05-07 lies in 2026"},
        BadSchema{C(R"({"every": ["2025-05-01", "2025-05-07"]})"),
                  "calendars.sale.every: expected the first and the last day, such as "
                  "[\"05-01\", \"05-07\"], or a list of such pairs, found \"2025-05-01\""},
        BadSchema{C(R"({"every": ["02-30", "03-01"]})"), "found \"02-30\""}));

TEST(SchemaTest, CalendarsMadeByHandAreChecked) {
  Schema schema = *ParseSchema(kShop);
  const auto problem = [&](const CalendarSchema& calendar) {
    schema.calendars = {calendar};
    return std::string(ValidateSchema(schema).message());
  };
  EXPECT_EQ(problem({"a", {}, {{{1, 1}, {1, 2}}}}), "");
  EXPECT_THAT(problem({"a", {}, {}}), HasSubstr("calendars.a: it has no days"));
  EXPECT_THAT(problem({"a", {{2025, {}}}, {}}), HasSubstr("calendars.a.2025: there are no days"));
  EXPECT_THAT(problem({"a", {{2025, {{0, INT64_MAX}}}}, {}}), HasSubstr("outside of the years"));
  EXPECT_THAT(problem({"a", {}, {{{13, 1}, {1, 2}}}}), HasSubstr("calendars.a.every: there is no"));
  EXPECT_THAT(problem({"", {}, {{{1, 1}, {1, 2}}}}), HasSubstr("calendars: a name is empty"));
  EXPECT_THAT(problem({"a", {{1970, std::vector<DayRange>(367)}}, {}}), HasSubstr("more than 366"));
}

TEST(SchemaTest, HostileTextIsRefusedQuickly) {
  EXPECT_FALSE(ParseSchema(std::string(1'000'000, '[')).ok());
  EXPECT_FALSE(ParseSchema("{\"tables\": \"\xff\"}").ok());
  std::string many = "{\"tables\": {\"m\": {\"columns\": {\"c\": \"text\"";
  for (int i = 0; i < 500'000; ++i) many += ",\"" + std::to_string(i) + "\":\"text\"";
  EXPECT_THAT(std::string(ParseSchema(many + "}}}}").status().message()), HasSubstr("too many"));
  std::string tables = "{\"tables\": {\"m\": {\"key\": \"id\"}";
  for (int i = 0; i < 300; ++i) tables += ",\"" + std::to_string(i) + "\":{\"parent\":\"m\"}";
  EXPECT_THAT(std::string(ParseSchema(tables + "}}").status().message()), HasSubstr("256"));
}

}  // namespace
}  // namespace seine
