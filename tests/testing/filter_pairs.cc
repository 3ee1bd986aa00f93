// Which pairs of operators the language has, construct by construct.

#include <vector>

#include "tests/testing/filter_coverage.h"

namespace seine::oracle {
namespace {

using Words = std::vector<std::string>;

const Words& Joins() {
  static const auto* const words =
      new Words{"and", "or", "not", "at least", "exactly", "at most", "any", "no", "all"};
  return *words;
}
const Words& Comparisons() {
  static const auto* const words = new Words{"=", "!=", "<", "<=", ">", ">="};
  return *words;
}
const Words& Aggregates() {
  static const auto* const words = new Words{"count", "sum", "avg", "min", "max"};
  return *words;
}
const Words& Tests() {
  static const auto* const words = new Words{
      "=",           "!=",           "<",        "<=",       ">",           ">=",        "between",
      "not between", "in",           "not in",   "contains", "starts with", "ends with", "like",
      "matches",     "not contains", "not like", "has",      "has any",     "has all",   "has none",
      "has only",    "not has",      "exists",   "missing",  "constant",    "column"};
  return *words;
}
// Where a number or a time may stand.
const Words& ValuePlaces() {
  static const auto* const words = new Words{
      "=", "!=", "<", "<=", ">", ">=", "in", "not in", "between", "not between", "exists"};
  return *words;
}
const Words& TimeConstants() {
  static const auto* const words =
      new Words{"day", "month", "quarter", "integer", "wall time", "instant", "ago"};
  return *words;
}

void Cross(const Words& outer, const Words& inner, std::set<OperatorPair>* out) {
  for (const std::string& o : outer) {
    for (const std::string& i : inner) out->insert({o, i});
  }
}

void AddAlways(std::set<OperatorPair>* pairs) {
  std::set<OperatorPair>& out = *pairs;
  for (const Words* outer : {&Joins(), &Aggregates()}) {
    Cross(*outer, Joins(), &out);
    Cross(*outer, Tests(), &out);
  }
  Words values = Aggregates();
  values.push_back("column");
  Cross(Comparisons(), values, &out);
  Cross({"between", "not between", "in", "not in", "exists", "missing"}, values, &out);
  Cross(Comparisons(), {"size", "integer", "decimal", "text", "parameter"}, &out);
  Cross({"=", "!="}, {"bool", "member"}, &out);
  Cross(Comparisons(), TimeConstants(), &out);
  Cross({"between", "not between"}, TimeConstants(), &out);
  Cross({"between", "not between"}, {"decimal", "text", "parameter"}, &out);
  Cross({"in", "not in"},
        {"list", "named list", "parameter", "member", "day", "month", "quarter", "last", "next",
         "today", "this", "previous", "day ago", "since", "before", "from", "between period"},
        &out);
  Cross({"has", "has any", "has all", "has none", "has only"}, {"column"}, &out);
  Cross({"has any", "has all", "has none", "has only"}, {"list"}, &out);
  Cross({"list"},
        {"integer", "decimal", "text", "bool", "day", "month", "quarter", "wall time", "instant",
         "last", "next", "today", "this", "previous", "day ago", "since", "before", "from",
         "between period"},
        &out);
  Cross({"since", "before", "from", "between period"}, TimeConstants(), &out);
  Cross({"since", "before", "from", "between period"}, {"parameter"}, &out);
  Cross({"=",         "!=",          "<",        "<=",           ">",        ">=",
         "between",   "not between", "in",       "not in",       "contains", "starts with",
         "ends with", "like",        "matches",  "not contains", "not like", "has",
         "has any",   "has all",     "has none", "has only",     "not has"},
        {"ignoring case"}, &out);
}

// Constants where values stand.
void AddConstants(Constructs constructs, std::set<OperatorPair>* out) {
  if (!constructs.Has(Construct::kConstantValues)) return;
  const Words moments = {"day", "month", "quarter", "wall time", "instant", "ago"};
  if (constructs.Has(Construct::kElapsed)) {
    Cross({"units since", "units from"}, moments, out);
    Cross({"units since", "units from"}, {"parameter", "+", "-"}, out);
  }
  if (constructs.Has(Construct::kElse)) {
    Cross({"else"}, moments, out);
    Cross({"else"}, {"decimal", "bool", "parameter", "+"}, out);
  }
  if (constructs.Has(Construct::kDateParts)) {
    Cross({"date", "hour", "month of", "year"}, {"day"}, out);
  }
  if (constructs.Has(Construct::kArithmetic)) Cross({"+", "-", "*", "/"}, {"parameter"}, out);
  Cross({"+", "-"}, {"day", "month", "instant", "ago"}, out);
  Cross(Comparisons(), {"+", "-"}, out);
  Cross({"between", "not between", "in", "not in"}, {"integer", "day", "ago", "text"}, out);
  Cross({"like", "contains"}, {"text", "column"}, out);
  if (constructs.Has(Construct::kAsOf)) Cross({"as of"}, {"+", "-", "parameter", "integer"}, out);
}

void AddNumbers(Constructs constructs, std::set<OperatorPair>* out) {
  const Words operators = {"+", "-", "*", "/"};
  if (constructs.Has(Construct::kArithmetic)) {
    Cross(ValuePlaces(), operators, out);
    Cross(operators, {"column", "integer", "decimal", "count", "sum", "avg", "min", "max"}, out);
    Cross({"+", "-"}, operators, out);
    Cross({"negate"}, {"column", "count", "sum", "avg", "+", "/"}, out);
    Cross({"+", "-"}, {"negate"}, out);
  }
  if (constructs.Has(Construct::kBucket)) Cross(ValuePlaces(), {"bucket"}, out);
  if (constructs.Has(Construct::kScore)) {
    Cross(ValuePlaces(), {"score"}, out);
    Cross({"score"}, {"parameter"}, out);
    Cross({"score"}, Joins(), out);
    Cross({"score"}, {"integer", "decimal", "=", "in", "like", "has", "between", "exists"}, out);
  }
  if (constructs.Has(Construct::kElse)) {
    Cross(ValuePlaces(), {"else"}, out);
    Cross({"else"}, {"column", "count", "sum", "avg", "min", "max", "integer", "text", "else"},
          out);
    Cross(Joins(), {"else"}, out);
  }
  if (constructs.Has(Construct::kRowValues)) {
    Cross(Aggregates(), {"column"}, out);
    Cross({"count", "sum", "avg", "min", "max"}, {"count", "sum", "avg", "min", "max"}, out);
    if (constructs.Has(Construct::kArithmetic))
      Cross({"sum", "min", "max"}, {"+", "-", "*", "/"}, out);
    if (constructs.Has(Construct::kElse)) Cross(Aggregates(), {"else"}, out);
  }
}

void AddTimes(Constructs constructs, std::set<OperatorPair>* out) {
  const Words parts = {"hour", "day of month", "week", "month of", "quarter of", "year"};
  const Words times = {"column", "min", "max"};
  if (constructs.Has(Construct::kTimeArithmetic)) {
    Cross({"+", "-"}, {"duration", "min", "max"}, out);
    Cross(ValuePlaces(), {"+", "-"}, out);
  }
  if (constructs.Has(Construct::kDateParts)) {
    Cross({"=", "!=", "in", "not in"}, {"weekday"}, out);
    Cross({"=", "<", "between", "in"}, parts, out);
    Cross(ValuePlaces(), {"date"}, out);
    Cross(parts, times, out);
    Cross({"weekday", "date"}, times, out);
  }
  if (constructs.Has(Construct::kElapsed)) {
    Cross(ValuePlaces(), {"units since", "units from"}, out);
    Cross({"units since", "units from"}, times, out);
  }
  if (constructs.Has(Construct::kValuePeriods)) {
    Cross({"since", "before", "from", "between period"}, times, out);
  }
  if (constructs.Has(Construct::kDateParts)) {
    Cross({"=", "!=", "<", "between", "list", "else"}, {"weekday"}, out);
    if (constructs.Has(Construct::kRowValues)) Cross({"min", "max", "mode"}, {"weekday"}, out);
  }
  if (constructs.Has(Construct::kAnniversaries)) {
    Cross({"anniversary", "not anniversary"},
          {"column", "min", "max", "day", "month", "quarter", "last", "next", "today", "this",
           "previous", "day ago", "from", "between period", "list", "parameter"},
          out);
    Cross(Joins(), {"anniversary"}, out);
  }
  if (constructs.Has(Construct::kCalendars)) Cross({"in", "not in", "list"}, {"calendar"}, out);
}

void AddCollections(Constructs constructs, std::set<OperatorPair>* out) {
  const Words tests = {"=", "in", "like", "has", "between", "exists"};
  if (constructs.Has(Construct::kDistinct)) {
    Cross(ValuePlaces(), {"distinct", "distinct periods"}, out);
    Cross({"distinct", "distinct periods"}, tests, out);
    Cross({"distinct"}, {"and", "or", "any", "no"}, out);
  }
  if (constructs.Has(Construct::kMode)) {
    Cross(ValuePlaces(), {"mode"}, out);
    Cross({"contains", "like"}, {"mode"}, out);
    Cross({"mode"}, tests, out);
    Cross(Joins(), {"mode"}, out);  // a bool
  }
  if (constructs.Has(Construct::kGaps)) {
    const Words gaps = {"avg gap", "min gap", "max gap", "median gap"};
    Cross(ValuePlaces(), gaps, out);
    Cross({"avg gap", "max gap"}, {"=", "between"}, out);
  }
  if (constructs.Has(Construct::kDistinct) && constructs.Has(Construct::kRowValues))
    Cross({"distinct periods"}, {"column", "+", "date", "min", "max"}, out);
}

void AddRows(Constructs constructs, std::set<OperatorPair>* out) {
  if (constructs.Has(Construct::kPicks)) {
    const Words picks = {"first", "latest", "nth"};
    Cross(ValuePlaces(), picks, out);
    Cross(picks, {"=", "in", "like", "has", "between", "exists", "and", "or", "any", "no"}, out);
    Cross({"contains", "like", "has", "has any", "missing"}, picks, out);
    Cross(Joins(), picks, out);  // a bool of the row
  }
  const Words tests = {"=", "in", "like", "has", "between", "exists"};
  if (constructs.Has(Construct::kSequences)) {
    Cross({"and", "or", "not", "at least"}, {"sequence"}, out);
    Cross({"sequence"}, Joins(), out);
    Cross({"sequence"}, tests, out);
  }
  if (constructs.Has(Construct::kRowSequences)) Cross({"any", "no", "all"}, {"sequence"}, out);
  if (constructs.Has(Construct::kInEachOf)) {
    const Words each = {"any in each", "no in each", "all in each"};
    Cross(Joins(), each, out);
    Cross(each, Joins(), out);
    Cross(
        each,
        {"list", "last", "next", "today", "this", "previous", "day ago", "since", "before", "from",
         "between period", "day", "month", "quarter", "parameter", "=", "in", "like", "has"},
        out);
  }
  if (constructs.Has(Construct::kColumnsOnRight)) {
    Cross({"has"}, {"column"}, out);
    Cross({"contains", "starts with", "ends with", "like", "not contains", "not like", "in",
           "not in"},
          {"column"}, out);
  }
  if (constructs.Has(Construct::kColumnsInLists)) {
    Words values = Aggregates();
    values.insert(values.end(), {"column", "mode", "+", "-", "*", "/", "else", "first", "latest",
                                 "nth", "date", "units since"});
    Cross({"list"}, values, out);
  }
  if (constructs.Has(Construct::kLookupValues)) Cross({"="}, {"size", "column"}, out);
}

// Words that belong to rows: names, and what they go down from.
void AddRowWords(Constructs constructs, std::set<OperatorPair>* out) {
  Words lifts = Joins();
  std::erase_if(lifts, [](const std::string& word) {
    return word != "any" && word != "no" && word != "all";
  });
  const Words& aggregates = Aggregates();
  lifts.insert(lifts.end(), aggregates.begin(), aggregates.end());
  Cross(lifts, {"as"}, out);
  if (constructs.Has(Construct::kPicks)) {
    const Words picks = {"first", "latest", "nth"};
    Cross(picks, {"as"}, out);
    Cross(lifts, {"from first", "from latest", "from nth"}, out);
    Cross({"from first", "from latest", "from nth"},
          {"=", "in", "between", "exists", "and", "or", "any", "no"}, out);
    Cross(picks, {"from first", "from latest", "from nth"}, out);
  }
  if (constructs.Has(Construct::kAliases)) {
    Cross(lifts, {"from named"}, out);
    Cross({"=", "!=", "<", "in", "between", "like", "has", "exists", "+", "units since"},
          {"named column"}, out);
    Cross({"sequence"}, {"from named"}, out);
  }
  if (constructs.Has(Construct::kSequences)) {
    Cross({"sequence"}, {"no step", "at or after", "within", "of start", "many steps"}, out);
    if (constructs.Has(Construct::kSequenceJoins)) {
      Cross({"sequence"}, {"as"}, out);
      Cross({"=", "in", "has", "has any"}, {"named column"}, out);
    }
  }
}

void AddMoments(Constructs constructs, std::set<OperatorPair>* out) {
  if (constructs.Has(Construct::kSegments)) Cross(Joins(), {"segment"}, out);
  if (constructs.Has(Construct::kAsOf)) {
    Cross(Joins(), {"as of"}, out);
    Cross({"as of"}, Joins(), out);
    Cross({"as of"},
          {"=", "in", "like", "has", "between", "exists", "ago", "day", "month", "quarter",
           "wall time", "instant"},
          out);
    if (constructs.Has(Construct::kSegments)) Cross({"as of"}, {"segment"}, out);
  }
}

void AddPopulation(Constructs constructs, std::set<OperatorPair>* out) {
  const Words member_joins = {"and", "or", "not", "at least", "exactly", "at most"};
  const Words tests = {"=", "in", "like", "between", "exists", "and", "or", "any", "no"};
  const Words values = {"column", "count", "sum", "avg", "min", "max"};
  if (constructs.Has(Construct::kRanks)) {
    const Words ranks = {"in top",     "in bottom",     "in top holding",
                         "not in top", "not in bottom", "not in top holding"};
    Cross(member_joins, ranks, out);
    Cross({"in top", "in bottom", "ntile"}, values, out);
    Cross({"in top holding"}, {"column", "count", "sum"}, out);
    Cross({"in top", "in bottom", "ntile"}, tests, out);
    Cross({"in top", "in bottom", "in top holding"}, {"integer", "parameter"}, out);
    Cross({"in top holding"}, {"avg", "/"}, out);
    Cross(ValuePlaces(), {"ntile"}, out);
    Words ranked = ranks;
    ranked.push_back("ntile");
    Cross(ranked, {"per", "among"}, out);
    if (constructs.Has(Construct::kPicks)) Cross({"per"}, {"first", "latest", "nth"}, out);
    Cross({"among"}, tests, out);
  }
  if (constructs.Has(Construct::kPopulation)) {
    const Words wholes = {"mean", "median", "percentile", "total"};
    Cross(ValuePlaces(), wholes, out);
    Cross(wholes, values, out);
    Cross(wholes, {"=", "in", "between"}, out);
    Cross(wholes, {"among"}, out);
  }
  if (constructs.Has(Construct::kModels)) {
    Cross(ValuePlaces(), {"rfm"}, out);
    Cross({"=", "!=", "in", "not in", "exists"}, {"napl", "nes", "lifecycle"}, out);
    Cross({"rfm", "napl", "nes", "lifecycle"}, {"=", "in", "between", "exists"}, out);
    Cross({"rfm"}, {"column", "list", "per", "among", "parameter"}, out);
    Cross({"napl"}, {"among", "integer", "decimal", "parameter"}, out);
    Cross({"lifecycle"}, {"duration"}, out);
    Cross({"rfm", "napl", "nes", "lifecycle"}, {"as"}, out);
  }
}

}  // namespace

std::set<OperatorPair> PairsOfTheLanguage(Constructs constructs) {
  std::set<OperatorPair> out;
  AddAlways(&out);
  AddConstants(constructs, &out);
  AddRowWords(constructs, &out);
  AddNumbers(constructs, &out);
  AddTimes(constructs, &out);
  AddCollections(constructs, &out);
  AddRows(constructs, &out);
  AddMoments(constructs, &out);
  AddPopulation(constructs, &out);
  return out;
}

}  // namespace seine::oracle
