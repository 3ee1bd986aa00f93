// Keys, parents, repeats, times and reports of the ingest.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "engine/data_error.h"
#include "engine/ingest.h"
#include "tests/testing/arrow_maker.h"
#include "tests/testing/ingest_run.h"

namespace seine {
namespace {

using testing::ArrowMaker;
using testing::Cells;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr std::nullopt_t kNone = std::nullopt;
using testing::Column;
using testing::IngestRun;
using testing::MemberKeys;
using testing::ParentRows;

// members m (key id, column v), their orders o (key no, column w), and the orders' items i.
std::string Shop(const std::string& members, const std::string& orders = "",
                 const std::string& items = "") {
  return R"({"tables": {
    "m": {"key": "id", )" +
         members + R"("columns": {"v": "integer", "tags": {"type": "set", "separator": "|"}}},
    "o": {"parent": "m", "key": "no", "parent_key": "member", )" +
         orders + R"("columns": {"w": "integer"}},
    "i": {"parent": "o", "parent_key": "order", )" +
         items + R"("columns": {"x": "integer"}}}})";
}

ArrowMaker MemberRows(const Cells<std::string>& ids, const Cells<int64_t>& values,
                      const Cells<std::string>& tags) {
  return ArrowMaker().Text("id", ids).Integers("v", values).Text("tags", tags);
}
ArrowMaker MemberRows(const Cells<std::string>& ids) {
  Cells<int64_t> values;
  for (size_t i = 0; i < ids.size(); ++i) values.push_back(static_cast<int64_t>(i));
  return MemberRows(ids, values, Cells<std::string>(ids.size()));
}
ArrowMaker OrderRows(const Cells<std::string>& members, const Cells<int64_t>& numbers) {
  return ArrowMaker().Text("member", members).Integers("no", numbers).Integers("w", numbers);
}
ArrowMaker ItemRows(const Cells<int64_t>& orders) {
  return ArrowMaker().Integers("order", orders).Integers("x", orders);
}

TEST(IngestKeysTest, KeepsTextAndIntegers) {
  RawStore store = IngestRun(Shop("")).Add("m", MemberRows({"007", "7", "e\xCC\x81"})).Finish();
  EXPECT_TRUE(store.keys_are_text);
  EXPECT_THAT(MemberKeys(store), ElementsAre("007", "7", "\xC3\xA9"));
  store =
      IngestRun(Shop(R"("key_type": "integer", )")).Add("m", MemberRows({"007", " 8.0"})).Finish();
  EXPECT_FALSE(store.keys_are_text);
  EXPECT_THAT(MemberKeys(store), ElementsAre("7", "8"));
  const ArrowMaker reals =
      ArrowMaker().Reals("id", {17850, 2}).Integers("v", {1, 2}).Nulls("tags", 2);
  store = IngestRun(Shop("")).Add("m", reals).Finish();
  EXPECT_FALSE(store.keys_are_text);
  EXPECT_THAT(MemberKeys(store), ElementsAre("17850", "2"));
  store = IngestRun(Shop(R"("key_type": "text", )")).Add("m", reals).Finish();
  EXPECT_THAT(MemberKeys(store), ElementsAre("17850", "2"));
  EXPECT_TRUE(store.keys_are_text);
}

TEST(IngestKeysTest, WrongKeysAreErrors) {
  const IngestRun run =
      IngestRun(Shop(R"("key_type": "integer", )")).Add("m", MemberRows({"1", "x"}));
  EXPECT_EQ(run.Error(),
            "m.csv, row 2, column `id`: \"x\" is not an integer; `key_type = \"text\"` in tables.m "
            "reads keys as text");
  EXPECT_THAT(IngestRun(Shop("")).Add("m", MemberRows({"\xFF"})).Error(), HasSubstr("valid UTF-8"));
}

TEST(IngestKeysTest, CompositeKeysNeverMeet) {
  const std::string schema = R"({"tables": {"m": {"key": ["a", "b"], "columns": {}},
      "o": {"parent": "m", "parent_key": ["x", "y"], "columns": {}}}})";
  const RawStore store =
      IngestRun(schema)
          .Add("m", ArrowMaker().Text("a", {"1|2", "1", "1\\"}).Text("b", {"3", "2|3", "2"}))
          .Add("o", ArrowMaker().Text("x", {"1", "1\\"}).Text("y", {"2|3", "2"}))
          .Finish();
  EXPECT_THAT(MemberKeys(store), ElementsAre("1\\|2|3", "1|2\\|3", "1\\\\|2"));
  EXPECT_THAT(ParentRows(store.tables[1]), ElementsAre(1, 2));
}

