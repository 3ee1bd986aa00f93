#include "query/bound_equal.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>

#include "query/bound_fields.h"

namespace seine::bound {
namespace {

// ---- equality, field by field
// ---------------------------------------------------------------------------------------

template <typename T>
bool SameField(const T& a, const T& b);

bool SameField(const TimeTermPtr& a, const TimeTermPtr& b) {
  return a == b || (a != nullptr && b != nullptr && SameTerm(*a, *b));
}
bool SameField(const FilterPtr& a, const FilterPtr& b) {
  return a == b || (a != nullptr && b != nullptr && Equal(*a, *b));
}
bool SameField(const ValuePtr& a, const ValuePtr& b) {
  return a == b || (a != nullptr && b != nullptr && Equal(*a, *b));
}
bool SameField(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}
bool SameField(const ZoneSlot& a, const ZoneSlot& b) {
  return a.zone == b.zone ||
         (a.zone != nullptr && b.zone != nullptr && a.zone->name() == b.zone->name());
}
bool SameField(const LookupTest& a, const LookupTest& b) { return SameField(a.filter, b.filter); }
bool SameField(const std::shared_ptr<const TextPredicate>& a,
               const std::shared_ptr<const TextPredicate>& b) {
  return a == b || (a != nullptr && b != nullptr && a->Equals(*b));
}
template <typename T>
bool SameField(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
  return a == b || (a != nullptr && b != nullptr && *a == *b);
}
bool SameField(const std::shared_ptr<const MemberBits>& a,
               const std::shared_ptr<const MemberBits>& b) {
  return a == b;
}
bool SameField(const std::shared_ptr<const MemberTiles>& a,
               const std::shared_ptr<const MemberTiles>& b) {
  return a == b;
}
template <typename T>
bool SameField(const std::vector<T>& a, const std::vector<T>& b) {
  return std::ranges::equal(a, b, [](const T& x, const T& y) { return SameField(x, y); });
}

template <typename... Ts, size_t... I>
bool SameTuple(const std::tuple<Ts...>& a, const std::tuple<Ts...>& b, std::index_sequence<I...>) {
  return (SameField(std::get<I>(a), std::get<I>(b)) && ...);
}

template <typename T>
bool SameField(const T& a, const T& b) {
  if constexpr (HasFields<T>) {
    const auto x = T::Fields(a);
    return SameTuple(
        x, T::Fields(b),
        std::make_index_sequence<std::tuple_size_v<std::remove_const_t<decltype(x)>>>());
  } else {
    return a == b;
  }
}

template <typename Variant>
bool SameNodes(const Variant& a, const Variant& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&b](const auto& x) { return SameField(x, std::get<std::decay_t<decltype(x)>>(b)); }, a);
}

// ---- hashes, field by field
// ---------------------------------------------------------------------------------------------

class Hasher {
 public:
  explicit Hasher(size_t kind) { Mix(static_cast<uint64_t>(kind)); }
  uint64_t state() const { return state_; }

  void Add(const TimeTermPtr& term) { Mix(term == nullptr ? 0 : HashTerm(*term)); }
  void Add(const FilterPtr& node) { Mix(node == nullptr ? 0 : node->facts.hash); }
  void Add(const ValuePtr& node) { Mix(node == nullptr ? 0 : node->facts.hash); }
  void Add(double v) { Mix(std::bit_cast<uint64_t>(v)); }
  void Add(const std::string& text) { Mix(std::hash<std::string>{}(text)); }
  void Add(const absl::int128& v) {
    Mix(absl::Int128Low64(v));
    Mix(static_cast<uint64_t>(absl::Int128High64(v)));
  }
  void Add(const ZoneSlot&) {}
  void Add(const LookupTest& test) { Add(test.filter); }
  void Add(const ColumnRef& c) {
    Mix(static_cast<uint64_t>(c.table));
    Mix(static_cast<uint64_t>(c.column));
  }
  void Add(const LookupStep& s) {
    Mix(static_cast<uint64_t>(s.lookup));
    Mix(static_cast<uint64_t>(s.column));
  }
  void Add(const Range& r) {
    Mix(static_cast<uint64_t>(r.first));
    Mix(static_cast<uint64_t>(r.last));
  }
  void Add(const std::shared_ptr<const TextPredicate>& predicate) {
    Mix(predicate == nullptr ? 0 : predicate->Hash());
  }
  void Add(const std::shared_ptr<const CodeSet>& set) {
    Mix(set->complement ? 1 : 0);
    Add(set->codes);
  }
  void Add(const std::shared_ptr<const std::vector<uint32_t>>& values) { Add(*values); }
  void Add(const std::shared_ptr<const MemberBits>& members) {
    Mix(static_cast<uint64_t>(std::hash<const void*>{}(members.get())));
  }
  void Add(const std::shared_ptr<const MemberTiles>& tiles) {
    Mix(static_cast<uint64_t>(std::hash<const void*>{}(tiles.get())));
  }
  void Add(const std::shared_ptr<const DaysOfYear>& days) { Mix(days == nullptr ? 0 : 1); }
  // Its size and at most kSampled of its values.
  template <typename T>
  void Add(const std::vector<T>& values) {
    constexpr size_t kSampled = 32;
    Mix(static_cast<uint64_t>(values.size()));
    const size_t step = kIsChild<T> ? 1 : values.size() / kSampled + 1;
    for (size_t i = 0; i < values.size(); i += step) Add(values[i]);
  }
  template <typename T>
  void Add(const T& part) {
    if constexpr (HasFields<T>) {
      std::apply([this](const auto&... field) { (Add(field), ...); }, T::Fields(part));
    } else {
      Mix(static_cast<uint64_t>(part));
    }
  }

 private:
  // The finaliser of SplitMix64 over a running state: order matters, zeros count.
  void Mix(uint64_t v) {
    uint64_t z = state_ + 0x9e3779b97f4a7c15ULL + v;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    state_ = z ^ (z >> 31);
  }

  uint64_t state_ = 0;
};

template <typename Variant>
uint64_t HashNode(const Variant& node) {
  Hasher hasher(node.index());
  std::visit([&hasher](const auto& n) { hasher.Add(n); }, node);
  return hasher.state();
}

}  // namespace

bool Equal(const FilterNode& a, const FilterNode& b) {
  return &a == &b || (a.facts.hash == b.facts.hash && SameNodes(a.node, b.node));
}

bool Equal(const ValueNode& a, const ValueNode& b) {
  return &a == &b ||
         (a.facts.hash == b.facts.hash && a.type == b.type && SameNodes(a.node, b.node));
}

uint64_t HashOf(const FilterNode::Variant& content) { return HashNode(content); }
uint64_t HashOf(const ValueNode::Variant& content) { return HashNode(content); }

}  // namespace seine::bound
