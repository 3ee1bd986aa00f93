#include "query/value_bounds.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/bind_values.h"
#include "query/fraction.h"
#include "query/keywords.h"
#include "query/printer.h"

namespace seine::binding {
namespace {

using Scaled = ExactNumber::Scaled;

struct PartBounds {
  filter::DatePartKind part;
  int least;
  int most;
  std::string_view reason;
};
constexpr PartBounds kParts[] = {
    {filter::DatePartKind::kWeekday, 1, 7, "weekdays go from 1 (mon) to 7 (sun)"},
    {filter::DatePartKind::kHour, 0, 23, "hours go from 0 to 23"},
    {filter::DatePartKind::kDayOfMonth, 1, 31, "days of a month go from 1 to 31"},
    {filter::DatePartKind::kWeek, 1, 53, "weeks go from 1 to 53"},
    {filter::DatePartKind::kMonth, 1, 12, "months go from 1 to 12"},
    {filter::DatePartKind::kQuarter, 1, 4, "quarters go from 1 to 4"},
};

Scaled Whole(int64_t number) { return {number, 0}; }

std::string Printed(const Scaled& number) {
  filter::Literal literal;
  const std::string digits = absl::StrCat(static_cast<int64_t>(number.number));
  literal.value = number.scale == 0 ? filter::LiteralValue(filter::Integer{digits})
                                    : filter::LiteralValue(filter::Decimal{digits, number.scale});
  return PrintLiteral(literal.value);
}

ValueBounds Never(std::string_view reason) {
  return {Whole(0), std::nullopt, std::string(reason), false};
}

// The sum of the weights below 0, and of those above.
std::optional<ValueBounds> OfScore(const filter::Score& score) {
  int scale = 0;
  std::vector<Scaled> weights;
  for (const filter::Score::Term& term : score.terms) {
    const auto literal = FoldedNumber(term.weight);
    const auto number = literal ? ExactNumber::Of(literal->value) : std::nullopt;
    const auto shortest = number ? number->Shortest() : std::nullopt;
    if (!shortest) return std::nullopt;
    scale = std::max(scale, shortest->scale);
    weights.push_back(*shortest);
  }
  absl::int128 least = 0;
  absl::int128 most = 0;
  for (const Scaled& weight : weights) {
    const absl::int128 units = weight.number * PowerOfTen(scale - weight.scale);
    (units < 0 ? least : most) += units;
  }
  ValueBounds bounds{{least, scale}, Scaled{most, scale}, "", false};
  bounds.reason =
      absl::StrCat("this score is from ", Printed(bounds.least), " to ", Printed(*bounds.most));
  return bounds;
}

struct BoundsFinder {
  using Found = std::optional<ValueBounds>;

  Found operator()(const filter::DatePart& n) const {
    for (const PartBounds& part : kParts) {
      if (part.part != n.part) continue;
      return ValueBounds{Whole(part.least), Whole(part.most), std::string(part.reason), true};
    }
    return std::nullopt;
  }
  Found operator()(const filter::NTile& n) const {
    return ValueBounds{Whole(1), Whole(n.k.value),
                       absl::StrCat("these n-tiles go from 1 to ", n.k.value), false};
  }
  // Classes of equal size; those by thresholds are not counted here.
  Found operator()(const filter::Model& n) const {
    if (n.kind != filter::ModelKind::kRfm || n.arguments.size() != 2) return std::nullopt;
    const auto classes = FoldedNumber(n.arguments[1]);
    const auto number = classes ? ExactNumber::Of(classes->value) : std::nullopt;
    const auto most = number ? number->Shortest() : std::nullopt;
    if (!most) return std::nullopt;
    return ValueBounds{Whole(1), most, absl::StrCat("these classes go from 1 to ", Printed(*most)),
                       false};
  }
  Found operator()(const filter::Bucket& n) const {
    const int64_t last = n.buckets.value - 1;
    return ValueBounds{Whole(0), Whole(last), absl::StrCat("these buckets go from 0 to ", last),
                       false};
  }
  Found operator()(const filter::Score& n) const { return OfScore(n); }
  Found operator()(const filter::Aggregate& n) const {
    const bool counts = n.function == filter::AggregateFunction::kCount ||
                        n.function == filter::AggregateFunction::kDistinct;
    return counts ? Found(Never("a count is never below 0")) : std::nullopt;
  }
  Found operator()(const filter::DistinctPeriods&) const {
    return Never("a count is never below 0");
  }
  Found operator()(const filter::Size&) const { return Never("a size is never below 0"); }
  Found operator()(const filter::Gap&) const { return Never("a gap is never below 0"); }
  template <typename T>
  Found operator()(const T&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<ValueBounds> BoundsOfValue(const filter::Expr& value) {
  return std::visit(BoundsFinder(), value.node().value);
}

int CompareScaled(const ExactNumber::Scaled& a, const ExactNumber::Scaled& b) {
  return CompareFractions(a.number, 1, a.scale, b.number, 1, b.scale);
}

}  // namespace seine::binding
