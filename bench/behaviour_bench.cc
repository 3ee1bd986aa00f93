// Question: what does behaviour over time cost a line? Sequences, first and latest rows, and
// distinct values over 10^8 lines, as whole queries compiled anew each time, against hand-written
// loops over the same lines in one run of each member's lines in order of time (PERFORMANCE §4's
// prototypes). Answers are compared.
//
//   behaviour_bench [--members=10000000] [--lines=10] [--threads=1] [--runs=3]
// The last ones ask of one member in a hundred, who lie anywhere: their own lines are what it may
// cost.
//
// Corpus: members of 100 cohorts with 0 … 2 x `lines` lines each, times uniform to the second over
// 730 days, 100,000 products in Zipf's proportions, 4 channels (seed 1), built in memory.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"

#include "bench/empty_tables.h"
#include "bench/program.h"
#include "engine/store.h"
#include "query/query.h"

namespace seine::bench {
namespace {

using Nanoseconds = std::chrono::duration<double, std::nano>;

constexpr const char* kBehaviourSchema = R"({
  "tables": {
    "members": {"key": "member", "columns": {"cohort": "integer"}},
    "lines": {"parent": "members", "parent_key": "member", "time": "at",
      "columns": {"at": "timestamp", "product": "category", "channel": "category",
        "amount": {"type": "decimal", "scale": 2}}}
  }})";

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kOpening = 1'672'531'200;  // 2023-01-01, seconds
constexpr uint32_t kDaySeconds = 86'400;
constexpr uint32_t kSpan = 730 * kDaySeconds;
constexpr uint32_t kProducts = 100'000;
constexpr uint32_t kChannels = 4;
constexpr uint32_t kCohorts = 100;

// The lines of all members, each member's in order of time; times in seconds since the opening.
struct Lines {
  std::vector<uint32_t> begin;  // per member, and the end
  std::vector<uint8_t> cohort;  // per member
  std::vector<uint32_t> at;
  std::vector<uint32_t> product;  // ranks
  std::vector<uint8_t> channel;
  std::vector<uint32_t> amount;

  size_t members() const { return begin.size() - 1; }
};

