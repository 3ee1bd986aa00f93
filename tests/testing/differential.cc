#include "tests/testing/differential.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "query/audience.h"
#include "query/definition.h"
#include "query/parser.h"
#include "query/printer.h"
#include "tests/testing/oracle_time.h"
#include "tests/testing/random_world.h"

namespace seine::oracle {
namespace {

absl::StatusOr<Definition> ThroughText(const OracleDefinition& asked) {
  const Definition definition = AsDefinition(asked);
  const std::string text = PrintDefinition(definition);
  absl::StatusOr<Definition> read = ParseDefinition(text);
  if (!read.ok()) {
    return absl::InternalError(
        absl::StrCat("printed text does not parse: ", read.status().ToString(), " in ", text));
  }
  if (!(*read == definition)) {
    return absl::InternalError(absl::StrCat("printed text reads back differently: ", text, " -> ",
                                            PrintDefinition(*read)));
  }
  return read;
}

std::string KeyText(const MemberKey& key) {
  const auto* integer = std::get_if<int64_t>(&key);
  return integer != nullptr ? std::to_string(*integer) : std::get<std::string>(key);
}

// Whether the printed filter has the parameter; no text of a random filter has a dollar.
bool HasParameter(const std::string& filter, const std::string& name) {
  const std::string wanted = "$" + name;
  for (size_t at = filter.find(wanted); at != std::string::npos; at = filter.find(wanted, at + 1)) {
    const size_t end = at + wanted.size();
    if (end == filter.size() || !absl::ascii_isalnum(static_cast<unsigned char>(filter[end]))) {
      return true;
    }
  }
  return false;
}

// A value for a parameter that no place uses is an error, so a smaller filter needs fewer.
std::map<std::string, ParameterValue> UsedParameters(const Question& question) {
  std::string filters = PrintFilter(question.definition.include);
  for (const auto& [name, filter] : question.definition.excludes)
    filters += "\n" + PrintFilter(filter);
  std::map<std::string, ParameterValue> out;
  for (const auto& [name, value] : question.options.parameters) {
    if (HasParameter(filters, name)) out.emplace(name, value);
  }
  return out;
}

std::string SomeKeys(const std::set<std::string>& in, const std::set<std::string>& not_in) {
  std::vector<std::string> only;
  std::set_difference(in.begin(), in.end(), not_in.begin(), not_in.end(), std::back_inserter(only));
  const size_t total = only.size();
  if (total > 5) only.resize(5);
  return absl::StrCat(total, " (", absl::StrJoin(only, ", "), ")");
}

std::string Counts(const std::vector<OracleExcluded>& excluded) {
  return absl::StrJoin(excluded, ", ", [](std::string* out, const OracleExcluded& e) {
    absl::StrAppend(out, e.name, " ", e.alone, "/", e.removed);
  });
}

// Whether a number took more than 128 bits.
bool IsOverflow(const absl::Status& status) {
  return absl::StrContains(status.message(), "takes more than 128 bits");
}

}  // namespace

Definition AsDefinition(const OracleDefinition& asked) {
  Definition definition;
  definition.include = {asked.include, nullptr};
  for (const auto& [name, filter] : asked.excludes) {
    definition.excludes.push_back({name, {filter, nullptr}});
  }
  return definition;
}

Question QuestionOf(std::string_view filter, int64_t as_of, std::string_view timezone) {
  Question question;
  question.definition.include = ParseFilter(filter)->root;
  question.options.as_of = as_of;
  question.options.timezone = timezone;
  return question;
}

absl::StatusOr<EngineAnswer> AskEngine(const std::shared_ptr<const Snapshot>& snapshot,
                                       const Question& question, const EngineSettings& settings) {
  absl::StatusOr<Definition> definition = ThroughText(question.definition);
  if (!definition.ok()) return definition.status();
  CompileOptions compile;
  compile.lists = question.options.lists;
  compile.disabled_rewrites = settings.disabled_rewrites;
  for (const auto& [name, segment] : question.options.segments)
    compile.segments[name] = PrintDefinition(AsDefinition(segment));
  auto query = Compile(snapshot, *std::move(definition), compile);
  if (!query.ok()) return query.status();
  QueryOptions options;
  if (!question.default_as_of) options.as_of = question.options.as_of;
  options.timezone = question.options.timezone;
  options.parameters = UsedParameters(question);
  options.threads = settings.threads;
  auto audience = (*query)->Select(options);
  if (!audience.ok()) return audience.status();
  EngineAnswer out;
  for (uint32_t ordinal : (*audience)->Ordinals()) out.keys.insert(KeyText(snapshot->Key(ordinal)));
  const ResultInfo& info = (*audience)->info();
  for (const ExcludedCount& e : info.excluded) out.excluded.push_back({e.name, e.alone, e.removed});
  out.population = info.population;
  if (info.count != out.keys.size()) return absl::InternalError("count is not the members' number");
  const absl::StatusOr<ResultInfo> counted = (*query)->Count(options);
  if (!counted.ok()) return counted.status();
  if (counted->count != info.count) {
    return absl::InternalError(
        absl::StrCat("Count says ", counted->count, ", Select ", info.count));
  }
  return out;
}

std::string Difference(const absl::StatusOr<EngineAnswer>& engine,
                       const absl::StatusOr<OracleAudience>& oracle) {
  if (!oracle.ok()) return oracle.status().ToString();
  if (!engine.ok()) return absl::StrCat("the engine refuses: ", engine.status().ToString());
  if (engine->keys != oracle->keys) {
    return absl::StrCat("only the engine selects ", SomeKeys(engine->keys, oracle->keys),
                        ", only the oracle ", SomeKeys(oracle->keys, engine->keys), " of ",
                        oracle->population);
  }
  if (engine->excluded != oracle->excluded) {
    return absl::StrCat("exclusions alone/removed: engine ", Counts(engine->excluded), "; oracle ",
                        Counts(oracle->excluded));
  }
  if (engine->population != oracle->population) {
    return absl::StrCat("population: engine ", engine->population, "; oracle ", oracle->population);
  }
  return "";
}

Question ShrinkQuestion(const std::shared_ptr<const Snapshot>& snapshot, const RowTree& tree,
                        const Question& question) {
  Question smallest = question;
  // A smaller filter may be one that the engine rightly refuses.
  const bool answered = AskEngine(snapshot, question).ok();
  auto differs = [&](const Question& q) {
    const absl::StatusOr<OracleAudience> oracle = AskOracle(tree, q.definition, q.options);
    const absl::StatusOr<EngineAnswer> engine = AskEngine(snapshot, q);
    return oracle.ok() && engine.ok() == answered && !Difference(engine, oracle).empty();
  };
  for (size_t i = smallest.definition.excludes.size(); i-- > 0;) {
    Question fewer = smallest;
    auto& excludes = fewer.definition.excludes;
    excludes.erase(excludes.begin() + static_cast<std::ptrdiff_t>(i));
    if (differs(fewer)) smallest = fewer;
  }
  smallest.definition.include = Shrink(smallest.definition.include, [&](const filter::Expr& e) {
    Question q = smallest;
    q.definition.include = e;
    return differs(q);
  });
  for (auto& exclude : smallest.definition.excludes) {
    const filter::Expr kept = exclude.second;
    exclude.second = Shrink(kept, [&](const filter::Expr& e) {
      exclude.second = e;
      return differs(smallest);
    });
  }
  return smallest;
}

std::string DescribeQuestion(const Question& question) {
  std::string out = absl::StrCat("  include: ", PrintFilter(question.definition.include));
  for (const auto& [name, filter] : question.definition.excludes) {
    absl::StrAppend(&out, "\n  exclude \"", name, "\": ", PrintFilter(filter));
  }
  const OracleZone::Wall utc = OracleZone("UTC").WallAt(question.options.as_of);
  const CivilDate date = DateOfDay(utc.day);
  absl::StrAppend(&out, "\n  as_of ", question.options.as_of, " (", date.year, "-", date.month, "-",
                  date.day, " + ", utc.micros, " us UTC",
                  question.default_as_of ? ", the default" : "", "), zone ",
                  question.options.timezone);
  for (const auto& [name, value] : UsedParameters(question)) {
    const auto* literal = std::get_if<filter::LiteralValue>(&value);
    absl::StrAppend(&out, "\n  $", name, " = ", literal ? PrintLiteral(*literal) : "a list");
  }
  for (const auto& [name, segment] : question.options.segments) {
    absl::StrAppend(&out, "\n  segment \"", name, "\": ", PrintDefinition(AsDefinition(segment)));
  }
  return out;
}

int64_t QuestionMaker::RandomAsOf(const OracleZone& zone) {
  if (dice_.Chance(0.3)) {  // on a row's very time
    std::vector<size_t> timed;
    for (size_t t = 0; t < world_.data.tables.size(); ++t) {
      const bool has_time = !world_.world.schema.tables[t].time.empty();
      if (has_time && !world_.data.tables[t].rows.empty()) timed.push_back(t);
    }
    if (!timed.empty()) {
      const size_t t = dice_.Pick(timed);
      const size_t row = dice_.Below(world_.data.tables[t].rows.size());
      const auto time = world_.tree->OwnTimeOf({static_cast<int>(t), row}, zone);
      return time.value_or(0) + dice_.Between(0, 1);
    }
  }
  if (dice_.Chance(0.2)) return world_.data.DataEnd(zone).value_or(0) + dice_.Between(0, 1);
  const int64_t day = kDenseFirstDay + dice_.Between(-2, kDenseDays + 2);
  const int64_t hour = dice_.Chance(0.5) ? 0 : dice_.Between(0, 23);
  return day * kDayMicros + hour * (kDayMicros / 24);
}

uint64_t FirstSeed() {
  const char* seed = std::getenv("SEINE_SEED");
  return seed == nullptr ? 1000 : std::strtoull(seed, nullptr, 10);
}

Question QuestionMaker::Make(int depth) {
  FilterMaker maker(world_.world, dice_, constructs_);
  Question out;
  out.definition.include = maker.Make(depth);
  if (dice_.Chance(0.15)) {
    for (auto n = dice_.Between(1, 3); n > 0; --n) {
      out.definition.excludes.emplace_back("no " + std::to_string(n), maker.Make(depth - 1));
    }
  }
  out.options.timezone = dice_.Chance(0.5) ? world_.world.schema.timezone : RandomZone(dice_);
  out.options.parameters = maker.parameters();
  out.options.lists = maker.lists();
  out.options.segments = maker.segments();
  out.may_overflow = maker.may_overflow();
  out.options.calendars = world_.world.calendars;
  const OracleZone zone(out.options.timezone);
  const std::optional<int64_t> end = world_.data.DataEnd(zone);
  if (world_.world.schema.as_of_data && end && dice_.Chance(0.3)) {
    out.options.as_of = *end;
    out.default_as_of = true;
  } else {
    out.options.as_of = RandomAsOf(zone);
  }
  return out;
}

std::string AskBoth(const AskableWorld& world, Dice& dice, int questions, int depth,
                    DifferentialTally* tally, Constructs constructs) {
  QuestionMaker maker(world, dice, constructs);
  for (int i = 0; i < questions; ++i) {
    const Question question = maker.Make(depth);
    const auto& snapshot = dice.Pick(world.snapshots);
    ++tally->asked;
    CountPairs(question.definition, &tally->pairs);
    for (const auto& [name, segment] : question.options.segments)
      CountPairs(segment, &tally->pairs);
    const auto oracle = AskOracle(*world.tree, question.definition, question.options);
    const auto engine = AskEngine(snapshot, question);
    if (oracle.ok()) {
      tally->nobody += oracle->keys.empty();
      tally->everyone += oracle->keys.size() == oracle->population;
    }
    if (question.may_overflow && IsOverflow(engine.status())) {
      ++tally->overflows;
      continue;
    }
    if (Difference(engine, oracle).empty()) continue;
    const Question small = ShrinkQuestion(snapshot, *world.tree, question);
    return absl::StrCat(Difference(AskEngine(snapshot, small),
                                   AskOracle(*world.tree, small.definition, small.options)),
                        "\n", DescribeQuestion(small));
  }
  return "";
}

}  // namespace seine::oracle
