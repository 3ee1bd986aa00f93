#include "engine/ingest.h"

#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "engine/civil_time.h"
#include "engine/column_view.h"
#include "engine/data_error.h"
#include "tests/testing/arrow_maker.h"
#include "tests/testing/ingest_run.h"

namespace seine {
namespace {

using testing::ArrowMaker;
using testing::Cells;
using testing::Column;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IngestRun;
using ::testing::Pair;

constexpr std::nullopt_t kNone = std::nullopt;

// A schema of members alone, with `options` of the table and its columns.
std::string Members(const std::string& columns, const std::string& options = "") {
  return R"({"tables": {"m": {"key": "id", )" + options + R"("columns": {)" + columns + "}}}}";
}

std::vector<std::string> Value(const std::string& column, ArrowMaker rows) {
  const RawStore store = IngestRun(Members("\"x\": " + column)).Add("m", rows).Finish();
  return Column(store, store.tables[0], 0);
}

Cells<int64_t> Ids(size_t rows) {
  Cells<int64_t> ids;
  for (size_t i = 0; i < rows; ++i) ids.push_back(static_cast<int64_t>(i));
  return ids;
}

ArrowMaker Texts(const Cells<std::string>& values) {
  return ArrowMaker().Integers("id", Ids(values.size())).Text("x", values);
}

TEST(IngestValuesTest, ParsesText) {
  EXPECT_THAT(Value(R"("integer")", Texts({" 12", "", kNone, "-7"})),
              ElementsAre("12", "-", "-", "-7"));
  EXPECT_THAT(Value("\"decimal(2)\"", Texts({"12.5", "1e1"})), ElementsAre("1250", "1000"));
  EXPECT_THAT(Value(R"({"type": "decimal", "scale": 1, "round": true})", Texts({"0.25", "0.35"})),
              ElementsAre("2", "4"));
  EXPECT_THAT(Value(R"("bool")", Texts({"Yes", "0", ""})), ElementsAre("1", "0", "-"));
  EXPECT_THAT(Value(R"("real")", Texts({"-0", "1.5"})),
              ElementsAre(std::to_string(OrderedBits(0.0)), std::to_string(OrderedBits(1.5))));
  EXPECT_THAT(Value(R"("date")", Texts({"1970-01-02", ""})), ElementsAre("1", "-"));
  EXPECT_THAT(Value(R"({"type": "timestamp", "timezone": "Asia/Taipei"})",
                    Texts({"1970-01-01T08:00", "1970-01-01 00:00:01Z"})),
              ElementsAre("0", "1000000"));
  EXPECT_THAT(Value(R"({"type": "date", "format": "%d/%m/%Y"})", Texts({"2/1/1970"})),
              ElementsAre("1"));
  EXPECT_THAT(Value(R"("category")", Texts({"007", " a", "", "e\xCC\x81", "\xC3\xA9"})),
              ElementsAre("007", " a", "-", "\xC3\xA9", "\xC3\xA9"));
  EXPECT_THAT(Value(R"("text")", Texts({"e\xCC\x81", "plain", kNone})),
              ElementsAre("\xC3\xA9", "plain", "-"));
  EXPECT_THAT(Value(R"({"type": "set", "separator": ", "})", Texts({"a, b", "b, , a,c", ""})),
              ElementsAre("[a][b]", "[b][a,c]", "-"));
  EXPECT_THAT(Value(R"("set")", Texts({"a|b"})), ElementsAre("[a|b]"));
}

TEST(IngestValuesTest, ConvertsTypedColumns) {
  const ArrowMaker ids = ArrowMaker().Integers("id", Ids(2));
  const auto with = [&ids](auto add) {
    ArrowMaker rows = ids;
    add(rows);
    return rows;
  };
  const ArrowMaker integers = with([](ArrowMaker& rows) { rows.Integers("x", {1, kNone}); });
  EXPECT_THAT(Value(R"("integer")", integers), ElementsAre("1", "-"));
  EXPECT_THAT(Value(R"("category")", integers), ElementsAre("1", "-"));
  EXPECT_THAT(Value(R"("set")", integers), ElementsAre("[1]", "-"));
  EXPECT_THAT(Value(R"("bool")", integers), ElementsAre("1", "-"));
  EXPECT_THAT(Value("\"decimal(2)\"", integers), ElementsAre("100", "-"));
  EXPECT_THAT(Value(R"({"type": "timestamp", "format": "%s"})", integers),
              ElementsAre("1000000", "-"));
  const ArrowMaker reals = with([](ArrowMaker& rows) { rows.Reals("x", {17850.0, 38.0}); });
  EXPECT_THAT(Value(R"("integer")", reals), ElementsAre("17850", "38"));
  EXPECT_THAT(Value(R"("text")", reals), ElementsAre("17850", "38"));
  EXPECT_THAT(
      Value("\"decimal(2)\"", with([](ArrowMaker& rows) { rows.Reals("x", {15.3, -0.07}); })),
      ElementsAre("1530", "-7"));
  EXPECT_THAT(
      Value("\"decimal(3)\"", with([](ArrowMaker& rows) { rows.Decimals("x", 2, {1530, kNone}); })),
      ElementsAre("15300", "-"));
  const ArrowMaker days = with([](ArrowMaker& rows) { rows.Fixed("x", "tdD", {0, 14000}); });
  EXPECT_THAT(Value(R"("date")", days), ElementsAre("0", "14000"));
  EXPECT_THAT(Value(R"("category")", days), ElementsAre("1970-01-01", "2008-05-01"));
  EXPECT_THAT(Value(R"({"type": "timestamp", "timezone": "Asia/Taipei"})", days),
              ElementsAre("-28800000000", "1209571200000000"));
  const ArrowMaker walls = with([](ArrowMaker& rows) { rows.Fixed("x", "tsm:", {0, 1}); });
  EXPECT_THAT(Value(R"({"type": "timestamp", "timezone": "Asia/Taipei"})", walls),
              ElementsAre("-28800000000", "-28799999000"));
  const ArrowMaker instants = with([](ArrowMaker& rows) { rows.Fixed("x", "tss:UTC", {0, -1}); });
  EXPECT_THAT(Value(R"("timestamp")", instants), ElementsAre("0", "-1000000"));
  EXPECT_THAT(Value(R"({"type": "date", "timezone": "America/New_York"})", instants),
              ElementsAre("-1", "-1"));
  EXPECT_THAT(
      Value(R"("set")", with([](ArrowMaker& rows) { rows.Lists("x", {{{"b", "a", ""}}, kNone}); })),
      ElementsAre("[b][a]", "-"));
  EXPECT_THAT(Value(R"("set")", with([](ArrowMaker& rows) { rows.Nulls("x", 2); })),
              ElementsAre("-", "-"));
  EXPECT_THAT(Value(R"("bool")", with([](ArrowMaker& rows) { rows.Bools("x", {true, false}); })),
              ElementsAre("1", "0"));
}

struct BadCell {
  const char* column;
  Cells<std::string> texts;
  const char* problem;
  const char* option;
};

class BadCellTest : public ::testing::TestWithParam<BadCell> {};

TEST_P(BadCellTest, IsAnErrorOrBecomesMissing) {
  const BadCell& bad = GetParam();
  const std::string column(bad.column);
  const IngestRun run = IngestRun(Members("\"x\": " + column)).Add("m", Texts(bad.texts));
  const DataErrorDetail detail = run.Detail();
  EXPECT_EQ(detail.table, "m");
  EXPECT_EQ(detail.source, "m.csv");
  EXPECT_EQ(detail.row, bad.texts.size());
  EXPECT_EQ(detail.column, "x");
  EXPECT_EQ(detail.value, *bad.texts.back());
  EXPECT_THAT(detail.problem, HasSubstr(bad.problem));
  EXPECT_THAT(detail.option, HasSubstr(bad.option));
  EXPECT_THAT(detail.option, HasSubstr("in tables.m.columns.x"));
  EXPECT_EQ(run.Error(), "m.csv, row " + std::to_string(detail.row) +
                             ", column `x`: " + detail.problem + "; " + detail.option);

  const std::string lenient = column.substr(0, column.size() - 1) + R"(, "invalid": "missing"})";
  IngestRun again(Members("\"x\": " + lenient));
  const RawStore store = again.Add("m", Texts(bad.texts)).Finish();
  EXPECT_EQ(Column(store, store.tables[0], 0).back(), "-");
  EXPECT_THAT(again.Report(0).notes, ElementsAre(Pair(HasSubstr("`x`: values that did not"), 1)));
}

INSTANTIATE_TEST_SUITE_P(
    Cells, BadCellTest,
    ::testing::Values(
        BadCell{R"({"type": "integer"})", {"1", "1.5"}, "\"1.5\" is not an integer", "invalid"},
        BadCell{R"({"type": "integer"})", {"9223372036854775808"}, "an integer of 64 bits", "inva"},
        BadCell{R"({"type": "decimal", "scale": 2})", {"1.005"}, "at most 2 digits", "`round = tr"},
        BadCell{
            R"({"type": "decimal", "scale": 2})", {"", "1", "x"}, "is not a decimal", "invalid"},
        BadCell{R"({"type": "real"})", {"NaN"}, "\"NaN\" is not a finite number", "invalid"},
        BadCell{R"({"type": "bool"})", {"maybe"}, "is not a bool", "invalid"},
        BadCell{R"({"type": "date"})", {"2011-02-29"}, "is not a date like 2011-09-11", "`format"},
        BadCell{R"({"type": "date", "format": "%d/%m/%Y"})",
                {"12/31/2011"},
                "is not a date of the form \"%d/%m/%Y\"",
                "invalid"},
        BadCell{R"({"type": "timestamp"})", {"yesterday"}, "is not a timestamp like", "`format"},
        BadCell{R"({"type": "category"})", {"a", "\xFF"}, "\"\\xff\" is not valid UTF-8", "inva"},
        BadCell{R"({"type": "text"})", {"\xC3("}, "is not valid UTF-8", "invalid"},
        BadCell{R"({"type": "set", "separator": "|"})", {"a|\xFF"}, "not valid UTF-8", "invalid"}));

TEST(IngestValuesTest, RefusesNaNAndInfinity) {
  const ArrowMaker rows =
      ArrowMaker().Integers("id", {1}).Reals("x", {std::numeric_limits<double>::quiet_NaN()});
  for (const char* type : {"real", "integer", "decimal(2)", "bool"}) {
    const IngestRun run = IngestRun(Members(R"("x": ")" + std::string(type) + "\"")).Add("m", rows);
    EXPECT_EQ(run.Detail().row, 1U) << type;
  }
}

TEST(IngestValuesTest, NullValuesAreFurtherSpellingsOfMissing) {
  const RawStore store =
      IngestRun(
          Members(R"("x": {"type": "integer", "null_values": ["-999", "n/a"]}, "y": "category",
                     "z": {"type": "integer", "from": "y2"})",
                  R"("null_values": "NA", )"))
          .Add("m", ArrowMaker()
                        .Text("id", {"a", "b", "c"})
                        .Text("x", {"n/a", "NA", "5"})
                        .Text("y", {"n/a", "NA", ""})
                        .Integers("y2", {-999, 1, 2}))
          .Finish();
  EXPECT_THAT(Column(store, store.tables[0], 0), ElementsAre("-", "-", "5"));
  EXPECT_THAT(Column(store, store.tables[0], 1), ElementsAre("n/a", "-", "-"));
  EXPECT_THAT(Column(store, store.tables[0], 2), ElementsAre("-999", "1", "2"));
}

