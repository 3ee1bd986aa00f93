#include "query/audience.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/roaring_bitmap.h"
#include "query/query.h"

namespace seine {

struct Audience::State {
  std::shared_ptr<const Snapshot> snapshot;
  RoaringBitmap members;
  ResultInfo info;
};

Audience::Audience(std::shared_ptr<const Snapshot> snapshot, RoaringBitmap members,
                   ResultInfo info) {
  info.count = members.Cardinality();
  state_ = std::make_unique<const State>(
      State{std::move(snapshot), std::move(members), std::move(info)});
}
Audience::~Audience() = default;

const std::shared_ptr<const Snapshot>& Audience::snapshot() const { return state_->snapshot; }
const ResultInfo& Audience::info() const { return state_->info; }
uint64_t Audience::size() const { return state_->info.count; }
bool Audience::Contains(uint32_t ordinal) const { return state_->members.Contains(ordinal); }
const RoaringBitmap& Audience::bitmap() const { return state_->members; }
std::vector<uint32_t> Audience::Ordinals() const { return state_->members.Ordinals(); }

namespace {

RoaringBitmap Copy(const RoaringBitmap& members) {
  RoaringBitmap copy;
  copy.Or(members);
  return copy;
}

// A result that no definition gave: it keeps the moment and the store of `from`.
ResultInfo DerivedInfo(const ResultInfo& from) {
  ResultInfo info = from;
  info.definition.clear();
  info.excluded.clear();
  info.warnings.clear();
  info.elapsed_ms = 0;
  return info;
}

RoaringBitmap Everyone(const Snapshot& snapshot) {
  RoaringBitmap all;
  std::vector<uint32_t> ordinals;
  for (size_t s = 0; s < snapshot.shard_count(); ++s) {
    const ShardView& shard = snapshot.shard(s);
    for (uint32_t offset = 0; offset < shard.members; ++offset) {
      const bool exists =
          shard.exists == nullptr || ((shard.exists[offset >> 6] >> (offset & 63)) & 1) != 0;
      if (exists) ordinals.push_back(static_cast<uint32_t>(s) * kShardSize + offset);
    }
  }
  all.Or(RoaringBitmap::FromOrdinals(ordinals));
  return all;
}

struct Translated {
  RoaringBitmap members;
  uint64_t unknown = 0;  // members that the other snapshot lacks
};

// The members of `from` that `to` knows, by key.
absl::StatusOr<Translated> Translate(const Audience& from, const Snapshot& to) {
  std::vector<uint32_t> ordinals;
  for (size_t shard = 0; shard < from.snapshot()->shard_count(); ++shard) {
    if (absl::Status status = from.snapshot()->EnsureKeys(shard); !status.ok()) return status;
  }
  for (uint32_t ordinal : from.Ordinals()) {
    const absl::StatusOr<std::optional<uint32_t>> found =
        to.FindMember(from.snapshot()->Key(ordinal));
    if (!found.ok()) return found.status();
    if (found->has_value()) ordinals.push_back(**found);
  }
  std::sort(ordinals.begin(), ordinals.end());
  return Translated{RoaringBitmap::FromOrdinals(ordinals), from.size() - ordinals.size()};
}

// The members of `b` as those of the snapshot of `a`.
absl::StatusOr<Translated> AsIn(const Audience& a, const Audience& b) {
  const Snapshot& to = *a.snapshot();
  const Snapshot& from = *b.snapshot();
  if (to.content_id() == from.content_id()) return Translated{Copy(b.bitmap())};
  if (to.store_id() != from.store_id()) {
    return absl::FailedPreconditionError(
        "the two audiences come from different stores; compare their keys instead");
  }
  if (to.keys_are_text() != from.keys_are_text()) {
    return absl::FailedPreconditionError(
        "the keys of one version of this store are text, those of the other integers, so their "
        "audiences have nothing in common; build both with the same `key_type`");
  }
  return Translate(b, to);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Audience>> Audience::Combine(const Audience& a,
                                                                  const Audience& b, SetOp op) {
  const absl::StatusOr<Translated> translated = AsIn(a, b);
  if (!translated.ok()) return translated.status();
  const RoaringBitmap& other = translated->members;
  RoaringBitmap members = Copy(a.bitmap());
  switch (op) {
    case SetOp::kAnd:
      members.And(other);
      break;
    case SetOp::kOr:
      members.Or(other);
      break;
    case SetOp::kMinus:
      members.AndNot(other);
      break;
    case SetOp::kXor:
      members.Xor(other);
      break;
  }
  ResultInfo info = DerivedInfo(a.info());
  if (translated->unknown > 0 && (op == SetOp::kOr || op == SetOp::kXor)) {
    info.warnings.push_back(absl::StrCat(
        "version ", a.snapshot()->version(), " of the store, which the result is of, lacks ",
        translated->unknown, translated->unknown == 1 ? " member" : " members", " of version ",
        b.snapshot()->version(), " that would belong to it"));
  }
  return std::make_shared<const Audience>(a.snapshot(), std::move(members), std::move(info));
}

std::shared_ptr<const Audience> Audience::Complement() const {
  RoaringBitmap members = Everyone(*snapshot());
  members.AndNot(bitmap());
  return std::make_shared<const Audience>(snapshot(), std::move(members), DerivedInfo(info()));
}

std::string Audience::SerializePortable() const { return bitmap().Serialize(); }

absl::StatusOr<std::shared_ptr<const Audience>> Audience::FromPortable(
    std::shared_ptr<const Snapshot> snapshot, std::string_view bytes) {
  absl::StatusOr<RoaringBitmap> members =
      RoaringBitmap::Deserialize({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
  if (!members.ok()) return members.status();
  RoaringBitmap unknown = Copy(*members);
  unknown.AndNot(Everyone(*snapshot));
  if (unknown.Cardinality() != 0) {
    return absl::OutOfRangeError(
        "the bitmap holds ordinals that no member of this store has; it comes from another store");
  }
  const absl::StatusOr<Zone> zone = Zone::Load(snapshot->schema().timezone);
  if (!zone.ok()) return zone.status();
  ResultInfo info;
  info.population = snapshot->member_count();
  info.as_of = snapshot->DataEnd(*zone).value_or(0);
  info.timezone = snapshot->schema().timezone;
  info.snapshot = snapshot->version();
  info.store_id = snapshot->store_id();
  return std::make_shared<const Audience>(std::move(snapshot), *std::move(members),
                                          std::move(info));
}

}  // namespace seine
