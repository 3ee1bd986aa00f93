// What people write for words of the language: everyday speech, SQL, spreadsheets, Python, other
// keyboards. One table for each kind of place; whoever refuses a word proposes what stands here.
//
// Words are asked for with one blank between them; ASCII case is ignored. What is proposed is valid
// where the typed words stood. Pure functions.

#ifndef SEINE_QUERY_SYNONYMS_H_
#define SEINE_QUERY_SYNONYMS_H_

#include <optional>
#include <string>
#include <string_view>

namespace seine {

// Signs that begin no token: `&&`, “smart quotes”, full-width punctuation.
struct SignSynonym {
  std::string_view typed;
  std::string_view meant;  // empty: the language has no such thing
  bool plain = false;      // the same sign on another keyboard
};
// The longest at the start of `text`; null when it starts with none.
const SignSynonym* FindSign(std::string_view text);

// Between a value and what it is tested against, or between two tests: `is greater than`, `begins
// with`, `within the last`.
std::optional<std::string_view> InfixMeant(std::string_view words);
inline constexpr int kMostInfixWords = 6;

// Before rows: `some`, `every`. Before a number: `past`.
std::optional<std::string_view> QuantifierMeant(std::string_view word);
std::optional<std::string_view> PeriodMeant(std::string_view word);

// `days` for `d`, 天.
std::optional<std::string_view> UnitMeant(std::string_view word);
// A unit of time that the language lacks: seconds, fortnights.
bool IsForeignUnit(std::string_view word);
// `30` for `thirty`.
std::optional<std::string_view> NumberMeant(std::string_view word);

// Names for a whole filter: `everyone` for `everybody`.
std::optional<std::string_view> ConstantMeant(std::string_view word);
// null, none, nil: for a missing value.
bool MeansMissing(std::string_view word);
// The moment nearest to `now`, `yesterday`: `1 days ago`.
std::optional<std::string_view> MomentMeant(std::string_view word);

// Of the operators of JSON.
std::optional<std::string> JsonKeyMeant(std::string_view key);

}  // namespace seine

#endif  // SEINE_QUERY_SYNONYMS_H_
