// Sequences by brute force: every choice of rows is tried, one step after the other.
#ifndef SEINE_TESTS_TESTING_ORACLE_SEQUENCES_H_
#define SEINE_TESTS_TESTING_ORACLE_SEQUENCES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "query/filter.h"
#include "query/printer.h"
#include "tests/testing/oracle_evaluator.h"

namespace seine::oracle {

class SequenceMatcher {
 public:
  // All three outlive it.
  SequenceMatcher(Evaluator& evaluator, const filter::Sequence& sequence, const Context& at)
      : evaluator_(evaluator), steps_(sequence.steps), at_(at) {
    for (const Step& step : steps_) {
      texts_.push_back(PrintFilter(
          filter::Expr::Make(filter::Quantifier{filter::Quantifier::Kind::kAny, step.rows, {}})));
    }
  }

  bool Matches() { return Continue(0, at_); }

 private:
  using Step = filter::Sequence::Step;
  struct Match {
    RowRef row;
    int64_t time = 0;
  };

  // Whether rows can be chosen for the steps from `first` on. `at` names the rows chosen so far.
  bool Continue(size_t first, const Context& at);
  // Whether the row may be the next one, as far as times and the earlier rows go.
  bool Follows(const Step& step, const Match& row);
  // Whether none of the rows that a negative step forbids is there. `next`: null after the last.
  bool Abstains(size_t step, const Context& at, const Match* next);
  bool Forbids(const Step& step, int64_t time, const Match* next);
  // When a step must have come to pass.
  int64_t Deadline(const Step& step) const;
  const std::vector<Match>& Candidates(size_t step, const Context& at);

  Evaluator& evaluator_;
  const std::vector<Step>& steps_;
  std::vector<std::string> texts_;  // of the steps
  const Context& at_;
  std::vector<Match> chosen_;  // of the positive steps
  // By step and the rows whose names its text has.
  std::map<std::pair<size_t, std::vector<std::pair<int, size_t>>>, std::vector<Match>> candidates_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_SEQUENCES_H_
