// The words of the language, by what they mean. All ignore (ASCII) case. Parser, printer and JSON
// share these tables, so that a word is spelled in one place.

#ifndef SEINE_QUERY_KEYWORDS_H_
#define SEINE_QUERY_KEYWORDS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "query/filter.h"

namespace seine {

// `and or not where as in is between true false any no all everyone nobody`: never names unless
// backquoted.
bool IsReserved(std::string_view word);

// Letters, digits, `_`, not starting with a digit: what needs no backquotes (if not reserved).
bool IsName(std::string_view text);

// day, days, …
std::optional<filter::TimeUnit> FindUnit(std::string_view word);
std::string_view UnitName(filter::TimeUnit unit, bool plural);
// For hints.
inline constexpr std::string_view kUnitsAre =
    "units are minutes, hours, days, weeks, months, quarters and years";

// sat, saturday, …
std::optional<filter::Weekday> FindWeekday(std::string_view word);
std::string_view WeekdayName(filter::Weekday weekday);  // sat

// weekday, hour, date, week, month, quarter, year; "day of month" is three words.
std::optional<filter::DatePartKind> FindDatePart(std::string_view words);
std::string_view DatePartName(filter::DatePartKind part);

// count, sum, avg, min, max, distinct, mode
std::optional<filter::AggregateFunction> FindAggregate(std::string_view word);
std::string_view AggregateName(filter::AggregateFunction function);

// avg, min, max, median
std::optional<filter::GapFunction> FindGapFunction(std::string_view word);
std::string_view GapFunctionName(filter::GapFunction function);

// mean, median, percentile, total
std::optional<filter::PopulationFunction> FindPopulationFunction(std::string_view word);
std::string_view PopulationFunctionName(filter::PopulationFunction function);

// rfm, napl, nes, lifecycle
std::optional<filter::ModelKind> FindModel(std::string_view word);
std::string_view ModelName(filter::ModelKind model);

// first, latest, nth
std::optional<filter::RowPick::Kind> FindPick(std::string_view word);
std::string_view PickName(filter::RowPick::Kind kind);

// = != < <= > >=
std::optional<filter::CompareOp> FindCompareOp(std::string_view symbol);
std::string_view CompareOpName(filter::CompareOp op);

// + - * /
std::optional<filter::ArithmeticOp> FindArithmeticOp(std::string_view symbol);
std::string_view ArithmeticOpName(filter::ArithmeticOp op);

// contains, "starts with", "ends with", like, matches
std::optional<filter::TextOp> FindTextOp(std::string_view words);
std::string_view TextOpName(filter::TextOp op);

// "has", "has any", "has all", "has none", "has only"
std::optional<filter::HasMode> FindHasMode(std::string_view words);
std::string_view HasModeName(filter::HasMode mode);

// any, no, all
std::optional<filter::Quantifier::Kind> FindQuantifier(std::string_view word);
std::string_view QuantifierName(filter::Quantifier::Kind kind);

// "at least", "exactly", "at most"
std::optional<filter::KOf::Bound> FindKOfBound(std::string_view words);
std::string_view KOfBoundName(filter::KOf::Bound bound);

// For "did you mean": every word that may be called, follow a value, or count time.
std::span<const std::string> CallWords();
std::span<const std::string> InfixWords();
std::span<const std::string> UnitWords();

// The nearest of `words`, when `word` could be a slip of the keyboard.
std::optional<std::string> NearestWord(std::string_view word, std::span<const std::string> words);

}  // namespace seine

#endif  // SEINE_QUERY_KEYWORDS_H_
