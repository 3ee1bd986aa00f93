#include "query/block_memory.h"

namespace seine {
namespace {

thread_local BlockMemory* lent_memory = nullptr;

}  // namespace

BlockMemory* BlockMemory::OfThisThread() { return lent_memory; }
BlockMemory::Lending::Lending(BlockMemory* memory) { lent_memory = memory; }
BlockMemory::Lending::~Lending() { lent_memory = nullptr; }

BlockMemory::Condition& BlockMemory::condition(size_t number) {
  while (conditions_.size() <= number) conditions_.emplace_back();
  Condition& condition = conditions_[number];
  if (condition.block != block_) {
    condition.block = block_;
    condition.asked.SetEmpty();
    condition.found.SetEmpty();
  }
  return condition;
}

BlockMemory::Value& BlockMemory::value(size_t number) {
  while (values_.size() <= number) values_.emplace_back();
  Value& value = values_[number];
  if (value.block != block_) {
    value.all.reset();
    value.asked = 0;
    value.refused = false;
    value.block = block_;
  }
  return value;
}

}  // namespace seine