TEST(IngestKeysTest, MissingKeysAreErrorsOrSkipped) {
  const ArrowMaker rows = MemberRows({"a", "", kNone, "b"});
  EXPECT_EQ(IngestRun(Shop("")).Add("m", rows).Error(),
            "m.csv, row 2: the key is empty; `missing_key = \"skip\"` in tables.m skips such rows");
  IngestRun run(Shop(R"("missing_key": "skip", )"));
  const RawStore store = run.Add("m", rows).Finish();
  EXPECT_THAT(MemberKeys(store), ElementsAre("a", "b"));
  EXPECT_THAT(Column(store, store.tables[0], 0), ElementsAre("0", "3"));
  EXPECT_EQ(run.Report(0).read, 4U);
  EXPECT_EQ(run.Report(0).kept, 2U);
  EXPECT_THAT(run.Report(0).skipped, ElementsAre(Pair("no key", 2)));
}

TEST(IngestRepeatsTest, AreErrorsUnlessTheSchemaSays) {
  const IngestRun run = IngestRun(Shop("")).Add("m", MemberRows({"a", "b", "a"}));
  EXPECT_EQ(run.Detail().row, 3U);
  EXPECT_EQ(run.Detail().value, "a");
  EXPECT_THAT(run.Error(), HasSubstr("the key \"a\" comes again; `repeats = \"first\"`"));
}

TEST(IngestRepeatsTest, FirstAndLastKeepOneWholeRow) {
  const ArrowMaker one = MemberRows({"a", "b", "a"}, {1, 2, 3}, {"x", kNone, "y"});
  const ArrowMaker two = MemberRows({"c", "b"}, {4, kNone}, {kNone, "z"});
  IngestRun first(Shop(R"("repeats": "first", )"));
  RawStore store = first.Add("m", one).Add("m", two).Finish();
  EXPECT_THAT(MemberKeys(store), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Column(store, store.tables[0], 0), ElementsAre("1", "2", "4"));
  EXPECT_THAT(Column(store, store.tables[0], 1), ElementsAre("[x]", "-", "-"));
  EXPECT_THAT(first.Report(0).skipped, ElementsAre(Pair("repeated key", 2)));

  IngestRun last(Shop(R"("repeats": "last", )"));
  store = last.Add("m", one).Add("m", two).Add("o", OrderRows({"a", "b", "c"}, {1, 2, 3})).Finish();
  EXPECT_THAT(MemberKeys(store), ElementsAre("a", "c", "b"));
  EXPECT_THAT(Column(store, store.tables[0], 0), ElementsAre("3", "4", "-"));
  EXPECT_THAT(Column(store, store.tables[0], 1), ElementsAre("[y]", "-", "[z]"));
  EXPECT_THAT(ParentRows(store.tables[1]), ElementsAre(0, 2, 1));
  EXPECT_EQ(last.Report(0).kept, 3U);
  EXPECT_THAT(last.Report(0).skipped, ElementsAre(Pair("repeated key", 2)));
}

TEST(IngestRepeatsTest, CollectGathersSetsAndKeepsTheFirstOfTheRest) {
  IngestRun run(Shop(R"("repeats": "collect", )"));
  const RawStore store =
      run.Add("m", MemberRows({"a", "b", "a"}, {1, 2, 3}, {"x", kNone, "y|z"}))
          .Add("m", MemberRows({"b", "a", "c"}, {7, 8, 9}, {"x|q", kNone, kNone}))
          .Finish();
  EXPECT_THAT(MemberKeys(store), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Column(store, store.tables[0], 0), ElementsAre("1", "2", "9"));
  EXPECT_THAT(Column(store, store.tables[0], 1), ElementsAre("[x][y][z]", "[x][q]", "-"));
  EXPECT_THAT(run.Report(0).skipped, ElementsAre(Pair("repeated key, its sets gathered", 3)));
}

