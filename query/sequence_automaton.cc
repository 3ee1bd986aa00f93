#include "query/sequence_automaton.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "query/civil_units.h"

namespace seine {
namespace {

// What a change of a zone's offset may take from a day or add to it.
constexpr int64_t kMostShift = 26 * kMicrosPerHour;
// Without a branch, which would be guessed wrongly every few rows.
int64_t Choose(bool first, int64_t a, int64_t b) {
  return b ^ ((a ^ b) & -static_cast<int64_t>(first));
}

uint64_t Bit(uint32_t i) { return uint64_t{1} << (i & 63); }

template <typename Fn>
void ForEachRow(uint32_t word, uint64_t rows, Fn&& fn) {
  for (; rows != 0; rows &= rows - 1) fn(word + static_cast<uint32_t>(std::countr_zero(rows)));
}

}  // namespace

bool SequenceAutomaton::Takes(std::span<const SequenceMatcher::Step> steps) {
  bool positive = false;
  size_t behind = 0;  // negative steps since the last positive one
  bool waits = false;
  for (const SequenceMatcher::Step& step : steps) {
    if (step.at_or_after || step.of_start) return false;
    if (step.negative) {
      ++behind;
      waits = waits || step.within >= 0;
    } else {
      if (positive && waits) return false;
      positive = true;
      behind = 0;
      waits = false;
    }
  }
  return positive && (!waits || behind == 1);
}

SequenceAutomaton::SequenceAutomaton(std::span<const SequenceMatcher::Step> steps, int64_t as_of,
                                     const Zone& zone, RowArena& arena)
    : as_of_(as_of), zone_(zone), arena_(arena) {
  std::vector<size_t> negative;
  for (size_t s = 0; s < steps.size(); ++s) {
    windows_.push_back(MakeWindow(steps[s]));
    if (steps[s].negative) {
      negative.push_back(s);
    } else {
      rules_.push_back({s, windows_[s], std::move(negative)});
      negative.clear();
    }
  }
  places_.resize(steps.size());
  for (size_t r = 0; r < rules_.size(); ++r) {
    if (r > 0) places_[rules_[r - 1].step] = looked_back_++;
    for (const size_t s : rules_[r].forbidden) places_[s] = looked_back_++;
  }
  for (const size_t s : negative) {
    closing_.push_back(s);
    waits_ = windows_[s].units >= 0;
  }
}

SequenceAutomaton::Window SequenceAutomaton::MakeWindow(const SequenceMatcher::Step& step) const {
  Window window;
  window.units = step.within;
  window.unit = step.unit;
  if (step.within < 0) return window;
  if (step.unit == filter::TimeUnit::kMinute || step.unit == filter::TimeUnit::kHour) {
    const bool hours = step.unit == filter::TimeUnit::kHour;
    window.surely = MultiplySaturating(step.within, hours ? kMicrosPerHour : kMicrosPerMinute);
    window.at_most = window.surely;
  } else {
    const auto [fewest, most] = DaysOf(step.unit);
    const int64_t shift = zone_.fixed() ? 0 : kMostShift;
    window.surely = MultiplySaturating(step.within, fewest * kMicrosPerDay) - shift;
    window.at_most = AddSaturating(MultiplySaturating(step.within, most * kMicrosPerDay), shift);
  }
  window.surely = std::min(window.surely, kAnyTime);
  window.at_most = std::min(window.at_most, kAnyTime);
  return window;
}

int64_t SequenceAutomaton::EndOf(const Window& window, int64_t from, int64_t sign) const {
  return ShiftInstant(from, sign * window.units, window.unit, zone_);
}

void SequenceAutomaton::Start(uint32_t parents) {
  parents_ = parents;
  const auto take = [&](size_t n) {
    RowArena::Buffer<int64_t> times = arena_.Take<int64_t>(n);
    std::fill_n(times.data(), n, kNever);
    return times;
  };
  reach_ = arena_.Take<Reach>(looked_back_ * parents);
  std::fill_n(reach_.data(), reach_.size(), Reach{});
  reached_ = take(parents);
  if (!closing_.empty()) negative_ = take(parents);
  if (!waits_) return;
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

void SequenceAutomaton::Keep(const Rows& rows, uint32_t word, uint64_t marked, Reach* reached) {
  ForEachRow(word, marked, [&](uint32_t i) {
    Reach& reach = reached[rows.parents[i]];
    reach.before = Choose(reach.last < rows.times[i], reach.last, reach.before);
    reach.last = rows.times[i];
  });
}

bool SequenceAutomaton::IsForbidden(const Rows& rows, uint32_t word, size_t r, uint32_t i,
                                    int64_t from) const {
  return std::ranges::any_of(rules_[r].forbidden, [&](size_t s) {
    const int64_t found = Before(rows, word, rows.steps[s][word / 64], ReachedOf(s), i);
    if (r > 0) return found > from;
    const Window& window = windows_[s];
    const int64_t time = rows.times[i];
    return found >= time - window.surely ||
           (found >= time - window.at_most && found >= EndOf(window, time, -1));
  });
}

uint64_t SequenceAutomaton::Follow(const Rows& rows, uint32_t word, size_t r, uint64_t before) {
  const Rule& rule = rules_[r];
  const uint64_t asks = rows.steps[rule.step][word / 64];
  uint64_t hits = r == 0 ? asks : 0;
  if (r > 0) {
    Reach* const reached = ReachedOf(rules_[r - 1].step);
    const Window& window = rule.within;
    ForEachRow(word, asks, [&](uint32_t i) {
      const int64_t time = rows.times[i];
      const int64_t from = Before(rows, word, before, reached, i);
      bool hit = from >= time - window.surely;
      if (!hit & (from >= time - window.at_most)) hit = time <= EndOf(window, from);
      if (!rule.forbidden.empty()) hit = hit && !IsForbidden(rows, word, r, i, from);
      hits |= uint64_t{hit} << (i & 63);
    });
    Keep(rows, word, before, reached);
  } else if (!rule.forbidden.empty()) {
    ForEachRow(word, asks, [&](uint32_t i) {
      if (IsForbidden(rows, word, r, i, kNever)) hits &= ~Bit(i);
    });
  }
  for (const size_t s : rule.forbidden) Keep(rows, word, rows.steps[s][word / 64], ReachedOf(s));
  return hits;
}

bool SequenceAutomaton::EndsInTime(int64_t from, int64_t time) const {
  const int64_t end = EndOf(windows_[closing_[0]], from);
  return end < time && end < as_of_;
}

void SequenceAutomaton::Wait(const Rows& rows, uint32_t word, uint64_t hits) {
  int64_t* const waiting = negative_.data();
  const uint64_t negative = rows.steps[closing_[0]][word / 64];
  ForEachRow(word, hits | negative, [&](uint32_t i) {
    const uint32_t p = rows.parents[i];
    const int64_t time = rows.times[i];
    if ((negative & Bit(i)) != 0 && waiting[p] != kNever && waiting[p] < time) {
      waited_[p] |= uint8_t{EndsInTime(waiting[p], time)};
      waiting[p] = reached_[p] == time ? time : kNever;
    }
    if ((hits & Bit(i)) == 0) return;
    reached_[p] = time;
    if (waiting[p] == kNever) waiting[p] = time;
  });
}

void SequenceAutomaton::Add(const Rows& rows) {
  for (uint32_t word = 0; word < rows.count; word += 64) {
    uint64_t hits = 0;
    for (size_t r = 0; r < rules_.size(); ++r) hits = Follow(rows, word, r, hits);
    if (waits_) {
      Wait(rows, word, hits);
      continue;
    }
    ForEachRow(word, hits, [&](uint32_t i) { reached_[rows.parents[i]] = rows.times[i]; });
    uint64_t negative = 0;
    for (const size_t s : closing_) negative |= rows.steps[s][word / 64];
    ForEachRow(word, negative, [&](uint32_t i) { negative_[rows.parents[i]] = rows.times[i]; });
  }
}

bool SequenceAutomaton::Matches(uint32_t parent) const {
  if (closing_.empty()) return reached_[parent] != kNever;
  const int64_t negative = negative_[parent];
  if (!waits_) return reached_[parent] != kNever && negative <= reached_[parent];
  return waited_[parent] != 0 ||
         (negative != kNever && EndOf(windows_[closing_[0]], negative) < as_of_);
}

}  // namespace seine
