#include "query/call_forms.h"

#include "absl/strings/match.h"

#include "engine/absl_bridge.h"

namespace seine {
namespace {

constexpr std::string_view kCases =
    "there are no cases; write them as filters: `(a and b) or (not a and c)`";
constexpr std::string_view kNoCase = "write `… = \"…\" ignoring case`";
constexpr std::string_view kArithmetic = "arithmetic is + - * / and parentheses";
constexpr std::string_view kPatterns =
    "parts of a text are tested by `starts with`, `ends with`, `contains`, `like` and `matches`";
constexpr std::string_view kRanks =
    "ranks are written `… in top 10`, `… in bottom 5%`, `ntile(5, …)`";
constexpr std::string_view kTimes =
    "times are written without quotes: 2011-09-11, 2011-09-11 08:00";
constexpr std::string_view kElapsed = "write `days from … to …`, or `days since …`";

constexpr CallForm kCalls[] = {
    {"average", 1, "avg($1)", ""},
    {"mean", 1, "avg($1)", ""},
    {"len", 1, "size($1)", ""},
    {"length", 1, "size($1)", ""},
    {"cardinality", 1, "size($1)", ""},
    {"array_length", 1, "size($1)", ""},
    {"cnt", 1, "count($1)", ""},
    {"nunique", 1, "distinct($1)", ""},
    {"unique", 1, "distinct($1)", ""},
    {"count_distinct", 1, "distinct($1)", ""},
    {"maximum", 1, "max($1)", ""},
    {"minimum", 1, "min($1)", ""},
    {"last", 1, "latest($1)", ""},
    {"last", 2, "nth($1, -$2)", ""},
    {"newest", 1, "latest($1)", ""},
    {"earliest", 1, "first($1)", ""},
    {"oldest", 1, "first($1)", ""},
    {"exists", 1, "any $1", ""},
    {"coalesce", kManyArguments, "else", "write `a else b`: the first of them that exists"},
    {"ifnull", kManyArguments, "else", "write `a else b`: the first of them that exists"},
    {"nvl", kManyArguments, "else", "write `a else b`: the first of them that exists"},
    {"isnull", 1, "$1 is missing", ""},
    {"isna", 1, "$1 is missing", ""},
    {"is_null", 1, "$1 is missing", ""},
    {"notnull", 1, "$1 exists", ""},
    {"notna", 1, "$1 exists", ""},
    {"contains", 2, "$1 contains $2", ""},
    {"startswith", 2, "$1 starts with $2", ""},
    {"starts_with", 2, "$1 starts with $2", ""},
    {"endswith", 2, "$1 ends with $2", ""},
    {"ends_with", 2, "$1 ends with $2", ""},
    {"matches", 2, "$1 matches $2", ""},
    {"regexp_like", 2, "$1 matches $2", ""},
    {"like", 2, "$1 like $2", ""},
    {"has", 2, "$1 has $2", ""},
    {"array_contains", 2, "$1 has $2", ""},
    {"now", 0, "0 days ago", ""},
    {"current_timestamp", 0, "0 days ago", ""},
    {"today", 0, "today", ""},
    {"current_date", 0, "today", ""},
    {"yesterday", 0, "yesterday", ""},
    {"weekday", 1, "$1 weekday", ""},
    {"dayofweek", 1, "$1 weekday", ""},
    {"hour", 1, "$1 hour", ""},
    {"week", 1, "$1 week", ""},
    {"month", 1, "$1 month", ""},
    {"quarter", 1, "$1 quarter", ""},
    {"year", 1, "$1 year", ""},
    {"date", 1, "$1 date", ""},
    {"day", 1, "$1 day of month", ""},
    {"dayofmonth", 1, "$1 day of month", ""},
    {"days_between", 2, "days from $1 to $2", ""},
    {"datediff", 2, "", kElapsed},
    {"date_diff", 2, "", kElapsed},
    {"lower", 1, "", kNoCase},
    {"upper", 1, "", kNoCase},
    {"if", 3, "", kCases},
    {"iif", 3, "", kCases},
    {"iff", 3, "", kCases},
    {"case", 1, "", kCases},
    {"switch", 3, "", kCases},
    {"decode", 3, "", kCases},
    {"abs", 1, "", kArithmetic},
    {"round", 2, "", kArithmetic},
    {"floor", 1, "", kArithmetic},
    {"ceil", 1, "", kArithmetic},
    {"sqrt", 1, "", kArithmetic},
    {"power", 2, "", kArithmetic},
    {"mod", 2, "", kArithmetic},
    {"substring", 3, "", kPatterns},
    {"substr", 3, "", kPatterns},
    {"left", 2, "", kPatterns},
    {"right", 2, "", kPatterns},
    {"trim", 1, "", kPatterns},
    {"rank", 1, "", kRanks},
    {"row_number", 0, "", kRanks},
    {"to_date", 1, "", kTimes},
    {"timestamp", 1, "", kTimes},
    {"datetime", 1, "", kTimes},
};

}  // namespace

const CallForm* FindCallForm(std::string_view word, int arguments) {
  const CallForm* any = nullptr;
  for (const CallForm& form : kCalls) {
    if (!absl::EqualsIgnoreCase(ToAbsl(form.typed), ToAbsl(word))) continue;
    if (form.arguments == arguments || (form.arguments == kManyArguments && arguments > 1))
      return &form;
    any = &form;
  }
  return any;
}

}  // namespace seine
