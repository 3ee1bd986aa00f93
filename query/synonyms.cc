#include "query/synonyms.h"

#include <algorithm>
#include <span>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

#include "engine/absl_bridge.h"

namespace seine {
namespace {

struct Synonym {
  std::string_view typed;
  std::string_view meant;
};

template <size_t N>
std::optional<std::string_view> Meant(const Synonym (&table)[N], std::string_view typed) {
  for (const Synonym& synonym : table) {
    if (absl::EqualsIgnoreCase(ToAbsl(synonym.typed), ToAbsl(typed))) return synonym.meant;
  }
  return std::nullopt;
}

constexpr SignSynonym kSigns[] = {
    {"==", "="},        {"===", "="},
    {"=>", ">="},       {"=<", "<="},
    {"<>", "!="},       {"!==", "!="},
    {"&&", "and"},      {"||", "or"},
    {"&", "and"},       {"|", "or"},
    {"!", "not"},       {"~", "not"},
    {"=~", "matches"},  {"!~", "not matches"},
    {"[", "("},         {"]", ")"},
    {"{", "("},         {"}", ")"},
    {";", "and"},       {"//", "#"},
    {"/*", "#"},        {"^", ""},
    {"**", ""},         {"；", "and"},
    {"≠", "!=", true},  {"≤", "<=", true},
    {"≥", ">=", true},  {"≦", "<=", true},
    {"≧", ">=", true},  {"（", "(", true},
    {"）", ")", true},  {"，", ",", true},
    {"、", ",", true},  {"＝", "=", true},
    {"“", "\"", true},  {"”", "\"", true},
    {"„", "\"", true},  {"‘", "'", true},
    {"’", "'", true},   {"「", "\"", true},
    {"」", "\"", true}, {"『", "\"", true},
    {"』", "\"", true}, {"《", "\"", true},
    {"》", "\"", true}, {"«", "\"", true},
    {"»", "\"", true},  {"＂", "\"", true},
    {"＇", "'", true},  {"：", ":", true},
    {"％", "%", true},  {"＜", "<", true},
    {"＞", ">", true},  {"！", "!=", true},
    {"．", ".", true},  {"。", ".", true},
    {"＋", "+", true},  {"－", "-", true},
    {"−", "-", true},   {"–", "-", true},
    {"—", "-", true},   {"＊", "*", true},
    {"×", "*", true},   {"／", "/", true},
    {"÷", "/", true},   {"＄", "$", true},
    {"＿", "_", true},  {"｀", "`", true},
};

constexpr Synonym kInfix[] = {
    // Comparisons.
    {"is greater than or equal to", ">="},
    {"greater than or equal to", ">="},
    {"is less than or equal to", "<="},
    {"less than or equal to", "<="},
    {"is greater than", ">"},
    {"is more than", ">"},
    {"is larger than", ">"},
    {"is bigger than", ">"},
    {"is later than", ">"},
    {"is above", ">"},
    {"is over", ">"},
    {"is after", ">"},
    {"greater than", ">"},
    {"more than", ">"},
    {"larger than", ">"},
    {"bigger than", ">"},
    {"later than", ">"},
    {"exceeds", ">"},
    {"above", ">"},
    {"over", ">"},
    {"after", ">"},
    {"gt", ">"},
    {"is at least", ">="},
    {"at least", ">="},
    {"gte", ">="},
    {"ge", ">="},
    {"is less than", "<"},
    {"is fewer than", "<"},
    {"is smaller than", "<"},
    {"is earlier than", "<"},
    {"is below", "<"},
    {"is under", "<"},
    {"is before", "<"},
    {"less than", "<"},
    {"fewer than", "<"},
    {"smaller than", "<"},
    {"earlier than", "<"},
    {"below", "<"},
    {"under", "<"},
    {"until", "<"},
    {"till", "<"},
    {"lt", "<"},
    {"is at most", "<="},
    {"at most", "<="},
    {"up to", "<="},
    {"lte", "<="},
    {"le", "<="},
    {"is not equal to", "!="},
    {"is not equal", "!="},
    {"not equal to", "!="},
    {"not equals", "!="},
    {"not equal", "!="},
    {"does not equal", "!="},
    {"differs from", "!="},
    {"isnt", "!="},
    {"ne", "!="},
    {"neq", "!="},
    {"is equal to", "="},
    {"is exactly", "="},
    {"is equal", "="},
    {"equal to", "="},
    {"equals", "="},
    {"equal", "="},
    {"eq", "="},
    {"on", "="},
    // Lists and bounds.
    {"is not one of", "not in"},
    {"is not any of", "not in"},
    {"is not in", "not in"},
    {"not one of", "not in"},
    {"nin", "not in"},
    {"is one of", "in"},
    {"is any of", "in"},
    {"is in", "in"},
    {"one of", "in"},
    {"is not between", "not between"},
    {"is between", "between"},
    // Text and sets.
    {"begins with", "starts with"},
    {"begin with", "starts with"},
    {"starting with", "starts with"},
    {"beginning with", "starts with"},
    {"start with", "starts with"},
    {"startswith", "starts with"},
    {"starts_with", "starts with"},
    {"beginswith", "starts with"},
    {"does not start with", "not starts with"},
    {"does not begin with", "not starts with"},
    {"finishes with", "ends with"},
    {"ending with", "ends with"},
    {"end with", "ends with"},
    {"endswith", "ends with"},
    {"ends_with", "ends with"},
    {"does not end with", "not ends with"},
    {"does not contain", "not contains"},
    {"doesnt contain", "not contains"},
    {"not contain", "not contains"},
    {"containing", "contains"},
    {"contains any of", "has any"},
    {"contains any", "has any"},
    {"contains all of", "has all"},
    {"contains all", "has all"},
    {"contains none of", "has none"},
    {"has any of", "has any"},
    {"has all of", "has all"},
    {"has none of", "has none"},
    {"does not include", "not has"},
    {"does not have", "not has"},
    {"not include", "not has"},
    {"not have", "not has"},
    {"includes", "has"},
    {"include", "has"},
    {"including", "has"},
    {"have", "has"},
    {"is like", "like"},
    {"is not like", "not like"},
    {"does not match", "not matches"},
    {"regexp", "matches"},
    {"rlike", "matches"},
    {"ignore case", "ignoring case"},
    {"ignoring_case", "ignoring case"},
    {"case insensitive", "ignoring case"},
    // Missing values.
    {"is blank", "is missing"},
    {"is unknown", "is missing"},
    {"is undefined", "is missing"},
    {"is na", "is missing"},
    {"is absent", "is missing"},
    {"isnull", "is missing"},
    {"is present", "exists"},
    {"is set", "exists"},
    {"is known", "exists"},
    {"notnull", "exists"},
    // Periods.
    {"within the last", "in last"},
    {"within the past", "in last"},
    {"within the next", "in next"},
    {"within last", "in last"},
    {"within next", "in next"},
    {"within", "in last"},
    {"during the last", "in last"},
    {"during the", "in"},
    {"during", "in"},
    {"in the last", "in last"},
    {"in the past", "in last"},
    {"in the next", "in next"},
    {"the last", "last"},
    {"the past", "last"},
    {"the next", "next"},
    {"the previous", "previous"},
    {"top", "in top"},
    {"bottom", "in bottom"},
    {"the top", "top"},
    {"the bottom", "bottom"},
    {"last", "in last"},
    {"next", "in next"},
    {"this", "in this"},
    {"previous", "in previous"},
    {"today", "in today"},
    {"yesterday", "in yesterday"},
    // Rows, ranks, joins and arithmetic.
    {"count distinct", "distinct"},
    {"with", "where"},
    {"whose", "where"},
    {"having", "where"},
    {"that have", "where"},
    {"that", "where"},
    {"which", "where"},
    {"when", "where"},
    {"percent", "%"},
    {"pct", "%"},
    {"by", "per"},
    {"for each", "per"},
    {"of", "among"},
    {"within each", "per"},
    {"followed by", "then"},
    {"but not", "and not"},
    {"except", "and not"},
    {"unless", "and not"},
    {"also", "and"},
    {"otherwise", "else"},
    {"plus", "+"},
    {"minus", "-"},
    {"times", "*"},
    {"divided by", "/"},
};

constexpr Synonym kQuantifierWords[] = {
    {"some", "any"}, {"has", "any"}, {"have", "any"},   {"exists", "any"}, {"every", "all"},
    {"each", "all"}, {"none", "no"}, {"without", "no"}, {"never", "no"},
};

constexpr Synonym kPeriodWords[] = {
    {"past", "last"},     {"recent", "last"},    {"trailing", "last"},  {"coming", "next"},
    {"upcoming", "next"}, {"following", "next"}, {"prior", "previous"},
};

constexpr Synonym kUnits[] = {
    {"d", "days"},       {"天", "days"},       {"日", "days"},      {"w", "weeks"},
    {"wk", "weeks"},     {"wks", "weeks"},     {"週", "weeks"},     {"周", "weeks"},
    {"h", "hours"},      {"hr", "hours"},      {"hrs", "hours"},    {"小時", "hours"},
    {"min", "minutes"},  {"mins", "minutes"},  {"分鐘", "minutes"}, {"mo", "months"},
    {"mth", "months"},   {"mths", "months"},   {"月", "months"},    {"個月", "months"},
    {"qtr", "quarters"}, {"qtrs", "quarters"}, {"q", "quarters"},   {"季", "quarters"},
    {"y", "years"},      {"yr", "years"},      {"yrs", "years"},    {"年", "years"},
};

constexpr std::string_view kForeignUnits[] = {"seconds",      "second",     "secs",      "sec",
                                              "milliseconds", "fortnights", "fortnight", "decades",
                                              "decade",       "centuries"};

constexpr Synonym kNumbers[] = {
    {"one", "1"},     {"two", "2"},     {"three", "3"},    {"four", "4"},    {"five", "5"},
    {"six", "6"},     {"seven", "7"},   {"eight", "8"},    {"nine", "9"},    {"ten", "10"},
    {"eleven", "11"}, {"twelve", "12"}, {"fifteen", "15"}, {"twenty", "20"}, {"thirty", "30"},
    {"forty", "40"},  {"fifty", "50"},  {"sixty", "60"},   {"ninety", "90"}, {"hundred", "100"},
};

constexpr Synonym kConstants[] = {
    {"everybody", "everyone"}, {"everything", "everyone"}, {"anyone", "everyone"},
    {"anybody", "everyone"},   {"nothing", "nobody"},      {"noone", "nobody"},
    {"none", "nobody"},
};

constexpr std::string_view kMissing[] = {"null", "none", "nil", "na", "nan", "undefined"};

constexpr Synonym kMoments[] = {
    {"now", "0 days ago"},          {"today", "0 days ago"},
    {"current_date", "0 days ago"}, {"current_timestamp", "0 days ago"},
    {"yesterday", "1 days ago"},
};

constexpr Synonym kJsonKeys[] = {
    {"$eq", "="},
    {"$ne", "!="},
    {"$gt", ">"},
    {"$gte", ">="},
    {"$lt", "<"},
    {"$lte", "<="},
    {"$in", "in"},
    {"$nin", "not in"},
    {"$and", "and"},
    {"all of", "and"},
    {"must", "and"},
    {"$or", "or"},
    {"any of", "or"},
    {"should", "or"},
    {"$not", "not"},
    {"must not", "not"},
    {"is null", "is missing"},
    {"null", "is missing"},
    {"missing", "is missing"},
    {"column", "col"},
    {"columns", "col"},
    {"field", "col"},
    {"attribute", "col"},
    {"property", "col"},
    {"var", "col"},
    {"date", "day"},
    {"datetime", "time"},
    {"timestamp", "time"},
    {"number", "decimal"},
    {"float", "decimal"},
    {"int", "integer"},
    {"string", "text"},
    {"parameter", "param"},
    {"average", "avg"},
    {"len", "size"},
    {"length", "size"},
    {"some", "any"},
    {"every", "all"},
    {"none", "no"},
    {"everybody", "everyone"},
};

bool Among(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::any_of(words, [&](std::string_view other) {
    return absl::EqualsIgnoreCase(ToAbsl(other), ToAbsl(word));
  });
}

}  // namespace

const SignSynonym* FindSign(std::string_view text) {
  const SignSynonym* found = nullptr;
  for (const SignSynonym& sign : kSigns) {
    if (!text.starts_with(sign.typed)) continue;
    if (found == nullptr || sign.typed.size() > found->typed.size()) found = &sign;
  }
  return found;
}

std::optional<std::string_view> InfixMeant(std::string_view words) { return Meant(kInfix, words); }

std::optional<std::string_view> QuantifierMeant(std::string_view word) {
  return Meant(kQuantifierWords, word);
}

std::optional<std::string_view> PeriodMeant(std::string_view word) {
  return Meant(kPeriodWords, word);
}

std::optional<std::string_view> UnitMeant(std::string_view word) { return Meant(kUnits, word); }
bool IsForeignUnit(std::string_view word) { return Among(kForeignUnits, word); }
std::optional<std::string_view> NumberMeant(std::string_view word) { return Meant(kNumbers, word); }

std::optional<std::string_view> ConstantMeant(std::string_view word) {
  return Meant(kConstants, word);
}
bool MeansMissing(std::string_view word) { return Among(kMissing, word); }
std::optional<std::string_view> MomentMeant(std::string_view word) { return Meant(kMoments, word); }

std::optional<std::string> JsonKeyMeant(std::string_view key) {
  const std::string words = absl::StrReplaceAll(ToAbsl(key), {{"_", " "}});
  std::optional<std::string_view> meant = Meant(kJsonKeys, words);
  if (!meant) meant = InfixMeant(words);
  if (!meant) {
    const SignSynonym* sign = FindSign(key);
    if (sign != nullptr && sign->typed == key) meant = sign->meant;
  }
  return meant ? std::optional<std::string>(*meant) : std::nullopt;
}

}  // namespace seine
