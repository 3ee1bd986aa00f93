// Which key means what.

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/json_filter_reader.h"
#include "query/keywords.h"

namespace seine {

const std::map<std::string, JsonFilterReader::Handler, std::less<>>& JsonFilterReader::Handlers() {
  static const auto* const handlers = [] {
    using R = JsonFilterReader;
    auto* map = new std::map<std::string, Handler, std::less<>>{
        {"integer", &R::ReadDigits},
        {"decimal", &R::ReadDigits},
        {"day", &R::ReadTime},
        {"month", &R::ReadTime},
        {"quarter", &R::ReadTime},
        {"time", &R::ReadTime},
        {"instant", &R::ReadTime},
        {"weekday", &R::ReadWeekday},
        {"text", &R::ReadTextLiteral},
        {"param", &R::ReadParameter},
        {"member", &R::ReadMember},
        {"col", &R::ReadColumn},
        {"+", &R::ReadArithmetic},
        {"-", &R::ReadArithmetic},
        {"*", &R::ReadArithmetic},
        {"/", &R::ReadArithmetic},
        {"else", &R::ReadElse},
        {"part", &R::ReadDatePart},
        {"duration", &R::ReadDuration},
        {"ago", &R::ReadDuration},
        {"bucket", &R::ReadBucket},
        {"count", &R::ReadAggregate},
        {"sum", &R::ReadAggregate},
        {"avg", &R::ReadAggregate},
        {"min", &R::ReadAggregate},
        {"max", &R::ReadAggregate},
        {"distinct", &R::ReadAggregate},
        {"mode", &R::ReadAggregate},
        {"size", &R::ReadSize},
        {"avg gap", &R::ReadGap},
        {"min gap", &R::ReadGap},
        {"max gap", &R::ReadGap},
        {"median gap", &R::ReadGap},
        {"ntile", &R::ReadNTile},
        {"mean", &R::ReadPopulationValue},
        {"median", &R::ReadPopulationValue},
        {"percentile", &R::ReadPopulationValue},
        {"total", &R::ReadPopulationValue},
        {"rfm", &R::ReadModel},
        {"napl", &R::ReadModel},
        {"nes", &R::ReadModel},
        {"lifecycle", &R::ReadModel},
        {"exists", &R::ReadExists},
        {"is missing", &R::ReadExists},
        {"between", &R::ReadBetween},
        {"between ignoring case", &R::ReadBetween},
        {"not between", &R::ReadBetween},
        {"not between ignoring case", &R::ReadBetween},
        {"list", &R::ReadNamedList},
        {"anniversary in", &R::ReadAnniversary},
        {"not anniversary in", &R::ReadAnniversary},
        {"last", &R::ReadPeriod},
        {"next", &R::ReadPeriod},
        {"today", &R::ReadPeriod},
        {"yesterday", &R::ReadPeriod},
        {"this", &R::ReadPeriod},
        {"previous", &R::ReadPeriod},
        {"day ago", &R::ReadPeriod},
        {"since", &R::ReadPeriod},
        {"before", &R::ReadPeriod},
        {"from", &R::ReadPeriod},
        {"calendar", &R::ReadPeriod},
        {"everyone", &R::ReadConstant},
        {"nobody", &R::ReadConstant},
        {"and", &R::ReadJoin},
        {"or", &R::ReadJoin},
        {"not", &R::ReadNot},
        {"at least", &R::ReadKOf},
        {"exactly", &R::ReadKOf},
        {"at most", &R::ReadKOf},
        {"score", &R::ReadScore},
        {"any", &R::ReadQuantifier},
        {"no", &R::ReadQuantifier},
        {"all", &R::ReadQuantifier},
        {"sequence", &R::ReadSequence},
        {"segment", &R::ReadSegment},
        {"as of", &R::ReadAsOf},
        {"filter", &R::ReadFilterText},
    };
    for (const char* op : {"=", "!=", "<", "<=", ">", ">="}) {
      map->emplace(op, &R::ReadTest);
      map->emplace(absl::StrCat(op, " ignoring case"), &R::ReadTest);
    }
    for (const char* op : {"in", "contains", "starts with", "ends with", "like", "matches", "has",
                           "has any", "has all", "has none", "has only"}) {
      for (const char* prefix : {"", "not "}) {
        map->emplace(absl::StrCat(prefix, op), &R::ReadTest);
        map->emplace(absl::StrCat(prefix, op, " ignoring case"), &R::ReadTest);
      }
    }
    for (const char* unit : {"minutes", "hours", "days", "weeks", "months", "quarters", "years"}) {
      map->emplace(absl::StrCat(unit, " since"), &R::ReadElapsed);
      map->emplace(absl::StrCat(unit, " from"), &R::ReadElapsed);
      map->emplace(absl::StrCat("distinct ", unit), &R::ReadDistinctPeriods);
    }
    return map;
  }();
  return *handlers;
}

std::vector<std::string> JsonFilterReader::Operators() {
  std::vector<std::string> operators;
  for (const auto& [key, handler] : Handlers()) operators.push_back(key);
  return operators;
}

}  // namespace seine
