#include "query/question_run.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/status_macros.h"
#include "query/member_bits.h"

namespace seine {
namespace {

// The bits, the bitmap that the plan makes of them, and that of explain.
constexpr uint64_t kCopiesOfBits = 3;

const bound::Rank& RankOf(const bound::FilterPtr& node) {
  return std::get<bound::Rank>(node->node);
}
const bound::NTile& TileOf(const bound::ValuePtr& node) {
  return std::get<bound::NTile>(node->node);
}
const bound::PopulationValue& WholeOf(const bound::ValuePtr& node) {
  return std::get<bound::PopulationValue>(node->node);
}

}  // namespace

// Ranks that take few need no keys; where keys are kept anyway, they serve all ranks.
QuestionRun::QuestionRun(const PopulationScan& scan, size_t question)
    : scan_(scan), question_(question) {
  const PopulationQuestion& asked = this->question();
  for (const bound::ValuePtr& whole : asked.wholes)
    (IsAtPosition(WholeOf(whole)) ? positions_ : sums_).push_back(whole);
  const bool keys = !asked.tiles.empty() || !positions_.empty() ||
                    !std::ranges::all_of(asked.ranks, [&](const bound::FilterPtr& rank) {
                      return LeadingMembers::Serves(RankOf(rank), scan, question);
                    });
  (keys ? ranks_ : leading_) = asked.ranks;
  for (const bound::FilterPtr& rank : ranks_) by_keys_.ranks.push_back(&RankOf(rank));
  for (const bound::ValuePtr& tile : asked.tiles) by_keys_.tiles.push_back(&TileOf(tile));
  for (const bound::ValuePtr& whole : positions_) by_keys_.values.push_back(&WholeOf(whole));
  amounts_ = NeedsAmounts(by_keys_, asked.value->type, scan.known(question).narrow);
}

uint64_t QuestionRun::KeptBytes() const {
  uint64_t bytes = 0;
  for (const bound::FilterPtr& rank : leading_)
    bytes += scan_.workers() * LeadingMembers::BytesPerWorker(RankOf(rank), scan_, question_);
  if (by_keys_.empty()) return bytes;
  const uint64_t members = scan_.snapshot().member_count();
  return bytes + BytesOfKeys(members, question().per != nullptr, amounts_).kept;
}

uint64_t QuestionRun::WorkBytes() const {
  if (by_keys_.empty()) return 0;
  const uint64_t members = scan_.snapshot().member_count();
  return BytesOfKeys(members, question().per != nullptr, amounts_).work;
}

uint64_t QuestionRun::AnswerBytes() const {
  const uint64_t members = scan_.snapshot().member_count();
  uint64_t bytes = kCopiesOfBits * BytesOfBits(members) * question().ranks.size();
  for (const bound::NTile* tile : by_keys_.tiles)
    bytes += BytesOfTiles(members, static_cast<uint64_t>(tile->k));
  return bytes;
}

void QuestionRun::Begin() {
  for (const bound::FilterPtr& rank : leading_)
    leaders_.emplace_back(RankOf(rank), scan_, question_);
  if (!sums_.empty()) sum_.emplace(scan_.workers());
  if (!by_keys_.empty()) keys_.emplace(scan_, question_, amounts_);
}

void QuestionRun::Add(int worker, const BlockValues& values) {
  for (LeadingMembers& leaders : leaders_) leaders.Add(worker, values);
  if (sum_) sum_->Add(worker, values);
  if (keys_) keys_->Add(worker, values);
}

absl::Status QuestionRun::Answer(uint64_t used, PopulationAnswers* answers) {
  for (size_t i = 0; i < leading_.size(); ++i) Put(leading_[i], leaders_[i].Finish(), answers);
  leaders_.clear();
  for (const bound::ValuePtr& asked : sums_) {
    SEINE_ASSIGN_OR_RETURN(bound::ConstantValue value, sum_->Value(WholeOf(asked)));
    Put(asked, std::move(value), answers);
  }
  if (!keys_) return absl::OkStatus();
  SEINE_RETURN_IF_ERROR(keys_->Finish(scan_.limits()));
  KeyAnswers found;
  SEINE_RETURN_IF_ERROR(AnswerByKeys(scan_, question_, *keys_, by_keys_, used, &found));
  keys_.reset();
  for (size_t i = 0; i < ranks_.size(); ++i) Put(ranks_[i], std::move(found.ranks[i]), answers);
  for (size_t i = 0; i < positions_.size(); ++i)
    Put(positions_[i], std::move(found.values[i]), answers);
  for (size_t i = 0; i < found.tiles.size(); ++i) {
    auto tiles = std::make_shared<const bound::MemberTiles>(std::move(found.tiles[i]));
    Put(question().tiles[i], bound::MemberNumbers{std::move(tiles)}, answers);
  }
  return absl::OkStatus();
}

void QuestionRun::Put(const bound::FilterPtr& rank, bound::MemberBits bits,
                      PopulationAnswers* answers) const {
  auto members = std::make_shared<const bound::MemberBits>(std::move(bits));
  answers->filters[{rank, scan_.pass().as_of}] =
      bound::MakeFilter(bound::MemberSet{std::move(members)}, rank->span, rank->text);
}

void QuestionRun::Put(const bound::ValuePtr& asked, decltype(bound::ValueNode::node) node,
                      PopulationAnswers* answers) const {
  answers->values[{asked, scan_.pass().as_of}] =
      bound::MakeValue(std::move(node), asked->type, asked->span, asked->text);
}

}  // namespace seine
