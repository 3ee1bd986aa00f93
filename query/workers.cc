#include "query/workers.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace seine {
namespace {

std::atomic<bool> forked{false};

struct Job {
  explicit Job(uint64_t n, int most, absl::FunctionRef<void(int, uint64_t)> fn)
      : items(n), most_helpers(most), body(fn) {}

  void Run(int worker) {
    for (uint64_t item = next.fetch_add(1, std::memory_order_relaxed); item < items;
         item = next.fetch_add(1, std::memory_order_relaxed)) {
      body(worker, item);
    }
  }

  const uint64_t items;
  const int most_helpers;
  absl::FunctionRef<void(int, uint64_t)> body;
  std::atomic<uint64_t> next{0};
  int helpers = 0;  // joined so far; under the pool's mutex
  int active = 0;   // still running; under the pool's mutex
};

// Leaked on purpose: its threads wait until the process ends.
class Pool {
 public:
  static Pool& Instance() {
    static Pool* pool = new Pool;
    return *pool;
  }

  void Run(Job& job) {
    std::unique_lock lock(mutex_);
    StartThreads();
    jobs_.push_back(&job);
    lock.unlock();
    for (int i = 0; i < job.most_helpers; ++i) wake_.notify_one();
    job.Run(0);
    lock.lock();
    jobs_.remove(&job);
    done_.wait(lock, [&job] { return job.active == 0; });
  }

 private:
  void StartThreads() {
    if (started_) return;
    started_ = true;
    pthread_atfork(nullptr, nullptr, [] { forked = true; });
    const int helpers = WorkerCount(0) - 1;
    for (int i = 0; i < helpers; ++i) std::thread([this] { Help(); }).detach();
  }

  Job* Next() {
    for (Job* job : jobs_) {
      if (job->helpers < job->most_helpers &&
          job->next.load(std::memory_order_relaxed) < job->items)
        return job;
    }
    return nullptr;
  }

  void Help() {
    std::unique_lock lock(mutex_);
    for (;;) {
      Job* job = Next();
      if (job == nullptr) {
        wake_.wait(lock);
        continue;
      }
      const int worker = ++job->helpers;
      ++job->active;
      lock.unlock();
      job->Run(worker);
      lock.lock();
      if (--job->active == 0) done_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  std::list<Job*> jobs_;
  bool started_ = false;
};

}  // namespace

int WorkerCount(int threads) {
  static const int machine = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  return threads <= 0 ? machine : std::min(threads, machine);
}

void RunTickets(uint64_t items, int threads, absl::FunctionRef<void(int, uint64_t)> body) {
  const auto workers =
      static_cast<int>(std::min<uint64_t>(static_cast<uint64_t>(WorkerCount(threads)), items));
  Job job(items, workers - 1, body);
  if (workers <= 1 || forked.load(std::memory_order_relaxed)) {
    job.Run(0);
  } else {
    Pool::Instance().Run(job);
  }
}

}  // namespace seine
