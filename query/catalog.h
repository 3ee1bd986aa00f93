// What binding asks of a snapshot: schema, dictionaries, lookups, member keys. An interface, so
// that names and meaning can be tested without a store. Implementations are immutable and safe from
// many threads.
#ifndef SEINE_QUERY_CATALOG_H_
#define SEINE_QUERY_CATALOG_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"

#include "engine/dictionary.h"
#include "engine/schema.h"
#include "engine/snapshot.h"

namespace seine {

class Catalog {
 public:
  virtual ~Catalog() = default;

  virtual const Schema& schema() const = 0;
  // Null unless the column is a category or a set.
  virtual const Dictionary* dictionary(int table, int column) const = 0;
  virtual const Dictionary* lookup_dictionary(int lookup, int column) const = 0;
  virtual const LookupView& lookup(int index) const = 0;
  // The member whose key is written so; absent when there is none (or the text is no such key).
  // Errors: DataLoss.
  virtual absl::StatusOr<std::optional<uint32_t>> FindMember(std::string_view key) const = 0;
};

// Refers to the snapshot, which must outlive it.
class SnapshotCatalog final : public Catalog {
 public:
  explicit SnapshotCatalog(const Snapshot& snapshot) : snapshot_(snapshot) {}

  const Schema& schema() const override { return snapshot_.schema(); }
  const Dictionary* dictionary(int table, int column) const override {
    return snapshot_.dictionary(table, column);
  }
  const Dictionary* lookup_dictionary(int lookup, int column) const override {
    return snapshot_.lookup_dictionary(lookup, column);
  }
  const LookupView& lookup(int index) const override { return snapshot_.lookup(index); }
  absl::StatusOr<std::optional<uint32_t>> FindMember(std::string_view key) const override;

 private:
  const Snapshot& snapshot_;
};

}  // namespace seine

#endif  // SEINE_QUERY_CATALOG_H_
