// Asks a StopSignal every few thousand units of work, which is cheap enough for inner loops. For
// one thread.
#ifndef SEINE_QUERY_STOP_POLL_H_
#define SEINE_QUERY_STOP_POLL_H_

#include <cstddef>

#include "engine/stop_signal.h"

namespace seine {

class StopPoll {
 public:
  // `stop` outlives it; null: never.
  explicit StopPoll(const StopSignal* stop = nullptr) : stop_(stop) {}

  // Whether to give up, after so much more work.
  bool Raised(size_t work = 1) {
    done_ += work;
    if (done_ < kWorkOfPoll || raised_) return raised_;
    done_ = 0;
    return raised_ = stop_ != nullptr && stop_->Raised();
  }

 private:
  static constexpr size_t kWorkOfPoll = 4096;

  const StopSignal* stop_;
  size_t done_ = 0;
  bool raised_ = false;
};

}  // namespace seine

#endif  // SEINE_QUERY_STOP_POLL_H_
