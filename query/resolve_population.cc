#include "query/resolve_population.h"

#include <map>
#include <utility>

#include "query/bound_fields.h"
#include "query/definition_error.h"
#include "query/population_scan.h"
#include "query/population_values.h"
#include "query/ranking.h"

namespace seine {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

// Children first; what stands under `as of` is answered at its moment.
class PopulationResolver {
 public:
  PopulationResolver(const Snapshot& snapshot, int64_t as_of, const Zone& zone,
                     const RunLimits& limits)
      : snapshot_(snapshot), zone_(zone), limits_(limits), as_of_(as_of) {}

  FilterPtr operator()(const FilterPtr& filter) { return Once(filter, filters_); }
  ValuePtr operator()(const ValuePtr& value) { return Once(value, values_); }
  const absl::Status& status() const { return status_; }

 private:
  template <typename Pointer>
  Pointer Once(const Pointer& from, std::map<std::pair<Pointer, int64_t>, Pointer>& done) {
    if (!status_.ok()) return from;
    const std::pair<Pointer, int64_t> key{from, as_of_};
    if (const auto found = done.find(key); found != done.end()) return found->second;
    Pointer resolved = Answered(WithResolvedChildren(from));
    done.emplace(key, resolved);
    return resolved;
  }

  FilterPtr WithResolvedChildren(const FilterPtr& filter) {
    const auto* moment = std::get_if<bound::AsOf>(&filter->node);
    const int64_t outer = moment == nullptr ? as_of_ : std::exchange(as_of_, moment->as_of);
    FilterPtr resolved = bound::WithChildren(filter, *this);
    as_of_ = outer;
    return resolved;
  }
  ValuePtr WithResolvedChildren(const ValuePtr& value) { return bound::WithChildren(value, *this); }

  // What `answer` makes of a scan of the question; its errors become the resolver's.
  template <typename Answer>
  auto Asked(const MemberQuestion& question, Answer&& answer) {
    PopulationScan scan(snapshot_, zone_, limits_);
    status_ = scan.Plan(question, as_of_);
    auto answered = status_.ok() ? answer(scan) : status_;
    status_ = answered.status();
    return answered;
  }

  FilterPtr Answered(const FilterPtr& filter) {
    const auto* rank = std::get_if<bound::Rank>(&filter->node);
    if (rank == nullptr || !status_.ok()) return filter;
    auto members = Asked({rank->subject.get(), rank->per.get(), rank->among.get()},
                         [&](const PopulationScan& scan) { return RankMembers(scan, *rank); });
    if (!members.ok()) return filter;
    return bound::WithContent(*filter, bound::MemberSet{*std::move(members)});
  }
  ValuePtr Answered(const ValuePtr& value) {
    if (!status_.ok()) return value;
    if (const auto* tile = std::get_if<bound::NTile>(&value->node)) {
      auto tiles = Asked({tile->value.get(), tile->per.get(), tile->among.get()},
                         [&](const PopulationScan& scan) { return TileMembers(scan, *tile); });
      return tiles.ok() ? bound::WithContent(*value, bound::MemberNumbers{*std::move(tiles)})
                        : value;
    }
    if (const auto* whole = std::get_if<bound::PopulationValue>(&value->node)) {
      auto constant =
          Asked({whole->value.get(), nullptr, whole->among.get()},
                [&](const PopulationScan& scan) { return ValueOfPopulation(scan, *whole); });
      return constant.ok() ? bound::WithContent(*value, *std::move(constant)) : value;
    }
    return value;
  }
  const Snapshot& snapshot_;
  const Zone& zone_;
  const RunLimits& limits_;
  int64_t as_of_;
  absl::Status status_;
  std::map<std::pair<FilterPtr, int64_t>, FilterPtr> filters_;
  std::map<std::pair<ValuePtr, int64_t>, ValuePtr> values_;
};

}  // namespace

absl::Status ResolvePopulation(const Snapshot& snapshot, int64_t as_of, const Zone& zone,
                               const RunLimits& limits,
                               std::span<bound::BoundDefinition> definitions) {
  PopulationResolver resolve(snapshot, as_of, zone, limits);
  for (size_t d = 0; d < definitions.size(); ++d) {
    definitions[d].include = resolve(definitions[d].include);
    for (auto& [name, filter] : definitions[d].excludes) filter = resolve(filter);
    if (!resolve.status().ok()) return InDefinition(resolve.status(), d);
  }
  return absl::OkStatus();
}

}  // namespace seine
