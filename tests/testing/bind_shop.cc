#include "tests/testing/bind_shop.h"

#include "gtest/gtest.h"

#include "query/bind.h"
#include "query/catalog.h"
#include "query/definition.h"
#include "tests/testing/bound_text.h"
#include "tests/testing/shop_world.h"

namespace seine::testing {
namespace {

absl::StatusOr<bound::BoundDefinition> TryBind(std::string_view filter,
                                               const CompileOptions& options) {
  const absl::StatusOr<Definition> definition = ReadDefinition(filter);
  if (!definition.ok()) return definition.status();
  return Bind(*ShopSnapshot(), *definition, options);
}

std::string ErrorText(const absl::Status& status) {
  return "error: " + std::string(status.message());
}

}  // namespace

std::shared_ptr<const Snapshot> ShopSnapshot() {
  static const auto* const kShop = [] {
    auto shop = oracle::LayOutSnapshot(oracle::ReadAsOracle(oracle::ShopWorld()), LayoutOptions{});
    EXPECT_TRUE(shop.ok()) << shop.status();
    return new std::shared_ptr<const Snapshot>(*std::move(shop));
  }();
  return *kShop;
}

std::string ShopText(const bound::FilterPtr& filter) {
  return BoundText(SnapshotCatalog(*ShopSnapshot()), filter);
}

std::string BindShop(std::string_view filter, const CompileOptions& options) {
  const auto bound = TryBind(filter, options);
  return bound.ok() ? ShopText(bound->include) : ErrorText(bound.status());
}

std::vector<std::string> BindWarnings(std::string_view filter, const CompileOptions& options) {
  const auto bound = TryBind(filter, options);
  EXPECT_TRUE(bound.ok()) << bound.status();
  return bound.ok() ? bound->warnings : std::vector<std::string>();
}

bound::FilterPtr BoundShop(std::string_view filter) {
  const auto bound = TryBind(filter, {});
  EXPECT_TRUE(bound.ok()) << filter << ": " << bound.status();
  return bound.ok() ? bound->include : nullptr;
}

std::string GroundShop(std::string_view filter, std::string_view as_of, std::string_view zone) {
  const auto bound = TryBind(filter, {});
  if (!bound.ok()) return ErrorText(bound.status());
  const absl::StatusOr<Zone> loaded = Zone::Load(zone);
  if (!loaded.ok()) return ErrorText(loaded.status());
  const auto grounded =
      Ground(*bound, *ShopSnapshot(), ParseIsoInstant(as_of, *loaded).value(), *loaded);
  return grounded.ok() ? ShopText(grounded->include) : ErrorText(grounded.status());
}

}  // namespace seine::testing
