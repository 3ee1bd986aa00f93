// ParseAsOf: what --as-of takes.

#include <optional>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "query/filter.h"
#include "query/query.h"
#include "query/time_literal.h"

namespace seine {
namespace {

using filter::Overloaded;

// The start of a period literal, or the instant; absent for anything that is no time.
std::optional<int64_t> StartOf(const filter::LiteralValue& literal, const Zone& zone) {
  auto midnight = [&zone](int year, int month, int day) {
    return zone.Midnight(DayNumber({year, static_cast<int8_t>(month), static_cast<int8_t>(day)}));
  };
  return std::visit(
      Overloaded{
          [&](const filter::Day& d) -> std::optional<int64_t> {
            return midnight(d.year, d.month, d.day);
          },
          [&](const filter::Month& m) -> std::optional<int64_t> {
            return midnight(m.year, m.month, 1);
          },
          [&](const filter::Quarter& q) -> std::optional<int64_t> {
            return midnight(q.year, q.quarter * 3 - 2, 1);
          },
          [&](const filter::WallTime& w) -> std::optional<int64_t> {
            return zone.Instant(DayNumber({w.day.year, w.day.month, w.day.day}), w.micros);
          },
          [](const filter::Instant& i) -> std::optional<int64_t> { return i.micros; },
          [](const filter::Integer&) -> std::optional<int64_t> { return std::nullopt; },
          [](const filter::Decimal&) -> std::optional<int64_t> { return std::nullopt; },
          [](const filter::Text&) -> std::optional<int64_t> { return std::nullopt; },
          [](const filter::Boolean&) -> std::optional<int64_t> { return std::nullopt; },
          [](const filter::Weekday&) -> std::optional<int64_t> { return std::nullopt; },
      },
      literal);
}

}  // namespace

absl::StatusOr<int64_t> ParseAsOf(const Snapshot& snapshot, std::string_view text,
                                  std::string_view timezone, int64_t now) {
  if (text == "now") return now;
  const absl::StatusOr<Zone> zone =
      Zone::Load(timezone.empty() ? std::string_view(snapshot.schema().timezone) : timezone);
  if (!zone.ok()) return zone.status();
  if (text == "data") {
    if (const std::optional<int64_t> end = snapshot.DataEnd(*zone)) return *end;
    return absl::InvalidArgumentError(
        "as of \"data\": no table of this store has a time and a row; name a moment instead");
  }
  size_t length = 0;
  if (StartsTimeLiteral(text)) {
    const absl::StatusOr<filter::LiteralValue> literal = ReadTimeLiteral(text, &length);
    if (literal.ok() && length == text.size()) {
      if (const auto start = StartOf(*literal, *zone)) return *start;
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("as of \"", ToAbsl(text),
                   "\" is not a moment; expected now, data, a day (2011-12-10) or a time "
                   "(2011-12-10 08:00, 2011-12-10T08:00Z)"));
}

}  // namespace seine
