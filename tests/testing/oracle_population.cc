#include "tests/testing/oracle_population.h"

#include <algorithm>

#include "tests/testing/oracle_reduce.h"

namespace seine::oracle {
namespace {

// A quotient that is added up is rounded first.
std::vector<Value> Entering(std::vector<Value> values, StaticType type) {
  if (type != StaticType::kQuotient) return values;
  for (Value& value : values) value = std::get<Fraction>(value).RoundHalfEven(12);
  return values;
}

size_t AsSize(const BigInt& number, size_t most) {
  if (number.IsNegative()) return 0;
  int64_t out = 0;
  if (!Fraction(number).ToInt64(&out)) return most;
  return std::min(static_cast<size_t>(out), most);
}

}  // namespace

std::vector<Context> Population::Members(const filter::Expr& among, int64_t as_of) {
  std::vector<Context> out;
  const RowTree& tree = evaluator_.tree();
  for (size_t m = 0; m < tree.data().tables[0].rows.size(); ++m) {
    const Context at{RowRef{0, m}, {}, as_of};
    if (tree.Hidden(at.row, as_of, evaluator_.zone())) continue;
    if (!among || evaluator_.Holds(among, at)) out.push_back(at);
  }
  return out;
}

std::vector<Value> Population::Values(const filter::Expr& value, const filter::Expr& among,
                                      int64_t as_of) {
  std::vector<Value> out;
  for (const Context& member : Members(among, as_of)) {
    Value found = evaluator_.Evaluate(value, member);
    if (!IsMissing(found)) out.push_back(std::move(found));
  }
  return out;
}

bool Population::KeyIsLess(size_t a, size_t b) const {
  const OracleData& data = evaluator_.tree().data();
  const std::string& x = data.member_keys[a];
  const std::string& y = data.member_keys[b];
  if (data.schema.tables[0].key_type != KeyType::kInteger) return x < y;
  return BigInt::FromDigits(x).Compare(BigInt::FromDigits(y)) < 0;
}

std::vector<Population::Group> Population::Groups(const ValueOf& value,
                                                  const std::optional<filter::Path>& per,
                                                  const filter::Expr& among, int64_t as_of,
                                                  bool descending) {
  Group all;
  for (const Context& member : Members(among, as_of)) {
    Ranked ranked{member.row.row, value(member), true};
    if (per) ranked.group = evaluator_.Resolve(*per, member);
    if (!IsMissing(ranked.value) && !IsMissing(ranked.group)) all.push_back(std::move(ranked));
  }
  const OracleZone& zone = evaluator_.zone();
  std::sort(all.begin(), all.end(), [&](const Ranked& a, const Ranked& b) {
    if (const int order = Order(a.group, b.group, zone).value_or(0); order != 0) return order < 0;
    const int order = Order(a.value, b.value, zone).value_or(0);
    if (order != 0) return descending ? order > 0 : order < 0;
    return KeyIsLess(a.member, b.member);
  });
  std::vector<Group> out;
  for (Ranked& ranked : all) {
    const bool same = !out.empty() && Order(out.back()[0].group, ranked.group, zone) == 0;
    if (!same) out.emplace_back();
    out.back().push_back(std::move(ranked));
  }
  return out;
}

bool Population::InRank(const filter::Rank& rank, const Context& at) {
  const auto [found, is_new] = ranks_.try_emplace({&rank, at.as_of});
  if (is_new) {
    std::map<size_t, bool> members;
    const auto value = [&](const Context& member) {
      return evaluator_.Evaluate(rank.subject, member);
    };
    const bool descending = rank.direction == filter::Rank::Direction::kTop;
    for (const Group& group : Groups(value, rank.per, rank.among, at.as_of, descending)) {
      const size_t chosen = Chosen(rank, group, at);
      for (size_t i = 0; i < group.size(); ++i) members[group[i].member] = i < chosen;
    }
    found->second = std::move(members);
  }
  const auto member = found->second.find(evaluator_.MemberOf(at.row).row);
  return member != found->second.end() && member->second != rank.negated;
}

size_t Population::Chosen(const filter::Rank& rank, const Group& group, const Context& at) {
  const Value n = evaluator_.Evaluate(rank.n, at);
  const auto* number = std::get_if<Fraction>(&n);
  if (number == nullptr) {
    evaluator_.Fail("a rank without a number");
    return 0;
  }
  const Fraction size(BigInt(static_cast<int64_t>(group.size())));
  switch (rank.measure) {
    case filter::Rank::Measure::kMembers:
      return AsSize(number->Ceiling(), group.size());
    case filter::Rank::Measure::kPercent:
      return AsSize((*number * size / Fraction(BigInt(100))).Ceiling(), group.size());
    case filter::Rank::Measure::kHolding: {
      const Context member{RowRef{0, group[0].member}, {}, at.as_of};
      return Holding(*number, group,
                     evaluator_.TypeOf(rank.subject, member) == StaticType::kQuotient);
    }
  }
  return 0;
}

size_t Population::Holding(const Fraction& percent, const Group& group, bool round) {
  std::vector<Value> values;
  for (const Ranked& ranked : group) values.push_back(ranked.value);
  // The first one's infinite amount is more than any share of what is finite.
  if (const auto infinite = InfiniteSumOf(values)) return *infinite > 0 ? 1 : 0;
  std::vector<Fraction> amounts = AmountsOf(values);
  Fraction total;
  for (Fraction& amount : amounts) {
    if (round) amount = amount.RoundHalfEven(12);
    total = total + amount;
  }
  const Fraction share = total * percent / Fraction(BigInt(100));
  if (share.Compare(Fraction()) <= 0) return 0;
  Fraction held;
  for (size_t i = 0; i < amounts.size(); ++i) {
    held = held + amounts[i];
    if (held.Compare(share) >= 0) return i + 1;
  }
  return amounts.size();
}

// SQL's ntile from the highest on, counted backwards: of n members the first n % k tiles have one
// more.
std::map<size_t, int64_t> Population::Tiles(int64_t k, const std::vector<Group>& groups) {
  std::map<size_t, int64_t> out;
  for (const Group& group : groups) {
    const auto n = static_cast<int64_t>(group.size());
    size_t next = 0;
    for (int64_t tile = 1; tile <= k; ++tile) {
      for (int64_t left = n / k + (tile <= n % k ? 1 : 0); left > 0; --left) {
        out[group[next++].member] = k + 1 - tile;
      }
    }
  }
  return out;
}

Value Population::NTile(const filter::NTile& node, const Context& at) {
  const auto [found, is_new] = tiles_.try_emplace({&node, at.as_of});
  if (is_new) {
    const auto value = [&](const Context& member) {
      return evaluator_.Evaluate(node.value, member);
    };
    found->second =
        Tiles(evaluator_.CountOf(node.k), Groups(value, node.per, node.among, at.as_of, true));
  }
  const auto member = found->second.find(evaluator_.MemberOf(at.row).row);
  if (member == found->second.end()) return Missing{};
  return Fraction(BigInt(member->second));
}

Value Population::Whole(const filter::PopulationValue& node, const Context& at) {
  const auto [found, is_new] = wholes_.try_emplace({&node, at.as_of});
  if (is_new) found->second = Compute(node, at);
  return found->second;
}

Value Population::Compute(const filter::PopulationValue& node, const Context& at) {
  const StaticType type = evaluator_.TypeOf(node.value, {RowRef{0, 0}, {}, at.as_of});
  const std::vector<Value> values = Values(node.value, node.among, at.as_of);
  const bool real = type == StaticType::kReal;
  const OracleZone& zone = evaluator_.zone();
  switch (node.function) {
    case filter::PopulationFunction::kTotal:
      return ExactSumOf(Entering(values, type), real);
    case filter::PopulationFunction::kMean:
      return ExactMeanOf(Entering(values, type), real);
    case filter::PopulationFunction::kMedian:
      return MedianOf(values, zone);
    case filter::PopulationFunction::kPercentile:
      break;
  }
  if (values.empty()) return Missing{};
  std::vector<Value> sorted = values;
  std::sort(sorted.begin(), sorted.end(),
            [&](const Value& a, const Value& b) { return IsLess(a, b, zone); });
  const Value percent = evaluator_.Evaluate(node.percent, at);
  const Fraction size(BigInt(static_cast<int64_t>(sorted.size())));
  const Fraction position = std::get<Fraction>(percent) * size / Fraction(BigInt(100));
  return sorted[std::max<size_t>(AsSize(position.Ceiling(), sorted.size()), 1) - 1];
}

}  // namespace seine::oracle
