// What every program of this folder begins with: its options and the lines that say what is
// measured on which machine.

#ifndef SEINE_BENCH_PROGRAM_H_
#define SEINE_BENCH_PROGRAM_H_

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace seine::bench {

using Milliseconds = std::chrono::duration<double, std::milli>;

// The value; prints what went wrong and ends the process where there is none.
template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s\n", value.status().ToString().c_str());
  std::exit(1);
}

// Takes --name=value out of argv, which Google Benchmark gets afterwards; `otherwise` if it is not
// there. Ends the process if a number is none.
std::string TakeText(int* argc, char** argv, const std::string& name, const std::string& otherwise);
uint64_t TakeNumber(int* argc, char** argv, const std::string& name, uint64_t otherwise);

// Hands what is left of argv to Google Benchmark; ends the process if it does not know an option.
// Prints question and corpus, processor, threads and kernels.
void Begin(int* argc, char** argv, const std::string& question, const std::string& corpus);

// "met" or "NOT met".
inline const char* Verdict(bool met) { return met ? "met" : "NOT met"; }

}  // namespace seine::bench

#endif  // SEINE_BENCH_PROGRAM_H_
