// Random worlds, built and ready to be asked.
#ifndef SEINE_TESTS_TESTING_WORLD_BUILDER_H_
#define SEINE_TESTS_TESTING_WORLD_BUILDER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/layout.h"
#include "tests/testing/dice.h"
#include "tests/testing/differential.h"
#include "tests/testing/random_world.h"

namespace seine::oracle {

// One snapshot per layout, through Ingest.
absl::StatusOr<std::unique_ptr<AskableWorld>> BuildWorld(
    Dice& dice, const WorldShape& shape, const std::vector<LayoutOptions>& layouts = {{}});
// A world made by hand, or by another generator.
absl::StatusOr<std::unique_ptr<AskableWorld>> BuildWorld(TextWorld world,
                                                         const std::vector<LayoutOptions>& layouts,
                                                         int64_t stream_rows = 0);

// Histories in as many tiles as there may be, so that the rows even of few members come in several
// batches.
LayoutOptions SmallTiles();

std::string DescribeTally(const DifferentialTally& tally);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_WORLD_BUILDER_H_
