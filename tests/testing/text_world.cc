#include "tests/testing/text_world.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <utility>

#include "tests/testing/oracle_text.h"
#include "tests/testing/oracle_time.h"

namespace seine::oracle {
namespace {

int64_t ReadDay(const std::string& text) {
  CivilDate date;
  std::sscanf(text.c_str(), "%d-%d-%d", &date.year, &date.month, &date.day);
  return DayNumberOf(date);
}

// 2011-09-11[ 08:00[:00[.123456]]][Z]
int64_t ReadInstant(const std::string& text, const OracleZone& zone) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::string fraction = "000000";
  if (text.size() > 11) std::sscanf(text.c_str() + 11, "%d:%d:%d", &hour, &minute, &second);
  if (const size_t point = text.find('.'); point != std::string::npos) {
    const size_t digits = text.find_first_not_of("0123456789", point + 1) - point - 1;
    fraction = text.substr(point + 1, digits);
    fraction.resize(6, '0');
  }
  const int64_t micros =
      ((hour * 60 + minute) * 60 + second) * int64_t{1'000'000} + std::atoll(fraction.c_str());
  const int64_t day = ReadDay(text);
  return text.back() == 'Z' ? day * kDayMicros + micros : zone.InstantAt(day, micros);
}

int64_t ReadDecimal(std::string text, int scale) {
  const size_t point = text.find('.');
  size_t digits = 0;
  if (point != std::string::npos) {
    digits = text.size() - point - 1;
    text.erase(point, 1);
  }
  text.append(static_cast<size_t>(scale) - digits, '0');
  return std::atoll(text.c_str());
}

OptionalCell ReadCell(const ColumnSchema& column, const TextCell& cell, const OracleZone& zone) {
  if (!cell) return std::nullopt;
  switch (column.type) {
    case ColumnType::kBool:
      return *cell == "true";
    case ColumnType::kCategory:
    case ColumnType::kText:
      return Nfc(*cell);
    case ColumnType::kInteger:
      return std::atoll(cell->c_str());
    case ColumnType::kDecimal:
      return ReadDecimal(*cell, column.scale);
    case ColumnType::kReal:
      return std::strtod(cell->c_str(), nullptr);
    case ColumnType::kDate:
      return ReadDay(*cell);
    case ColumnType::kTimestamp:
      return ReadInstant(*cell, zone);
    case ColumnType::kSet: {
      std::vector<std::string> values;
      std::string rest = *cell + "|";
      for (size_t bar; (bar = rest.find('|')) != std::string::npos; rest.erase(0, bar + 1)) {
        values.push_back(Nfc(rest.substr(0, bar)));
      }
      return values;
    }
  }
  return std::nullopt;
}

OracleTable ReadTable(const TableSchema& schema, const TextTable& text, const OracleZone& zone) {
  OracleTable out;
  for (const TextRow& row : text.rows) {
    OracleRow cells;
    for (size_t c = 0; c < schema.columns.size(); ++c) {
      cells.cells.push_back(ReadCell(schema.columns[c], row.cells[c], zone));
    }
    out.rows.push_back(std::move(cells));
  }
  return out;
}

std::string Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

}  // namespace

int TextWorld::AddTable(std::string_view name, std::string_view parent, std::string_view time,
                        std::vector<ColumnSchema> columns) {
  TableSchema out;
  out.name = name;
  out.time = time;
  out.columns = std::move(columns);
  if (!parent.empty()) {
    out.parent = schema.FindTable(parent);
    out.parent_key = {"parent_key"};
    schema.tables[static_cast<size_t>(out.parent)].key = {"key"};
  } else {
    out.key = {"key"};
  }
  schema.tables.push_back(std::move(out));
  tables.emplace_back();
  return static_cast<int>(tables.size()) - 1;
}

int TextWorld::AddLookup(std::string_view name, std::vector<ColumnSchema> columns) {
  TableSchema out;
  out.name = name;
  out.key = {"key"};
  out.columns = std::move(columns);
  schema.lookups.push_back(std::move(out));
  lookups.emplace_back();
  return static_cast<int>(lookups.size()) - 1;
}

TextTable& TextWorld::table(std::string_view name) {
  return tables[static_cast<size_t>(schema.FindTable(name))];
}

TextTable& TextWorld::lookup(std::string_view name) {
  return lookups[static_cast<size_t>(schema.FindLookup(name))];
}

TextRow TextRowOf(bool key, bool parent, std::string_view line) {
  TextRow out;
  for (size_t field = 0;; ++field) {
    const size_t comma = line.find(',');
    const std::string text = Trimmed(line.substr(0, comma));
    if (key && field == 0) {
      out.key = text;
    } else if (parent && field == (key ? 1u : 0u)) {
      out.parent = text;
    } else {
      out.cells.push_back(text.empty() ? TextCell() : TextCell(text));
    }
    if (comma == std::string_view::npos) return out;
    line.remove_prefix(comma + 1);
  }
}

OracleData ReadAsOracle(const TextWorld& world) {
  const OracleZone zone(world.schema.timezone);
  OracleData out;
  out.schema = world.schema;
  std::vector<std::map<std::string, size_t>> row_of_key(world.tables.size());
  for (size_t t = 0; t < world.tables.size(); ++t) {
    const TableSchema& schema = world.schema.tables[t];
    out.tables.push_back(ReadTable(schema, world.tables[t], zone));
    for (size_t r = 0; r < world.tables[t].rows.size(); ++r) {
      const TextRow& row = world.tables[t].rows[r];
      row_of_key[t].emplace(Nfc(row.key), r);
      if (t == 0) {
        out.member_keys.push_back(Nfc(row.key));
      } else {
        out.tables[t].rows[r].parent =
            row_of_key[static_cast<size_t>(schema.parent)].at(Nfc(row.parent));
      }
    }
  }
  for (size_t l = 0; l < world.lookups.size(); ++l) {
    out.lookups.push_back(ReadTable(world.schema.lookups[l], world.lookups[l], zone));
    out.lookup_rows.emplace_back();
    for (size_t r = 0; r < world.lookups[l].rows.size(); ++r) {
      out.lookup_rows[l].emplace(Nfc(world.lookups[l].rows[r].key), r);
    }
  }
  return out;
}

}  // namespace seine::oracle
