#include "query/bound_equal.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <string>
#include <type_traits>

namespace seine::bound {
namespace {

template <typename T>
bool SamePointer(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
  return a == b || (a != nullptr && b != nullptr && Equal(*a, *b));
}

bool SameOperands(const std::vector<FilterPtr>& a, const std::vector<FilterPtr>& b) {
  return std::ranges::equal(
      a, b, [](const FilterPtr& x, const FilterPtr& y) { return SamePointer(x, y); });
}

bool SameTerms(const TimeTermPtr& a, const TimeTermPtr& b) {
  return a == b || (a != nullptr && b != nullptr && SameTerm(*a, *b));
}

bool SameRanges(const InRanges& a, const InRanges& b) {
  return a.column == b.column && a.complement == b.complement &&
         std::ranges::equal(a.ranges, b.ranges,
                            [](const Range& x, const Range& y) {
                              return x.first == y.first && x.last == y.last;
                            }) &&
         std::ranges::equal(a.terms, b.terms, [](const TermRange& x, const TermRange& y) {
           return SameTerms(x.first, y.first) && SameTerms(x.end, y.end);
         });
}

bool SameCodes(const CodeSet& a, const CodeSet& b) {
  return &a == &b || (a.complement == b.complement && a.codes == b.codes);
}

// ---- filters
// --------------------------------------------------------------------------------------------------------

bool Same(const Constant& a, const Constant& b) { return a.value == b.value; }
bool Same(const And& a, const And& b) { return SameOperands(a.operands, b.operands); }
bool Same(const Or& a, const Or& b) { return SameOperands(a.operands, b.operands); }
bool Same(const Not& a, const Not& b) { return SamePointer(a.operand, b.operand); }
bool Same(const KOf& a, const KOf& b) {
  return a.at_least == b.at_least && a.at_most == b.at_most && SameOperands(a.operands, b.operands);
}
bool Same(const InCodes& a, const InCodes& b) {
  return a.column == b.column && SameCodes(*a.codes, *b.codes);
}
bool Same(const InText& a, const InText& b) {
  return a.column == b.column && a.predicate == b.predicate;
}
bool Same(const BoolIs& a, const BoolIs& b) { return a.column == b.column && a.value == b.value; }
bool Same(const InRanges& a, const InRanges& b) { return SameRanges(a, b); }
bool Same(const SetHas& a, const SetHas& b) {
  return a.column == b.column && a.mode == b.mode && a.unknown == b.unknown &&
         SameCodes(*a.codes, *b.codes);
}
bool Same(const Exists& a, const Exists& b) { return a.column == b.column; }
bool Same(const InLookup& a, const InLookup& b) {
  return a.column == b.column && a.lookup == b.lookup && SamePointer(a.test, b.test);
}
bool Same(const Compare& a, const Compare& b) {
  return a.op == b.op && SamePointer(a.left, b.left) && SamePointer(a.right, b.right);
}
bool Same(const ValueExists& a, const ValueExists& b) { return SamePointer(a.value, b.value); }
bool Same(const Lift& a, const Lift& b) {
  return a.kind == b.kind && a.grain == b.grain && a.table == b.table &&
         SamePointer(a.where, b.where);
}
bool Same(const MemberIn& a, const MemberIn& b) {
  return a.ordinals == b.ordinals || *a.ordinals == *b.ordinals;
}

// ---- values
// ---------------------------------------------------------------------------------------------------------

bool Same(const ConstantValue& a, const ConstantValue& b) {
  return a.number == b.number &&
         std::bit_cast<uint64_t>(a.real) == std::bit_cast<uint64_t>(b.real) && a.text == b.text &&
         SameTerms(a.term, b.term);
}
bool Same(const ColumnValue& a, const ColumnValue& b) { return a.column == b.column; }
bool Same(const LookupValue& a, const LookupValue& b) {
  return a.column == b.column && a.lookup == b.lookup && a.lookup_column == b.lookup_column;
}
bool Same(const MidnightOf& a, const MidnightOf& b) {
  return SamePointer(a.date, b.date) && a.zone == b.zone;
}
bool Same(const SetSize& a, const SetSize& b) { return a.column == b.column; }
bool Same(const Aggregate& a, const Aggregate& b) {
  return a.kind == b.kind && a.grain == b.grain && a.table == b.table &&
         SamePointer(a.value, b.value) && SamePointer(a.where, b.where);
}

// ---- hashes
// ---------------------------------------------------------------------------------------------------------

class Hasher {
 public:
  explicit Hasher(size_t kind) { Add(static_cast<uint64_t>(kind)); }
  uint64_t state() const { return state_; }

