#include "query/population_questions.h"

#include <map>
#include <utility>
#include <variant>

#include "engine/planted_bug.h"
#include "query/bound_fields.h"

namespace seine {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

class QuestionGatherer {
 public:
  explicit QuestionGatherer(int64_t as_of) : as_of_(as_of) {}

  // Whether something is asked in it.
  bool Visit(const FilterPtr& filter) {
    return Once(filter.get(), [&] {
      const auto* moment = std::get_if<bound::AsOf>(&filter->node);
      const int64_t outer = moment == nullptr ? as_of_ : std::exchange(as_of_, moment->as_of);
      const bool asked = VisitBelow(filter->node);
      as_of_ = outer;
      const auto* rank = std::get_if<bound::Rank>(&filter->node);
      if (rank != nullptr && !asked)
        QuestionOf(rank->subject, rank->per, rank->among).ranks.push_back(filter);
      return asked || rank != nullptr;
    });
  }
  bool Visit(const ValuePtr& value) {
    return Once(value.get(), [&] {
      const bool asked = VisitBelow(value->node);
      const auto* tile = std::get_if<bound::NTile>(&value->node);
      const auto* whole = std::get_if<bound::PopulationValue>(&value->node);
      if (tile != nullptr && !asked)
        QuestionOf(tile->value, tile->per, tile->among).tiles.push_back(value);
      if (whole != nullptr && !asked)
        QuestionOf(whole->value, nullptr, whole->among).wholes.push_back(value);
      return asked || tile != nullptr || whole != nullptr;
    });
  }

  void set_definition(size_t definition) { definition_ = definition; }
  std::vector<PopulationPass> Take() { return std::move(passes_); }

 private:
  template <typename Ask>
  bool Once(const void* node, Ask&& ask) {
    const std::pair<const void*, int64_t> key{node, as_of_};
    if (const auto found = known_.find(key); found != known_.end()) return found->second;
    const bool asked = ask();
    known_.emplace(key, asked);
    return asked;
  }
  template <typename Node>
  bool VisitBelow(const Node& node) {
    bool asked = false;
    std::visit(
        [&](const auto& n) {
          bound::VisitChildren(n, [&](const auto& child) { asked = Visit(child) || asked; });
        },
        node);
    return asked;
  }

  PopulationQuestion& QuestionOf(const ValuePtr& value, const ValuePtr& per,
                                 const FilterPtr& among) {
    PopulationPass& pass = PassOf(among);
    for (PopulationQuestion& question : pass.questions) {
      const bool grouped_alike = question.per == per || Planted("per-of-another-rank");
      if (question.value == value && grouped_alike) return question;
    }
    pass.questions.push_back({value, per, {}, {}, {}, definition_});
    return pass.questions.back();
  }
  PopulationPass& PassOf(const FilterPtr& among) {
    for (PopulationPass& pass : passes_) {
      if (pass.among == among && pass.as_of == as_of_) return pass;
    }
    passes_.push_back({among, as_of_, {}});
    return passes_.back();
  }

  int64_t as_of_;
  size_t definition_ = 0;
  std::map<std::pair<const void*, int64_t>, bool> known_;
  std::vector<PopulationPass> passes_;
};

}  // namespace

std::vector<PopulationPass> ReadyPasses(std::span<const bound::BoundDefinition> definitions,
                                        int64_t as_of) {
  QuestionGatherer gather(as_of);
  for (size_t d = 0; d < definitions.size(); ++d) {
    gather.set_definition(d);
    gather.Visit(definitions[d].include);
    for (const auto& [name, filter] : definitions[d].excludes) gather.Visit(filter);
  }
  return gather.Take();
}

}  // namespace seine
