#include "tests/testing/random_world.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

#include "tests/testing/oracle_time.h"

namespace seine::oracle {
namespace {

const std::vector<std::string>& Texts() {
  static const auto* const texts = new std::vector<std::string>{
      "a",       "A",          "b",    "vip",     "VIP",        "Taipei",      "taipei",
      "TAIPEI",  "新北市",     "新北", "é",       "e\u0301",    "É",           "Straße",
      "STRASSE", "100%",       "a_b",  "O'Brien", "say \"hi\"", "back\\slash", "x@y.com",
      "x@Y.com", "wine lover", "wine", "0",       "007",        "7",           " lead",
      "ﬁ",       "🍷",         "zz"};
  return *texts;
}

std::string DayText(int64_t day) {
  const CivilDate date = DateOfDay(day);
  char text[32];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", date.year, date.month, date.day);
  return text;
}

std::string RandomDayText(Dice& dice) {
  if (dice.Chance(0.03)) {
    return dice.Pick(
        std::vector<std::string>{"1900-02-28", "2000-02-29", "1969-12-31", "2036-02-29"});
  }
  // Few distinct days, and months' and quarters' ends among them.
  if (dice.Chance(0.3)) {
    return dice.Pick(std::vector<std::string>{"2011-08-31", "2011-09-01", "2011-09-30",
                                              "2011-10-01", "2011-12-31", "2012-01-01"});
  }
  return DayText(kDenseFirstDay + dice.Between(0, kDenseDays));
}

std::string RandomInteger(Dice& dice, bool extreme) {
  if (extreme && dice.Chance(0.1)) {
    return dice.Pick(std::vector<std::string>{"9223372036854775807", "-9223372036854775808",
                                              "9223372036854775806", "4294967296", "-2147483649"});
  }
  if (dice.Chance(0.6)) return std::to_string(dice.Between(-2, 6));
  return std::to_string(dice.Between(-1000, 100000));
}

std::string WithPoint(std::string digits, int scale) {
  if (scale == 0) return digits;
  const bool negative = digits[0] == '-';
  if (negative) digits.erase(0, 1);
  const auto places = static_cast<size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, ".");
  return negative ? "-" + digits : digits;
}

std::string RandomReal(Dice& dice) {
  if (dice.Chance(0.1)) {
    return dice.Pick(std::vector<std::string>{"1e300", "-1e300", "5e-324", "0.1", "-0.0",
                                              "9007199254740993", "0.30000000000000004"});
  }
  char text[32];
  std::snprintf(text, sizeof(text), "%.17g", static_cast<double>(dice.Between(-8, 400)) * 0.25);
  return text;
}

ColumnSchema RandomColumn(Dice& dice, ColumnType type, const std::string& name, size_t lookups) {
  ColumnSchema out;
  out.name = name;
  out.type = type;
  if (type == ColumnType::kDecimal) {
    out.scale = dice.Pick(std::vector<int>{0, 1, 2, 2, 3, 6, 18});
  }
  if (type == ColumnType::kSet) out.separator = "|";
  if (type == ColumnType::kCategory && lookups > 0 && dice.Chance(0.5)) {
    out.lookup = "look" + std::to_string(dice.Below(lookups));
  }
  return out;
}

// One of each type, or a few at random; names repeat between tables, so that the nearest must win.
std::vector<ColumnSchema> RandomColumns(Dice& dice, bool every_type, bool time, size_t lookups) {
  static const auto* const names = new std::vector<std::string>{
      "channel", "amount", "first", "city", "age",     "month", "odd name", "標籤",
      "note",    "score",  "kind",  "born", "segment", "x",     "y2",       "count"};
  static constexpr std::array<ColumnType, 9> kTypes = {
      ColumnType::kBool,    ColumnType::kCategory,  ColumnType::kText,
      ColumnType::kInteger, ColumnType::kDecimal,   ColumnType::kReal,
      ColumnType::kDate,    ColumnType::kTimestamp, ColumnType::kSet};
  std::vector<std::string> left = *names;
  auto take_name = [&] {
    const size_t at = dice.Below(left.size());
    std::string name = left[at];
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
    return name;
  };
  std::vector<ColumnSchema> out;
  const bool day = time && dice.Chance(0.12);  // the rows of a day are all of one time
  if (time)
    out.push_back(
        RandomColumn(dice, day ? ColumnType::kDate : ColumnType::kTimestamp, "at", lookups));
  if (every_type) {
    for (ColumnType type : kTypes) out.push_back(RandomColumn(dice, type, take_name(), lookups));
  }
  for (auto more = dice.Between(every_type ? 0 : 2, 5); more > 0; --more) {
    out.push_back(RandomColumn(dice, kTypes[dice.Below(kTypes.size())], take_name(), lookups));
  }
  return out;
}

// A column's own way of being full: never, sometimes or always missing, and how many distinct.
struct ColumnHabit {
  double missing;
  std::vector<std::string> pool;
  bool runs = false;  // each value of the pool once, in a long run
};

ColumnHabit HabitOf(Dice& dice, const TableSchema& table, const ColumnSchema& column) {
  ColumnHabit habit;
  habit.missing = dice.Pick(std::vector<double>{0, 0, 0.1, 0.1, 0.5, 0.9, 1.0});
  if (column.name == table.time) habit.missing = 0;
  for (auto n = dice.Between(1, 14); n > 0; --n) habit.pool.push_back(RandomCellText(dice, column));
  return habit;
}

TextCell CellOf(Dice& dice, const ColumnSchema& column, const ColumnHabit& habit) {
  if (dice.Chance(habit.missing)) return std::nullopt;
  if (column.type != ColumnType::kSet) return dice.Pick(habit.pool);
  std::string values = dice.Pick(habit.pool);
  for (auto more = dice.Between(0, 3); more > 0; --more) values += "|" + dice.Pick(habit.pool);
  return values;
}

void FillRows(Dice& dice, const TableSchema& schema, std::vector<TextRow> rows, TextTable* table,
              bool clustered = false) {
  std::vector<ColumnHabit> habits;
  for (const ColumnSchema& column : schema.columns) {
    habits.push_back(HabitOf(dice, schema, column));
    habits.back().runs = clustered && dice.Chance(0.5);
  }
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t c = 0; c < habits.size(); ++c) {
      const std::vector<std::string>& pool = habits[c].pool;
      rows[r].cells.push_back(habits[c].runs ? TextCell(pool[r * pool.size() / rows.size()])
                                             : CellOf(dice, schema.columns[c], habits[c]));
    }
    table->rows.push_back(std::move(rows[r]));
  }
}

