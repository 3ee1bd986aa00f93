// Time zones. A zone's transitions are read once and laid out for constant-time lookups, because
// queries and ingest convert millions of times.

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "engine/absl_bridge.h"
#include "engine/civil_time.h"
#include "engine/digits.h"
#include "engine/floor_div.h"
#include "engine/nearest_name.h"

namespace seine {
namespace {

constexpr int64_t kSecondsPerDay = 86400;
constexpr int kBucketBits = 22;  // 48 days: a bucket holds hardly ever more than one transition
constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();
constexpr char kDatabase[] = "/usr/share/zoneinfo";

// A step function of seconds: value(s) = value of the last step that begins at or before s.
class StepFunction {
 public:
  void Add(int64_t begin, int32_t value) {
    begins_.push_back(begins_.empty() ? begin : std::max(begin, begins_.back()));
    values_.push_back(value);
  }
  // Call once after the last Add. The first step begins at minus infinity.
  void Seal() {
    if (begins_.size() < 2) return;
    const int64_t first = begins_[1];
    const size_t buckets = static_cast<size_t>((begins_.back() - first) >> kBucketBits) + 1;
    bucket_.resize(buckets);
    size_t step = 1;
    for (size_t b = 0; b < buckets; ++b) {
      const int64_t start = first + (static_cast<int64_t>(b) << kBucketBits);
      while (step + 1 < begins_.size() && begins_[step + 1] <= start) ++step;
      bucket_[b] = static_cast<uint16_t>(step);
    }
  }
  size_t StepAt(int64_t second) const {
    if (begins_.size() < 2 || second < begins_[1]) return 0;
    size_t bucket = static_cast<size_t>((second - begins_[1]) >> kBucketBits);
    bucket = std::min(bucket, bucket_.size() - 1);
    size_t step = bucket_[bucket];
    while (step + 1 < begins_.size() && begins_[step + 1] <= second) ++step;
    return step;
  }
  int32_t Value(size_t step) const { return values_[step]; }
  bool constant() const { return begins_.size() < 2; }
  // Where the step begins.
  int64_t Begin(size_t step) const { return begins_[step]; }
  // Where the step ends and the next begins.
  int64_t End(size_t step) const {
    return step + 1 < begins_.size() ? begins_[step + 1] : std::numeric_limits<int64_t>::max();
  }

 private:
  std::vector<int64_t> begins_;
  std::vector<int32_t> values_;
  std::vector<uint16_t> bucket_;  // step in force where the bucket begins
};

// Names of the database's zones, for the hint in an error. Empty where there is no database.
std::vector<std::string> KnownZones() {
  std::vector<std::string> names = {"UTC"};
  std::error_code error;
  const std::filesystem::path root(kDatabase);
  std::filesystem::recursive_directory_iterator it(root, error);
  for (; !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
    const std::string name = it->path().lexically_relative(root).generic_string();
    const char first = name.empty() ? 'a' : name[0];
    if (first < 'A' || first > 'Z') {  // posix/, right/, tables
      std::error_code ignored;
      if (it->is_directory(ignored)) it.disable_recursion_pending();
      continue;
    }
    std::error_code ignored;
    if (it->is_regular_file(ignored)) names.push_back(name);
  }
  return names;
}

// A name is also a file name below the database's folder, so nothing else may be reached with it.
bool PlausibleName(std::string_view name) {
  if (name.empty() || name.size() > 64 || name == "localtime" || name[0] < 'A' || name[0] > 'Z') {
    return false;
  }
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  });
}

// +8, UTC+8, GMT+08:00: what to say of an offset; empty when the name is none.
std::string OffsetHint(std::string_view name) {
  if (name.starts_with("UTC") || name.starts_with("GMT")) name.remove_prefix(3);
  if (name.empty() || (name[0] != '+' && name[0] != '-')) return "";
  const bool east = name[0] == '+';
  TextCursor cursor(name.substr(1));
  int64_t hours = 0;
  int32_t minutes = 0;
  if (cursor.TakeUpTo(2, &hours) == 0) return "";
  cursor.Take(':');
  if (cursor.left() > 0 && (!cursor.TakeFixed(2, &minutes) || cursor.left() > 0)) return "";
  std::string hint = "name the zone of a city, like \"Asia/Taipei\"";
  // The signs of these names are those of POSIX, west of Greenwich.
  if (minutes == 0 && hours <= (east ? 14 : 12))
    absl::StrAppend(&hint, "; so far from UTC all year is \"Etc/GMT", east ? "-" : "+", hours,
                    "\"");
  return hint;
}

