#include "query/keywords.h"

#include <array>
#include <vector>

#include "absl/strings/match.h"

#include "engine/absl_bridge.h"
#include "engine/nearest_name.h"

namespace seine {
namespace {

template <typename T>
struct Word {
  std::string_view text;
  T meaning;
};

template <typename T, size_t N>
std::optional<T> Find(const Word<T> (&words)[N], std::string_view text) {
  for (const Word<T>& word : words) {
    if (absl::EqualsIgnoreCase(ToAbsl(word.text), ToAbsl(text))) return word.meaning;
  }
  return std::nullopt;
}

// The first word of that meaning: tables list the canonical spelling first.
template <typename T, size_t N>
std::string_view Spell(const Word<T> (&words)[N], T meaning) {
  for (const Word<T>& word : words) {
    if (word.meaning == meaning) return word.text;
  }
  return "";
}

constexpr std::string_view kReserved[] = {"and", "or", "not",     "where",    "as",
                                          "in",  "is", "between", "true",     "false",
                                          "any", "no", "all",     "everyone", "nobody"};

using filter::TimeUnit;
constexpr Word<TimeUnit> kPluralUnits[] = {
    {"minutes", TimeUnit::kMinute}, {"hours", TimeUnit::kHour},   {"days", TimeUnit::kDay},
    {"weeks", TimeUnit::kWeek},     {"months", TimeUnit::kMonth}, {"quarters", TimeUnit::kQuarter},
    {"years", TimeUnit::kYear},
};
constexpr Word<TimeUnit> kSingularUnits[] = {
    {"minute", TimeUnit::kMinute}, {"hour", TimeUnit::kHour},   {"day", TimeUnit::kDay},
    {"week", TimeUnit::kWeek},     {"month", TimeUnit::kMonth}, {"quarter", TimeUnit::kQuarter},
    {"year", TimeUnit::kYear},
};

constexpr Word<int8_t> kWeekdays[] = {
    {"mon", 1},      {"tue", 2},    {"wed", 3},      {"thu", 4},     {"fri", 5},
    {"sat", 6},      {"sun", 7},    {"monday", 1},   {"tuesday", 2}, {"wednesday", 3},
    {"thursday", 4}, {"friday", 5}, {"saturday", 6}, {"sunday", 7},
};

using filter::DatePartKind;
constexpr Word<DatePartKind> kDateParts[] = {
    {"weekday", DatePartKind::kWeekday}, {"hour", DatePartKind::kHour},
    {"date", DatePartKind::kDate},       {"day of month", DatePartKind::kDayOfMonth},
    {"week", DatePartKind::kWeek},       {"month", DatePartKind::kMonth},
    {"quarter", DatePartKind::kQuarter}, {"year", DatePartKind::kYear},
};

using filter::AggregateFunction;
constexpr Word<AggregateFunction> kAggregates[] = {
    {"count", AggregateFunction::kCount}, {"sum", AggregateFunction::kSum},
    {"avg", AggregateFunction::kAvg},     {"min", AggregateFunction::kMin},
    {"max", AggregateFunction::kMax},     {"distinct", AggregateFunction::kDistinct},
    {"mode", AggregateFunction::kMode},
};

using filter::GapFunction;
constexpr Word<GapFunction> kGapFunctions[] = {
    {"avg", GapFunction::kAvg},
    {"min", GapFunction::kMin},
    {"max", GapFunction::kMax},
    {"median", GapFunction::kMedian},
};

using filter::PopulationFunction;
constexpr Word<PopulationFunction> kPopulationFunctions[] = {
    {"mean", PopulationFunction::kMean},
    {"median", PopulationFunction::kMedian},
    {"percentile", PopulationFunction::kPercentile},
    {"total", PopulationFunction::kTotal},
};

using filter::ModelKind;
constexpr Word<ModelKind> kModels[] = {
    {"rfm", ModelKind::kRfm},
    {"napl", ModelKind::kNapl},
    {"nes", ModelKind::kNes},
    {"lifecycle", ModelKind::kLifecycle},
};

using Pick = filter::RowPick::Kind;
constexpr Word<Pick> kPicks[] = {
    {"first", Pick::kFirst}, {"latest", Pick::kLatest}, {"nth", Pick::kNth}};

using filter::CompareOp;
constexpr Word<CompareOp> kCompareOps[] = {
    {"=", CompareOp::kEqual},      {"!=", CompareOp::kNotEqual}, {"<", CompareOp::kLess},
    {"<=", CompareOp::kLessEqual}, {">", CompareOp::kGreater},   {">=", CompareOp::kGreaterEqual},
};

using filter::ArithmeticOp;
constexpr Word<ArithmeticOp> kArithmeticOps[] = {
    {"+", ArithmeticOp::kAdd},
    {"-", ArithmeticOp::kSubtract},
    {"*", ArithmeticOp::kMultiply},
    {"/", ArithmeticOp::kDivide},
};

using filter::TextOp;
constexpr Word<TextOp> kTextOps[] = {
    {"contains", TextOp::kContains},  {"starts with", TextOp::kStartsWith},
    {"ends with", TextOp::kEndsWith}, {"like", TextOp::kLike},
    {"matches", TextOp::kMatches},
};

using filter::HasMode;
constexpr Word<HasMode> kHasModes[] = {
    {"has", HasMode::kValue},     {"has any", HasMode::kAny},   {"has all", HasMode::kAll},
    {"has none", HasMode::kNone}, {"has only", HasMode::kOnly},
};

using Quantify = filter::Quantifier::Kind;
constexpr Word<Quantify> kQuantifiers[] = {
    {"any", Quantify::kAny}, {"no", Quantify::kNo}, {"all", Quantify::kAll}};

using KOfBound = filter::KOf::Bound;
constexpr Word<KOfBound> kKOfBounds[] = {{"at least", KOfBound::kAtLeast},
                                         {"exactly", KOfBound::kExactly},
                                         {"at most", KOfBound::kAtMost}};

}  // namespace

bool IsReserved(std::string_view word) {
  for (std::string_view reserved : kReserved) {
    if (absl::EqualsIgnoreCase(ToAbsl(word), ToAbsl(reserved))) return true;
  }
  return false;
}

std::optional<TimeUnit> FindUnit(std::string_view word) {
  const std::optional<TimeUnit> unit = Find(kPluralUnits, word);
  return unit ? unit : Find(kSingularUnits, word);
}
std::string_view UnitName(TimeUnit unit, bool plural) {
  return plural ? Spell(kPluralUnits, unit) : Spell(kSingularUnits, unit);
}

std::optional<filter::Weekday> FindWeekday(std::string_view word) {
  const std::optional<int8_t> iso = Find(kWeekdays, word);
  if (!iso) return std::nullopt;
  return filter::Weekday{*iso};
}
std::string_view WeekdayName(filter::Weekday weekday) { return Spell(kWeekdays, weekday.iso); }

std::optional<DatePartKind> FindDatePart(std::string_view words) { return Find(kDateParts, words); }
std::string_view DatePartName(DatePartKind part) { return Spell(kDateParts, part); }

std::optional<AggregateFunction> FindAggregate(std::string_view word) {
  return Find(kAggregates, word);
}
std::string_view AggregateName(AggregateFunction function) { return Spell(kAggregates, function); }

std::optional<GapFunction> FindGapFunction(std::string_view word) {
  return Find(kGapFunctions, word);
}
std::string_view GapFunctionName(GapFunction function) { return Spell(kGapFunctions, function); }

std::optional<PopulationFunction> FindPopulationFunction(std::string_view word) {
  return Find(kPopulationFunctions, word);
}
std::string_view PopulationFunctionName(PopulationFunction function) {
  return Spell(kPopulationFunctions, function);
}

std::optional<ModelKind> FindModel(std::string_view word) { return Find(kModels, word); }
std::string_view ModelName(ModelKind model) { return Spell(kModels, model); }

std::optional<Pick> FindPick(std::string_view word) { return Find(kPicks, word); }
std::string_view PickName(Pick kind) { return Spell(kPicks, kind); }

std::optional<CompareOp> FindCompareOp(std::string_view symbol) {
  return Find(kCompareOps, symbol);
}
std::string_view CompareOpName(CompareOp op) { return Spell(kCompareOps, op); }

std::optional<ArithmeticOp> FindArithmeticOp(std::string_view symbol) {
  return Find(kArithmeticOps, symbol);
}
std::string_view ArithmeticOpName(ArithmeticOp op) { return Spell(kArithmeticOps, op); }

std::optional<TextOp> FindTextOp(std::string_view words) { return Find(kTextOps, words); }
std::string_view TextOpName(TextOp op) { return Spell(kTextOps, op); }

std::optional<HasMode> FindHasMode(std::string_view words) { return Find(kHasModes, words); }
std::string_view HasModeName(HasMode mode) { return Spell(kHasModes, mode); }

std::optional<Quantify> FindQuantifier(std::string_view word) { return Find(kQuantifiers, word); }
std::string_view QuantifierName(Quantify kind) { return Spell(kQuantifiers, kind); }

std::optional<KOfBound> FindKOfBound(std::string_view words) { return Find(kKOfBounds, words); }
std::string_view KOfBoundName(KOfBound bound) { return Spell(kKOfBounds, bound); }

std::span<const std::string> CallWords() {
  static const auto* const words = new std::vector<std::string>{
      "count",    "sum",        "avg",    "min",  "max",       "distinct", "mode",
      "first",    "latest",     "nth",    "size", "ntile",     "mean",     "median",
      "total",    "rfm",        "napl",   "nes",  "lifecycle", "segment",  "list",
      "calendar", "percentile", "bucket", "gap"};
  return *words;
}

std::span<const std::string> InfixWords() {
  static const auto* const words = new std::vector<std::string>{
      "and",     "or",    "not",   "in",      "is",     "between", "has",   "contains",
      "starts",  "ends",  "like",  "matches", "exists", "else",    "since", "before",
      "from",    "where", "among", "per",     "then",   "within",  "as",    "anniversary",
      "weekday", "hour",  "date",  "week",    "month",  "quarter", "year",  "ignoring"};
  return *words;
}

std::span<const std::string> UnitWords() {
  static const auto* const words = new std::vector<std::string>{
      "minutes", "hours", "days", "weeks", "months", "quarters", "years",
      "minute",  "hour",  "day",  "week",  "month",  "quarter",  "year"};
  return *words;
}

std::optional<std::string> NearestWord(std::string_view word, std::span<const std::string> words) {
  // Comparing costs the product of the lengths; nobody misspells a keyword at such length.
  constexpr size_t kLongest = 64;
  return word.size() > kLongest ? std::nullopt : NearestName(word, words);
}

}  // namespace seine
