// The few members that come first in a rank: a pass over the population keeps only who may still be
// among them, of each group.
#ifndef SEINE_QUERY_LEADING_MEMBERS_H_
#define SEINE_QUERY_LEADING_MEMBERS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "query/bound_population.h"
#include "query/population_scan.h"
#include "query/rank_entry.h"

namespace seine {

class LeadingMembers {
 public:
  // Whether it is what the rank asks for of the question at that place of the scan: some members of
  // one group or of groups that are codes, few in all, whose keys are their values.
  static bool Serves(const bound::Rank& rank, const PopulationScan& scan, size_t question);
  // At its largest, of one worker.
  static uint64_t BytesPerWorker(const bound::Rank& rank, const PopulationScan& scan,
                                 size_t question);

  // Precondition: Serves().
  LeadingMembers(const bound::Rank& rank, const PopulationScan& scan, size_t question);
  // Threads: one for each worker.
  void Add(int worker, const BlockValues& values);
  bound::MemberBits Finish();

 private:
  // The first of each group that it has seen, and some who were not dropped yet.
  struct Worker {
    std::vector<int64_t> borders;  // by group: whoever comes after that key is of no interest
    std::vector<std::vector<KeyEntry>> leaders;
    uint64_t ranked = 0;
  };
  void AddAll(const int64_t* keys, const BlockValues& values, Worker& worker) const;
  void AddByGroup(const int64_t* keys, const BlockValues& values, Worker& worker) const;
  // Drops whoever is not among the first of the group.
  void Drop(size_t group, Worker& worker) const;

  const Snapshot& snapshot_;
  bool top_;
  size_t n_;
  size_t room_;  // entries of a group that are kept, but for those of one step
  bool grouped_;
  std::vector<Worker> workers_;
};

}  // namespace seine

#endif  // SEINE_QUERY_LEADING_MEMBERS_H_
