#include "bench/program.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "benchmark/benchmark.h"

#include "engine/kernels.h"

namespace seine::bench {
namespace {

std::string Processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

}  // namespace

std::string TakeText(int* argc, char** argv, const std::string& name,
                     const std::string& otherwise) {
  const std::string prefix = "--" + name + "=";
  for (int i = 1; i < *argc; ++i) {
    const std::string argument = argv[i];
    if (argument.rfind(prefix, 0) != 0) continue;
    for (int j = i; j + 1 < *argc; ++j) argv[j] = argv[j + 1];
    --*argc;
    return argument.substr(prefix.size());
  }
  return otherwise;
}

uint64_t TakeNumber(int* argc, char** argv, const std::string& name, uint64_t otherwise) {
  const std::string text = TakeText(argc, argv, name, std::to_string(otherwise));
  char* end = nullptr;
  const uint64_t value = std::strtoull(text.c_str(), &end, 10);
  if (*end == '\0' && !text.empty()) return value;
  std::fprintf(stderr, "--%s needs a whole number, not \"%s\"\n", name.c_str(), text.c_str());
  std::exit(2);
}

void Begin(int* argc, char** argv, const std::string& question, const std::string& corpus) {
  benchmark::Initialize(argc, argv);
  if (benchmark::ReportUnrecognizedArguments(*argc, argv)) std::exit(2);
  std::printf("question: %s\ncorpus:   %s\nmachine:  %s, %u threads, kernels %s\n\n",
              question.c_str(), corpus.c_str(), Processor().c_str(),
              std::thread::hardware_concurrency(), ActiveKernels().name);
  std::fflush(stdout);
}

}  // namespace seine::bench
