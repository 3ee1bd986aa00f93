#include "query/resolve_population.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "engine/status_macros.h"
#include "query/answered_constants.h"
#include "query/bound_fields.h"
#include "query/definition_error.h"
#include "query/population_questions.h"
#include "query/population_scan.h"
#include "query/question_run.h"

namespace seine {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

// Values that a pass keeps keys of at once: rfm ranks three.
constexpr size_t kMostKept = 4;

bool MayKeepKeys(const PopulationQuestion& question) {
  return !question.ranks.empty() || !question.tiles.empty() ||
         std::ranges::any_of(question.wholes, [](const ValuePtr& whole) {
           return IsAtPosition(std::get<bound::PopulationValue>(whole->node));
         });
}

// The same with few enough questions each.
std::vector<PopulationPass> Split(PopulationPass pass) {
  std::vector<PopulationPass> parts;
  size_t kept = kMostKept;
  for (PopulationQuestion& question : pass.questions) {
    const bool keeps = MayKeepKeys(question);
    if (parts.empty() || (keeps && kept == kMostKept)) {
      parts.push_back({pass.among, pass.as_of, {}});
      kept = 0;
    }
    kept += keeps ? 1 : 0;
    parts.back().questions.push_back(std::move(question));
  }
  return parts;
}

// Puts answers in the place of what was asked; what several places share stays shared.
class AnswerPutter {
 public:
  AnswerPutter(const PopulationAnswers& answers, int64_t as_of)
      : answers_(answers), as_of_(as_of) {}

  FilterPtr operator()(const FilterPtr& filter) { return Once(filter, answers_.filters, filters_); }
  ValuePtr operator()(const ValuePtr& value) { return Once(value, answers_.values, values_); }

 private:
  template <typename Pointer>
  using Known = std::map<std::pair<Pointer, int64_t>, Pointer>;
  template <typename Pointer>
  Pointer Once(const Pointer& from, const Known<Pointer>& answers, Known<Pointer>& done) {
    const std::pair<Pointer, int64_t> key{from, as_of_};
    if (const auto answer = answers.find(key); answer != answers.end()) return answer->second;
    if (const auto found = done.find(key); found != done.end()) return found->second;
    Pointer put = Below(from);
    done.emplace(key, put);
    return put;
  }
  FilterPtr Below(const FilterPtr& filter) {
    const auto* moment = std::get_if<bound::AsOf>(&filter->node);
    const int64_t outer = moment == nullptr ? as_of_ : std::exchange(as_of_, moment->as_of);
    FilterPtr put = bound::WithChildren(filter, *this);
    as_of_ = outer;
    return put == filter ? put : CompareInUnits(put);
  }
  ValuePtr Below(const ValuePtr& value) {
    ValuePtr put = bound::WithChildren(value, *this);
    return put == value ? put : FoldedArithmetic(put);
  }

  const PopulationAnswers& answers_;
  int64_t as_of_;
  Known<FilterPtr> filters_;
  Known<ValuePtr> values_;
};

class PopulationResolver {
 public:
  PopulationResolver(const Snapshot& snapshot, const Zone& zone, const RunLimits& limits)
      : snapshot_(snapshot), zone_(zone), limits_(limits) {}

  absl::Status Answer(std::vector<PopulationPass> passes, PopulationAnswers* answers) {
    for (PopulationPass& pass : passes) {
      for (PopulationPass& part : Split(std::move(pass)))
        SEINE_RETURN_IF_ERROR(Run(std::move(part), answers));
    }
    return absl::OkStatus();
  }
  uint64_t kept() const { return kept_; }

 private:
  // Of all questions together, where they fit into the budget, else of one half and the other.
  absl::Status Run(PopulationPass pass, PopulationAnswers* answers) {
    PopulationScan scan(snapshot_, zone_, limits_);
    SEINE_RETURN_IF_ERROR(scan.Plan(std::move(pass)));
    std::vector<QuestionRun> runs;
    for (size_t q = 0; q < scan.pass().questions.size(); ++q) runs.emplace_back(scan, q);
    uint64_t answered = 0;
    uint64_t used = kept_ + scan.workers() * kBytesPerWorker;
    uint64_t work = 0;
    for (const QuestionRun& run : runs) {
      answered += run.AnswerBytes();
      used += run.KeptBytes() + run.AnswerBytes();
      work = std::max(work, run.WorkBytes());
    }
    if (absl::Status fits = CheckBudget(used + work, limits_.memory_budget); !fits.ok())
      return runs.size() == 1 ? fits : RunHalves(scan.pass(), answers);
    SEINE_RETURN_IF_ERROR(Run(scan, runs, used + work, answers));
    kept_ += answered;
    return absl::OkStatus();
  }

  absl::Status RunHalves(const PopulationPass& pass, PopulationAnswers* answers) {
    const auto begin = pass.questions.begin();
    const auto middle = begin + static_cast<ptrdiff_t>(pass.questions.size() / 2);
    SEINE_RETURN_IF_ERROR(Run({pass.among, pass.as_of, {begin, middle}}, answers));
    return Run({pass.among, pass.as_of, {middle, pass.questions.end()}}, answers);
  }

  absl::Status Run(const PopulationScan& scan, std::vector<QuestionRun>& runs, uint64_t used,
                   PopulationAnswers* answers) {
    const bool ranks = std::ranges::any_of(scan.pass().questions, [](const auto& question) {
      return !question.ranks.empty() || !question.tiles.empty();
    });
    if (ranks) SEINE_RETURN_IF_ERROR(EnsurePlaces(snapshot_, limits_));
    for (QuestionRun& run : runs) run.Begin();
    SEINE_RETURN_IF_ERROR(scan.Run(
        [&](int worker, size_t q, const BlockValues& values) { runs[q].Add(worker, values); }));
    for (size_t q = 0; q < runs.size(); ++q) {
      if (absl::Status status = runs[q].Answer(used, answers); !status.ok())
        return InDefinition(status, scan.pass().questions[q].definition);
    }
    return absl::OkStatus();
  }

  const Snapshot& snapshot_;
  const Zone& zone_;
  const RunLimits& limits_;
  uint64_t kept_ = 0;  // bytes of answers
};

}  // namespace

absl::StatusOr<uint64_t> ResolvePopulation(const Snapshot& snapshot, int64_t as_of,
                                           const Zone& zone, const RunLimits& limits,
                                           std::span<bound::BoundDefinition> definitions) {
  PopulationResolver resolver(snapshot, zone, limits);
  while (true) {
    std::vector<PopulationPass> passes = ReadyPasses(definitions, as_of);
    if (passes.empty()) return resolver.kept();
    PopulationAnswers answers;
    SEINE_RETURN_IF_ERROR(resolver.Answer(std::move(passes), &answers));
    AnswerPutter put(answers, as_of);
    for (bound::BoundDefinition& definition : definitions) {
      definition.include = put(definition.include);
      for (auto& [name, filter] : definition.excludes) filter = put(filter);
    }
  }
}

}  // namespace seine
