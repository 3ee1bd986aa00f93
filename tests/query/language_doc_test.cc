// Every example of docs/language.md is what it says: a filter, a definition, JSON.

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "query/definition.h"
#include "query/json.h"
#include "query/parser.h"
#include "query/printer.h"

namespace seine {
namespace {

struct Block {
  std::string kind;
  std::string text;
};

std::vector<Block> ReadBlocks() {
  std::ifstream file("docs/language.md");
  EXPECT_TRUE(file.is_open()) << "run from the project's root";
  std::vector<Block> blocks;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.push_back({line.substr(3), ""});
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

TEST(LanguageDoc, EveryExampleIsRead) {
  int filters = 0;
  int definitions = 0;
  for (const Block& block : ReadBlocks()) {
    if (block.kind == "filter") {
      size_t begin = 0;
      for (size_t end; (end = block.text.find('\n', begin)) != std::string::npos; begin = end + 1) {
        const std::string line = block.text.substr(begin, end - begin);
        const absl::StatusOr<Filter> filter = ParseFilter(line);
        ASSERT_TRUE(filter.ok()) << line << "\n" << filter.status();
        EXPECT_EQ(ParseFilter(PrintFilter(filter->root))->root, filter->root) << line;
        EXPECT_EQ(ReadFilterJson(WriteFilterJson(filter->root))->root, filter->root) << line;
        ++filters;
      }
    } else if (block.kind == "definition" || block.kind == "json") {
      const absl::StatusOr<Definition> definition = ReadDefinition(block.text);
      ASSERT_TRUE(definition.ok()) << block.text << "\n" << definition.status();
      EXPECT_EQ(*ReadDefinition(PrintDefinition(*definition)), *definition);
      EXPECT_EQ(*ReadDefinition(WriteDefinitionJson(*definition)), *definition);
      ++definitions;
    }
  }
  EXPECT_GT(filters, 80);
  EXPECT_GE(definitions, 4);
}

}  // namespace
}  // namespace seine