Lines MakeLines(uint64_t members, uint64_t mean) {
  Lines lines;
  std::mt19937_64 random(1);
  std::vector<uint32_t> times;
  lines.begin.push_back(0);
  for (uint64_t m = 0; m < members; ++m) {
    lines.cohort.push_back(static_cast<uint8_t>(random() % kCohorts));
    times.resize(random() % (2 * mean + 1));
    for (uint32_t& time : times) time = static_cast<uint32_t>(random() % kSpan);
    std::sort(times.begin(), times.end());
    for (const uint32_t time : times) {
      const uint64_t dice = random();
      const double share = static_cast<double>(dice >> 11) * 0x1p-53;
      lines.at.push_back(time);
      lines.product.push_back(static_cast<uint32_t>(std::pow(double{kProducts}, share)) - 1);
      lines.channel.push_back(static_cast<uint8_t>(dice % kChannels));
      lines.amount.push_back(static_cast<uint32_t>(dice / kChannels % 100'000));
    }
    lines.begin.push_back(static_cast<uint32_t>(lines.at.size()));
  }
  return lines;
}

RawStore MakeStore(const Lines& lines) {
  RawStore store = EmptyTables(kBehaviourSchema);
  for (uint32_t p = 0; p < kProducts; ++p) store.dictionaries[0]->Code("p" + std::to_string(p));
  for (uint32_t c = 0; c < kChannels; ++c) store.dictionaries[1]->Code("c" + std::to_string(c));
  RawTable& root = store.tables[0];
  RawTable& table = store.tables[1];
  root.rows = lines.members();
  table.rows = lines.at.size();
  for (uint64_t m = 0; m < lines.members(); ++m) {
    root.key_integers.AppendValue(static_cast<int64_t>(m));
    root.columns[0].AppendValue(lines.cohort[m]);
    for (uint32_t i = lines.begin[m]; i < lines.begin[m + 1]; ++i) {
      table.parent_row.AppendValue(static_cast<int64_t>(m));
      table.columns[0].AppendValue((kOpening + lines.at[i]) * kSecond);
      table.columns[1].AppendValue(lines.product[i]);
      table.columns[2].AppendValue(lines.channel[i]);
      table.columns[3].AppendValue(lines.amount[i]);
    }
  }
  for (RawTable& each : store.tables) each.Seal();
  return store;
}

constexpr int kEveryCohort = -1;

// The members of the cohort of whom holds(begin, end), over their lines.
template <typename Holds>
uint64_t CountMembers(const Lines& lines, const Holds& holds, int cohort = kEveryCohort) {
  uint64_t n = 0;
  for (size_t m = 0; m < lines.members(); ++m) {
    if (cohort == kEveryCohort || lines.cohort[m] == cohort)
      n += holds(lines.begin[m], lines.begin[m + 1]);
  }
  return n;
}

template <typename IsA, typename IsB>
uint64_t ThenWithin(const Lines& lines, uint32_t within, const IsA& a, const IsB& b,
                    int cohort = kEveryCohort) {
  const auto holds = [&](uint32_t first, uint32_t end) {
    int64_t started = std::numeric_limits<int64_t>::min() / 2;
    int64_t pending = started;  // an A of the very time is not before it
    int64_t now = -1;
    for (uint32_t i = first; i < end; ++i) {
      const int64_t at = lines.at[i];
      if (at != now) started = pending, now = at;
      if (b(i) && at - started <= within) return true;
      if (a(i)) pending = at;
    }
    return false;
  };
  return CountMembers(lines, holds, cohort);
}

template <typename IsA>
uint64_t LatestAmountAbove(const Lines& lines, uint32_t cents, const IsA& a,
                           int cohort = kEveryCohort) {
  const auto holds = [&](uint32_t first, uint32_t end) {
    for (uint32_t i = end; i-- > first;) {
      if (a(i)) return lines.amount[i] > cents;
    }
    return false;
  };
  return CountMembers(lines, holds, cohort);
}

// At least `least` different values of value(i).
template <typename Value>
uint64_t DistinctAtLeast(const Lines& lines, size_t least, const Value& value,
                         int cohort = kEveryCohort) {
  std::vector<uint32_t> values;
  const auto holds = [&](uint32_t first, uint32_t end) {
    values.clear();
    for (uint32_t i = first; i < end; ++i) values.push_back(value(i));
    std::sort(values.begin(), values.end());
    const auto last = std::unique(values.begin(), values.end());
    return static_cast<size_t>(last - values.begin()) >= least;
  };
  return CountMembers(lines, holds, cohort);
}

struct Question {
  std::string filter;
  std::function<uint64_t(const Lines&)> loop;
};

std::vector<Question> Questions() {
  const auto product = [](const Lines& l, uint32_t p) {
    return [&l, p](uint32_t i) { return l.product[i] == p; };
  };
  const auto channel = [](const Lines& l, uint8_t c) {
    return [&l, c](uint32_t i) { return l.channel[i] == c; };
  };
  const auto every = [](uint32_t) { return true; };
  constexpr uint32_t kAsOf = kSpan;
  return {
      {"sequence (lines where product = \"p0\") then (lines where product = \"p1\") within 30 days",
       [=](const Lines& l) {
         return ThenWithin(l, 30 * kDaySeconds, product(l, 0), product(l, 1));
       }},
      {"sequence (lines where product = \"p90\") then (lines where product = \"p91\") within 30 "
       "days",
       [=](const Lines& l) {
         return ThenWithin(l, 30 * kDaySeconds, product(l, 90), product(l, 91));
       }},
      {"sequence (lines where channel = \"c0\") then (lines where channel = \"c1\") within 3 days",
       [=](const Lines& l) {
         return ThenWithin(l, 3 * kDaySeconds, channel(l, 0), channel(l, 1));
       }},
      {"sequence (lines where channel = \"c0\") then (lines where channel = \"c1\") within 3 days "
       "then no (lines where channel = \"c2\")",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           for (uint32_t b = end; b-- > first;) {
             // The latest time of the second step from which nothing of the negative one follows.
             if (l.channel[b] == 2) {
               // Lines of that very time may be matched still: they do not lie after it.
               const uint32_t limit = l.at[b];
               while (b > first && l.at[b - 1] == limit) --b;
               uint32_t stop = b;
               while (stop < end && l.at[stop] == limit) ++stop;
               for (uint32_t x = b; x < stop; ++x) {
                 for (uint32_t y = first; l.channel[x] == 1 && y < b; ++y) {
                   if (l.channel[y] == 0 && l.at[y] < limit && limit - l.at[y] <= 3 * kDaySeconds)
                     return true;
                 }
               }
               return false;
             }
             for (uint32_t y = first; l.channel[b] == 1 && y < b; ++y) {
               if (l.channel[y] == 0 && l.at[y] < l.at[b] && l.at[b] - l.at[y] <= 3 * kDaySeconds)
                 return true;
             }
           }
           return false;
         });
       }},
      {"sequence (lines as a where channel = \"c0\") then (lines where product = a.product) within "
       "60 days",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           for (uint32_t a = first; a < end; ++a) {
             for (uint32_t b = a + 1; l.channel[a] == 0 && b < end; ++b) {
               if (l.at[b] > l.at[a] && l.at[b] - l.at[a] <= 60 * kDaySeconds &&
                   l.product[a] == l.product[b])
                 return true;
             }
           }
           return false;
         });
       }},
      {"days since latest(lines).at > 90",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return first != end && kAsOf - l.at[end - 1] >= 91 * kDaySeconds;
         });
       }},
      {"latest(lines).amount > 900",
       [=](const Lines& l) { return LatestAmountAbove(l, 90'000, every); }},
      {"latest(lines where channel = \"c1\").amount > 900",
       [=](const Lines& l) { return LatestAmountAbove(l, 90'000, channel(l, 1)); }},
      {"latest(lines where product = \"p1\").amount > 900",
       [=](const Lines& l) { return LatestAmountAbove(l, 90'000, product(l, 1)); }},
      {"first(lines).channel = \"c1\"",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return first != end && l.channel[first] == 1;
         });
       }},
      {"nth(lines, -2).channel = \"c1\"",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return first + 2 <= end && l.channel[end - 2] == 1;
         });
       }},
      {"distinct(lines.product) >= 12",
       [=](const Lines& l) {
         return DistinctAtLeast(l, 12, [&](uint32_t i) { return l.product[i]; });
       }},
      {"distinct(lines.channel) >= 4",
       [=](const Lines& l) {
         return DistinctAtLeast(l, 4, [&](uint32_t i) { return uint32_t{l.channel[i]}; });
       }},
      {"distinct days(lines.at) >= 12",
       [=](const Lines& l) {
         return DistinctAtLeast(l, 12, [&](uint32_t i) { return l.at[i] / kDaySeconds; });
       }},
      {"any lines in each of the previous 3 months",
       [=](const Lines& l) {
         // As of 2024-12-31: September, October and November 2024.
         const uint32_t begin[] = {609, 639, 670, 700};
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           uint32_t seen = 0;
           for (uint32_t i = first; i < end; ++i) {
             const uint32_t day = l.at[i] / kDaySeconds;
             for (uint32_t u = 0; u < 3; ++u)
               seen |= uint32_t{day >= begin[u] && day < begin[u + 1]} << u;
           }
           return seen == 7;
         });
       }},
      {"avg gap(lines) > 100",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return end - first >= 2 &&
                  l.at[end - 1] - l.at[first] > 100ull * kDaySeconds * (end - first - 1);
         });
       }},
      {"count(lines where at <= first(lines).at + 90 days) = 1",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           return first != end &&
                  (end - first == 1 || l.at[first + 1] - l.at[first] > 90 * kDaySeconds);
         });
       }},
      {"sum(lines.amount) / count(lines) >= 600",
       [=](const Lines& l) {
         return CountMembers(l, [&](uint32_t first, uint32_t end) {
           uint64_t sum = 0;
           for (uint32_t i = first; i < end; ++i) sum += l.amount[i];
           return first != end && sum >= 60'000ull * (end - first);
         });
       }},
      {"cohort = 7 and sequence (lines where channel = \"c0\") then (lines where channel = \"c1\") "
       "within 3 days",
       [=](const Lines& l) {
         return ThenWithin(l, 3 * kDaySeconds, channel(l, 0), channel(l, 1), 7);
       }},
      {"cohort = 7 and latest(lines).amount > 900",
       [=](const Lines& l) { return LatestAmountAbove(l, 90'000, every, 7); }},
      {"cohort = 7 and distinct days(lines.at) >= 12",
       [=](const Lines& l) {
         return DistinctAtLeast(l, 12, [&](uint32_t i) { return l.at[i] / kDaySeconds; }, 7);
       }},
  };
}

struct Race {
  double loop = std::numeric_limits<double>::infinity();  // ns, the least
  double query = std::numeric_limits<double>::infinity();
  uint64_t loop_count = 0;
  uint64_t query_count = 0;
};

void RunLoop(benchmark::State& state, const Question& question, const Lines& lines, Race* race) {
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    race->loop_count = question.loop(lines);
    race->loop =
        std::min(race->loop, Nanoseconds(std::chrono::steady_clock::now() - start).count());
  }
}

