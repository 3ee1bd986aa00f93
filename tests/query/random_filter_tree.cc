#include "tests/query/random_filter_tree.h"

#include <memory>
#include <utility>

#include "query/weekdays.h"

namespace seine::testing {

using filter::Aggregate;
using filter::AggregateFunction;
using filter::Ago;
using filter::And;
using filter::Anniversary;
using filter::Arithmetic;
using filter::ArithmeticOp;
using filter::AsOf;
using filter::Before;
using filter::Between;
using filter::BetweenPeriod;
using filter::Boolean;
using filter::Bucket;
using filter::CalendarPeriod;
using filter::Compare;
using filter::CompareOp;
using filter::Constant;
using filter::DatePart;
using filter::DatePartKind;
using filter::DayAgo;
using filter::Decimal;
using filter::DistinctPeriods;
using filter::Elapsed;
using filter::Else;
using filter::Exists;
using filter::Expr;
using filter::FromTo;
using filter::Gap;
using filter::GapFunction;
using filter::Has;
using filter::HasMode;
using filter::In;
using filter::Instant;
using filter::Integer;
using filter::KOf;
using filter::LiteralValue;
using filter::Model;
using filter::ModelKind;
using filter::Month;
using filter::NamedDay;
using filter::NamedList;
using filter::Negate;
using filter::Not;
using filter::NTile;
using filter::Or;
using filter::OwnKey;
using filter::Parameter;
using filter::PeriodValue;
using filter::PopulationFunction;
using filter::PopulationValue;
using filter::Quantifier;
using filter::Quarter;
using filter::Rank;
using filter::RetailWindow;
using filter::RollingPeriod;
using filter::RowPick;
using filter::Score;
using filter::Segment;
using filter::Since;
using filter::Size;
using filter::Text;
using filter::TextOp;
using filter::TextTest;
using filter::TimeUnit;
using filter::WallTime;
using filter::Weekday;

using FilterList = filter::List;
using FilterPath = filter::Path;
using FilterRows = filter::Rows;
using FilterCount = filter::Count;
using FilterDuration = filter::Duration;
using FilterPeriod = filter::Period;
using FilterLiteral = filter::Literal;
using FilterSequence = filter::Sequence;

namespace {

// Keywords of every place beside plain and odd names: a name may be any of them.
constexpr const char* kWords[] = {
    "a",        "amount",   "orders",    "items",       "新北市",   "été",      "x_1",
    "member",   "today",    "yesterday", "since",       "before",   "from",     "to",
    "last",     "next",     "this",      "previous",    "day",      "days",     "month",
    "year",     "weekday",  "date",      "first",       "latest",   "nth",      "count",
    "sum",      "avg",      "gap",       "score",       "of",       "OF",       "at",
    "least",    "exactly",  "sequence",  "then",        "top",      "bottom",   "none",
    "only",     "missing",  "exists",    "has",         "contains", "starts",   "with",
    "like",     "else",     "per",       "among",       "segment",  "list",     "calendar",
    "member",   "distinct", "sat",       "sunday",      "and",      "In",       "where",
    "everyone", "odd name", "a.b",       "back`tick",   "1st",      "ignoring", "case",
    "ago",      "within",   "start",     "anniversary", "holding",  "each",     "the",
    "include",  "exclude",  "MEMBER"};

constexpr const char* kTexts[] = {
    "",     "Taipei",      "新北市", "it's",         "say \"hi\"", "\\d+", "a\\\\b", "end\\",
    "\\\"", "line\nbreak", "tab\t",  "# no comment", "$x",         "`",    "😀",     "\\'"};

}  // namespace

std::string RandomFilterTree::Word() { return kWords[Below(static_cast<int>(std::size(kWords)))]; }

Name RandomFilterTree::AnyName() { return {Word(), {}}; }

Expr RandomFilterTree::Any(int depth) {
  if (depth <= 1) return Leaf();
  switch (Below(4)) {
    case 0:
      return Value(depth - 1);
    case 1:
      return Population(depth - 1);
    case 2:
      return Test(depth - 1);
    default:
      return Join(depth - 1);
  }
}

Expr RandomFilterTree::Maybe(int depth) { return Coin() ? Any(depth) : Expr(); }

std::vector<Expr> RandomFilterTree::Several(int least, int depth) {
  std::vector<Expr> several;
  for (int n = least + Below(3); n > 0; --n) several.push_back(Any(depth));
  return several;
}

LiteralValue RandomFilterTree::Number(bool may_be_negative) {
  static constexpr const char* kDigits[] = {
      "0", "1", "5", "42", "2011", "9223372036854775808", "123456789012345678901234567890"};
  std::string digits = kDigits[Below(7)];
  if (may_be_negative && digits != "0" && Coin()) digits.insert(0, "-");
  if (Coin()) return Integer{digits};
  return Decimal{digits, 1 + Below(4)};
}

LiteralValue RandomFilterTree::Literal() {
  const filter::Day day{static_cast<int16_t>(1 + Below(9999)), static_cast<int8_t>(1 + Below(12)),
                        static_cast<int8_t>(1 + Below(28))};
  static constexpr int64_t kMicros[] = {0, 28'800'000'000, 28'830'000'000,
                                        1, 86'399'999'999, 500'000};
  switch (Below(9)) {
    case 0:
      return day;
    case 1:
      return Month{day.year, day.month};
    case 2:
      return Quarter{day.year, static_cast<int8_t>(1 + Below(4))};
    case 3:
      return WallTime{day, kMicros[Below(6)]};
    case 4:
      return Instant{kMicros[Below(6)] * (Coin() ? 1 : -1) +
                     int64_t{Below(20'000)} * 86'400'000'000};
    case 5:
      return Boolean{Coin()};
    case 6:
    case 7:
      return Text{kTexts[Below(static_cast<int>(std::size(kTexts)))]};
    default:
      return Number(/*may_be_negative=*/true);
  }
}

Expr RandomFilterTree::NumberOrParameter(bool may_be_negative) {
  if (Below(4) == 0) return Expr::Make(Parameter{"p1"});
  return Expr::Make(FilterLiteral{Number(may_be_negative), {}});
}

Expr RandomFilterTree::Leaf() {
  switch (Below(8)) {
    case 0:
    case 1:
      return Expr::Make(FilterLiteral{Literal(), {}});
    case 2:
      return Expr::Make(Parameter{"day"});
    case 3:
      return Expr::Make(Constant{Coin()});
    case 4:
      return Expr::Make(Segment{"vip \"gold\""});
    case 5:
      return Coin() ? Expr::Make(Duration()) : Expr::Make(Ago{Duration()});
    default:
      return Expr::Make(Path(0));
  }
}

FilterPath RandomFilterTree::Path(int depth) {
  FilterPath path;
  if (depth > 0 && Below(4) == 0) {
    RowPick pick;
    pick.kind = static_cast<RowPick::Kind>(Below(3));
    pick.rows = Rows(depth - 1);
    if (pick.kind == RowPick::Kind::kNth) {
      pick.n = Count(/*may_be_negative=*/true);
      if (!pick.n.parameter && pick.n.value == 0) pick.n.value = -1;
    }
    path.pick = std::make_shared<const RowPick>(std::move(pick));
  }
  for (int n = path.pick ? Below(3) : 1 + Below(2); n > 0; --n) path.names.push_back(AnyName());
  return path;
}

FilterRows RandomFilterTree::Rows(int depth) {
  FilterRows rows;
  rows.path = Path(depth - 1);
  if (Below(3) == 0) rows.alias = AnyName();
  if (depth > 0) rows.where = Maybe(depth - 1);
  return rows;
}

FilterCount RandomFilterTree::Count(bool may_be_negative) {
  if (Below(5) == 0) return {0, Name{"n", {}}};
  const int64_t value = Below(3) == 0 ? 1 : Below(400);
  return {may_be_negative && Coin() ? -value : value, {}};
}

FilterDuration RandomFilterTree::Duration() { return {Count(), Unit()}; }

Expr RandomFilterTree::Value(int depth) {
  switch (Below(13)) {
    case 0:
      return Expr::Make(Negate{Any(depth)});
    case 1:
    case 2:
      return Expr::Make(Arithmetic{static_cast<ArithmeticOp>(Below(4)), Any(depth), Any(depth)});
    case 3:
      return Expr::Make(Else{Several(2, depth)});
    case 4:
      return Expr::Make(DatePart{static_cast<DatePartKind>(Below(8)), Any(depth)});
    case 5:
      return Expr::Make(Elapsed{Unit(), Any(depth), Maybe(depth)});
    case 6:
      return Expr::Make(Bucket{Count(), "spring test"});
    case 7:
    case 8:
      return Expr::Make(
          Aggregate{static_cast<AggregateFunction>(Below(7)), Maybe(depth), Rows(depth)});
    case 9:
      return Expr::Make(DistinctPeriods{Unit(), Maybe(depth), Rows(depth)});
    case 10:
      return Expr::Make(Size{Path(depth)});
    case 11:
      return Expr::Make(Gap{static_cast<GapFunction>(Below(4)), Rows(depth)});
    default:
      return Expr::Make(Path(depth));
  }
}

Expr RandomFilterTree::Population(int depth) {
  std::optional<FilterPath> per;
  if (Coin()) per = Path(depth);
  switch (Below(4)) {
    case 0:
      return Expr::Make(Rank{Any(depth), static_cast<Rank::Direction>(Below(2)),
                             static_cast<Rank::Measure>(Below(3)), NumberOrParameter(false), per,
                             Maybe(depth), Coin()});
    case 1:
      return Expr::Make(NTile{Count(), Any(depth), per, Maybe(depth)});
    case 2: {
      const auto function = static_cast<PopulationFunction>(Below(4));
      const bool percentile = function == PopulationFunction::kPercentile;
      return Expr::Make(PopulationValue{
          function, Any(depth), percentile ? NumberOrParameter(true) : Expr(), Maybe(depth)});
    }
    default: {
      Model model{
          static_cast<ModelKind>(Below(4)), Rows(depth), Several(0, depth), {}, per, Maybe(depth)};
      if (Coin()) model.field = AnyName();
      if (Coin()) {
        const Expr list = List(depth, false, false);
        const auto* values = list.As<FilterList>();
        if (values->literals.size() + values->others.size() > 1) model.arguments.push_back(list);
      }
      return Expr::Make(std::move(model));
    }
  }
}

// What IsWeekday() knows.
Expr RandomFilterTree::WeekdayValue(int depth) {
  const Expr part = Expr::Make(DatePart{DatePartKind::kWeekday, Any(depth)});
  switch (depth > 1 ? Below(6) : 0) {
    case 1:
      return Expr::Make(Aggregate{AggregateFunction::kMode, part, Rows(depth - 1)});
    case 2:
      return Expr::Make(Else{{part, Operand(part, depth - 1)}});
    case 3:
      return Expr::Make(PopulationValue{PopulationFunction::kPercentile, part,
                                        NumberOrParameter(false), Maybe(depth - 1)});
    default:
      return part;
  }
}

Expr RandomFilterTree::Subject(int depth) {
  return Below(5) == 0 ? WeekdayValue(depth) : Any(depth);
}

Expr RandomFilterTree::Operand(const Expr& subject, int depth) {
  if (IsWeekday(subject) && Coin()) {
    return Expr::Make(FilterLiteral{Weekday{static_cast<int8_t>(1 + Below(7))}, {}});
  }
  return Any(depth);
}

// After `in each of` and `anniversary in`.
Expr RandomFilterTree::Periods(int depth) {
  switch (Below(6)) {
    case 0:
      return List(depth, true, false);
    case 1:
      return Expr::Make(Parameter{"p"});
    case 2:
      return Expr::Make(FilterLiteral{Month{2011, 9}, {}});
    default:
      return Period(depth);
  }
}

Expr RandomFilterTree::List(int depth, bool periods, bool weekdays) {
  FilterList list;
  for (int n = Below(4); n > 0; --n) {
    if (weekdays && Coin()) {
      list.literals.push_back({Weekday{static_cast<int8_t>(1 + Below(7))}, {}});
    } else {
      list.literals.push_back({Literal(), {}});
    }
  }
  for (int n = list.literals.empty() ? 1 : Below(3); n > 0; --n) {
    Expr other = periods && Coin() ? Period(depth) : Any(depth);
    if (const auto* literal = other.As<FilterLiteral>()) {
      list.literals.push_back(*literal);
    } else {
      list.others.push_back(std::move(other));
    }
  }
  return Expr::Make(std::move(list));
}

Expr RandomFilterTree::Set(int depth, bool periods, bool weekdays) {
  switch (Below(periods ? 6 : 4)) {
    case 0:
      return Expr::Make(NamedList{"uploaded"});
    case 1:
      return Expr::Make(Parameter{"p"});
    case 2:
      return Expr::Make(Path(depth));
    case 4:
      return Period(depth);
    case 5:
      return Expr::Make(FilterLiteral{Month{2011, 9}, {}});
    default:
      return List(depth, periods, weekdays);
  }
}

Expr RandomFilterTree::Period(int depth) {
  const auto make = [](PeriodValue value) { return Expr::Make(FilterPeriod{std::move(value)}); };
  switch (Below(9)) {
    case 0:
      return make(RollingPeriod{static_cast<RollingPeriod::Direction>(Below(2)), Count(), Unit()});
    case 1:
      return make(NamedDay{static_cast<NamedDay::Which>(Below(2))});
    case 2:
      return make(CalendarPeriod{static_cast<CalendarPeriod::Which>(Below(2)), Count(),
                                 static_cast<TimeUnit>(3 + Below(4))});
    case 3:
      return make(DayAgo{Count()});
    case 4:
      return make(Since{Any(depth)});
    case 5:
      return make(Before{Any(depth)});
    case 6:
      return make(FromTo{Any(depth), Any(depth)});
    case 7:
      return make(BetweenPeriod{Any(depth), Any(depth)});
    default:
      return make(RetailWindow{"double-11", Count()});
  }
}

Expr RandomFilterTree::Test(int depth) {
  Expr subject = Subject(depth);
  const bool weekday = IsWeekday(subject);
  switch (Below(8)) {
    case 0:  // the constant, or a name like one, on the left
      if (weekday) {
        return Expr::Make(
            Compare{static_cast<CompareOp>(Below(6)), Operand(subject, depth), subject, false});
      }
      [[fallthrough]];
    case 1:
      return Expr::Make(Compare{static_cast<CompareOp>(Below(6)), subject, Operand(subject, depth),
                                Below(4) == 0});
    case 2:
      return Expr::Make(Between{subject, Operand(subject, depth), Operand(subject, depth), Coin(),
                                Below(4) == 0});
    case 3: {
      if (Below(4) == 0) {
        subject = Expr::Make(OwnKey{});
        return Expr::Make(In{subject, Set(depth, true, false), Coin(), Below(4) == 0});
      }
      return Expr::Make(In{subject, Set(depth, true, weekday), Coin(), Below(4) == 0});
    }
    case 4:
      return Expr::Make(TextTest{static_cast<TextOp>(Below(5)), subject, Operand(subject, depth),
                                 Coin(), Coin()});
    case 5: {
      const auto mode = static_cast<HasMode>(Below(5));
      Expr value = mode == HasMode::kValue ? Operand(subject, depth) : Set(depth, false, weekday);
      return Expr::Make(Has{mode, subject, std::move(value), Coin(), Coin()});
    }
    case 6:
      return Expr::Make(Exists{subject, Coin()});
    default:
      return Expr::Make(Anniversary{subject, Periods(depth), Coin()});
  }
}

Expr RandomFilterTree::Sequence(int depth) {
  FilterSequence sequence;
  const int steps = 2 + Below(3);
  const int positive = Below(steps);
  for (int i = 0; i < steps; ++i) {
    FilterSequence::Step step;
    step.negative = i != positive && Coin();
    step.at_or_after = i > 0 && Coin();
    step.rows = Rows(depth);
    if ((i > 0 || step.negative) && Coin()) step.within = Duration();
    step.of_start = i > 0 && step.within && Coin();
    sequence.steps.push_back(std::move(step));
  }
  return Expr::Make(std::move(sequence));
}

Expr RandomFilterTree::Join(int depth) {
  switch (Below(9)) {
    case 0:
    case 1:
      return Expr::Make(And{Several(2, depth)});
    case 2:
      return Expr::Make(Or{Several(2, depth)});
    case 3:
      return Expr::Make(Not{Any(depth)});
    case 4:
      return Expr::Make(KOf{static_cast<KOf::Bound>(Below(3)), Count(), Several(1, depth)});
    case 5: {
      Score score;
      for (int n = 1 + Below(3); n > 0; --n)
        score.terms.push_back({NumberOrParameter(true), Any(depth)});
      return Expr::Make(std::move(score));
    }
    case 6:
      return Sequence(depth);
    case 7:
      return Expr::Make(AsOf{Any(depth), Any(depth)});
    default: {
      Quantifier quantifier{static_cast<Quantifier::Kind>(Below(3)), Rows(depth), {}};
      if (Below(3) == 0) quantifier.each = Periods(depth);
      return Expr::Make(std::move(quantifier));
    }
  }
}

}  // namespace seine::testing
