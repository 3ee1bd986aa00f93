#include "query/sequence_automaton.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace seine {
namespace {

// Without a branch, which would be guessed wrongly every few rows.
int64_t Choose(bool first, int64_t a, int64_t b) {
  return b ^ ((a ^ b) & -static_cast<int64_t>(first));
}

uint64_t Bit(uint32_t i) { return uint64_t{1} << (i & 63); }

template <typename Fn>
void ForEachRow(uint32_t word, uint64_t rows, Fn&& fn) {
  for (; rows != 0; rows &= rows - 1) fn(word + static_cast<uint32_t>(std::countr_zero(rows)));
}

bool HaveWindow(const SequenceLevels& levels, const std::vector<size_t>& steps) {
  return std::ranges::any_of(steps, [&](size_t s) { return levels.window(s).limited(); });
}

}  // namespace

bool SequenceAutomaton::Takes(const SequenceLevels& levels, bool apart) {
  using Link = SequenceLevels::Link;
  if (levels.absent_of_start()) return false;
  for (const size_t s : levels.opening()) {
    if (levels.step(s).at_or_after) return false;
  }
  for (size_t l = 0; l < levels.size(); ++l) {
    const SequenceLevels::Level& level = levels[l];
    if (!level.clear.empty()) return false;
    if (level.link == Link::kTied && (apart || level.tied_from + 1 != l)) return false;
    const bool last = l + 1 == levels.size();
    if (HaveWindow(levels, level.absent) && !(last && level.absent.size() == 1)) return false;
  }
  return true;
}

SequenceAutomaton::SequenceAutomaton(const SequenceLevels& levels, RowArena& arena)
    : levels_(levels), arena_(arena), unlimited_(-1, filter::TimeUnit::kDay, levels.zone()) {
  const std::vector<size_t>* absent = &levels.opening();
  for (size_t l = 0; l < levels.size(); ++l) {
    const SequenceLevels::Level& level = levels[l];
    const SequenceWindow* const own = &levels.window(level.step);
    Rule rule{.step = level.step,
              .place = l + 1 < levels.size() ? places_++ : 0,
              .asked = 0,
              .perhaps_same = level.link != SequenceLevels::Link::kAfter,
              .window = level.within_previous ? own : &unlimited_,
              .from_start = level.within_start ? own : &unlimited_,
              .forbidden = {}};
    if (rule.perhaps_same) rule.asked = places_++;
    for (const size_t s : *absent) rule.forbidden.push_back({s, places_++, &levels.window(s)});
    starts_ = starts_ || level.within_start;
    doubts_ = doubts_ || (l > 0 && own->ever_ends_early());
    rules_.push_back(std::move(rule));
    absent = &level.absent;
  }
  closing_ = *absent;
  if (!HaveWindow(levels, closing_)) return;
  waits_ = &levels.window(closing_[0]);
  doubts_ = doubts_ || waits_->ever_ends_early();
}

void SequenceAutomaton::Start(uint32_t parents) {
  parents_ = parents;
  const auto take = [&](size_t n) {
    RowArena::Buffer<int64_t> times = arena_.Take<int64_t>(n);
    std::fill_n(times.data(), n, kNever);
    return times;
  };
  reach_ = arena_.Take<Reach>(places_ * parents);
  std::fill_n(reach_.data(), reach_.size(), Reach{});
  if (starts_) {
    started_ = arena_.Take<Reach>(places_ * parents);
    std::fill_n(started_.data(), started_.size(), Reach{});
  }
  reached_ = take(parents);
  if (!closing_.empty()) negative_ = take(parents);
  if (doubts_) {
    doubtful_ = arena_.Take<uint8_t>(parents);
    doubtful_.Zero();
  }
  if (waits_ == nullptr) return;
  waited_ = arena_.Take<uint8_t>(parents);
  waited_.Zero();
}

