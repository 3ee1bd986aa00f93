#include "query/ranking.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "engine/planted_bug.h"
#include "engine/status_macros.h"
#include "query/holding.h"
#include "query/key_groups.h"
#include "query/key_ranking.h"
#include "query/population_values.h"
#include "query/rank_borders.h"
#include "query/rank_positions.h"
#include "query/tied_keys.h"
#include "query/tied_values.h"

namespace seine {
namespace {

using absl::int128;
using filter::Rank;

// Of a group and of a border in it, in all that is kept of them: far less than what members take,
// unless nearly each has its own.
constexpr uint64_t kBytesOfGroup = 64;
constexpr uint64_t kBytesOfPosition = 160;

// Ranks first, then n-tiles.
class KeyAnswerer {
 public:
  KeyAnswerer(const PopulationScan& scan, size_t question, const RankedKeys& keys,
              const KeyQuestions& asked, uint64_t used)
      : scan_(scan),
        limits_(scan.limits()),
        question_(question),
        keys_(keys),
        asked_(asked),
        used_(used) {}

  absl::Status Answer(KeyAnswers* answers) {
    used_ += keys_.group_count() * kBytesOfGroup;
    SEINE_RETURN_IF_ERROR(CheckBudget(used_, limits_.memory_budget));
    SEINE_RETURN_IF_ERROR(groups_.Fill(keys_, limits_));
    SEINE_RETURN_IF_ERROR(FindClasses());
    SEINE_RETURN_IF_ERROR(positions_.Gather(
        groups_, [this](uint32_t g, std::vector<uint64_t>* to) { AddPositions(g, to); }, limits_));
    used_ += positions_.size() * kBytesOfPosition;
    SEINE_RETURN_IF_ERROR(CheckBudget(used_, limits_.memory_budget));
    SEINE_RETURN_IF_ERROR(positions_.Select(groups_, limits_));
    for (const RankClasses& classes : classes_) {
      SEINE_ASSIGN_OR_RETURN(RankBorders borders,
                             RankBorders::Make(classes, groups_, positions_, limits_));
      borders_.push_back(std::move(borders));
    }
    SEINE_RETURN_IF_ERROR(BreakTies());
    SEINE_RETURN_IF_ERROR(AnswerValues(answers));
    return Classify(answers);
  }

 private:
  const bound::ValueNode& value() const { return *scan_.pass().questions[question_].value; }
  const bound::ValueType& type() const { return value().type; }
  const std::string& text() const { return value().text; }

  absl::Status FindClasses() {
    for (const bound::Rank* rank : asked_.ranks) {
      const bool holding = rank->measure == Rank::Measure::kHolding;
      std::vector<uint64_t> lengths(holding ? groups_.count() : 0);
      if (holding) SEINE_RETURN_IF_ERROR(FindLengths(*rank, &lengths));
      classes_.push_back({rank->direction == Rank::Direction::kTop,
                          [rank, lengths = std::move(lengths)](uint32_t g, uint64_t n) {
                            const uint64_t length =
                                lengths.empty() ? LengthOf(*rank, n) : lengths[g];
                            return length < n ? std::vector{length} : std::vector<uint64_t>();
                          }});
    }
    for (const bound::NTile* tile : asked_.tiles) {
      const auto k = static_cast<uint64_t>(tile->k);
      classes_.push_back({true, [k](uint32_t, uint64_t n) { return TileBegins(k, n); }});
    }
    return absl::OkStatus();
  }

  // Of `holding`.
  absl::Status FindLengths(const bound::Rank& rank, std::vector<uint64_t>* lengths) {
    const bool amounts = NeedsAmounts(asked_, type(), scan_.known(question_).narrow);
    const bool real = type().kind == bound::ValueKind::kReal;
    return groups_.ForEach(limits_, [&](uint32_t g) {
      uint64_t* const length = &(*lengths)[g];
      return amounts ? CountHolding(groups_.Amounts(g), rank.n, limits_, length, text())
                     : CountHolding(groups_.Keys(g), real, rank.n, limits_, length);
    });
  }

  void AddPositions(uint32_t group, std::vector<uint64_t>* positions) const {
    const uint64_t n = groups_.Size(group);
    for (const RankClasses& classes : classes_) {
      for (const uint64_t position : classes.begins(group, n))
        positions->push_back(Ascending(classes.top, position, n));
    }
    for (const bound::PopulationValue* value : asked_.values) {
      for (const uint64_t position : Positions(*value)) positions->push_back(position);
    }
  }

  bool IsValue(int64_t key) const {
    return Planted("key-as-value") || KeyIsValue(keys_.kind(), key);
  }

  absl::Status BreakTies() {
    std::vector<Tie> by_place;
    std::map<GroupKey, uint64_t> by_value;  // and how many have the key
    for (const RankBorders& borders : borders_) {
      for (const Tie& tie : borders.ties()) {
        if (IsValue(tie.key.key)) {
          by_place.push_back(tie);
        } else {
          by_value[tie.key] = tie.same;
        }
      }
    }
    for (const bound::PopulationValue* value : asked_.values) {
      for (const uint64_t position : Positions(*value)) {
        const KeyAt& at = positions_.Of(0, position);
        if (!IsValue(at.key)) by_value[{0, at.key}] = at.same;
      }
    }
    if (!by_value.empty()) SEINE_RETURN_IF_ERROR(BreakByValue(by_value));
    return BreakByPlace(by_place);
  }

