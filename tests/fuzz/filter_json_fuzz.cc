// Filter JSON: whatever the bytes, they are read or refused; what was read survives JSON and text.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "query/definition.h"
#include "query/filter_error.h"
#include "query/json.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<seine::Definition> definition = seine::ReadDefinitionJson(json);
  if (!definition.ok()) {
    Require(seine::GetFilterError(definition.status()).has_value());
    Require(!seine::RenderFilterError(definition.status(), json).empty());
    return 0;
  }
  const absl::StatusOr<seine::Definition> again =
      seine::ReadDefinitionJson(seine::WriteDefinitionJson(*definition));
  Require(again.ok() && *again == *definition);
  const absl::StatusOr<seine::Definition> text =
      seine::ParseDefinition(seine::PrintDefinition(*definition));
  Require(text.ok() && *text == *definition);
  return 0;
}