int64_t SequenceAutomaton::Before(const Rows& rows, uint32_t word, uint64_t marked,
                                  const Reach* reached, uint32_t i) {
  const uint32_t parent = rows.parents[i];
  const int64_t time = rows.times[i];
  uint32_t first = i;  // of the parent's rows of this time, in the word
  while (first > word && rows.times[first - 1] == time && rows.parents[first - 1] == parent &&
         !IsBefore(time, time))
    --first;
  const uint64_t earlier = marked & (Bit(first) - 1);
  const uint32_t found = word + 63 - static_cast<uint32_t>(std::countl_zero(earlier | 1));
  const bool here = (earlier != 0) & (rows.parents[found] == parent);
  const Reach& known = reached[parent];
  const int64_t kept = Choose(IsBefore(known.last, time), known.last, known.before);
  return Choose(here, rows.times[found], kept);
}

int64_t SequenceAutomaton::NotAfter(const Rows& rows, uint32_t word, uint64_t marked,
                                    const Reach* reached, uint32_t i) {
  const uint64_t earlier = marked & (Bit(i) - 1);
  const uint32_t found = word + 63 - static_cast<uint32_t>(std::countl_zero(earlier | 1));
  const bool here = (earlier != 0) & (rows.parents[found] == rows.parents[i]);
  return Choose(here, rows.times[found], reached[rows.parents[i]].last);
}

void SequenceAutomaton::Keep(const Rows& rows, uint32_t word, uint64_t marked, Reach* reached) {
  ForEachRow(word, marked, [&](uint32_t i) {
    Reach& reach = reached[rows.parents[i]];
    reach.before = Choose(reach.last < rows.times[i], reach.last, reach.before);
    reach.last = rows.times[i];
  });
}

bool SequenceAutomaton::EndsInTime(const SequenceWindow& window, int64_t from, int64_t time,
                                   uint32_t parent) {
  if (time <= window.EndOf(from)) return true;
  if (window.EndsEarly(from)) doubtful_[parent] = 1;
  return false;
}

bool SequenceAutomaton::IsWithin(const SequenceWindow& window, int64_t from, int64_t time,
                                 uint32_t parent) {
  return from >= time - window.surely() ||
         (from >= time - window.at_most() && EndsInTime(window, from, time, parent));
}

bool SequenceAutomaton::IsForbidden(const Rows& rows, uint32_t word, size_t r, uint32_t i,
                                    int64_t from) const {
  return std::ranges::any_of(rules_[r].forbidden, [&](const Absent& absent) {
    const int64_t found =
        Before(rows, word, rows.steps[absent.step][word / 64], Kept(absent.place), i);
    if (r > 0) return found > from;
    const int64_t time = rows.times[i];
    return found >= time - absent.window->surely() ||
           (found >= time - absent.window->at_most() && found >= absent.window->BeginOf(time));
  });
}

uint64_t SequenceAutomaton::Begin(const Rows& rows, uint32_t word) const {
  uint64_t hits = rows.steps[rules_[0].step][word / 64];
  if (rules_[0].forbidden.empty()) return hits;
  ForEachRow(word, hits, [&](uint32_t i) {
    if (IsForbidden(rows, word, 0, i, kNever)) hits &= ~Bit(i);
  });
  return hits;
}

uint64_t SequenceAutomaton::FollowAfter(const Rows& rows, uint32_t word, size_t r,
                                        uint64_t before) {
  const Rule& rule = rules_[r];
  const Reach* const reached = Kept(rules_[r - 1].place);
  const SequenceWindow& window = *rule.window;
  uint64_t hits = 0;
  ForEachRow(word, rows.steps[rule.step][word / 64], [&](uint32_t i) {
    const int64_t time = rows.times[i];
    const int64_t from = Before(rows, word, before, reached, i);
    bool hit = from >= time - window.surely();
    if (!hit & (from >= time - window.at_most()))
      hit = EndsInTime(window, from, time, rows.parents[i]);
    if (!rule.forbidden.empty()) hit = hit && !IsForbidden(rows, word, r, i, from);
    hits |= uint64_t{hit} << (i & 63);
  });
  return hits;
}

