#include "tests/testing/sample_store.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <utility>

#include "engine/column_view.h"
#include "tests/testing/dice.h"

namespace seine::testing {
namespace {

using oracle::Dice;

constexpr int64_t kYear2024 = 1'704'067'200'000'000;
constexpr int64_t kSecond = 1'000'000;

ColumnSchema Column(std::string name, ColumnType type, std::string lookup = "") {
  ColumnSchema column;
  column.name = std::move(name);
  column.type = type;
  column.lookup = std::move(lookup);
  if (type == ColumnType::kDecimal) column.scale = 2;
  return column;
}

TableSchema Table(std::string name, int parent, std::string time,
                  std::vector<ColumnSchema> columns) {
  TableSchema table;
  table.name = std::move(name);
  table.parent = parent;
  table.time = std::move(time);
  table.columns = std::move(columns);
  table.key = {"id"};
  if (parent >= 0) table.parent_key = {"parent"};
  return table;
}

Schema SampleSchema(const SampleShape& shape) {
  using enum ColumnType;
  Schema schema;
  schema.timezone = "Asia/Taipei";
  schema.tables = {
      Table("members", -1, "",
            {Column("city", kCategory), Column("tags", kSet), Column("vip", kBool),
             Column("name", kText), Column("age", kInteger), Column("balance", kDecimal),
             Column("score", kReal), Column("birthday", kDate), Column("joined", kTimestamp),
             Column("nothing", kCategory), Column("same", kInteger)}),
      Table("orders", 0, "at",
            {Column("at", kTimestamp), Column("channel", kCategory), Column("amount", kDecimal),
             Column("labels", kSet), Column("paid", kBool), Column("note", kText)}),
      Table("items", 1, "",
            {Column("product", kCategory, "products"), Column("quantity", kInteger)}),
      Table("shipments", 2, "on", {Column("on", kDate), Column("carrier", kCategory)}),
      Table("visits", 0, "", {Column("store", kCategory)}),
      Table("calls / 電話", 0, "day", {Column("day", kDate), Column("topics", kSet)}),
  };
  schema.tables[0].cluster = shape.cluster;
  schema.lookups = {
      Table("products", -1, "", {Column("category", kCategory), Column("price", kDecimal)})};
  return schema;
}

class Maker {
 public:
  explicit Maker(const SampleShape& shape) : shape_(shape), dice_(shape.seed) {}

