// Numbers of groups: members with the same value of `per` have the same one. They name groups and
// order nothing.
//
// Codes of a dictionary are numbers already. Other values are numbered by each worker as it meets
// them, and the numbers of all workers made one in the end, so no worker waits for another.
#ifndef SEINE_QUERY_MEMBER_GROUPS_H_
#define SEINE_QUERY_MEMBER_GROUPS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "query/population_scan.h"

namespace seine {

// What stands for the value of `per` in a slot: the code, the number. Not of texts.
int64_t GroupValue(const ValueVector& per, uint32_t i);

class MemberGroups {
 public:
  // `codes` null: `per` comes as values. The snapshot and plans outlive it: texts point there.
  MemberGroups(const Dictionary* codes, size_t workers);

  // Numbers of the masked slots, to[i] of the i-th: of this worker only until Join(). Threads: one
  // for each worker.
  void Number(int worker, const BlockValues& values, uint32_t* to);

  // Makes the numbers of all workers one, once, after the last Number(). False: all stay as they
  // are; else Renumber(worker)[n] is what its number n becomes.
  bool Join();
  const std::vector<uint32_t>& Renumber(size_t worker) const { return workers_[worker].joined; }
  // All numbers are below; some may have no member.
  uint32_t count() const { return count_; }

 private:
  struct Worker {
    absl::flat_hash_map<std::string_view, uint32_t> texts;
    absl::flat_hash_map<int64_t, uint32_t> numbers;
    std::vector<uint32_t> joined;
  };
  const Dictionary* codes_;
  std::vector<Worker> workers_;
  uint32_t count_ = 0;
};

}  // namespace seine

#endif  // SEINE_QUERY_MEMBER_GROUPS_H_
