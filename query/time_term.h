// A symbolic instant: what a filter says of time before as_of and the zone are known.
//
// Terms form small immutable trees: an end (as_of, an instant, a wall clock) under any number of
// shifts. Binding makes them, Ground() resolves them, once per query. Values; shared; safe from
// many threads.
#ifndef SEINE_QUERY_TIME_TERM_H_
#define SEINE_QUERY_TIME_TERM_H_

#include <cstdint>
#include <memory>
#include <variant>

#include "engine/civil_time.h"
#include "query/path.h"

namespace seine {

struct TimeTerm;
using TimeTermPtr = std::shared_ptr<const TimeTerm>;

struct TimeTerm {
  using Unit = filter::TimeUnit;

  // The query's as_of.
  struct AsOf {};
  // Microseconds since the epoch.
  struct Constant {
    int64_t instant = 0;
  };
  // A wall clock in the query's zone: days since 1970-01-01, microseconds of the day.
  struct Wall {
    int64_t day = 0;
    int64_t micros = 0;
  };
  // Midnight of the first day of the day, week (Monday), month, quarter or year that contains
  // `base`, n such units on.
  struct StartOf {
    TimeTermPtr base;
    Unit unit = Unit::kDay;  // kDay or longer
    int64_t n = 0;
  };
  // The same wall clock n civil units on (kDay or longer); months clamp to their last day.
  struct Civil {
    TimeTermPtr base;
    Unit unit = Unit::kDay;
    int64_t n = 0;
  };
  // So many microseconds on.
  struct Elapsed {
    TimeTermPtr base;
    int64_t micros = 0;
  };

  std::variant<AsOf, Constant, Wall, StartOf, Civil, Elapsed> value;
};

TimeTermPtr AsOfTerm();
TimeTermPtr InstantTerm(int64_t instant);
TimeTermPtr WallTerm(int64_t day, int64_t micros_of_day);
TimeTermPtr StartOfTerm(TimeTermPtr base, TimeTerm::Unit unit, int64_t n = 0);
// n units later (negative: earlier) as LANGUAGE has it: civil from days on, elapsed for hours and
// minutes.
TimeTermPtr ShiftTerm(TimeTermPtr base, int64_t n, TimeTerm::Unit unit);
TimeTermPtr ElapsedTerm(TimeTermPtr base, int64_t micros);

// The instant, at the beginning or end of time where it would lie beyond (query/civil_units.h).
int64_t Resolve(const TimeTerm& term, int64_t as_of, const Zone& zone);

// Structural, whatever pointers are shared.
bool SameTerm(const TimeTerm& a, const TimeTerm& b);
uint64_t HashTerm(const TimeTerm& term);

}  // namespace seine

#endif  // SEINE_QUERY_TIME_TERM_H_