// CST, which is the time of Chicago, of Shanghai and of Havana.
bool IsAbbreviation(std::string_view name) {
  return name.size() <= 5 && std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "Asia/Taipei" for "Taipei"; empty when no zone ends so.
std::string ZoneOfCity(std::string_view city, const std::vector<std::string>& known) {
  const std::string wanted = absl::StrReplaceAll(ToAbsl(city), {{" ", "_"}});
  for (const std::string& zone : known) {
    const size_t slash = zone.rfind('/');
    if (slash != std::string::npos && absl::EqualsIgnoreCase(zone.substr(slash + 1), wanted))
      return zone;
  }
  return "";
}

absl::Status UnknownZone(std::string_view name) {
  const std::vector<std::string> known = KnownZones();
  std::string message = absl::StrCat("unknown time zone \"", ToAbsl(name), "\"");
  const std::string city = ZoneOfCity(name, known);
  if (known.size() <= 1) {
    absl::StrAppend(&message, "; this machine has no time zone database in ", kDatabase,
                    " (on Debian: apt-get install tzdata)");
  } else if (const std::string hint = OffsetHint(name); !hint.empty()) {
    absl::StrAppend(&message, "; ", hint);
  } else if (!city.empty()) {
    absl::StrAppend(&message, "; did you mean \"", city, "\"?");
  } else if (IsAbbreviation(name)) {
    absl::StrAppend(&message,
                    "; such letters stand for several zones, so name a city's, like "
                    "\"Asia/Taipei\"");
  } else if (std::optional<std::string> nearest = NearestName(name, known)) {
    absl::StrAppend(&message, "; did you mean \"", *nearest, "\"?");
  } else {
    absl::StrAppend(&message, "; a zone is named as in the IANA database, like \"Asia/Taipei\"");
  }
  return absl::InvalidArgumentError(message);
}

}  // namespace

struct Zone::State {
  std::string name;
  absl::TimeZone zone;
  // Step i of both is the same offset, in force between two transitions.
  StepFunction offset_of_instant;  // by seconds UTC
  StepFunction offset_of_wall;     // by wall seconds: until a gap or an overlap is over
  // Beyond these the rules repeat for ever, and Abseil answers.
  int64_t instant_limit = kNoLimit;
  int64_t wall_limit = kNoLimit;

  void ReadTransitions();
};

void Zone::State::ReadTransitions() {
  const absl::Time first = absl::FromCivil(absl::CivilSecond(1, 1, 1), absl::UTCTimeZone());
  const absl::Time end = absl::FromCivil(absl::CivilSecond(2200, 1, 1), absl::UTCTimeZone());
  int32_t before = static_cast<int32_t>(zone.At(first).offset);
  offset_of_instant.Add(std::numeric_limits<int64_t>::min(), before);
  offset_of_wall.Add(std::numeric_limits<int64_t>::min(), before);
  absl::Time at = first;
  absl::TimeZone::CivilTransition transition;
  while (zone.NextTransition(at, &transition)) {
    at = zone.At(transition.to).trans;
    if (at >= end) {
      instant_limit = absl::ToUnixSeconds(end) - kSecondsPerDay;
      wall_limit = instant_limit - kSecondsPerDay;
      break;
    }
    const int32_t after = static_cast<int32_t>(zone.At(at).offset);
    if (after == before) continue;
    const int64_t second = absl::ToUnixSeconds(at);
    offset_of_instant.Add(second, after);
    offset_of_wall.Add(second + std::max(before, after), after);
    before = after;
  }
  offset_of_instant.Seal();
  offset_of_wall.Seal();
}

Zone::Zone(std::shared_ptr<const State> state) : state_(std::move(state)) {}

