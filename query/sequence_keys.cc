#include "query/sequence_keys.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "query/bound_equal.h"

namespace seine {
namespace {

using row::JoinForm;

// Step by step, from the first positive one on.
class KeyFinder {
 public:
  KeyFinder(const bound::Sequence& sequence, row::Sequence* planned)
      : steps_(sequence.steps), planned_(*planned), keys_(steps_.size()), values_(steps_.size()) {
    while (steps_[first_].negative) ++first_;
    for (const bound::SequenceStep& step : steps_) joined_ += step.joins.empty() ? 0 : 1;
    for (const bound::SequenceStep& step : steps_) positive_ += step.negative ? 0 : 1;
  }

  bool Find() {
    for (size_t s = 0; s < steps_.size() && joined_ > 0; ++s) {
      if (steps_[s].joins.empty()) {
        keys_[s].every = steps_[s].negative;
        if (!steps_[s].negative && s != first_) return false;
      } else if (!Join(s)) {
        return false;
      }
    }
    planned_.keys = std::move(keys_);
    planned_.forms = std::move(forms_);
    return true;
  }

 private:
  // The bound values that are a step's key, in the order of `forms_`; empty: not known.
  using Values = std::vector<const bound::ValueNode*>;

  bool Join(size_t s) {
    const auto to = static_cast<size_t>(steps_[s].joins[0].step);
    for (const bound::StepJoin& join : steps_[s].joins) {
      const bool sets = join.own.value == nullptr || join.theirs.value == nullptr;
      if (sets && steps_[s].joins.size() > 1) return false;
      if (join.theirs.value == nullptr) return JoinToSet(s, to);
    }
    if (values_[to].empty() && !MakeFirst(s, to)) return false;
    if (values_[to].size() != steps_[s].joins.size()) return false;
    taken_.assign(steps_[s].joins.size(), false);
    for (size_t c = 0; c < values_[to].size(); ++c) {
      if (!TakeValue(s, to, c)) return false;
    }
    return true;
  }

  // One element that is in common is enough, so each may be a key; for a second step that refers to
  // the set it may be another one.
  bool JoinToSet(size_t s, size_t to) {
    if (joined_ > 1 || positive_ > 2 || steps_[s].negative) return false;
    const row::StepJoin& join = planned_.steps[s].joins[0];
    keys_[to].sides = {&join.theirs};
    keys_[s].sides = {&join.own};
    keys_[s].same = false;
    forms_ = {join.form};
    return true;
  }

  // The first join says what the key is.
  bool MakeFirst(size_t s, size_t to) {
    if (to != first_ || !forms_.empty()) return false;
    for (size_t j = 0; j < steps_[s].joins.size(); ++j) {
      const row::StepJoin& join = planned_.steps[s].joins[j];
      values_[to].push_back(steps_[s].joins[j].theirs.value.get());
      keys_[to].sides.push_back(&join.theirs);
      forms_.push_back(JoinForm::kCodes);
    }
    return true;
  }

  // A join of step s that is by component c of the key.
  bool TakeValue(size_t s, size_t to, size_t c) {
    for (size_t j = 0; j < steps_[s].joins.size(); ++j) {
      const bound::StepJoin& join = steps_[s].joins[j];
      const row::StepJoin& planned = planned_.steps[s].joins[j];
      // Bridges lead to the codes of the first step.
      if (taken_[j] || planned.theirs.dictionary != keys_[first_].sides[c]->dictionary ||
          !bound::Equal(*join.theirs.value, *values_[to][c]))
        continue;
      forms_[c] = std::max(forms_[c], planned.form);
      taken_[j] = true;
      keys_[s].sides.push_back(&planned.own);
      const bool value = join.own.value != nullptr;
      if (value && !steps_[s].negative) values_[s].push_back(join.own.value.get());
      keys_[s].same &= value && bound::Equal(*join.own.value, *values_[first_][c]);
      return true;
    }
    return false;
  }

  const std::vector<bound::SequenceStep>& steps_;
  row::Sequence& planned_;
  std::vector<row::Sequence::Key> keys_;
  std::vector<Values> values_;
  std::vector<JoinForm> forms_;
  std::vector<bool> taken_;  // joins of the step at hand
  size_t first_ = 0;
  size_t joined_ = 0;
  size_t positive_ = 0;
};

}  // namespace

bool FindKeys(const bound::Sequence& sequence, row::Sequence* planned) {
  return KeyFinder(sequence, planned).Find();
}

}  // namespace seine