TEST(IngestParentsTest, AreFoundThroughTwoLevels) {
  IngestRun run(Shop("", R"("repeats": "first", )"));
  const RawStore store = run.Add("m", MemberRows({"a", "b"}))
                             .Add("o", OrderRows({"b", "b", "a"}, {10, 10, 11}))
                             .Add("i", ItemRows({11, 10, 10, 11}))
                             .Finish();
  EXPECT_THAT(ParentRows(store.tables[1]), ElementsAre(1, 0));
  EXPECT_THAT(ParentRows(store.tables[2]), ElementsAre(1, 0, 0, 1));
  EXPECT_THAT(Column(store, store.tables[2], 0), ElementsAre("11", "10", "10", "11"));
}

TEST(IngestParentsTest, KeysOfOtherTypesMeet) {
  // Text members 1 and 2, asked for by integers; integer orders asked for by text.
  const std::string schema = Shop("");
  const RawStore store =
      IngestRun(schema)
          .Add("m", MemberRows({"1", "2"}))
          .Add("o",
               ArrowMaker().Integers("member", {2, 1}).Integers("no", {7, 8}).Integers("w", {0, 0}))
          .Add("i", ArrowMaker().Text("order", {"8", "07"}).Integers("x", {1, 2}))
          .Finish();
  EXPECT_THAT(ParentRows(store.tables[1]), ElementsAre(1, 0));
  EXPECT_THAT(ParentRows(store.tables[2]), ElementsAre(1, 0));
}

TEST(IngestParentsTest, OrphansAreErrorsSkippedOrAdded) {
  const ArrowMaker members = MemberRows({"a"});
  const ArrowMaker orders = OrderRows({"a", "z", "", "z"}, {1, 2, 3, 4});
  const IngestRun error = IngestRun(Shop("")).Add("m", members).Add("o", orders);
  EXPECT_EQ(error.Error(),
            "o.csv, row 2, column `member`: no row of m has the key \"z\"; `orphans = \"skip\"` in "
            "tables.o skips such rows, \"add\" adds the member");
  const IngestRun empty =
      IngestRun(Shop("")).Add("m", members).Add("o", OrderRows({"a", ""}, {1, 2}));
  EXPECT_THAT(empty.Error(), HasSubstr("row 2: the parent key is empty; `orphans = \"skip\"`"));

  IngestRun skip(Shop("", R"("orphans": "skip", )"));
  RawStore store = skip.Add("m", members).Add("o", orders).Finish();
  EXPECT_THAT(Column(store, store.tables[1], 0), ElementsAre("1"));
  EXPECT_THAT(skip.Report(1).skipped,
              ElementsAre(Pair("no parent key", 1), Pair("unknown parent", 2)));

  IngestRun add(Shop("", R"("orphans": "add", )"));
  store = add.Add("m", members).Add("o", orders).Finish();
  EXPECT_THAT(MemberKeys(store), ElementsAre("a", "z"));
  EXPECT_THAT(Column(store, store.tables[0], 0), ElementsAre("0", "-"));
  EXPECT_THAT(ParentRows(store.tables[1]), ElementsAre(0, 1, 1));
  EXPECT_EQ(add.Report(0).kept, 1U);
  EXPECT_THAT(add.Report(0).notes, ElementsAre(Pair(HasSubstr("members added"), 1)));
  EXPECT_THAT(add.Report(1).skipped, ElementsAre(Pair("no parent key", 1)));
}

