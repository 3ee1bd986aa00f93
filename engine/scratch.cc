#include "engine/scratch.h"

#include "engine/container.h"

namespace seine {

void Scratch::Grow() {
  owned_.emplace_back(kBlockWords + kReadPadding / sizeof(uint64_t));
  free_.push_back(owned_.back().data());
}

void Scratch::GrowSelections() {
  owned_selections_.push_back(std::make_unique<Selection>());
  free_selections_.push_back(owned_selections_.back().get());
}

uint64_t* Scratch::ZeroedShard() {
  if (shard_.empty()) shard_.resize(kBlockWords * kBlocksPerShard);
  return shard_.data();
}

}  // namespace seine
