// What some definitions ask of the population: which passes over the members answer it.
//
// A pass looks at the members of one `among` at one moment; a question is one value of theirs and
// all that is asked about it. Nodes are told apart by address: equal ones are one node
// (query/rewrite.h), unless that was switched off.
#ifndef SEINE_QUERY_POPULATION_QUESTIONS_H_
#define SEINE_QUERY_POPULATION_QUESTIONS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "query/bound.h"

namespace seine {

struct PopulationQuestion {
  bound::ValuePtr value;
  bound::ValuePtr per;                  // null: one group
  std::vector<bound::FilterPtr> ranks;  // of bound::Rank
  std::vector<bound::ValuePtr> tiles;   // of bound::NTile
  std::vector<bound::ValuePtr> wholes;  // of bound::PopulationValue; none with `per`
  size_t definition = 0;                // the first that asks
};
struct PopulationPass {
  bound::FilterPtr among;  // null: all
  int64_t as_of = 0;
  std::vector<PopulationQuestion> questions;
};

// The passes for all ranks, n-tiles and values of the population that can be answered now: those
// in which no other one stands.
std::vector<PopulationPass> ReadyPasses(std::span<const bound::BoundDefinition> definitions,
                                        int64_t as_of);

}  // namespace seine

#endif  // SEINE_QUERY_POPULATION_QUESTIONS_H_