absl::StatusOr<Zone> Zone::Load(std::string_view name) {
  // A zone never changes, so what was read once serves all; a few hundred exist.
  struct Cache {
    absl::Mutex mutex;
    absl::flat_hash_map<std::string, std::shared_ptr<const State>> states ABSL_GUARDED_BY(mutex);
  };
  static Cache& cache = *new Cache;
  if (!PlausibleName(name)) return UnknownZone(name);
  absl::MutexLock lock(&cache.mutex);
  if (auto it = cache.states.find(ToAbsl(name)); it != cache.states.end()) return Zone(it->second);
  auto state = std::make_shared<State>();
  state->name = std::string(name);
  // On failure Abseil sets UTC and says so only here.
  if (!absl::LoadTimeZone(state->name, &state->zone)) return UnknownZone(name);
  state->ReadTransitions();
  cache.states.emplace(state->name, state);
  return Zone(std::move(state));
}

Zone Zone::Utc() {
  static const std::shared_ptr<const State>& utc = *new std::shared_ptr<const State>([] {
    auto state = std::make_shared<State>();
    state->name = "UTC";
    state->zone = absl::UTCTimeZone();
    state->ReadTransitions();
    return state;
  }());
  return Zone(utc);
}

const std::string& Zone::name() const { return state_->name; }
bool Zone::fixed() const { return state_->offset_of_instant.constant(); }

int64_t Zone::Instant(int64_t day_number, int64_t micros_of_day) const {
  const int64_t seconds = FloorDiv(micros_of_day, kMicrosPerSecond);
  const int64_t wall = day_number * kSecondsPerDay + seconds;
  const int64_t fraction = micros_of_day - seconds * kMicrosPerSecond;
  int64_t instant;
  int64_t transition;  // a skipped time moves forward to it, without its fraction
  if (wall < state_->wall_limit) {
    const size_t step = state_->offset_of_wall.StepAt(wall);
    instant = wall - state_->offset_of_wall.Value(step);
    transition = state_->offset_of_instant.End(step);
  } else {
    const absl::CivilSecond civil = absl::CivilSecond(1970, 1, 1) + wall;
    const absl::TimeZone::TimeInfo info = state_->zone.At(civil);
    const bool skipped = info.kind == absl::TimeZone::TimeInfo::SKIPPED;
    instant = absl::ToUnixSeconds(info.pre);
    transition = skipped ? absl::ToUnixSeconds(info.trans) : kNoLimit;
  }
  if (instant >= transition) return transition * kMicrosPerSecond;
  return instant * kMicrosPerSecond + fraction;
}

Zone::Wall Zone::WallClock(int64_t instant) const {
  const int64_t second = FloorDiv(instant, kMicrosPerSecond);
  const int32_t offset =
      second < state_->instant_limit
          ? state_->offset_of_instant.Value(state_->offset_of_instant.StepAt(second))
          : state_->zone.At(absl::FromUnixSeconds(second)).offset;
  const int64_t wall = second + offset;
  const int64_t day = FloorDiv(wall, kSecondsPerDay);
  const int64_t micros = FloorMod(instant, kMicrosPerSecond);
  return {.day = day, .micros = (wall - day * kSecondsPerDay) * kMicrosPerSecond + micros};
}

std::optional<Zone::Stretch> Zone::StretchAt(int64_t instant) const {
  if (instant < kMinInstant || instant > kMaxInstant) return std::nullopt;
  const int64_t second = FloorDiv(instant, kMicrosPerSecond);
  if (second >= state_->instant_limit) return std::nullopt;
  const StepFunction& offsets = state_->offset_of_instant;
  const size_t step = offsets.StepAt(second);
  const int64_t begin = std::max(offsets.Begin(step), kMinInstant / kMicrosPerSecond);
  const int64_t end =
      std::min({offsets.End(step), state_->instant_limit, (kMaxInstant + 1) / kMicrosPerSecond});
  return Stretch{begin * kMicrosPerSecond, end * kMicrosPerSecond - 1,
                 offsets.Value(step) * kMicrosPerSecond};
}

}  // namespace seine
