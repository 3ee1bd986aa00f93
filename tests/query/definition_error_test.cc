// Errors that name the exclusion, and the definition of several, that they speak of.
#include "query/definition_error.h"

#include <string>

#include "gtest/gtest.h"

#include "query/batch.h"
#include "query/filter_error.h"
#include "query/query.h"
#include "tests/testing/shop_world.h"
#include "tests/testing/text_world.h"

namespace seine {
namespace {

Definition Read(std::string_view text) {
  auto definition = ReadDefinition(text);
  EXPECT_TRUE(definition.ok()) << definition.status();
  return *std::move(definition);
}

std::shared_ptr<const Snapshot> Shop() {
  auto shop = oracle::ReadAsSnapshot(oracle::ShopWorld(), LayoutOptions{});
  EXPECT_TRUE(shop.ok()) << shop.status();
  return *std::move(shop);
}

void ExpectError(const absl::Status& status, std::string_view begin, uint32_t line,
                 uint32_t column) {
  EXPECT_EQ(std::string(status.message()).substr(0, begin.size()), begin) << status;
  const auto info = GetFilterError(status);
  ASSERT_TRUE(info.has_value()) << status;
  EXPECT_EQ(info->line, line);
  EXPECT_EQ(info->column, column);
}

constexpr std::string_view kWrong =
    "include: everyone\n"
    "exclude \"kind\": nobody\n"
    "exclude \"other\": gendr = \"F\"\n";

TEST(DefinitionErrorTest, TheExclusionIsNamed) {
  ExpectError(Compile(Shop(), Read(kWrong), {}).status(),
              "in the exclusion \"other\": unknown column `gendr`", 3, 18);
  ExpectError(CompileBatch(Shop(), {{"a", Read("everyone")}, {"b", Read(kWrong)}}, {}).status(),
              "definitions[\"b\"]: in the exclusion \"other\": unknown column `gendr`", 3, 18);
}

TEST(DefinitionErrorTest, SoItIsWhenAParameterIsMissing) {
  const auto query = Compile(Shop(), Read("include: everyone\nexclude \"old\": gender = $g\n"), {});
  ASSERT_TRUE(query.ok()) << query.status();
  ExpectError((*query)->Count({}).status(), "in the exclusion \"old\": no value was given for `$g`",
              2, 25);
}

TEST(DefinitionErrorTest, OtherErrorsStayAsTheyAre) {
  const absl::Status lost = absl::DataLossError("the file is damaged");
  EXPECT_EQ(InExclusion(lost, "x"), lost);
  ExpectError(Compile(Shop(), Read("gendr = \"F\""), {}).status(), "unknown column `gendr`", 1, 1);
}

}  // namespace
}  // namespace seine
