// Two threads that spin between questions, as workers do during a query, so that a race on two
// threads measures the work and not the waking.

#ifndef SEINE_BENCH_THREAD_PAIR_H_
#define SEINE_BENCH_THREAD_PAIR_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace seine::bench {

class ThreadPair {
 public:
  ThreadPair() : helper_([this] { Help(); }) {}
  ~ThreadPair() {
    stop_ = true;
    helper_.join();
  }
  ThreadPair(const ThreadPair&) = delete;
  ThreadPair& operator=(const ThreadPair&) = delete;

  // The sum of work(0), here, and work(1), on the helper.
  uint64_t Run(const std::function<uint64_t(int)>& work) {
    work_ = &work;
    done_ = false;
    go_ = true;
    const uint64_t mine = work(0);
    while (!done_) {
    }
    return mine + other_;
  }

 private:
  void Help() {
    while (!stop_) {
      if (!go_.exchange(false)) continue;
      other_ = (*work_)(1);
      done_ = true;
    }
  }

  std::atomic<bool> go_ = false, done_ = false, stop_ = false;
  const std::function<uint64_t(int)>* work_ = nullptr;
  uint64_t other_ = 0;
  std::thread helper_;
};

}  // namespace seine::bench

#endif  // SEINE_BENCH_THREAD_PAIR_H_
