// Which rows of a RawTable, in which order.
#ifndef SEINE_ENGINE_ROW_LIST_H_
#define SEINE_ENGINE_ROW_LIST_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace seine {

// The rows of a table that lie in one shard, ascending. A row's place among them fits 32 bits; the
// rows themselves take four bytes each unless the table needs more, and none when all lie here.
class ShardRows {
 public:
  ShardRows() = default;
  static ShardRows All(uint64_t rows) {
    ShardRows all;
    all.size_ = rows;
    return all;
  }
  // The first `rows` of a table of `of`, to be filled with Add.
  ShardRows(uint64_t rows, uint64_t of) : listed_(true) {
    if (of <= std::numeric_limits<uint32_t>::max()) {
      few_.reserve(rows);
    } else {
      many_.reserve(rows);
      wide_ = true;
    }
  }
  void Add(uint64_t row) {
    wide_ ? many_.push_back(row) : few_.push_back(static_cast<uint32_t>(row));
    ++size_;
  }

  uint64_t size() const { return size_; }
  uint64_t operator[](size_t place) const {
    if (!listed_) return place;
    return wide_ ? many_[place] : few_[place];
  }

 private:
  bool listed_ = false;
  bool wide_ = false;
  uint64_t size_ = 0;
  std::vector<uint32_t> few_;
  std::vector<uint64_t> many_;
};

// Places in `shard`, or rows when there is no shard. A view.
class RowList {
 public:
  explicit RowList(std::span<const uint32_t> places, const ShardRows* shard = nullptr)
      : places_(places), shard_(shard) {}
  size_t size() const { return places_.size(); }
  uint64_t operator[](size_t i) const {
    return shard_ == nullptr ? places_[i] : (*shard_)[places_[i]];
  }

 private:
  std::span<const uint32_t> places_;
  const ShardRows* shard_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_ROW_LIST_H_
