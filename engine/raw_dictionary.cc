#include <string_view>
#include <vector>

#include "engine/hash_slots.h"
#include "engine/raw_table.h"
#include "engine/text_arena.h"

namespace seine {

struct RawDictionary::State {
  TextArena arena;
  std::vector<std::string_view> texts;
  HashSlots codes;

  uint32_t Find(uint32_t hash, std::string_view text) const {
    return codes.Find(hash, [&](uint32_t code) { return texts[code] == text; });
  }
};

RawDictionary::RawDictionary() : state_(std::make_unique<State>()) {}
RawDictionary::~RawDictionary() = default;
RawDictionary::RawDictionary(RawDictionary&&) noexcept = default;
RawDictionary& RawDictionary::operator=(RawDictionary&&) noexcept = default;

uint32_t RawDictionary::Code(std::string_view text) {
  const uint32_t hash = HashOf(text);
  if (const uint32_t known = state_->Find(hash, text); known != HashSlots::kNone) return known;
  const auto code = static_cast<uint32_t>(state_->texts.size());
  state_->texts.push_back(state_->arena.Keep(text));
  state_->codes.Insert(hash, code);
  return code;
}

std::optional<uint32_t> RawDictionary::Find(std::string_view text) const {
  const uint32_t known = state_->Find(HashOf(text), text);
  return known == HashSlots::kNone ? std::nullopt : std::optional<uint32_t>(known);
}

uint32_t RawDictionary::size() const { return static_cast<uint32_t>(state_->texts.size()); }

std::string_view RawDictionary::Text(uint32_t code) const { return state_->texts[code]; }

}  // namespace seine