TEST(IngestParentsTest, OrphansMayAddAllMembers) {
  const RawStore store = IngestRun(Shop("", R"("orphans": "add", )"))
                             .Add("o", ArrowMaker()
                                           .Integers("member", {5, 3, 5})
                                           .Integers("no", {1, 2, 3})
                                           .Integers("w", {1, 2, 3}))
                             .Finish();
  EXPECT_FALSE(store.keys_are_text);
  EXPECT_THAT(MemberKeys(store), ElementsAre("5", "3"));
  EXPECT_THAT(ParentRows(store.tables[1]), ElementsAre(0, 1, 0));
}

TEST(IngestParentsTest, ASkippedRowDoesNotTakeTheKey) {
  const RawStore store = IngestRun(Shop("", R"("repeats": "first", "orphans": "skip", )"))
                             .Add("m", MemberRows({"a"}))
                             .Add("o", OrderRows({"z", "a", "a"}, {1, 1, 1}))
                             .Finish();
  EXPECT_THAT(ParentRows(store.tables[1]), ElementsAre(0));
}

TEST(IngestTimeTest, MissingTimesAreErrorsOrSkipped) {
  const auto schema = [](const char* options) {
    return std::string(R"({"tables": {"m": {"key": "id", "columns": {}},
        "o": {"parent": "m", "parent_key": "id", "time": "at", )") +
           options + R"("columns": {"n": "integer", "at": {"type": "timestamp", "from": "t"}}}}})";
  };
  const ArrowMaker members = ArrowMaker().Integers("id", {1});
  const ArrowMaker orders = ArrowMaker()
                                .Integers("id", {1, 1, 1})
                                .Integers("n", {10, 20, 30})
                                .Text("t", {"1970-01-01", "", "1970-01-02"});
  const IngestRun error = IngestRun(schema("")).Add("m", members).Add("o", orders);
  EXPECT_EQ(error.Error(),
            "o.csv, row 2, column `t`: the time is missing; `missing_time = \"skip\"` in tables.o "
            "skips such rows");
  IngestRun skip(schema(R"("missing_time": "skip", )"));
  const RawStore store = skip.Add("m", members).Add("o", orders).Finish();
  EXPECT_THAT(Column(store, store.tables[1], 0), ElementsAre("10", "30"));
  EXPECT_THAT(Column(store, store.tables[1], 1), ElementsAre("0", "86400000000"));
  EXPECT_THAT(skip.Report(1).skipped, ElementsAre(Pair("no time", 1)));
}

TEST(IngestLookupsTest, ShareTheDictionaryOfTheirKeys) {
  IngestRun run(R"({"tables": {"m": {"key": "id", "columns": {
                "p": {"type": "category", "lookup": "products"},
                "liked": {"type": "set", "separator": "|", "lookup": "products"}}}},
              "lookups": {"products": {"key": "sku", "repeats": "collect",
                "columns": {"kind": "category", "colours": "set"}}}})");
  const RawStore store = run.Add("m", ArrowMaker()
                                          .Integers("id", {1, 2})
                                          .Text("p", {"B", "X"})
                                          .Text("liked", {"A|B", kNone}))
                             .Add("products", ArrowMaker()
                                                  .Text("sku", {"A", "B", "A"})
                                                  .Text("kind", {"wine", "beer", "cider"})
                                                  .Text("colours", {"red", kNone, "white"}))
                             .Finish();
  ASSERT_EQ(store.lookups.size(), 1U);
  const RawTable& products = store.lookups[0];
  const int shared = store.lookup_key_dictionaries[0];
  EXPECT_THAT(store.tables[0].dictionaries, ElementsAre(shared, shared));
  const RawDictionary& skus = *store.dictionaries[static_cast<size_t>(shared)];
  ASSERT_EQ(products.rows, 2U);
  EXPECT_EQ(skus.Text(static_cast<uint32_t>(products.key_integers.Value(0))), "A");
  EXPECT_EQ(skus.Text(static_cast<uint32_t>(products.key_integers.Value(1))), "B");
  EXPECT_THAT(Column(store, products, 0), ElementsAre("wine", "beer"));
  EXPECT_THAT(Column(store, products, 1), ElementsAre("[red][white]", "-"));
  EXPECT_THAT(Column(store, store.tables[0], 1), ElementsAre("[A][B]", "-"));
}