void RunQuery(benchmark::State& state, const Question& question,
              const std::shared_ptr<const Snapshot>& snapshot, int threads, Race* race) {
  QueryOptions options;
  options.threads = threads;
  options.as_of = (kOpening + int64_t{kSpan}) * kSecond;
  options.timezone = "UTC";
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const auto query = OrDie(Compile(snapshot, OrDie(ReadDefinition(question.filter)), {}));
    race->query_count = OrDie(query->Count(options)).count;
    race->query =
        std::min(race->query, Nanoseconds(std::chrono::steady_clock::now() - start).count());
  }
}

int Main(int argc, char** argv) {
  const uint64_t members = TakeNumber(&argc, argv, "members", 10'000'000);
  const uint64_t mean = TakeNumber(&argc, argv, "lines", 10);
  const int threads = static_cast<int>(TakeNumber(&argc, argv, "threads", 1));
  const uint64_t runs = TakeNumber(&argc, argv, "runs", 3);
  Begin(&argc, argv, "behaviour over time against loops over one run of lines",
        std::to_string(members) + " members, " + std::to_string(mean) +
            " lines each on average, seed 1, " + std::to_string(threads) + " threads");
  const Lines lines = MakeLines(members, mean);
  const auto snapshot = OrDie(BuildInMemory(MakeStore(lines), LayoutOptions{}));
  const std::vector<Question> questions = Questions();
  std::vector<Race> races(questions.size());
  for (size_t q = 0; q < questions.size(); ++q) {
    benchmark::RegisterBenchmark(
        ("loop: " + questions[q].filter).c_str(),
        [&, q](benchmark::State& s) { RunLoop(s, questions[q], lines, &races[q]); })
        ->Iterations(2)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(
        questions[q].filter.c_str(),
        [&, q](benchmark::State& s) { RunQuery(s, questions[q], snapshot, threads, &races[q]); })
        ->Iterations(static_cast<int64_t>(runs))
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  const auto all = static_cast<double>(lines.at.size());
  std::printf("\n%9s %9s %6s %10s   nanoseconds a line, least of the runs\n", "loop", "query",
              "ratio", "members");
  for (size_t q = 0; q < questions.size(); ++q) {
    const Race& race = races[q];
    if (std::isinf(race.loop) || std::isinf(race.query)) continue;  // left out by a filter
    std::printf("%9.2f %9.2f %6.2f %10llu   %s%s\n", race.loop / all, race.query / all,
                race.query / race.loop, static_cast<unsigned long long>(race.query_count),
                questions[q].filter.c_str(),
                race.query_count == race.loop_count ? "" : "   ANSWERS DIFFER");
  }
  benchmark::Shutdown();
  return std::ranges::all_of(races, [](const Race& r) { return r.query_count == r.loop_count; })
             ? 0
             : 1;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