// Two rows of one time may come in either order; the later one of them is the hit.
uint64_t SequenceAutomaton::FollowNotBefore(const Rows& rows, uint32_t word, size_t r,
                                            uint64_t before) {
  const Rule& rule = rules_[r];
  const uint64_t asks = rows.steps[rule.step][word / 64];
  uint64_t hits = 0;
  ForEachRow(word, asks, [&](uint32_t i) {
    const int64_t from = NotAfter(rows, word, before, Kept(rules_[r - 1].place), i);
    if (IsWithin(*rule.window, from, rows.times[i], rows.parents[i]) &&
        !IsForbidden(rows, word, r, i, from))
      hits |= Bit(i);
  });
  ForEachRow(word, before, [&](uint32_t i) {
    const int64_t time = rows.times[i];
    if (NotAfter(rows, word, asks, Kept(rule.asked), i) == time &&
        IsWithin(*rule.window, time, time, rows.parents[i]))
      hits |= Bit(i);
  });
  Keep(rows, word, asks, Kept(rule.asked));
  return hits;
}

uint64_t SequenceAutomaton::Follow(const Rows& rows, uint32_t word, size_t r, uint64_t before) {
  const Rule& rule = rules_[r];
  uint64_t hits = 0;
  if (r == 0) {
    hits = Begin(rows, word);
  } else {
    hits = rule.perhaps_same ? FollowNotBefore(rows, word, r, before)
                             : FollowAfter(rows, word, r, before);
    Keep(rows, word, before, Kept(rules_[r - 1].place));
  }
  for (const Absent& absent : rule.forbidden)
    Keep(rows, word, rows.steps[absent.step][word / 64], Kept(absent.place));
  return hits;
}

bool SequenceAutomaton::WaitEnds(int64_t from, int64_t time) const {
  const int64_t end = waits_->EndOf(from);
  return end < time && end < levels_.as_of();
}

void SequenceAutomaton::Wait(const Rows& rows, uint32_t word, uint64_t hits) {
  int64_t* const waiting = negative_.data();
  const uint64_t negative = rows.steps[closing_[0]][word / 64];
  ForEachRow(word, hits | negative, [&](uint32_t i) {
    const uint32_t p = rows.parents[i];
    const int64_t time = rows.times[i];
    if ((negative & Bit(i)) != 0 && waiting[p] != kNever && waiting[p] < time) {
      waited_[p] |= uint8_t{WaitEnds(waiting[p], time)};
      waiting[p] = reached_[p] == time ? time : kNever;
    }
    if ((hits & Bit(i)) == 0) return;
    reached_[p] = time;
    if (waiting[p] == kNever) {
      waiting[p] = time;
    } else if (waiting[p] < time && waits_->EndsEarly(time)) {
      doubtful_[p] = 1;  // this wait may be over before the one that began first
    }
  });
}

void SequenceAutomaton::Add(const Rows& rows) {
  for (uint32_t word = 0; word < rows.count; word += 64) {
    uint64_t hits = 0;
    if (starts_) {
      hits = FollowStarts(rows, word);
    } else {
      for (size_t r = 0; r < rules_.size(); ++r) hits = Follow(rows, word, r, hits);
    }
    if (waits_ != nullptr) {
      Wait(rows, word, hits);
      continue;
    }
    ForEachRow(word, hits, [&](uint32_t i) { reached_[rows.parents[i]] = rows.times[i]; });
    uint64_t negative = 0;
    for (const size_t s : closing_) negative |= rows.steps[s][word / 64];
    ForEachRow(word, negative, [&](uint32_t i) { negative_[rows.parents[i]] = rows.times[i]; });
  }
}

bool SequenceAutomaton::IsLeftAlone(uint32_t parent) const {
  const int64_t negative = negative_[parent];
  if (waits_ == nullptr) return reached_[parent] != kNever && negative <= reached_[parent];
  return waited_[parent] != 0 || (negative != kNever && waits_->EndOf(negative) < levels_.as_of());
}

}  // namespace seine