void Shuffle(Dice& dice, std::vector<TextRow>* rows) {
  for (size_t i = rows->size(); i > 1; --i) std::swap((*rows)[i - 1], (*rows)[dice.Below(i)]);
}

// Rows for the children of a table: none for many parents, a lot for a few; in random order.
std::vector<TextRow> ChildRows(Dice& dice, const std::string& prefix, const TextTable& parents,
                               double mean) {
  std::vector<TextRow> rows;
  if (dice.Chance(0.05)) return rows;
  for (const TextRow& parent : parents.rows) {
    int64_t n = dice.Chance(0.4) ? 0 : dice.Between(0, static_cast<int64_t>(mean * 3.3));
    if (dice.Chance(0.01)) n *= 10;
    for (; n > 0; --n) rows.push_back({"", parent.key, {}});
  }
  Shuffle(dice, &rows);
  for (size_t i = 0; i < rows.size(); ++i) rows[i].key = prefix + std::to_string(i);
  return rows;
}

void FillMembers(Dice& dice, const WorldShape& shape, TextWorld* world) {
  const size_t members = shape.members;
  TableSchema& root = world->schema.tables[0];
  const bool integers = dice.Chance(0.5);
  root.key_type = integers ? KeyType::kInteger : KeyType::kText;
  std::vector<TextRow> rows;
  const auto shift = static_cast<int64_t>(dice.Below(members + 1));
  for (size_t i = 0; i < members; ++i) {
    const auto n = static_cast<int64_t>(i) - shift;
    rows.push_back(
        {integers ? std::to_string(n) : "m" + std::to_string(i * i % 7) + "-" + std::to_string(i),
         "",
         {}});
  }
  FillRows(dice, root, std::move(rows), &world->tables[0], shape.clustered);
  Shuffle(dice, &world->tables[0].rows);
}

void AddTables(Dice& dice, TextWorld* world, size_t lookups) {
  const bool root_time = dice.Chance(0.15);
  world->AddTable("members", "", root_time ? "at" : "",
                  RandomColumns(dice, true, root_time, lookups));
  const std::vector<std::string> histories = {"orders", "messages", "visits"};
  const std::vector<std::string> children = {"items", "clicks", "pages"};
  const std::vector<std::string> grandchildren = {"parts", "hits", "words"};
  for (auto h = static_cast<size_t>(dice.Between(1, 3)); h-- > 0;) {
    const bool time = dice.Chance(0.85);
    world->AddTable(histories[h], "members", time ? "at" : "",
                    RandomColumns(dice, dice.Chance(0.4), time, lookups));
    if (dice.Chance(0.35)) continue;
    const bool own_time = dice.Chance(0.3);
    world->AddTable(children[h], histories[h], own_time ? "at" : "",
                    RandomColumns(dice, dice.Chance(0.4), own_time, lookups));
    if (dice.Chance(0.7)) continue;
    world->AddTable(grandchildren[h], children[h], "", RandomColumns(dice, false, false, lookups));
  }
}

}  // namespace

