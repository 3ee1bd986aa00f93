#include "query/time_term.h"

#include <limits>
#include <type_traits>
#include <utility>

#include "query/civil_units.h"

namespace seine {
namespace {

using Unit = TimeTerm::Unit;

constexpr int64_t kFirst = std::numeric_limits<int64_t>::min();
constexpr int64_t kLast = std::numeric_limits<int64_t>::max();

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
    if (term.day < kMinDay - 1) return kFirst;
    if (term.day > kMaxDay + 1) return kLast;
    return zone_.Instant(term.day, term.micros);
  }
  int64_t operator()(const TimeTerm::StartOf& term) const {
    return StartOfUnit(Resolve(*term.base, as_of_, zone_), term.n, term.unit, zone_);
  }
  int64_t operator()(const TimeTerm::Civil& term) const {
    return ShiftCivil(Resolve(*term.base, as_of_, zone_), term.n, term.unit, zone_);
  }
  int64_t operator()(const TimeTerm::Elapsed& term) const {
    const int64_t base = Resolve(*term.base, as_of_, zone_);
    if (base == kFirst || base == kLast) return base;
    return HeldWithinTime(AddSaturating(base, term.micros));
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