TEST(IngestValuesTest, ComputesColumns) {
  const std::string schema = Members(
      R"("total": {"type": "decimal", "scale": 2, "value": "n * price"},
         "n": "integer", "price": {"type": "decimal", "scale": 2},
         "half": {"type": "decimal", "scale": 1, "value": "price / 2", "invalid": "missing"})");
  IngestRun run(schema);
  const RawStore store = run.Add("m", ArrowMaker()
                                          .Integers("id", {1, 2, 3})
                                          .Text("n", {"2", "", "-3"})
                                          .Text("price", {"1.20", "5", "0.05"}))
                             .Finish();
  EXPECT_THAT(Column(store, store.tables[0], 0), ElementsAre("240", "-", "-15"));
  EXPECT_THAT(Column(store, store.tables[0], 3), ElementsAre("6", "25", "-"));
  EXPECT_THAT(run.Report(0).notes, ElementsAre(Pair(HasSubstr("`half`"), 1)));
  const IngestRun bad =
      IngestRun(Members(R"("n": "integer", "third": {"type": "decimal", "scale": 2,
                                 "value": "n / 3"})"))
          .Add("m", ArrowMaker().Integers("id", {1, 2}).Integers("n", {3, 1}));
  EXPECT_EQ(bad.Detail().row, 2U);
  EXPECT_THAT(bad.Error(), HasSubstr("column `third`: the computed value is not a decimal with at "
                                     "most 2 digits after the point; `round = true`"));
}

TEST(IngestValuesTest, TooManyCategoriesBecomeText) {
  const size_t rows = (size_t{1} << 20) + 10;
  Cells<std::string> values;
  for (size_t i = 0; i < rows; ++i) values.push_back("v" + std::to_string(i));
  values[3] = kNone;
  const RawStore store =
      IngestRun(Members(R"("x": "category", "y": {"type": "category", "from": "id"})",
                        R"("cluster": "y", )"))
          .Add("m", Texts(values))
          .Finish();
  EXPECT_EQ(store.schema.tables[0].columns[0].type, ColumnType::kText);
  EXPECT_EQ(store.tables[0].dictionaries[0], -1);
  ASSERT_EQ(store.tables[0].columns[0].rows(), rows);
  EXPECT_TRUE(store.tables[0].columns[0].Missing(3));
  EXPECT_EQ(store.tables[0].columns[0].Text(2), "v2");
  EXPECT_EQ(store.tables[0].columns[0].Text(rows - 1), "v" + std::to_string(rows - 1));
  EXPECT_EQ(store.schema.tables[0].columns[1].type, ColumnType::kCategory);  // members lie by it
}

}  // namespace
}  // namespace seine
