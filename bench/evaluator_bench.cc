// Question: how far is the evaluator from a flat loop over bitsets (G1), how far ahead of CRoaring
// (G2, G3), and what do its bitmaps cost in memory (G12)? Corpus: bench/corpus.h, seed 1. All
// answers are checked to be equal.
//
//   evaluator_bench [--members=10000000] [--large=100000000] [--rounds=15] [--only=G1|G3]
//
// Prints one table a goal, and for each whether it holds on this machine in this run.

#include <atomic>
#include <cmath>
#include <cstring>
#include <map>
#include <thread>

#include "bench/corpus.h"
#include "bench/flat_loop.h"
#include "bench/roaring_peer.h"
#include "bench/stopwatch.h"
#include "engine/kernels.h"
#include "query/block_evaluator.h"

namespace seine::bench {
namespace {

struct Options {
  uint64_t members = 10'000'000;
  uint64_t large = 100'000'000;
  int rounds = 15;
  std::string only;
  double density = 0;  // 0: all
  std::string op;
  std::string pattern;
  bool verbose = false;
};

// A query over all shards of a population.
class Query {
 public:
  template <typename Tree>
  Query(const std::vector<Bitmap>& exists, const Tree& tree_of_shard) {
    for (size_t s = 0; s < exists.size(); ++s) {
      // As an executor does, leaves out the shards that cannot have members.
      BlockEvaluator shard(tree_of_shard(s), exists[s].View());
      if (shard.NextCandidateBlock(0) < kBlocksPerShard) shards_.push_back(std::move(shard));
    }
  }
  uint64_t Count() {
    uint64_t count = 0;
    for (const BlockEvaluator& shard : shards_) count += shard.CountShard(scratch_);
    return count;
  }
  uint64_t Count(std::atomic<size_t>* ticket, Scratch& scratch) const {
    uint64_t count = 0;
    for (size_t s = (*ticket)++; s < shards_.size(); s = (*ticket)++) {
      count += shards_[s].CountShard(scratch);
    }
    return count;
  }

