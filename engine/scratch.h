// Scratch: buffers of one block's size, lent out and taken back, so that the steady state allocates
// nothing.
//
// Ownership: a lease gives its buffer back when it dies and must not outlive its Scratch.
// Threads: one Scratch per thread.

#ifndef SEINE_ENGINE_SCRATCH_H_
#define SEINE_ENGINE_SCRATCH_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"

#include "engine/aligned_vector.h"
#include "engine/block.h"
#include "engine/selection.h"
#include "engine/stop_signal.h"

namespace seine {

class Scratch {
 public:
  // One block's bitset (1,024 words on 64 bytes) or 4,096 places, and kReadPadding bytes behind it.
  class Lease {
   public:
    explicit Lease(Scratch* scratch) : scratch_(scratch), buffer_(scratch->Take()) {}
    ~Lease() { scratch_->GiveBack(buffer_); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    uint64_t* words() const { return buffer_; }
    uint16_t* places() const { return reinterpret_cast<uint16_t*>(buffer_); }

   private:
    Scratch* scratch_;
    uint64_t* buffer_;
  };

  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // For holders that are not one scope: every Take needs its GiveBack().
  uint64_t* Take() {
    if (free_.empty()) Grow();
    uint64_t* buffer = free_.back();
    free_.pop_back();
    return buffer;
  }
  void GiveBack(uint64_t* buffer) { free_.push_back(buffer); }
  Selection* TakeSelection() {
    if (free_selections_.empty()) GrowSelections();
    Selection* selection = free_selections_.back();
    free_selections_.pop_back();
    return selection;
  }
  void GiveBack(Selection* selection) { free_selections_.push_back(selection); }

  // A Selection, with its buffer.
  class SelectionLease {
   public:
    explicit SelectionLease(Scratch* scratch)
        : scratch_(scratch), selection_(scratch->TakeSelection()) {}
    ~SelectionLease() { scratch_->GiveBack(selection_); }
    SelectionLease(const SelectionLease&) = delete;
    SelectionLease& operator=(const SelectionLease&) = delete;

    Selection& operator*() const { return *selection_; }
    Selection* operator->() const { return selection_; }
    Selection* get() const { return selection_; }

   private:
    Scratch* scratch_;
    Selection* selection_;
  };

  // A bitset of a whole shard (16,384 words) that is zero between uses: whoever sets bits clears
  // them again.
  uint64_t* ZeroedShard();

  // Null, or what long work polls: once it is raised the answer is thrown away, so that nodes may
  // leave theirs empty. It must outlive the work.
  void set_stop(const StopSignal* stop) { stop_ = stop; }
  const StopSignal* stop() const { return stop_; }
  bool stopped() const { return stop_ != nullptr && stop_->Raised(); }
  // Not OK once work has failed: why, the first time. The answer is thrown away, too.
  absl::Status* failure() { return &failure_; }

 private:
  void Grow();
  void GrowSelections();

  std::vector<AlignedVector<uint64_t>> owned_;
  std::vector<uint64_t*> free_;
  std::vector<std::unique_ptr<Selection>> owned_selections_;
  std::vector<Selection*> free_selections_;
  AlignedVector<uint64_t> shard_;
  const StopSignal* stop_ = nullptr;
  absl::Status failure_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_SCRATCH_H_
