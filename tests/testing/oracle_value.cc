#include "tests/testing/oracle_value.h"

#include <cmath>

namespace seine::oracle {
namespace {

template <typename T>
int Sign(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

}  // namespace

double RealOf(const Value& numeric) {
  if (const auto* exact = std::get_if<Fraction>(&numeric)) return exact->ToDouble();
  return std::get<double>(numeric);
}

Value RealValue(double real) {
  if (std::isnan(real)) return Missing{};
  return real == 0 ? 0.0 : real;
}

Value AsTime(Value value) {
  if (const auto* days = std::get_if<DaySpan>(&value)) return DayValue{days->first};
  return value;
}

int64_t InstantOf(const Value& time, const OracleZone& zone) {
  if (const auto* day = std::get_if<DayValue>(&time)) return zone.Midnight(day->day);
  return std::get<InstantValue>(time).micros;
}

std::optional<DaySpan> YearOf(const Value& v) {
  const auto* number = std::get_if<Fraction>(&v);
  int64_t year = 0;
  if (number == nullptr || !number->ToInt64(&year) || year < 1 || year > 9999) return std::nullopt;
  const int64_t first = DayNumberOf({static_cast<int>(year), 1, 1});
  return DaySpan{first, DayNumberOf({static_cast<int>(year), 12, 31}) + 1};
}

void ReadYear(const Value& beside, Value* v) {
  if (!IsTime(beside)) return;
  if (const auto year = YearOf(*v)) *v = *year;
}

std::optional<int> Order(const Value& a, const Value& b, const OracleZone& zone) {
  if (IsNumeric(a) && IsNumeric(b)) {
    const auto* x = std::get_if<Fraction>(&a);
    const auto* y = std::get_if<Fraction>(&b);
    if (x != nullptr && y != nullptr) return x->Compare(*y);
    return Sign(RealOf(a), RealOf(b));
  }
  if (IsTime(a) && IsTime(b)) {
    const auto* x = std::get_if<DayValue>(&a);
    const auto* y = std::get_if<DayValue>(&b);
    if (x != nullptr && y != nullptr) return Sign(x->day, y->day);
    return Sign(InstantOf(a, zone), InstantOf(b, zone));
  }
  if (a.index() != b.index()) return std::nullopt;
  if (const auto* x = std::get_if<std::string>(&a)) return Sign(*x, std::get<std::string>(b));
  if (const auto* x = std::get_if<bool>(&a)) return Sign(*x, std::get<bool>(b));
  return std::nullopt;
}

int Position(const Value& time, const Value& span, const OracleZone& zone) {
  const auto* day = std::get_if<DayValue>(&time);
  const auto* days = std::get_if<DaySpan>(&span);
  if (day != nullptr && days != nullptr) {
    return day->day < days->first ? -1 : (day->day < days->end ? 0 : 1);
  }
  TimeSpan instants;
  if (days != nullptr) {
    instants = {zone.Midnight(days->first), zone.Midnight(days->end)};
  } else {
    instants = std::get<TimeSpan>(span);
  }
  const int64_t instant = InstantOf(time, zone);
  if (instants.start && instant < *instants.start) return -1;
  return instants.end && instant >= *instants.end ? 1 : 0;
}

}  // namespace seine::oracle