  absl::Status BreakByPlace(const std::vector<Tie>& ties) {
    std::vector<uint32_t> places;
    SEINE_RETURN_IF_ERROR(FindPlaces(scan_.snapshot(), keys_, ties, limits_, &places));
    size_t next = 0;
    for (RankBorders& borders : borders_) {
      for (size_t t = 0; t < borders.ties().size(); ++t) {
        if (IsValue(borders.ties()[t].key.key)) borders.BreakByPlace(t, places[next++]);
      }
    }
    return absl::OkStatus();
  }

  absl::Status BreakByValue(const std::map<GroupKey, uint64_t>& wanted) {
    std::vector<GroupKey> keys;
    uint64_t members = 0;
    for (const auto& [key, same] : wanted) {
      keys.push_back(key);
      members += same;
    }
    SEINE_RETURN_IF_ERROR(CheckBudget(used_ + TiedValues::BytesOf(members), limits_.memory_budget));
    tied_.emplace(std::move(keys), keys_.group_count());
    values_.emplace(*tied_, keys_);
    SEINE_RETURN_IF_ERROR(values_->Fill(scan_, question_));
    for (RankBorders& borders : borders_) {
      const std::vector<Tie>& ties = borders.ties();
      size_t last = 0;
      for (size_t first = 0; first < ties.size(); first = last) {
        last = first + 1;
        while (last < ties.size() && ties[last].key == ties[first].key) ++last;
        if (!IsValue(ties[first].key.key))
          borders.BreakByValue(first, last, values_->Of(ties[first].key));
      }
    }
    return absl::OkStatus();
  }

  // Of a value in the order of all; none over nobody.
  std::vector<uint64_t> Positions(const bound::PopulationValue& value) const {
    if (keys_.count() == 0) return {};
    const std::array<uint64_t, 2> at = PositionsOf(value, keys_.count());
    return {at.begin(), at.end()};
  }
  Fraction ValueAt(uint64_t position) {
    const KeyAt& at = positions_.Of(0, position);
    if (IsValue(at.key)) return {at.key, 1};
    const std::span<ValueEntry> members = values_->Of({0, at.key});
    const auto nth = members.begin() + static_cast<ptrdiff_t>(position - at.less);
    std::nth_element(members.begin(), nth, members.end(), RankOrder{false});
    return nth->value;
  }

  absl::Status AnswerValues(KeyAnswers* answers) {
    for (const bound::PopulationValue* value : asked_.values) {
      const std::vector<uint64_t> at = Positions(*value);
      if (at.empty()) {
        answers->values.push_back(MissingConstant());
      } else if (type().kind == bound::ValueKind::kReal) {
        answers->values.push_back(MiddleOfReals(FromOrderedBits(positions_.Of(0, at[0]).key),
                                                FromOrderedBits(positions_.Of(0, at[1]).key)));
      } else {
        SEINE_ASSIGN_OR_RETURN(bound::ConstantValue middle,
                               MiddleOf(ValueAt(at[0]), ValueAt(at[1]), type().scale, text()));
        answers->values.push_back(std::move(middle));
      }
    }
    return absl::OkStatus();
  }

  absl::Status Classify(KeyAnswers* answers) {
    const Snapshot& snapshot = scan_.snapshot();
    size_t next = 0;
    for (const bound::Rank* rank : asked_.ranks) {
      SEINE_ASSIGN_OR_RETURN(bound::MemberBits bits,
                             RankByKeys(snapshot, keys_, borders_[next++], rank->negated, limits_));
      answers->ranks.push_back(std::move(bits));
    }
    for (const bound::NTile* tile : asked_.tiles) {
      SEINE_ASSIGN_OR_RETURN(
          bound::MemberTiles tiles,
          TileByKeys(snapshot, keys_, borders_[next++], static_cast<uint64_t>(tile->k), limits_));
      answers->tiles.push_back(std::move(tiles));
    }
    return absl::OkStatus();
  }

  const PopulationScan& scan_;
  const RunLimits& limits_;
  size_t question_;
  const RankedKeys& keys_;
  const KeyQuestions& asked_;
  uint64_t used_;
  KeyGroups groups_;
  std::vector<RankClasses> classes_;
  GroupPositions positions_;
  std::vector<RankBorders> borders_;  // of each
  std::optional<TiedKeys> tied_;
  std::optional<TiedValues> values_;
};

}  // namespace

bool NeedsAmounts(const KeyQuestions& asked, const bound::ValueType& type, bool narrow) {
  const bool telling = KeyKindOf(type, narrow) == KeyKind::kValue;
  return !telling && std::ranges::any_of(asked.ranks, [](const bound::Rank* rank) {
    return rank->measure == Rank::Measure::kHolding;
  });
}

KeyBytes BytesOfKeys(uint64_t members, bool grouped, bool amounts) {
  const uint64_t group = grouped ? sizeof(uint32_t) : 0;
  const uint64_t amount = amounts ? sizeof(int128) : 0;
  const uint64_t together = grouped ? sizeof(int64_t) : 0;
  return {members * (sizeof(int64_t) + group + amount) + members / 8,
          members * (2 * sizeof(int64_t) + together + amount)};
}

absl::Status AnswerByKeys(const PopulationScan& scan, size_t question, const RankedKeys& keys,
                          const KeyQuestions& asked, uint64_t used, KeyAnswers* answers) {
  return KeyAnswerer(scan, question, keys, asked, used).Answer(answers);
}

}  // namespace seine
