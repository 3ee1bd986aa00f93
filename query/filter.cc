#include "query/filter.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

namespace seine::filter {
namespace {

// Everything below walks fields through T::Fields(), so a new node needs no code here.
template <typename T>
concept HasFields = requires(T& t) { T::Fields(t); };

// Calls `visit(const Expr&)` for each present Expr among the fields, through nested structs.
template <typename V>
class ChildWalker {
 public:
  explicit ChildWalker(V visit) : visit_(visit) {}

  void Walk(const Expr& e) {
    if (e) visit_(e);
  }
  template <HasFields T>
  void Walk(const T& t) {
    std::apply([this](const auto&... field) { (Walk(field), ...); }, T::Fields(t));
  }
  template <typename T>
  void Walk(const std::vector<T>& items) {
    if constexpr (!std::is_same_v<T, Literal> && !std::is_same_v<T, Name>) {
      for (const T& item : items) Walk(item);
    }
  }
  template <typename T>
  void Walk(const std::optional<T>& item) {
    if (item) Walk(*item);
  }
  void Walk(const std::shared_ptr<const RowPick>& pick) {
    if (!pick) return;
    deepest_ = std::max(deepest_, ++picks_);
    Walk(*pick);
    --picks_;
  }
  void Walk(const PeriodValue& value) {
    std::visit([this](const auto& v) { Walk(v); }, value);
  }
  template <typename T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string> ||
             std::is_same_v<T, Name> || std::is_same_v<T, Literal>
  void Walk(const T&) {}

  // How many picks stand inside one another, now and at most.
  uint32_t picks() const { return picks_; }
  uint32_t deepest() const { return deepest_; }

 private:
  V visit_;
  uint32_t picks_ = 0;
  uint32_t deepest_ = 0;
};

// Replaces each present Expr among the fields of a copy, in the order of ChildWalker.
class ChildMapper {
 public:
  explicit ChildMapper(const std::function<Expr(const Expr&)>& map) : map_(map) {}

  bool changed() const { return changed_; }

  void Map(Expr& e) {
    if (!e) return;
    Expr mapped = map_(e);
    changed_ = changed_ || !mapped.Same(e);
    e = std::move(mapped);
  }
  template <HasFields T>
  void Map(T& t) {
    std::apply([this](auto&... field) { (Map(field), ...); }, T::Fields(t));
  }
  template <typename T>
  void Map(std::vector<T>& items) {
    if constexpr (!std::is_same_v<T, Literal> && !std::is_same_v<T, Name>) {
      for (T& item : items) Map(item);
    }
  }
  template <typename T>
  void Map(std::optional<T>& item) {
    if (item) Map(*item);
  }
  void Map(std::shared_ptr<const RowPick>& pick) {
    if (!pick) return;
    RowPick copy = *pick;
    Map(copy);
    pick = std::make_shared<const RowPick>(std::move(copy));
  }
  void Map(PeriodValue& value) {
    std::visit([this](auto& v) { Map(v); }, value);
  }
  template <typename T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string> ||
             std::is_same_v<T, Name> || std::is_same_v<T, Literal>
  void Map(T&) {}

 private:
  const std::function<Expr(const Expr&)>& map_;
  bool changed_ = false;
};

class Hasher {
 public:
  uint64_t value() const { return state_; }

  void Add(const Expr& e) { Mix(e ? e.hash() : 1); }
  template <HasFields T>
  void Add(const T& t) {
    std::apply([this](const auto&... field) { (Add(field), ...); }, T::Fields(t));
  }
  template <typename T>
  void Add(const std::vector<T>& items) {
    Mix(items.size());
    for (const T& item : items) Add(item);
  }
  template <typename T>
  void Add(const std::optional<T>& item) {
    Mix(item.has_value());
    if (item) Add(*item);
  }
  void Add(const std::shared_ptr<const RowPick>& pick) {
    Mix(pick != nullptr);
    if (pick) Add(*pick);
  }
  template <typename... Ts>
  void Add(const std::variant<Ts...>& value) {
    Mix(value.index());
    std::visit([this](const auto& v) { Add(v); }, value);
  }
  void Add(const std::string& s) { Mix(std::hash<std::string>{}(s)); }
  void Add(const Name& name) { Add(name.text); }
  void Add(const Literal& literal) { Add(literal.value); }
  void Add(const Integer& v) { Add(v.digits); }
  void Add(const Decimal& v) {
    Add(v.digits);
    Add(v.scale);
  }
  void Add(const Text& v) { Add(v.value); }
  void Add(const Boolean& v) { Add(v.value); }
  void Add(const Day& v) { Mix(static_cast<uint64_t>((v.year * 16 + v.month) * 32 + v.day)); }
  void Add(const Month& v) { Mix(static_cast<uint64_t>(v.year * 16 + v.month)); }
  void Add(const Quarter& v) { Mix(static_cast<uint64_t>(v.year * 8 + v.quarter)); }
  void Add(const WallTime& v) {
    Add(v.day);
    Add(v.micros);
  }
  void Add(const Instant& v) { Add(v.micros); }
  void Add(const Weekday& v) { Add(v.iso); }
  template <typename T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void Add(T value) {
    Mix(static_cast<uint64_t>(value));
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

}  // namespace

Node::Node(NodeValue v, Span s) : value(std::move(v)), span(s) {
  Hasher hasher;
  hasher.Add(value);
  hash = hasher.value();
  // A pick is a level of its own, so that depth bounds every recursion over the tree.
  std::function<void(const Expr&)> count;
  ChildWalker walker([&count](const Expr& child) { count(child); });
  count = [this, &walker](const Expr& child) {
    depth = std::max(depth, child.depth() + 1 + walker.picks());
    size += child.size();
  };
  std::visit([&](const auto& node) { walker.Walk(node); }, value);
  depth = std::max(depth, 1 + walker.deepest());
}

Span Expr::span() const { return node_->span; }
uint64_t Expr::hash() const { return node_->hash; }
uint32_t Expr::depth() const { return node_->depth; }
uint32_t Expr::size() const { return node_->size; }

bool Expr::operator==(const Expr& other) const {
  if (node_ == other.node_) return true;
  if (node_ == nullptr || other.node_ == nullptr) return false;
  return node_->hash == other.node_->hash && node_->size == other.node_->size &&
         node_->value == other.node_->value;
}

bool Path::operator==(const Path& other) const {
  if ((pick == nullptr) != (other.pick == nullptr) || names != other.names) return false;
  return pick == nullptr || pick == other.pick || *pick == *other.pick;
}

void VisitChildren(const Expr& expr, const std::function<void(const Expr&)>& visit) {
  ChildWalker walker([&visit](const Expr& child) { visit(child); });
  std::visit([&](const auto& node) { walker.Walk(node); }, expr.node().value);
}

Expr MapChildren(const Expr& expr, const std::function<Expr(const Expr&)>& map) {
  if (expr.depth() == 1) return expr;  // and no copy of a long list
  ChildMapper mapper(map);
  return std::visit(
      [&](const auto& node) {
        auto copy = node;
        mapper.Map(copy);
        return mapper.changed() ? Expr::Make(std::move(copy), expr.span()) : expr;
      },
      expr.node().value);
}

}  // namespace seine::filter
