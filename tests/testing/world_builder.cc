#include "tests/testing/world_builder.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace seine::oracle {

absl::StatusOr<std::unique_ptr<AskableWorld>> BuildWorld(TextWorld world,
                                                         const std::vector<LayoutOptions>& layouts,
                                                         int64_t stream_rows) {
  auto out = std::make_unique<AskableWorld>();
  out->world = std::move(world);
  out->data = ReadAsOracle(out->world);
  out->tree = std::make_unique<RowTree>(out->data);
  for (const LayoutOptions& layout : layouts) {
    auto snapshot = ReadAsSnapshot(out->world, layout, stream_rows);
    if (!snapshot.ok()) return snapshot.status();
    out->snapshots.push_back(*std::move(snapshot));
  }
  return out;
}

absl::StatusOr<std::unique_ptr<AskableWorld>> BuildWorld(
    Dice& dice, const WorldShape& shape, const std::vector<LayoutOptions>& layouts) {
  TextWorld world = RandomWorld(dice, shape);
  const int64_t stream_rows = dice.Chance(0.5) ? 0 : dice.Between(1, 50);
  return BuildWorld(std::move(world), layouts, shape.members > 1000 ? 0 : stream_rows);
}

LayoutOptions SmallTiles() {
  LayoutOptions options;
  options.min_tile_rows = 1;
  return options;
}

std::string DescribeTally(const DifferentialTally& tally) {
  return absl::StrCat(tally.asked, " filters, ", tally.nobody, " select nobody, ", tally.everyone,
                      " everyone, ", tally.overflows, " overflow");
}

}  // namespace seine::oracle
