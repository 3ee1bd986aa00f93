#include "query/time_order.h"

#include <optional>

#include "absl/numeric/int128.h"

namespace seine {
namespace {

using Unit = filter::TimeUnit;

// Offsets from UTC and their changes are less than this.
constexpr int64_t kZoneSlack = kMicrosPerDay;

struct Days {
  int64_t least;
  int64_t most;
};

Days LengthOf(Unit unit) {
  switch (unit) {
    case Unit::kWeek:
      return {7, 7};
    case Unit::kMonth:
      return {28, 31};
    case Unit::kQuarter:
      return {89, 92};
    case Unit::kYear:
      return {365, 366};
    default:
      return {1, 1};
  }
}

// An instant as a distance from as_of, or from the epoch.
struct Distance {
  bool from_as_of = false;
  absl::int128 least = 0;
  absl::int128 most = 0;

  // n units on; civil units vary in length.
  void Shift(Unit unit, int64_t n) {
    if (n == 0) return;
    const Days days = LengthOf(unit);
    least += absl::int128(n) * (n > 0 ? days.least : days.most) * kMicrosPerDay - kZoneSlack;
    most += absl::int128(n) * (n > 0 ? days.most : days.least) * kMicrosPerDay + kZoneSlack;
  }
};

struct DistanceOf {
  Distance operator()(const TimeTerm::AsOf&) const { return {true, 0, 0}; }
  Distance operator()(const TimeTerm::Constant& t) const { return {false, t.instant, t.instant}; }
  Distance operator()(const TimeTerm::Wall& t) const {
    const absl::int128 at = absl::int128(t.day) * kMicrosPerDay + t.micros;
    return {false, at - kZoneSlack, at + kZoneSlack};
  }
  Distance operator()(const TimeTerm::StartOf& t) const {
    Distance distance = std::visit(*this, t.base->value);
    distance.least -= absl::int128(LengthOf(t.unit).most) * kMicrosPerDay + kZoneSlack;
    distance.Shift(t.unit, t.n);
    return distance;
  }
  Distance operator()(const TimeTerm::Civil& t) const {
    Distance distance = std::visit(*this, t.base->value);
    distance.Shift(t.unit, t.n);
    return distance;
  }
  Distance operator()(const TimeTerm::Elapsed& t) const {
    Distance distance = std::visit(*this, t.base->value);
    distance.least += t.micros;
    distance.most += t.micros;
    return distance;
  }
};

// Of terms that differ in how far they are shifted alone.
template <typename Term>
std::optional<bool> AlikeNeverBefore(const TimeTerm& a, const TimeTerm& b) {
  const auto* x = std::get_if<Term>(&a.value);
  const auto* y = std::get_if<Term>(&b.value);
  if (x == nullptr || y == nullptr || x->unit != y->unit || !SameTerm(*x->base, *y->base))
    return std::nullopt;
  return x->n >= y->n;
}

}  // namespace

bool NeverBefore(const TimeTerm& a, const TimeTerm& b) {
  if (SameTerm(a, b)) return true;
  if (const auto* x = std::get_if<TimeTerm::Wall>(&a.value)) {
    if (const auto* y = std::get_if<TimeTerm::Wall>(&b.value))
      return x->day > y->day || (x->day == y->day && x->micros >= y->micros);
  }
  if (const auto alike = AlikeNeverBefore<TimeTerm::Civil>(a, b)) return *alike;
  if (const auto alike = AlikeNeverBefore<TimeTerm::StartOf>(a, b)) return *alike;
  const Distance x = std::visit(DistanceOf(), a.value);
  const Distance y = std::visit(DistanceOf(), b.value);
  return x.from_as_of == y.from_as_of && x.least >= y.most;
}

}  // namespace seine