 private:
  std::vector<BlockEvaluator> shards_;
  Scratch scratch_;
};

// Two threads that spin between races, as workers do during a query.
class Pair {
 public:
  Pair() : helper_([this] { Help(); }) {}
  ~Pair() {
    stop_ = true;
    helper_.join();
  }
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

BlockExpression Leaf(const Population& population, size_t shard) {
  return BlockExpression::Stored(population.shards[shard].View());
}

std::vector<BlockExpression> Leaves(const std::vector<const Population*>& of, size_t begin,
                                    size_t end, size_t shard) {
  std::vector<BlockExpression> leaves;
  for (size_t i = begin; i < end; ++i) leaves.push_back(Leaf(*of[i], shard));
  return leaves;
}

BlockExpression Cnf(const std::vector<const Population*>& of, size_t shard) {
  std::vector<BlockExpression> clauses;
  clauses.push_back(BlockExpression::Or(Leaves(of, 0, 3, shard)));
  clauses.push_back(BlockExpression::Or(Leaves(of, 3, 5, shard)));
  clauses.push_back(BlockExpression::Not(Leaf(*of[5], shard)));
  return BlockExpression::And(std::move(clauses));
}

const Contender& Best(const std::vector<Contender>& contenders, const std::string& prefix) {
  const Contender* best = nullptr;
  for (const Contender& contender : contenders) {
    if (contender.name.rfind(prefix, 0) != 0) continue;
    if (best == nullptr || contender.nanoseconds < best->nanoseconds) best = &contender;
  }
  return *best;
}

// The same bitmaps as CRoaring holds them, with run containers and without.
struct Peers {
  explicit Peers(const Population& population)
      : plain(MakeRoaring(population.words, false)), runs(MakeRoaring(population.words, true)) {}
  Roaring plain, runs;
};

void AddRoaring(const std::vector<const Peers*>& peers,
                std::vector<Strategy> (*strategies)(const RoaringOperands&),
                std::vector<Contender>* contenders) {
  RoaringOperands plain;
  RoaringOperands runs;
  for (const Peers* peer : peers) {
    plain.push_back(peer->plain.get());
    runs.push_back(peer->runs.get());
  }
  for (Strategy& s : strategies(plain)) contenders->push_back({"croaring " + s.name, s.count});
  for (Strategy& s : strategies(runs)) contenders->push_back({"croaring runs " + s.name, s.count});
}

// ---- G1 and G2

using FlatFn = uint64_t (*)(const uint64_t* const*, size_t);

void RaceDense(const char* name, uint64_t members, bool cnf,
               const std::vector<const Population*>& operands,
               const std::vector<const Peers*>& peers, const std::vector<Bitmap>& exists,
               int rounds) {
  Query query(exists, [&](size_t shard) {
    return cnf ? Cnf(operands, shard) : BlockExpression::And(Leaves(operands, 0, 5, shard));
  });
  std::vector<const uint64_t*> words;
  for (const Population* operand : operands) words.push_back(operand->words.data());
  const size_t n = operands[0]->words.size();
  const FlatFn flat = cnf ? FlatCnf : FlatAnd5;
  // The same loop with our kernel over the whole arrays, should it be quicker than the compiler's.
  static constexpr WordClauses::Clause kAnd5[] = {{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}};
  static constexpr WordClauses::Clause kCnf[] = {{3, 3}, {5, 5}, {5, 6}};
  const WordClauses clauses = {words.data(), cnf ? kCnf : kAnd5, cnf ? 3u : 5u};
  const Kernels& kernels = ActiveKernels();
  std::vector<Contender> race = {
      {"seine", [&] { return query.Count(); }},
      {"flat loop", [&] { return flat(words.data(), n); }},
      {"flat kernel", [&] { return uint64_t{kernels.count_clauses(clauses, n)}; }}};
  AddRoaring(peers, cnf ? CountCnfStrategies : CountAndStrategies, &race);
  Race(&race, rounds);
  const double seine = race[0].nanoseconds;
  const double floor = Best(race, "flat").nanoseconds;
  const double roaring = Best(race, "croaring").nanoseconds;
  const double to_flat = seine / floor;
  std::printf(
      "%-5s %11llu  1 thread   %9.4f ms  flat %9.4f  x%.3f  croaring %9.4f  ahead %5.1fx of %5.1fx "
      " %s %s\n",
      name, static_cast<unsigned long long>(members), seine / 1e6, floor / 1e6, to_flat,
      roaring / 1e6, roaring / seine, roaring / floor, to_flat <= 1.15 ? "G1 ok" : "G1 NO",
      floor / seine >= 0.85 ? "G2 ok" : "G2 NO");

  Pair pair;
  Scratch scratch[2];
  std::atomic<size_t> ticket = 0;
  const auto two = [&](const std::function<uint64_t(int)>& work) {
    ticket = 0;
    return pair.Run(work);
  };
  const std::function<uint64_t(int)> of_query = [&](int who) {
    return query.Count(&ticket, scratch[who]);
  };
  // The same shards by the same tickets.
  const auto by_ticket = [&](const auto& part) {
    uint64_t count = 0;
    const size_t step = kBlockWords * kBlocksPerShard;
    for (size_t begin = ticket++ * step; begin < n; begin = ticket++ * step) {
      const uint64_t* at[6];
      for (size_t i = 0; i < words.size(); ++i) at[i] = words[i] + begin;
      count += part(at, std::min(step, n - begin));
    }
    return count;
  };
  const std::function<uint64_t(int)> of_flat = [&](int) { return by_ticket(flat); };
  const std::function<uint64_t(int)> of_kernel = [&](int) {
    return by_ticket([&](const uint64_t* const* at, size_t size) {
      return uint64_t{kernels.count_clauses({at, clauses.clauses, clauses.clause_count}, size)};
    });
  };
  std::vector<Contender> both = {{"seine", [&] { return two(of_query); }},
                                 {"flat loop", [&] { return two(of_flat); }},
                                 {"flat kernel", [&] { return two(of_kernel); }}};
  Race(&both, rounds);
  const double pair_floor = Best(both, "flat").nanoseconds;
  std::printf("%-5s %11llu  2 threads  %9.4f ms  flat %9.4f  x%.3f  %s\n", name,
              static_cast<unsigned long long>(members), both[0].nanoseconds / 1e6, pair_floor / 1e6,
              both[0].nanoseconds / pair_floor,
              both[0].nanoseconds <= 1.15 * pair_floor ? "G1 ok" : "G1 NO");
  std::fflush(stdout);
}

void Dense(uint64_t members, int rounds) {
  const std::vector<Bitmap> exists = MakeExists(members);
  std::vector<Population> made;
  std::vector<Peers> peers;
  for (uint64_t i = 0; i < 6; ++i) {
    made.push_back(MakePopulation(members, 0.5, Pattern::kUniform, 100 + i));
    peers.emplace_back(made.back());
  }
  std::vector<const Population*> operands;
  std::vector<const Peers*> operand_peers;
  for (size_t i = 0; i < 6; ++i) {
    operands.push_back(&made[i]);
    operand_peers.push_back(&peers[i]);
  }
  RaceDense("CNF", members, true, operands, operand_peers, exists, rounds);
  operands.pop_back();
  operand_peers.pop_back();
  RaceDense("AND5", members, false, operands, operand_peers, exists, rounds);
}

// ---- G3 and G12

struct Grid {
  double log_sum = 0, log_sum_five = 0;
  int cells = 0, cells_five = 0, below = 0;
  double worst = std::numeric_limits<double>::infinity();
};

struct Operation {
  const char* name;
  size_t operands;
};
constexpr Operation kOperations[] = {{"AND2", 2},  {"AND5", 5},     {"OR5", 5},
                                     {"OR20", 20}, {"ANDdense", 1}, {"CNF", 6}};
constexpr double kDensities[] = {1e-5, 1e-4, 1e-3, 0.005, 0.02, 0.05, 0.2, 0.5};

BlockExpression TreeOf(const std::string& op, const std::vector<const Population*>& of,
                       const Population& dense, size_t shard) {
  if (op == "AND2") return BlockExpression::And(Leaves(of, 0, 2, shard));
  if (op == "AND5") return BlockExpression::And(Leaves(of, 0, 5, shard));
  if (op == "OR5") return BlockExpression::Or(Leaves(of, 0, 5, shard));
  if (op == "OR20") return BlockExpression::Or(Leaves(of, 0, 20, shard));
  if (op == "CNF") return Cnf(of, shard);
  std::vector<BlockExpression> operands = Leaves(of, 0, 1, shard);
  operands.push_back(Leaf(dense, shard));
  return BlockExpression::And(std::move(operands));
}

void RaceCell(const Operation& operation, double density, const std::vector<const Population*>& of,
              const Population& dense, std::vector<const Peers*> peers, const Peers& dense_peer,
              const std::vector<Bitmap>& exists, const Options& options, Grid* grid) {
  const std::string op = operation.name;
  Query query(exists, [&](size_t shard) { return TreeOf(op, of, dense, shard); });
  std::vector<Contender> race = {{"seine", [&] { return query.Count(); }}};
  peers.resize(operation.operands);
  if (op == "ANDdense") peers.push_back(&dense_peer);
  AddRoaring(peers,
             op[0] == 'A'   ? CountAndStrategies
             : op[0] == 'O' ? CountOrStrategies
                            : CountCnfStrategies,
             &race);
  Race(&race, options.rounds);
  const Contender& best = Best(race, "croaring");
  const double ratio = best.nanoseconds / race[0].nanoseconds;
  std::printf(" %6.2f", ratio);
  if (options.verbose) {
    std::printf(" (%.4f ms, %s %.4f)", race[0].nanoseconds / 1e6, best.name.c_str(),
                best.nanoseconds / 1e6);
  }
  std::fflush(stdout);
  grid->log_sum += std::log(ratio);
  ++grid->cells;
  const bool five = (op == "AND5" || op == "OR5") && density >= 0.005 && density <= 0.2;
  if (five) {
    grid->log_sum_five += std::log(ratio);
    ++grid->cells_five;
  }
  grid->worst = std::min(grid->worst, ratio);
  grid->below += ratio < 0.9;
}

void Cells(const Options& options) {
  const std::vector<Bitmap> exists = MakeExists(options.members);
  const Population dense = MakePopulation(options.members, 0.5, Pattern::kUniform, 99);
  const Peers dense_peer(dense);
  Grid grid;
  Grid apart;  // solid runs: shown, not part of the goal
  double memory_worst = 0;
  for (const Pattern pattern : {Pattern::kUniform, Pattern::kClustered, Pattern::kRuns}) {
    if (!options.pattern.empty() && options.pattern != NameOf(pattern)) continue;
    std::printf("\n%s: times as fast as CRoaring's best; bytes against CRoaring's serialised\n%-9s",
                NameOf(pattern).c_str(), "density");
    for (const Operation& operation : kOperations) std::printf(" %6.6s", operation.name);
    std::printf("  bytes\n");
    for (const double density : kDensities) {
      if (options.density != 0 && options.density != density) continue;
      std::vector<Population> made;
      std::vector<Peers> peers;
      uint64_t stored = 0;
      uint64_t serialized = 0;
      for (uint64_t i = 0; i < 20; ++i) {
        made.push_back(MakePopulation(options.members, density, pattern, 1000 + i));
        peers.emplace_back(made.back());
        stored += made.back().stored_bytes;
        serialized += SerializedBytes(peers.back().runs);
      }
      std::vector<const Population*> operands;
      std::vector<const Peers*> operand_peers;
      for (size_t i = 0; i < made.size(); ++i) {
        operands.push_back(&made[i]);
        operand_peers.push_back(&peers[i]);
      }
      std::printf("%-9g", density);
      for (const Operation& operation : kOperations) {
        if (!options.op.empty() && options.op != operation.name) continue;
        RaceCell(operation, density, operands, dense, operand_peers, dense_peer, exists, options,
                 pattern == Pattern::kRuns ? &apart : &grid);
      }
      const double bytes = static_cast<double>(stored) / static_cast<double>(serialized);
      memory_worst = std::max(memory_worst, bytes);
      std::printf("  %5.2f\n", bytes);
    }
  }
  if (apart.cells > 0) {
    std::printf("\nruns, apart: geometric mean %.2f, worst %.2f, %d of %d cells below 0.9\n",
                std::exp(apart.log_sum / apart.cells), apart.worst, apart.below, apart.cells);
  }
  if (grid.cells == 0) return;
  const double mean = std::exp(grid.log_sum / grid.cells);
  const double five = grid.cells_five == 0 ? 0 : std::exp(grid.log_sum_five / grid.cells_five);
  const bool wide = std::strcmp(ActiveKernels().name, "avx512") == 0;
  std::printf(
      "\nG3: geometric mean %.2f, five operands at 0.005..0.2 %.2f, worst %.2f, %d of %d cells "
      "below 0.9: %s\n",
      mean, five, grid.worst, grid.below, grid.cells,
      (wide ? mean >= 3 && five >= 5 && grid.worst >= 0.95 : grid.below == 0) ? "ok" : "NO");
  std::printf("G12: bitmaps take at most %.2f of CRoaring's serialised bytes: %s\n", memory_worst,
              memory_worst <= 1.1 ? "ok" : "NO");
}

int Main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const std::string value = arg.substr(arg.find('=') + 1);
    if (arg.rfind("--members=", 0) == 0)
      options.members = std::stoull(value);
    else if (arg.rfind("--large=", 0) == 0)
      options.large = std::stoull(value);
    else if (arg.rfind("--rounds=", 0) == 0)
      options.rounds = std::stoi(value);
    else if (arg.rfind("--only=", 0) == 0)
      options.only = value;
    else if (arg.rfind("--density=", 0) == 0)
      options.density = std::stod(value);
    else if (arg.rfind("--op=", 0) == 0)
      options.op = value;
    else if (arg.rfind("--pattern=", 0) == 0)
      options.pattern = value;
    else if (arg == "--verbose")
      options.verbose = true;
    else {
      std::fprintf(stderr, "unknown option %s\n", arg.c_str());
      return 2;
    }
  }
  std::printf("kernels %s, %llu members, seed 1, best of %d interleaved rounds\n",
              ActiveKernels().name, static_cast<unsigned long long>(options.members),
              options.rounds);
  if (options.only.empty() || options.only == "G1") {
    Dense(options.members, options.rounds);
    if (options.large > 0) Dense(options.large, options.rounds);
  }
  if (options.only.empty() || options.only == "G3") Cells(options);
  return 0;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
