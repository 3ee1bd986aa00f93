#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"

#include "engine/absl_bridge.h"
#include "engine/raw_table.h"
#include "engine/text_arena.h"

namespace seine {
namespace {

// Hash and equality of codes by their texts, so that the table holds four bytes an entry.
struct CodeHash {
  using is_transparent = void;
  const std::vector<std::string_view>* texts;
  size_t operator()(std::string_view text) const {
    return absl::Hash<absl::string_view>()(ToAbsl(text));
  }
  size_t operator()(uint32_t code) const { return (*this)((*texts)[code]); }
};

struct CodeEqual {
  using is_transparent = void;
  const std::vector<std::string_view>* texts;
  bool operator()(uint32_t a, uint32_t b) const { return a == b; }
  bool operator()(uint32_t a, std::string_view b) const { return (*texts)[a] == b; }
  bool operator()(std::string_view a, uint32_t b) const { return (*texts)[b] == a; }
};

}  // namespace

struct RawDictionary::State {
  TextArena arena;
  std::vector<std::string_view> texts;
  absl::flat_hash_set<uint32_t, CodeHash, CodeEqual> codes{0, CodeHash{&texts}, CodeEqual{&texts}};
};

RawDictionary::RawDictionary() : state_(std::make_unique<State>()) {}
RawDictionary::~RawDictionary() = default;
RawDictionary::RawDictionary(RawDictionary&&) noexcept = default;
RawDictionary& RawDictionary::operator=(RawDictionary&&) noexcept = default;

uint32_t RawDictionary::Code(std::string_view text) {
  if (const auto it = state_->codes.find(text); it != state_->codes.end()) return *it;
  const auto code = static_cast<uint32_t>(state_->texts.size());
  state_->texts.push_back(state_->arena.Keep(text));
  state_->codes.insert(code);
  return code;
}

std::optional<uint32_t> RawDictionary::Find(std::string_view text) const {
  const auto it = state_->codes.find(text);
  return it == state_->codes.end() ? std::nullopt : std::optional<uint32_t>(*it);
}

uint32_t RawDictionary::size() const { return static_cast<uint32_t>(state_->texts.size()); }

std::string_view RawDictionary::Text(uint32_t code) const { return state_->texts[code]; }

}  // namespace seine
