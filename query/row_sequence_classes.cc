// RowSequenceMatcher: the classes of a hull's rows.

#include <algorithm>

#include "query/row_sequence_matcher.h"

namespace seine {

// Once for each class of rows of the hull's steps that others refer to, from that one on.
void RowSequenceMatcher::MatchClasses(const SequenceHull& hull, size_t referred) {
  if (referred == hull.referred.size()) {
    MatchClass(hull);
    return;
  }
  const size_t step = hull.referred[referred];
  Places rows = places_[step];
  if (!restricted_[step]) {
    rows.resize(events_[step].size());
    for (uint32_t place = 0; place < rows.size(); ++place) rows[place] = place;
  }
  const bool was_restricted = restricted_[step];
  const Places before = rows;
  std::ranges::stable_sort(rows, [&](uint32_t a, uint32_t b) { return IsLess(step, a, b); });
  for (size_t first = 0, last = 0; first < rows.size() && !matched_; first = last) {
    while (last < rows.size() && IsSame(step, rows[first], rows[last])) ++last;
    if (poll_.Raised(last - first)) return;
    if (RestrictTo(step, std::span(rows).subspan(first, last - first)))
      MatchClasses(hull, referred + 1);
  }
  SetPlaces(step, before);
  restricted_[step] = was_restricted;
}

// Leaves only the class, and of the steps that refer to it what meets it. False: nothing can match.
bool RowSequenceMatcher::RestrictTo(size_t step, std::span<const uint32_t> same) {
  SetPlaces(step, Places(same.begin(), same.end()));
  const int64_t earliest = kept_[step].front().time;
  size_t before = levels_.steps();
  for (const StepReference& condition : conditions_) {
    if (condition.to != step || condition.step == before) continue;
    before = condition.step;
    SetPlaces(condition.step, Meeting(condition.step, step, same.front()));
    if (levels_.step(condition.step).negative) continue;
    const std::vector<SequenceEvent>& kept = kept_[condition.step];
    const int64_t least = IsLater(step, condition.step) ? 1 : 0;
    if (kept.empty() || kept.back().time < earliest + least) return false;
  }
  return true;
}

// Whether the second of two positive steps is strictly after the first.
bool RowSequenceMatcher::IsLater(size_t first, size_t second) const {
  for (size_t level = levels_.size(); level-- > 0 && levels_[level].step > first;) {
    if (levels_[level].step <= second && levels_[level].link == SequenceLevels::Link::kAfter)
      return true;
  }
  return false;
}

RowSequenceMatcher::Places RowSequenceMatcher::Meeting(size_t step, size_t to, uint32_t place) {
  Places found;
  bool first = true;
  for (size_t c = 0; c < conditions_.size(); ++c) {
    if (conditions_[c].step != step) continue;
    const Ids theirs = IdsOf(c, to, place);
    if (!first) {
      std::erase_if(found, [&](uint32_t own) { return !Meets(c, step, own, theirs); });
      continue;
    }
    first = false;
    for (const int64_t id : theirs) {
      const auto& by_id = ById(c);
      for (auto at = std::ranges::lower_bound(by_id, std::pair(id, uint32_t{0}));
           at != by_id.end() && at->first == id; ++at)
        found.push_back(at->second);
    }
    if (theirs.size() < 2) continue;
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }
  return found;
}

bool RowSequenceMatcher::Meets(size_t condition, size_t step, uint32_t place, Ids theirs) const {
  const Ids own = IdsOf(condition, step, place);
  for (auto a = own.begin(), b = theirs.begin(); a != own.end() && b != theirs.end();) {
    if (*a == *b) return true;
    *a < *b ? ++a : ++b;
  }
  return false;
}

const std::vector<std::pair<int64_t, uint32_t>>& RowSequenceMatcher::ById(size_t condition) {
  std::vector<std::pair<int64_t, uint32_t>>& rows = by_id_[condition];
  if (has_by_id_[condition]) return rows;
  has_by_id_[condition] = true;
  rows.clear();
  const size_t step = conditions_[condition].step;
  for (uint32_t place = 0; place < events_[step].size(); ++place) {
    for (const int64_t id : IdsOf(condition, step, place)) rows.emplace_back(id, place);
  }
  std::ranges::sort(rows);
  return rows;
}

bool RowSequenceMatcher::IsSame(size_t step, uint32_t a, uint32_t b) const {
  for (size_t c = 0; c < conditions_.size(); ++c) {
    if (conditions_[c].to == step && !std::ranges::equal(IdsOf(c, step, a), IdsOf(c, step, b)))
      return false;
  }
  return true;
}

bool RowSequenceMatcher::IsLess(size_t step, uint32_t a, uint32_t b) const {
  for (size_t c = 0; c < conditions_.size(); ++c) {
    if (conditions_[c].to != step) continue;
    const Ids left = IdsOf(c, step, a);
    const Ids right = IdsOf(c, step, b);
    if (std::ranges::equal(left, right)) continue;
    return std::ranges::lexicographical_compare(left, right);
  }
  return false;
}

// With rows of one class each of the steps that others refer to.
void RowSequenceMatcher::MatchClass(const SequenceHull& hull) {
  if (levels_.absent_of_start()) {
    matched_ = starts_.Matches(pass_.rows());
    return;
  }
  EnterFirst(hull);
  TrimUnjoined(hull);
  if (!hull.ends_on_arrival) {
    const std::vector<SequencePass::Open>& open = pass_.Run(hull.first, hull.last);
    open_.insert(open_.end(), open.begin(), open.end());
    matched_ =
        hull.last + 1 == levels_.size() && std::ranges::any_of(open, &SequencePass::Open::forever);
    return;
  }
  pass_.Enter(hull.last, pass_.Run(hull.first, hull.last - 1));
  const size_t step = levels_[hull.last].step;
  auto entry = pass_.entered(hull.last).begin();
  for (const uint32_t place : places_[step]) {
    const int64_t time = events_[step][place].time;
    while (entry != pass_.entered(hull.last).end() && entry->time < time) ++entry;
    if (entry == pass_.entered(hull.last).end()) return;
    if (entry->time == time) reached_.push_back({place, entry->start});
  }
}

// Rows of levels without a join matter between those of the joined levels around them alone.
void RowSequenceMatcher::TrimUnjoined(const SequenceHull& hull) {
  int64_t until = SequenceLevels::kForever;
  for (size_t level = hull.last + 1; level-- > hull.first;) {
    const size_t step = levels_[level].step;
    if (restricted_[step]) {
      until = kept_[step].back().time;
    } else if (until != SequenceLevels::kForever) {
      const auto after = std::ranges::upper_bound(events_[step], until, {}, &SequenceEvent::time);
      pass_.SetRows(step, {events_[step].begin(), after});
    }
  }
}

void RowSequenceMatcher::EnterFirst(const SequenceHull& hull) {
  const size_t step = levels_[hull.first].step;
  std::vector<SequencePass::Entry>& entered = pass_.entered(hull.first);
  entered.clear();
  for (const uint32_t place : places_[step]) {
    const int64_t time = events_[step][place].time;
    if (entered.empty() || entered.back().time != time) entered.push_back({time, start_of_[place]});
    entered.back().start = std::max(entered.back().start, start_of_[place]);
  }
}

}  // namespace seine