  SampleStore Make() {
    SampleStore out;
    out.schema = SampleSchema(shape_);
    out.keys_are_text = shape_.keys_are_text;
    out.tables.resize(out.schema.tables.size());
    out.tables[0] = Members();
    const size_t orders = shape_.members == 0 ? 0 : shape_.orders;
    for (size_t i = 0; i < orders; ++i) out.tables[1].push_back(Order(Uneven(shape_.members)));
    if (shape_.members > 0) {
      const size_t busy = dice_.Below(shape_.members);
      for (size_t i = 0; i < shape_.busy_orders; ++i) out.tables[1].push_back(Order(busy));
    }
    for (size_t i = 0; i < shape_.items && !out.tables[1].empty(); ++i) {
      out.tables[2].push_back(
          Row(dice_.Below(out.tables[1].size()), {Maybe(Product()), dice_.Between(-2, 9)}));
    }
    for (size_t i = 0; i < shape_.items / 4 && !out.tables[2].empty(); ++i) {
      out.tables[3].push_back(Row(dice_.Below(out.tables[2].size()),
                                  {dice_.Between(19'700, 19'720), Name("carrier ", 3)}));
    }
    for (size_t i = 0; i < shape_.visits && shape_.members > 0; ++i) {
      out.tables[4].push_back(Row(dice_.Below(shape_.members), {Maybe(Name("store ", 40))}));
      out.tables[5].push_back(
          Row(Uneven(shape_.members), {dice_.Between(-3, 20'000), Set("topic ", 5)}));
    }
    out.lookups = {Products()};
    return out;
  }

 private:
  static SampleRow Row(size_t parent, std::vector<SampleCell> cells) {
    return {parent, "", std::move(cells)};
  }
  // Early rows are far more often chosen than late ones, and the last quarter never.
  size_t Uneven(size_t count) {
    const size_t most = count - count / 4;
    return std::min(dice_.Below(most), dice_.Below(most));
  }
  SampleCell Maybe(SampleCell cell) { return dice_.Chance(0.1) ? SampleCell() : cell; }
  std::string Name(const std::string& stem, size_t count) {
    return stem + std::to_string(std::min(dice_.Below(count), dice_.Below(count)));
  }
  SampleCell Product() { return Name("品 ", 500); }
  SampleCell Set(const std::string& stem, size_t count) {
    std::set<std::string> names;
    for (size_t n = dice_.Below(4); n > 0; --n) names.insert(Name(stem, count));
    if (names.empty()) return {};
    return std::vector<std::string>(names.begin(), names.end());
  }

  std::vector<SampleRow> Members() {
    std::vector<SampleRow> rows;
    std::set<int64_t> used;
    while (rows.size() < shape_.members) {
      const int64_t key = dice_.Between(-20, static_cast<int64_t>(shape_.members) * 3);
      if (!used.insert(key).second) continue;
      SampleRow row;
      row.key = shape_.keys_are_text ? "member-" + std::to_string(key) : std::to_string(key);
      row.cells = {Maybe(Name("city ", 30)),
                   Set("tag ", 2000),
                   Maybe(int64_t{dice_.Chance(0.3)}),
                   Maybe("name " + std::to_string(key)),
                   Maybe(dice_.Between(18, 90)),
                   Maybe(dice_.Chance(0.001) ? std::numeric_limits<int64_t>::max()
                                             : dice_.Between(-500, 90'000) * 25),
                   Maybe(OrderedBits(static_cast<double>(dice_.Between(-1000, 1000)) / 8)),
                   Maybe(dice_.Between(-20'000, 12'000)),
                   kYear2024 + dice_.Between(0, 30'000'000) * kSecond,
                   SampleCell(),
                   Maybe(int64_t{7})};
      rows.push_back(std::move(row));
    }
    return rows;
  }

  SampleRow Order(size_t member) {
    const int64_t at =
        shape_.one_instant ? kYear2024 : kYear2024 + dice_.Between(0, 2000) * 3600 * kSecond;
    return Row(member,
               {at, Maybe(Name("channel ", 6)), Maybe(dice_.Between(-100, 100'000)),
                Set("label ", 80), Maybe(int64_t{dice_.Chance(0.8)}), Maybe(Name("note ", 1000))});
  }

  std::vector<SampleRow> Products() {
    std::vector<SampleRow> rows;
    for (int i = 0; i < 600; i += 2) {
      rows.push_back(
          {0, "品 " + std::to_string(i), {Maybe(Name("kind ", 9)), Maybe(dice_.Between(1, 999))}});
    }
    return rows;
  }

  const SampleShape shape_;
  Dice dice_;
};

// Rows that must keep their arrival among themselves have the same tie.
// Rows of one tie keep their order: those of one member and one time, or of one member where the
// time is a parent's.
std::pair<size_t, SampleCell> TieOf(const SampleStore& sample, size_t t, const SampleRow& row) {
  const TableSchema& table = sample.schema.tables[t];
  const int time = table.time.empty() ? -1 : table.FindColumn(table.time);
  size_t member = row.parent;
  for (int p = table.parent; p > 0; p = sample.schema.tables[static_cast<size_t>(p)].parent)
    member = sample.tables[static_cast<size_t>(p)][member].parent;
  return {member, time < 0 ? SampleCell() : row.cells[static_cast<size_t>(time)]};
}

// order[i]: the row that comes i-th.
std::vector<size_t> ShuffledOrder(const SampleStore& sample, size_t t, Dice* dice) {
  const TableSchema& table = sample.schema.tables[t];
  const std::vector<SampleRow>& rows = sample.tables[t];
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), size_t{0});
  for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice->Below(i)]);
  if (table.parent < 0) return order;
  std::map<std::pair<size_t, SampleCell>, std::vector<size_t>> places;
  for (size_t i = 0; i < order.size(); ++i) places[TieOf(sample, t, rows[order[i]])].push_back(i);
  for (const auto& [tie, at] : places) {
    std::vector<size_t> tied;
    for (size_t i : at) tied.push_back(order[i]);
    std::sort(tied.begin(), tied.end());
    for (size_t i = 0; i < at.size(); ++i) order[at[i]] = tied[i];
  }
  return order;
}

class RawMaker {
 public:
  explicit RawMaker(const SampleStore& sample) : sample_(sample) {}

  RawStore Make() {
    raw_.schema = sample_.schema;
    raw_.keys_are_text = sample_.keys_are_text;
    for (size_t t = 0; t < sample_.tables.size(); ++t) {
      raw_.tables.push_back(MakeTable(sample_.schema.tables[t], sample_.tables[t], false));
    }
    for (size_t t = 0; t < sample_.lookups.size(); ++t) {
      raw_.lookup_key_dictionaries.push_back(Dictionary(sample_.schema.lookups[t].name));
      raw_.lookups.push_back(MakeTable(sample_.schema.lookups[t], sample_.lookups[t], true));
    }
    return std::move(raw_);
  }

 private:
  int Dictionary(const std::string& name) {
    const auto [found, added] =
        dictionaries_.emplace(name, static_cast<int>(raw_.dictionaries.size()));
    if (added) {
      raw_.dictionaries.push_back(std::make_unique<RawDictionary>());
      raw_.dictionaries.back()->Code("a text that no row has");
    }
    return found->second;
  }

  RawTable MakeTable(const TableSchema& schema, const std::vector<SampleRow>& rows, bool lookup) {
    RawTable table;
    table.rows = rows.size();
    if (lookup) table.key_integers = RawColumn(ColumnType::kCategory);
    for (const ColumnSchema& column : schema.columns) {
      table.columns.emplace_back(column.type);
      const bool coded = column.type == ColumnType::kCategory || column.type == ColumnType::kSet;
      const std::string name =
          column.lookup.empty() ? schema.name + "." + column.name : column.lookup;
      table.dictionaries.push_back(coded ? Dictionary(name) : -1);
    }
    for (const SampleRow& row : rows) {
      AppendKey(schema, row, lookup, &table);
      for (size_t c = 0; c < row.cells.size(); ++c) {
        Append(row.cells[c], table.dictionaries[c], &table.columns[c]);
      }
    }
    table.Seal();
    return table;
  }

  void AppendKey(const TableSchema& schema, const SampleRow& row, bool lookup, RawTable* table) {
    if (lookup) {
      RawDictionary& keys = *raw_.dictionaries[static_cast<size_t>(Dictionary(schema.name))];
      table->key_integers.AppendValue(keys.Code(row.key));
    } else if (schema.parent >= 0) {
      table->parent_row.AppendValue(static_cast<int64_t>(row.parent));
    } else if (sample_.keys_are_text) {
      table->key_texts.AppendText(row.key);
    } else {
      table->key_integers.AppendValue(std::stoll(row.key));
    }
  }

  void Append(const SampleCell& cell, int dictionary, RawColumn* column) {
    RawDictionary* codes =
        dictionary < 0 ? nullptr : raw_.dictionaries[static_cast<size_t>(dictionary)].get();
    if (std::holds_alternative<std::monostate>(cell)) {
      column->AppendMissing();
    } else if (const auto* number = std::get_if<int64_t>(&cell)) {
      column->AppendValue(*number);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
      if (codes == nullptr) {
        column->AppendText(*text);
      } else {
        column->AppendValue(codes->Code(*text));
      }
    } else {
      std::vector<uint32_t> set;
      for (const std::string& value : std::get<std::vector<std::string>>(cell))
        set.push_back(codes->Code(value));
      std::reverse(set.begin(), set.end());
      set.push_back(set.front());  // any order, repeats allowed
      column->AppendSet(set);
    }
  }

  const SampleStore& sample_;
  RawStore raw_;
  std::map<std::string, int> dictionaries_;
};

}  // namespace

SampleStore MakeSample(const SampleShape& shape) { return Maker(shape).Make(); }

SampleStore Permuted(const SampleStore& sample, uint64_t seed) {
  Dice dice(seed);
  SampleStore out = sample;
  std::vector<std::vector<size_t>> new_row(sample.tables.size());  // per table: where each row went
  for (size_t t = 0; t < sample.tables.size(); ++t) {
    const TableSchema& schema = sample.schema.tables[t];
    const std::vector<size_t> order = ShuffledOrder(sample, t, &dice);
    new_row[t].resize(order.size());
    for (size_t i = 0; i < order.size(); ++i) {
      new_row[t][order[i]] = i;
      out.tables[t][i] = sample.tables[t][order[i]];
      if (schema.parent >= 0) {
        out.tables[t][i].parent =
            new_row[static_cast<size_t>(schema.parent)][out.tables[t][i].parent];
      }
    }
  }
  for (std::vector<SampleRow>& rows : out.lookups) std::reverse(rows.begin(), rows.end());
  return out;
}

RawStore ToRaw(const SampleStore& sample) { return RawMaker(sample).Make(); }

}  // namespace seine::testing
