#include "bench/race.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace seine::bench {
namespace {

// Shorter than a time slice of the operating system, longer than the clock's error.
constexpr double kSliceNanoseconds = 100e3;
// In a few pieces, so that one interruption does not spoil the round.
constexpr int kPieces = 10;
constexpr int kRoundsForAll = 2;
constexpr double kTooSlow = 2;

double TimeOf(const Contender& contender) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < contender.times; ++i) benchmark::DoNotOptimize(contender.answer());
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
  return took.count() / contender.times;
}

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

}  // namespace

void CheckEqual(const std::string& question, const std::vector<Contender>& contenders) {
  const uint64_t answer = contenders.front().answer();
  for (size_t c = 1; c < contenders.size(); ++c) {
    const uint64_t other = contenders[c].answer();
    if (other == answer) continue;
    Fail(question + ": " + contenders.front().name + " answers " + std::to_string(answer) + ", " +
         contenders[c].name + " " + std::to_string(other));
  }
}

Race::Race(const std::string& question, std::vector<Contender> contenders)
    : contenders_(std::move(contenders)) {
  CheckEqual(question, contenders_);
  for (Contender& contender : contenders_) {
    contender.times = 1 + static_cast<int>(kSliceNanoseconds / (TimeOf(contender) + 1));
  }
}

double Race::Round() {
  double first = std::numeric_limits<double>::infinity();
  for (Contender& contender : contenders_) {
    if (contender.out) continue;
    double least = std::numeric_limits<double>::infinity();
    for (int piece = 0; piece < kPieces; ++piece) least = std::min(least, TimeOf(contender));
    contender.nanoseconds = std::min(contender.nanoseconds, least);
    if (&contender == &contenders_.front()) first = least;
  }
  if (++rounds_ == kRoundsForAll) LeaveOutTheSlow();
  return first;
}

void Race::LeaveOutTheSlow() {
  for (Contender& contender : contenders_) {
    contender.out = contender.nanoseconds > kTooSlow * Nanoseconds(contender.group);
  }
}

const Contender& Race::Best(const std::string& group) const {
  const Contender* best = nullptr;
  for (const Contender& contender : contenders_) {
    if (contender.group != group) continue;
    if (best == nullptr || contender.nanoseconds < best->nanoseconds) best = &contender;
  }
  if (best == nullptr) Fail("nobody of " + group + " takes part");
  return *best;
}

void Race::Run(benchmark::State& state) {
  for (auto _ : state) state.SetIterationTime(Round() * 1e-9);
  const std::string& own = contenders_.front().group;
  for (const Contender& contender : contenders_) {
    const Contender& best = Best(contender.group);
    if (&best != &contender) continue;
    state.counters[contender.group + "_us"] = contender.nanoseconds / 1e3;
    if (contender.group == own) continue;
    state.counters["ratio_" + contender.group] = contender.nanoseconds / Nanoseconds(own);
    if (contender.group == "croaring") state.SetLabel(contender.name);
  }
}

}  // namespace seine::bench
