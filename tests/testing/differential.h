// One question asked twice: of the engine, from text to members, and of the oracle.
#ifndef SEINE_TESTS_TESTING_DIFFERENTIAL_H_
#define SEINE_TESTS_TESTING_DIFFERENTIAL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/snapshot.h"
#include "query/definition.h"
#include "query/query.h"
#include "tests/testing/dice.h"
#include "tests/testing/filter_coverage.h"
#include "tests/testing/filter_shrink.h"
#include "tests/testing/oracle.h"
#include "tests/testing/random_filter.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {

// The definition as the engine takes it, without a source.
Definition AsDefinition(const OracleDefinition& asked);

struct Question {
  OracleDefinition definition;
  OracleOptions options;       // as_of, zone, and what the filters refer to, for both
  bool default_as_of = false;  // the engine is to find options.as_of itself
  bool may_overflow = false;   // some number may take more than 128 bits, which is an error
};

// Of a filter as text, which parses; by default 2011-12-10 in UTC.
Question QuestionOf(std::string_view filter, int64_t as_of = 15318 * int64_t{86'400'000'000},
                    std::string_view timezone = "UTC");

struct EngineSettings {
  std::set<std::string> disabled_rewrites;
  int threads = 1;
};

struct EngineAnswer {
  std::set<std::string> keys;
  std::vector<OracleExcluded> excluded;
  uint64_t population = 0;
};

// From printed text: also fails when the text does not read back to the same tree.
absl::StatusOr<EngineAnswer> AskEngine(const std::shared_ptr<const Snapshot>& snapshot,
                                       const Question& question,
                                       const EngineSettings& settings = {});

// Empty when the two agree; else what is different, in words.
std::string Difference(const absl::StatusOr<EngineAnswer>& engine,
                       const absl::StatusOr<OracleAudience>& oracle);

// The question with smaller filters, while engine and oracle still differ.
Question ShrinkQuestion(const std::shared_ptr<const Snapshot>& snapshot, const RowTree& tree,
                        const Question& question);
std::string DescribeQuestion(const Question& question);

// A world with everything that asking it takes. Not copied: `tree` refers to `data`.
struct AskableWorld {
  TextWorld world;
  OracleData data;
  std::unique_ptr<RowTree> tree;
  std::vector<std::shared_ptr<const Snapshot>> snapshots;
};

// Random questions about one world. By default the engine answers each of them.
class QuestionMaker {
 public:
  QuestionMaker(const AskableWorld& world, Dice& dice, Constructs constructs = AnsweredLanguage())
      : world_(world), dice_(dice), constructs_(constructs) {}
  Question Make(int depth);

 private:
  int64_t RandomAsOf(const OracleZone& zone);

  const AskableWorld& world_;
  Dice& dice_;
  const Constructs constructs_;
};

// Where a long run's seeds start: SEINE_SEED, so that nights differ.
uint64_t FirstSeed();

struct DifferentialTally {
  uint64_t asked = 0;
  uint64_t nobody = 0;     // questions that nobody answers
  uint64_t everyone = 0;   // and that everyone does
  uint64_t overflows = 0;  // and that a number fails which takes more than 128 bits
  std::map<OperatorPair, uint64_t> pairs;
};

// Asks `questions` of the world; the first difference, shrunk and described, or empty.
std::string AskBoth(const AskableWorld& world, Dice& dice, int questions, int depth,
                    DifferentialTally* tally, Constructs constructs = WholeLanguage());

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_DIFFERENTIAL_H_
