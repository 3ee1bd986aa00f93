// Filter text: whatever the bytes, they are read or refused; what was read prints and reads back as
// the same tree.

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

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

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
  return 0;
}
