#include "engine/part_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "engine/absl_bridge.h"

namespace seine {
namespace {

constexpr size_t kMostBytes = 120;

std::string Shortened(const std::string& name) {
  size_t size = name.size();
  if (size <= kMostBytes) return name;
  size = kMostBytes;
  while (size > 0 && (static_cast<unsigned char>(name[size]) & 0xC0) == 0x80)
    --size;  // not inside a character
  return name.substr(0, size);
}

// Only what every file system and shell takes as it is.
std::string FileNameOf(const std::string& table) {
  std::string name;
  for (char c : Shortened(table))
    name += absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ? c : '-';
  return name;
}

const TableSchema& TableOf(const Schema& schema, int table, bool lookup) {
  return (lookup ? schema.lookups : schema.tables)[static_cast<size_t>(table)];
}

}  // namespace

std::string PartName(size_t shard, const Schema& schema, int table) {
  return absl::StrFormat("%04d/%d-%s", shard, table,
                         FileNameOf(TableOf(schema, table, false).name));
}

std::string TableRegion(std::string_view kind, const Schema& schema, int table, bool lookup) {
  return absl::StrCat(lookup ? "lookup " : "", ToAbsl(kind), " ", table, " ",
                      Shortened(TableOf(schema, table, lookup).name));
}

std::string ColumnRegion(std::string_view kind, const Schema& schema, int table, int column,
                         bool lookup) {
  const TableSchema& of = TableOf(schema, table, lookup);
  return absl::StrCat(lookup ? "lookup " : "", ToAbsl(kind), " ", table, ".", column, " ",
                      Shortened(of.name), ".",
                      Shortened(of.columns[static_cast<size_t>(column)].name));
}

std::vector<int> HistoryTree(const Schema& schema, int table) {
  std::vector<int> tree = {table};
  for (size_t i = 0; i < tree.size(); ++i) {
    const std::vector<int> children = schema.Children(tree[i]);
    tree.insert(tree.end(), children.begin(), children.end());
  }
  return tree;
}

std::string DictionaryRegion(size_t index) { return absl::StrCat("dictionary ", index); }

}  // namespace seine
