// Runs a fuzz target, LLVMFuzzerTestOneInput, without libFuzzer, so that GCC will do:
//
//   x_fuzz [--seconds=10] [--seed=1] [--max_length=4096] [--limit=10] [corpus file or folder]...
//   x_fuzz --replay FILE...
//
// First every corpus file, then mutations of them, chosen by the seed, until the time is up. Where
// the libraries are compiled with -fsanitize-coverage=trace-pc (SEINE_FUZZ_COVERAGE), an input that
// reaches new code joins the corpus of this run. The input being run lies in x_fuzz.input beside
// the program: after a crash, or after --limit seconds with one input, it is the one to --replay.

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tests/fuzz/driver/mutator.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
// A target may have words of its language (tests/fuzz/driver/mutator.h), up to a null one.
extern "C" __attribute__((weak)) const char* const* SeineFuzzWords();

namespace {

using seine::fuzz::Bytes;
using seine::fuzz::Mutator;

constexpr size_t kEdges = size_t{1} << 16;
alignas(uint64_t) uint8_t hits[kEdges];  // nonzero where the current input has been

struct Options {
  int seconds = 10;
  unsigned limit = 10;
  uint64_t seed = 1;
  size_t max_length = 4096;
  bool replay = false;
  std::vector<std::string> corpus;
};

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(2);
}

Bytes ReadFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) Fail("cannot read " + path);
  return Bytes(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

void ReadCorpus(const std::string& path, std::vector<Bytes>& corpus) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) Fail("no such file: " + path);
  if (!S_ISDIR(status.st_mode)) {
    corpus.push_back(ReadFile(path));
    return;
  }
  std::vector<std::string> names;  // sorted: the order of a directory must not matter
  DIR* directory = opendir(path.c_str());
  if (directory == nullptr) Fail("cannot list " + path);
  while (const dirent* entry = readdir(directory)) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  closedir(directory);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) ReadCorpus(path + "/" + name, corpus);
}

// Runs inputs one at a time; each is in a file before it runs, which survives any way of dying.
class Runner {
 public:
  Runner(const std::string& path, size_t capacity, unsigned limit)
      : capacity_(capacity), limit_(limit) {
    file_ = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0644);
    if (file_ < 0) Fail("cannot write " + path);
    if (ftruncate(file_, static_cast<off_t>(capacity)) != 0) Fail("cannot size " + path);
    void* map = mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
    if (map == MAP_FAILED) Fail("cannot map " + path);
    map_ = static_cast<uint8_t*>(map);
  }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner() {
    munmap(map_, capacity_);
    close(file_);
  }

  // True when the input reached code that no earlier one did.
  bool Run(const Bytes& input) {
    const size_t size = std::min(input.size(), capacity_);
    // The length is the file's own, so that the file alone repeats the failure.
    if (size != size_ && ftruncate(file_, static_cast<off_t>(size)) != 0) Fail("cannot size input");
    size_ = size;
    if (size > 0) std::memcpy(map_, input.data(), size);
    ++runs_;
    alarm(limit_);  // SIGALRM ends a run that hangs
    LLVMFuzzerTestOneInput(input.data(), size);
    alarm(0);
    return NoteCoverage();
  }

  uint64_t runs() const { return runs_; }
  size_t edges() const { return edges_; }

 private:
  bool NoteCoverage() {
    bool news = false;
    for (size_t word = 0; word < kEdges; word += sizeof(uint64_t)) {
      uint64_t any;
      std::memcpy(&any, hits + word, sizeof(any));
      if (any == 0) continue;
      for (size_t i = word; i < word + sizeof(any); ++i) {
        if (hits[i] != 0 && !seen_[i]) {
          seen_[i] = true;
          ++edges_;
          news = true;
        }
        hits[i] = 0;
      }
    }
    return news;
  }

  size_t capacity_;
  unsigned limit_;
  int file_ = -1;
  uint8_t* map_ = nullptr;
  size_t size_ = SIZE_MAX;
  uint64_t runs_ = 0;
  size_t edges_ = 0;
  std::vector<bool> seen_ = std::vector<bool>(kEdges);
};

// The number after `name` in `argument`, if it begins with it.
bool TakeNumber(const std::string& argument, const char* name, uint64_t& number) {
  const size_t length = std::strlen(name);
  if (argument.compare(0, length, name) != 0) return false;
  char* end = nullptr;
  number = std::strtoull(argument.c_str() + length, &end, 10);
  if (end == argument.c_str() + length || *end != '\0') Fail("not a number: " + argument);
  return true;
}

Options ParseOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    uint64_t number = 0;
    if (TakeNumber(argument, "--seconds=", number)) {
      options.seconds = static_cast<int>(number);
    } else if (TakeNumber(argument, "--limit=", number)) {
      options.limit = static_cast<unsigned>(number);
    } else if (TakeNumber(argument, "--seed=", number)) {
      options.seed = number;
    } else if (TakeNumber(argument, "--max_length=", number)) {
      options.max_length = std::max<size_t>(1, number);
    } else if (argument == "--replay") {
      options.replay = true;
    } else if (argument.compare(0, 2, "--") == 0) {
      Fail("no such option: " + argument);
    } else {
      options.corpus.push_back(argument);
    }
  }
  return options;
}

int Replay(const Options& options) {
  for (const std::string& path : options.corpus) {
    const Bytes input = ReadFile(path);
    alarm(options.limit);
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::printf("replayed %zu inputs\n", options.corpus.size());
  return 0;
}

}  // namespace

// Called at every branch of the libraries when they are compiled with trace-pc.
extern "C" void
__sanitizer_cov_trace_pc();  // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" void __sanitizer_cov_trace_pc() {  // NOLINT(readability-identifier-naming)
  const auto pc = reinterpret_cast<uintptr_t>(__builtin_return_address(0));
  hits[(pc ^ (pc >> 16)) % kEdges] = 1;
}

int main(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  if (options.replay) return Replay(options);

  std::vector<Bytes> corpus;
  for (const std::string& path : options.corpus) ReadCorpus(path, corpus);
  size_t capacity = options.max_length;
  for (const Bytes& input : corpus) capacity = std::max(capacity, input.size());
  corpus.emplace_back();

  const std::string input_path = std::string(argv[0]) + ".input";
  Runner runner(input_path, capacity, options.limit);
  for (const Bytes& input : corpus) runner.Run(input);
  const size_t given = corpus.size();

  std::vector<std::string> words;
  if (SeineFuzzWords != nullptr) {
    for (const char* const* word = SeineFuzzWords(); *word != nullptr; ++word)
      words.push_back(*word);
  }
  Mutator mutator(options.seed, capacity, std::move(words));
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(options.seconds);
  while (std::chrono::steady_clock::now() < end) {
    Bytes input = mutator.Next(corpus);
    if (runner.Run(input)) corpus.push_back(std::move(input));
  }
  unlink(input_path.c_str());
  std::printf("%llu inputs, seed %llu; %zu from the corpus, %zu found, %zu edges\n",
              static_cast<unsigned long long>(runner.runs()),
              static_cast<unsigned long long>(options.seed), given, corpus.size() - given,
              runner.edges());
  return 0;
}