std::string RandomZone(Dice& dice) {
  static const auto* const zones = new std::vector<std::string>{"UTC",
                                                                "Asia/Taipei",
                                                                "Europe/London",
                                                                "America/New_York",
                                                                "Asia/Kathmandu",
                                                                "America/Sao_Paulo",
                                                                "Australia/Lord_Howe",
                                                                "Pacific/Apia"};
  return dice.Pick(*zones);
}

std::string RandomInstantText(Dice& dice) {
  static const auto* const clocks =
      new std::vector<std::string>{"00:00", "00:00:00.000001", "23:59:59.999999", "08:00", "12:00",
                                   "02:30", "01:30:00",        "16:00",           "03:00"};
  if (dice.Chance(0.02)) return dice.Chance(0.5) ? "1902-01-01 00:00Z" : "2199-06-30 23:59:59Z";
  // Beginnings and ends of summer time.
  std::string day = dice.Chance(0.1) ? dice.Pick(std::vector<std::string>{
                                           "2011-10-30", "2011-11-06", "2011-10-16", "2011-10-02"})
                                     : RandomDayText(dice);
  return day + (dice.Chance(0.5) ? " " : "T") + dice.Pick(*clocks) + (dice.Chance(0.5) ? "Z" : "");
}

std::string RandomCellText(Dice& dice, const ColumnSchema& column) {
  switch (column.type) {
    case ColumnType::kBool:
      return dice.Chance(0.5) ? "true" : "false";
    case ColumnType::kCategory:
    case ColumnType::kText:
    case ColumnType::kSet:
      return dice.Pick(Texts());
    case ColumnType::kInteger:
      return RandomInteger(dice, true);
    case ColumnType::kDecimal:
      return WithPoint(RandomInteger(dice, true), column.scale);
    case ColumnType::kReal:
      return RandomReal(dice);
    case ColumnType::kDate:
      return RandomDayText(dice);
    case ColumnType::kTimestamp:
      return RandomInstantText(dice);
  }
  return "";
}

WorldShape SmallShape(Dice& dice) {
  WorldShape shape;
  shape.members = static_cast<size_t>(dice.Between(3, 40));
  if (dice.Chance(0.05)) shape.members = dice.Below(3);
  if (dice.Chance(0.05)) shape.members = 200;
  shape.rows_per_parent = dice.Pick(std::vector<double>{0.7, 1.5, 2.5});
  return shape;
}

TextWorld RandomWorld(Dice& dice, const WorldShape& shape) {
  TextWorld world;
  world.schema.timezone = RandomZone(dice);
  world.schema.as_of_data = dice.Chance(0.5);
  const size_t lookups = dice.Below(3);
  for (size_t l = 0; l < lookups; ++l) {
    // Only earlier lookups may be named: chains, no circles.
    world.AddLookup("look" + std::to_string(l), RandomColumns(dice, l == 0, false, l));
  }
  AddTables(dice, &world, lookups);
  for (size_t l = 0; l < lookups; ++l) {
    std::vector<TextRow> rows;
    for (const std::string& text : Texts()) {
      // "é" in its two normal forms is one key.
      if (dice.Chance(0.6) && text != "e\u0301") rows.push_back({text, "", {}});
    }
    FillRows(dice, world.schema.lookups[l], std::move(rows), &world.lookups[l]);
  }
  FillMembers(dice, shape, &world);
  for (size_t t = 1; t < world.tables.size(); ++t) {
    const TableSchema& schema = world.schema.tables[t];
    const TextTable& parents = world.tables[static_cast<size_t>(schema.parent)];
    FillRows(dice, schema, ChildRows(dice, schema.name, parents, shape.rows_per_parent),
             &world.tables[t]);
  }
  world.calendars = RandomCalendars(dice);
  for (const auto& [window, ranges] : world.calendars) {
    const auto& [name, year] = window;
    auto found = std::ranges::find(world.schema.calendars, name, &CalendarSchema::name);
    if (found == world.schema.calendars.end())
      found = world.schema.calendars.insert(found, CalendarSchema{name, {}, {}});
    for (const auto& range : ranges)
      found->years[static_cast<int>(year)].push_back(
          {DayNumberOf(range.first), DayNumberOf(range.second)});
  }
  return world;
}

}  // namespace seine::oracle
