// Filter text: whatever the bytes, they are read or refused; what was read prints and reads back as
// the same tree, and is answered or refused on a small shop, however much it comes to.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "query/definition.h"
#include "query/filter_error.h"
#include "query/json.h"
#include "query/parser.h"
#include "query/printer.h"
#include "query/query.h"
#include "tests/testing/bind_shop.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

// Compiles and counts, whose time the driver limits.
void Ask(const seine::Definition& definition) {
  seine::CompileOptions compile;
  compile.segments = {{"s", "segment(\"t\") or (segment(\"t\") and age > 3)"}, {"t", "subscribed"}};
  compile.lists["u"] = {"a", "c", "30"};
  seine::QueryOptions options;
  options.as_of = 1356998400000000;  // 2013-01-01
  options.threads = 1;
  const auto query = seine::Compile(seine::testing::ShopSnapshot(), definition, compile);
  const absl::Status status = query.ok() ? (*query)->Count(options).status() : query.status();
  Require(status.ok() || seine::GetFilterError(status).has_value());
}

}  // namespace

// What nests, and what says more than it has words.
extern "C" const char* const* SeineFuzzWords() {
  static const char* const kWords[] = {
      "not (@)",
      "(@) or subscribed",
      "(@) and (@)",
      "exactly 1 of (@, subscribed)",
      "any orders where (@)",
      "all latest(orders where (@)).items",
      "count(orders where (@)) > 1",
      "score of (1: @) between age - 80 and age",
      "score of (1: @) not in (age, 3)",
      "nes(orders where (@)) = \"N\"",
      "napl(orders where (@), 3) != city",
      "napl(orders, 3) among (@) = \"first\"",
      "lifecycle(orders where (@), 3 days, 9 days) = \"first\"",
      "rfm(orders where (@), amount, (1, 2), (1, 2), (1, 2)).monetary = 3",
      "latest(orders where (@)).at not in (last 3 days, from joined to 2030-01-01)",
      "sequence (orders where (@)) then no (messages)",
      "sum(orders.amount) in top 20% among (@)",
      "mean(age) among (@) > 3",
      "(@) as of 3 days ago",
      "segment(\"s\")",
      "member in list(\"u\")",
      "age > 3",
      "amount > 3",
      "channel = \"web\"",
      nullptr};
  return kWords;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<seine::Definition> definition = seine::ParseDefinition(text);
  if (!definition.ok()) {
    Require(seine::GetFilterError(definition.status()).has_value());
    Require(!seine::RenderFilterError(definition.status(), text).empty());
    return 0;
  }
  const absl::StatusOr<seine::Definition> again =
      seine::ParseDefinition(seine::PrintDefinition(*definition));
  Require(again.ok() && *again == *definition);
  const seine::filter::Expr& root = definition->include.root;
  const absl::StatusOr<seine::Filter> plain = seine::ParseFilter(seine::PrintParenthesised(root));
  // Parentheses around everything may be one level too many for the limits, never another tree.
  Require(plain.ok() ? plain->root == root : root.depth() > 40);
  const absl::StatusOr<seine::Definition> json =
      seine::ReadDefinitionJson(seine::WriteDefinitionJson(*definition));
  Require(json.ok() && *json == *definition);
  Ask(*definition);
  return 0;
}