TEST(IngestSourcesTest, MustHaveTheColumns) {
  const IngestRun missing = IngestRun(Shop("")).Add(
      "m", ArrowMaker().Integers("id", {1}).Integers("V", {1}).Text("tags", {"a"}));
  EXPECT_EQ(missing.Error(),
            "m.csv: there is no column `v`, which tables.m names; did you mean `V`?");
  const IngestRun twice = IngestRun(Shop("")).Add("m", MemberRows({"a"}).Integers("v", {1}));
  EXPECT_THAT(twice.Error(), HasSubstr("there are several columns `v`"));
  const IngestRun list = IngestRun(Shop("")).Add(
      "m", ArrowMaker().Integers("id", {1}).Lists("v", {{{"a"}}}).Text("tags", {"a"}));
  EXPECT_EQ(list.Error(),
            "m.csv, column `v`: its type is list of text, which cannot be read as integer");
  EXPECT_THAT(IngestRun(Shop("")).Add("n", MemberRows({"a"})).Error(),
              HasSubstr("the schema has no table `n`"));
}

TEST(IngestSourcesTest, ParentsComeFirst) {
  const IngestRun run = IngestRun(Shop("", R"("orphans": "add", )"))
                            .Add("o", OrderRows({"a"}, {1}))
                            .Add("m", MemberRows({"a"}));
  EXPECT_THAT(run.Error(), HasSubstr("rows of m must be given before those of its children"));
}

// The first wrong row is named, whichever step finds it, whatever the batches.
TEST(IngestSourcesTest, NamesTheFirstWrongRow) {
  const size_t rows = 20'000;
  for (const size_t bad_value : {5UL, 8191UL, 8192UL, 17'000UL}) {
    for (const int64_t batch : {0, 1000, 9000}) {
      Cells<std::string> ids;
      Cells<std::string> values;
      for (size_t i = 0; i < rows; ++i) {
        ids.push_back("k" + std::to_string(i));
        values.push_back(i == bad_value ? "x" : "1");
      }
      ids[bad_value + 1] = "k0";
      const IngestRun run = IngestRun(Shop("")).Add(
          "m", ArrowMaker().Text("id", ids).Text("v", values).Nulls("tags", 20'000).Batches(batch));
      EXPECT_EQ(run.Detail().row, bad_value + 1);
      EXPECT_EQ(run.Detail().column, "v");
    }
  }
}

TEST(IngestSourcesTest, BatchesAndStreamsMakeNoDifference) {
  Cells<std::string> ids;
  for (int i = 0; i < 30'000; ++i) ids.push_back("k" + std::to_string(i % 20'000));
  const std::string schema = Shop(R"("repeats": "last", )");
  const RawStore whole = IngestRun(schema).Add("m", MemberRows(ids)).Finish();
  const RawStore parts = IngestRun(schema).Add("m", MemberRows(ids).Batches(777, 3)).Finish();
  EXPECT_EQ(MemberKeys(whole), MemberKeys(parts));
  EXPECT_EQ(Column(whole, whole.tables[0], 0), Column(parts, parts.tables[0], 0));
  EXPECT_EQ(whole.tables[0].rows, 20'000U);
}

TEST(DataErrorTest, TravelsAsPayload) {
  DataErrorDetail detail;
  detail.table = "m";
  detail.source = "a:b.csv";
  detail.row = 12;
  detail.column = "5:x";
  detail.value = std::string("\0\xFF", 2);
  detail.problem = "p";
  EXPECT_EQ(DataErrorOf(DataError(detail)), detail);
  EXPECT_EQ(DataErrorOf(absl::InvalidArgumentError("x")), std::nullopt);
  absl::Status broken = absl::InvalidArgumentError("x");
  broken.SetPayload(kDataErrorUrl, absl::Cord("99999999999999999999:x"));
  EXPECT_EQ(DataErrorOf(broken), std::nullopt);
  EXPECT_EQ(Shown(std::string(100, 'a')), "\"" + std::string(60, 'a') + "...\"");
}

}  // namespace
}  // namespace seine