  // The finaliser of SplitMix64 over a running state: order matters, zeros count.
  void Add(uint64_t v) {
    uint64_t z = state_ + 0x9e3779b97f4a7c15ULL + v;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    state_ = z ^ (z >> 31);
  }
  void Add(int v) { Add(static_cast<uint64_t>(v)); }
  void Add(ColumnRef c) {
    Add(c.table);
    Add(c.column);
  }
  template <typename T>
  void AddNode(const std::shared_ptr<const T>& node) {
    Add(node == nullptr ? 0 : Hash(*node));
  }
  // Its size and at most kSampled of its values.
  template <typename T, typename Value>
  void AddSome(const std::vector<T>& values, Value value) {
    constexpr size_t kSampled = 32;
    Add(static_cast<uint64_t>(values.size()));
    const size_t step = values.size() / kSampled + 1;
    for (size_t i = 0; i < values.size(); i += step) Add(static_cast<uint64_t>(value(values[i])));
  }
  void AddCodes(const CodeSet& set) {
    Add(set.complement ? 1 : 0);
    AddSome(set.codes, [](uint32_t code) { return code; });
  }
  void AddOperands(const std::vector<FilterPtr>& operands) {
    Add(static_cast<uint64_t>(operands.size()));
    for (const FilterPtr& operand : operands) AddNode(operand);
  }

  void Node(const Constant& n) { Add(n.value ? 1 : 0); }
  void Node(const And& n) { AddOperands(n.operands); }
  void Node(const Or& n) { AddOperands(n.operands); }
  void Node(const Not& n) { AddNode(n.operand); }
  void Node(const KOf& n) {
    Add(uint64_t{n.at_least} << 32 | n.at_most);
    AddOperands(n.operands);
  }
  void Node(const InCodes& n) {
    Add(n.column);
    AddCodes(*n.codes);
  }
  void Node(const InText& n) {
    Add(n.column);
    Add(static_cast<uint64_t>(std::hash<const void*>{}(n.predicate.get())));
  }
  void Node(const BoolIs& n) {
    Add(n.column);
    Add(n.value ? 1 : 0);
  }
  void Node(const InRanges& n) {
    Add(n.column);
    Add(n.complement ? 1 : 0);
    AddSome(n.ranges, [](const Range& r) { return r.first; });
    AddSome(n.ranges, [](const Range& r) { return r.last; });
    AddSome(n.terms,
            [](const TermRange& t) { return t.first == nullptr ? 0 : HashTerm(*t.first); });
    AddSome(n.terms, [](const TermRange& t) { return t.end == nullptr ? 0 : HashTerm(*t.end); });
  }
  void Node(const SetHas& n) {
    Add(n.column);
    Add(static_cast<int>(n.mode) * 2 + (n.unknown ? 1 : 0));
    AddCodes(*n.codes);
  }
  void Node(const Exists& n) { Add(n.column); }
  void Node(const InLookup& n) {
    Add(n.column);
    Add(n.lookup);
    AddNode(n.test);
  }
  void Node(const Compare& n) {
    Add(static_cast<int>(n.op));
    AddNode(n.left);
    AddNode(n.right);
  }
  void Node(const ValueExists& n) { AddNode(n.value); }
  void Node(const Lift& n) {
    Add(static_cast<int>(n.kind));
    Add({n.grain, n.table});
    AddNode(n.where);
  }
  void Node(const MemberIn& n) {
    AddSome(*n.ordinals, [](uint32_t ordinal) { return ordinal; });
  }
  void Node(const ConstantValue& n) {
    Add(absl::Int128Low64(n.number));
    Add(static_cast<uint64_t>(absl::Int128High64(n.number)));
    Add(std::bit_cast<uint64_t>(n.real));
    Add(static_cast<uint64_t>(std::hash<std::string>{}(n.text)));
    Add(n.term == nullptr ? 0 : HashTerm(*n.term));
  }
  void Node(const ColumnValue& n) { Add(n.column); }
  void Node(const LookupValue& n) {
    Add(n.column);
    Add({n.lookup, n.lookup_column});
  }
  void Node(const MidnightOf& n) { AddNode(n.date); }
  void Node(const SetSize& n) { Add(n.column); }
  void Node(const Aggregate& n) {
    Add(static_cast<int>(n.kind));
    Add({n.grain, n.table});
    AddNode(n.value);
    AddNode(n.where);
  }

 private:
  uint64_t state_ = 0;
};

template <typename Variant>
bool SameNodes(const Variant& a, const Variant& b) {
  if (a.index() != b.index()) return false;
  return std::visit([&b](const auto& x) { return Same(x, std::get<std::decay_t<decltype(x)>>(b)); },
                    a);
}

template <typename Variant>
uint64_t HashNode(const Variant& node) {
  Hasher hasher(node.index());
  std::visit([&hasher](const auto& n) { hasher.Node(n); }, node);
  return hasher.state();
}

}  // namespace

bool Equal(const FilterNode& a, const FilterNode& b) {
  return &a == &b || SameNodes(a.node, b.node);
}

bool Equal(const ValueNode& a, const ValueNode& b) {
  if (&a == &b) return true;
  return a.type.kind == b.type.kind && a.type.scale == b.type.scale &&
         a.type.fraction == b.type.fraction && SameNodes(a.node, b.node);
}

uint64_t Hash(const FilterNode& filter) { return HashNode(filter.node); }
uint64_t Hash(const ValueNode& value) { return HashNode(value.node); }

}  // namespace seine::bound
