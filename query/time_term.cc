#include "query/time_term.h"

#include <limits>
#include <type_traits>
#include <utility>

namespace seine {
namespace {

using Unit = TimeTerm::Unit;

constexpr int64_t kFirst = std::numeric_limits<int64_t>::min();
constexpr int64_t kLast = std::numeric_limits<int64_t>::max();
constexpr int64_t kMaxUnits = 4'000'000;  // more days than there are between the years 1 and 9999
constexpr int64_t kFirstDay = -719162;    // 0001-01-01
constexpr int64_t kLastDay = 2932896;     // 9999-12-31

// Whether civil arithmetic on `instant` makes sense; two days of room for the zone's offset.
bool IsCivil(int64_t instant) {
  return instant >= (kFirstDay + 2) * kMicrosPerDay && instant <= (kLastDay - 2) * kMicrosPerDay;
}

int64_t Saturated(bool early) { return early ? kFirst : kLast; }

int64_t AddSaturating(int64_t a, int64_t b) {
  int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? Saturated(b < 0) : sum;
}

int64_t MultiplySaturating(int64_t a, int64_t b) {
  int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? Saturated((a < 0) != (b < 0)) : product;
}

int64_t FirstDayOf(int64_t day, Unit unit) {
  const CivilDay civil = DayOf(day);
  switch (unit) {
    case Unit::kMinute:
    case Unit::kHour:
    case Unit::kDay:
      return day;
    case Unit::kWeek:
      return day - WeekdayOf(day);
    case Unit::kMonth:
      return DayNumber({civil.year, civil.month, 1});
    case Unit::kQuarter:
      return DayNumber({civil.year, static_cast<int8_t>((civil.month - 1) / 3 * 3 + 1), 1});
    case Unit::kYear:
      return DayNumber({civil.year, 1, 1});
  }
  return day;
}

int64_t AddUnits(int64_t day, int64_t n, Unit unit) {
  switch (unit) {
    case Unit::kMinute:
    case Unit::kHour:
    case Unit::kDay:
      return day + n;
    case Unit::kWeek:
      return day + 7 * n;
    case Unit::kMonth:
      return AddMonths(day, n);
    case Unit::kQuarter:
      return AddMonths(day, 3 * n);
    case Unit::kYear:
      return AddMonths(day, 12 * n);
  }
  return day;
}

int64_t InstantOf(int64_t day, int64_t micros, const Zone& zone) {
  if (day < kFirstDay) return kFirst;
  if (day > kLastDay) return kLast;
  return zone.Instant(day, micros);
}

int64_t ShiftDays(int64_t day, int64_t n, Unit unit, int64_t micros, const Zone& zone) {
  if (n < -kMaxUnits || n > kMaxUnits) return Saturated(n < 0);
  return InstantOf(AddUnits(day, n, unit), micros, zone);
}

uint64_t Mix(uint64_t state, uint64_t value) {
  uint64_t z = state + 0x9e3779b97f4a7c15ULL + value;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

TimeTermPtr Make(decltype(TimeTerm::value) value) {
  return std::make_shared<const TimeTerm>(TimeTerm{std::move(value)});
}

class Resolver {
 public:
  Resolver(int64_t as_of, const Zone& zone) : as_of_(as_of), zone_(zone) {}

  int64_t operator()(const TimeTerm::AsOf&) const { return as_of_; }
  int64_t operator()(const TimeTerm::Constant& term) const { return term.instant; }
  int64_t operator()(const TimeTerm::Wall& term) const {
    return InstantOf(term.day, term.micros, zone_);
  }
  int64_t operator()(const TimeTerm::StartOf& term) const {
    const int64_t base = Resolve(*term.base, as_of_, zone_);
    if (!IsCivil(base)) return Saturated(base < 0);
    const int64_t first = FirstDayOf(zone_.WallClock(base).day, term.unit);
    return ShiftDays(first, term.n, term.unit, 0, zone_);
  }
  int64_t operator()(const TimeTerm::Civil& term) const {
    const int64_t base = Resolve(*term.base, as_of_, zone_);
    if (!IsCivil(base)) return Saturated(base < 0);
    const Zone::Wall wall = zone_.WallClock(base);
    return ShiftDays(wall.day, term.n, term.unit, wall.micros, zone_);
  }
  int64_t operator()(const TimeTerm::Elapsed& term) const {
    const int64_t base = Resolve(*term.base, as_of_, zone_);
    if (base == kFirst || base == kLast) return base;
    return AddSaturating(base, term.micros);
  }

 private:
  int64_t as_of_;
  const Zone& zone_;
};

}  // namespace

TimeTermPtr AsOfTerm() { return Make(TimeTerm::AsOf{}); }
TimeTermPtr InstantTerm(int64_t instant) { return Make(TimeTerm::Constant{instant}); }
TimeTermPtr WallTerm(int64_t day, int64_t micros_of_day) {
  return Make(TimeTerm::Wall{day, micros_of_day});
}
TimeTermPtr StartOfTerm(TimeTermPtr base, Unit unit, int64_t n) {
  return Make(TimeTerm::StartOf{std::move(base), unit, n});
}
TimeTermPtr ElapsedTerm(TimeTermPtr base, int64_t micros) {
  return Make(TimeTerm::Elapsed{std::move(base), micros});
}

TimeTermPtr ShiftTerm(TimeTermPtr base, int64_t n, Unit unit) {
  if (unit == Unit::kMinute)
    return ElapsedTerm(std::move(base), MultiplySaturating(n, kMicrosPerMinute));
  if (unit == Unit::kHour)
    return ElapsedTerm(std::move(base), MultiplySaturating(n, kMicrosPerHour));
  return Make(TimeTerm::Civil{std::move(base), unit, n});
}

int64_t Resolve(const TimeTerm& term, int64_t as_of, const Zone& zone) {
  return std::visit(Resolver(as_of, zone), term.value);
}

bool SameTerm(const TimeTerm& a, const TimeTerm& b) {
  if (&a == &b) return true;
  if (a.value.index() != b.value.index()) return false;
  return std::visit(
      [&b](const auto& x) {
        using T = std::decay_t<decltype(x)>;
        const T& y = std::get<T>(b.value);
        if constexpr (std::is_same_v<T, TimeTerm::Constant>) return x.instant == y.instant;
        if constexpr (std::is_same_v<T, TimeTerm::Wall>)
          return x.day == y.day && x.micros == y.micros;
        if constexpr (std::is_same_v<T, TimeTerm::Elapsed>) {
          return x.micros == y.micros && SameTerm(*x.base, *y.base);
        }
        if constexpr (std::is_same_v<T, TimeTerm::StartOf> || std::is_same_v<T, TimeTerm::Civil>) {
          return x.unit == y.unit && x.n == y.n && SameTerm(*x.base, *y.base);
        }
        return true;
      },
      a.value);
}

uint64_t HashTerm(const TimeTerm& term) {
  const uint64_t kind = Mix(0, term.value.index());
  return std::visit(
      [kind](const auto& x) {
        using T = std::decay_t<decltype(x)>;
        if constexpr (std::is_same_v<T, TimeTerm::Constant>)
          return Mix(kind, static_cast<uint64_t>(x.instant));
        if constexpr (std::is_same_v<T, TimeTerm::Wall>) {
          return Mix(Mix(kind, static_cast<uint64_t>(x.day)), static_cast<uint64_t>(x.micros));
        }
        if constexpr (std::is_same_v<T, TimeTerm::Elapsed>) {
          return Mix(Mix(kind, static_cast<uint64_t>(x.micros)), HashTerm(*x.base));
        }
        if constexpr (std::is_same_v<T, TimeTerm::StartOf> || std::is_same_v<T, TimeTerm::Civil>) {
          return Mix(Mix(Mix(kind, static_cast<uint64_t>(x.unit)), static_cast<uint64_t>(x.n)),
                     HashTerm(*x.base));
        }
        return kind;
      },
      term.value);
}

}  // namespace seine
