#include "engine/schema_calendars.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/nearest_name.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

constexpr size_t kMostRanges = 366;  // of one year
constexpr char kLeapYear[] = "2000-";

std::optional<int64_t> DayFrom(const std::string& text) { return ParseIsoDay(text); }

std::optional<MonthDay> MonthDayFrom(const std::string& text) {
  const std::optional<int64_t> day = ParseIsoDay(kLeapYear + text);
  if (!day) return std::nullopt;
  const CivilDay civil = DayOf(*day);
  return MonthDay{civil.month, civil.day};
}

std::string MonthDayText(MonthDay day) {
  return FormatDay(DayNumber({2000, day.month, day.day})).substr(sizeof(kLeapYear) - 1);
}

// Four digits, as days are written.
std::optional<int> YearFrom(const std::string& key) {
  const std::optional<int64_t> day = ParseIsoDay(key + "-01-01");
  return day ? std::optional<int>(DayOf(*day).year) : std::nullopt;
}

// One pair of days, or a list of pairs. `example` is such a pair, for messages.
template <typename Range, typename Parse>
absl::Status ReadRanges(const SchemaSection& section, const std::string& key,
                        const SchemaJson& json, Parse parse, std::string_view example,
                        std::vector<Range>* ranges) {
  const auto wrong = [&](const SchemaJson& found) {
    return section.Expected(key,
                            absl::StrCat("the first and the last day, such as ", ToAbsl(example),
                                         ", or a list of such pairs"),
                            found);
  };
  if (!json.is_array() || json.empty()) return wrong(json);
  const SchemaJson pairs = json[0].is_array() ? json : SchemaJson::array({json});
  for (const SchemaJson& pair : pairs) {
    if (!pair.is_array() || pair.size() != 2) return wrong(pair);
    Range range;
    for (const size_t end : {0, 1}) {
      if (!pair[end].is_string()) return wrong(pair[end]);
      const auto day = parse(pair[end].get<std::string>());
      if (!day) return wrong(pair[end]);
      (end == 0 ? range.first : range.last) = *day;
    }
    ranges->push_back(range);
  }
  return absl::OkStatus();
}

absl::Status ReadCalendar(const SchemaJson& json, const std::string& place,
                          CalendarSchema* calendar) {
  absl::StatusOr<SchemaSection> section = SchemaSection::Of(json, place);
  if (!section.ok()) return section.status();
  for (const auto& [key, days] : json.items()) {
    absl::Status status;
    if (key == "every") {
      status =
          ReadRanges(*section, key, days, MonthDayFrom, R"(["05-01", "05-07"])", &calendar->every);
    } else if (const std::optional<int> year = YearFrom(key)) {
      status = ReadRanges(*section, key, days, DayFrom, R"(["2025-05-01", "2025-05-07"])",
                          &calendar->years[*year]);
    } else {
      const std::string known[] = {"every"};
      const std::string hint = DidYouMean(key, known);
      status = WrongSchema(
          place,
          absl::StrCat("unknown key `", key, "`",
                       hint.empty() ? "; known are years, such as `2025`, and `every`" : hint));
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

template <typename Range>
SchemaJson RangesJson(const std::vector<Range>& ranges,
                      std::string (*text)(decltype(Range::first))) {
  SchemaJson pairs = SchemaJson::array();
  for (const Range& range : ranges) {
    pairs.push_back(SchemaJson::array({text(range.first), text(range.last)}));
  }
  return pairs.size() == 1 ? pairs[0] : pairs;
}

bool Exists(int64_t day) { return day >= kMinDay && day <= kMaxDay; }

absl::Status CheckYear(int year, const std::vector<DayRange>& ranges, const std::string& place) {
  for (const DayRange& range : ranges) {
    if (!Exists(range.first) || !Exists(range.last)) {
      return WrongSchema(place, "a day lies outside of the years 1 to 9999");
    }
    if (range.last < range.first) {
      return WrongSchema(place, absl::StrCat("the last day, ", FormatDay(range.last),
                                             ", comes before the first, ", FormatDay(range.first)));
    }
    if (DayOf(range.first).year > year || DayOf(range.last).year < year) {
      return WrongSchema(place, absl::StrCat("no day from ", FormatDay(range.first), " to ",
                                             FormatDay(range.last), " lies in ", year));
    }
  }
  return absl::OkStatus();
}

template <typename Range>
absl::Status CheckSize(const std::vector<Range>& ranges, const std::string& place) {
  if (ranges.empty()) return WrongSchema(place, "there are no days");
  if (ranges.size() > kMostRanges) return WrongSchema(place, "there are more than 366 pairs");
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadCalendars(SchemaSection* top, std::vector<CalendarSchema>* calendars) {
  const SchemaJson* json = top->Find("calendars");
  if (json == nullptr) return absl::OkStatus();
  const absl::StatusOr<SchemaSection> all = SchemaSection::Of(*json, "calendars");
  if (!all.ok()) return all.status();
  for (const auto& [name, value] : json->items()) {
    CalendarSchema& calendar = calendars->emplace_back();
    calendar.name = NormalizeNfc(name);
    const absl::Status status = ReadCalendar(value, all->PlaceOf(name), &calendar);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

SchemaJson CalendarJson(const CalendarSchema& calendar) {
  SchemaJson json = SchemaJson::object();
  for (const auto& [year, ranges] : calendar.years) {
    const std::string key = FormatDay(DayNumber({year, 1, 1})).substr(0, 4);
    json[key] = RangesJson(ranges, FormatDay);
  }
  if (!calendar.every.empty()) json["every"] = RangesJson(calendar.every, MonthDayText);
  return json;
}

absl::Status CheckCalendar(const CalendarSchema& calendar) {
  const std::string place = absl::StrCat("calendars.", calendar.name);
  if (calendar.years.empty() && calendar.every.empty()) {
    return WrongSchema(place, "it has no days; known are years, such as `2025`, and `every`");
  }
  for (const auto& [year, ranges] : calendar.years) {
    const std::string at = absl::StrCat(place, ".", year);
    absl::Status status = CheckSize(ranges, at);
    status.Update(CheckYear(year, ranges, at));
    if (!status.ok()) return status;
  }
  if (calendar.every.empty()) return absl::OkStatus();
  const std::string at = absl::StrCat(place, ".every");
  for (const YearlyDays& days : calendar.every) {
    for (const MonthDay day : {days.first, days.last}) {
      if (!ValidDay(2000, day.month, day.day)) return WrongSchema(at, "there is no such day");
    }
  }
  return CheckSize(calendar.every, at);
}

}  // namespace seine
