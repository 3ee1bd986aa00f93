// What a pass over the population keeps of one question, and the answers made of it: sums for means
// and totals, the leading members for ranks that take few, keys for all else.
#ifndef SEINE_QUERY_QUESTION_RUN_H_
#define SEINE_QUERY_QUESTION_RUN_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "query/bound.h"
#include "query/leading_members.h"
#include "query/population_scan.h"
#include "query/population_values.h"
#include "query/ranked_keys.h"
#include "query/ranking.h"

namespace seine {

// What stands in the place of each node that was answered, at each moment.
struct PopulationAnswers {
  std::map<std::pair<bound::FilterPtr, int64_t>, bound::FilterPtr> filters;
  std::map<std::pair<bound::ValuePtr, int64_t>, bound::ValuePtr> values;
};

class QuestionRun {
 public:
  // Of the question at that place of the scan, which outlives it.
  QuestionRun(const PopulationScan& scan, size_t question);

  // Bytes at their largest: until the answers are made; more while they are made; of the answers
  // themselves, and of the bitmaps that a plan makes of them.
  uint64_t KeptBytes() const;
  uint64_t WorkBytes() const;
  uint64_t AnswerBytes() const;

  // Takes the room.
  void Begin();
  // Each block once. Threads: one for each worker.
  void Add(int worker, const BlockValues& values);
  // Once, after the last Add. `used`: bytes in use, those above among them. Gives the room back.
  // Errors: as PopulationScan::Run; ResourceExhausted.
  absl::Status Answer(uint64_t used, PopulationAnswers* answers);

 private:
  const PopulationQuestion& question() const { return scan_.pass().questions[question_]; }
  void Put(const bound::FilterPtr& rank, bound::MemberBits bits, PopulationAnswers* answers) const;
  void Put(const bound::ValuePtr& asked, decltype(bound::ValueNode::node) node,
           PopulationAnswers* answers) const;

  const PopulationScan& scan_;
  size_t question_;
  // Who asks, by what is kept for them.
  std::vector<bound::FilterPtr> leading_;
  std::vector<bound::ValuePtr> sums_;
  std::vector<bound::FilterPtr> ranks_;     // by keys
  std::vector<bound::ValuePtr> positions_;  // by keys
  KeyQuestions by_keys_;
  bool amounts_ = false;

  std::vector<LeadingMembers> leaders_;  // of each
  std::optional<PopulationSum> sum_;
  std::optional<RankedKeys> keys_;
};

}  // namespace seine

#endif  // SEINE_QUERY_QUESTION_RUN_H_
