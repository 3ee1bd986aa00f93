// Arrow streams from plain C++ vectors, for tests.
//
//   ArrowArrayStream stream = ArrowMaker()
//                                 .Text("id", {"1", "2", std::nullopt})
//                                 .Integers("age", {30, std::nullopt, 41})
//                                 .Stream();
//   ASSERT_OK(ingest->Append("members", "test", &stream));
//
// All columns must have the same length. Stream() may be called several times; every stream owns a
// copy of the data and is released by its consumer (or by a call of its `release`).
#ifndef SEINE_TESTS_TESTING_ARROW_MAKER_H_
#define SEINE_TESTS_TESTING_ARROW_MAKER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/arrow_abi.h"

namespace seine::testing {

template <typename T>
using Cells = std::vector<std::optional<T>>;

class ArrowMaker {
 public:
  enum class TextForm : uint8_t { kUtf8, kLargeUtf8, kUtf8View, kDictionary };

  ArrowMaker();
  ~ArrowMaker();
  ArrowMaker(const ArrowMaker&);
  ArrowMaker& operator=(const ArrowMaker&);

  ArrowMaker& Text(std::string name, const Cells<std::string>& values,
                   TextForm form = TextForm::kUtf8);
  ArrowMaker& Integers(std::string name, const Cells<int64_t>& values);
  // Any fixed-width integer format of Arrow: c C s S i I l L (8 to 64 bits, upper case unsigned),
  // tdD and tdm (days, milliseconds), ts{s,m,u,n}:ZONE; values are the stored ones.
  ArrowMaker& Fixed(std::string name, std::string format, const Cells<int64_t>& values);
  ArrowMaker& Reals(std::string name, const Cells<double>& values);
  ArrowMaker& Floats(std::string name, const Cells<float>& values);
  ArrowMaker& Bools(std::string name, const Cells<bool>& values);
  // decimal128(precision 38, scale): values in minor units.
  ArrowMaker& Decimals(std::string name, int scale, const Cells<int64_t>& values);
  ArrowMaker& Lists(std::string name, const Cells<std::vector<std::string>>& values,
                    bool large = false);
  ArrowMaker& Nulls(std::string name, int64_t rows);

  // Cuts the rows into batches of at most `rows` (0: one batch), each with a non-zero offset into
  // its buffers when `offset` > 0.
  ArrowMaker& Batches(int64_t rows, int64_t offset = 0);

  ArrowArrayStream Stream() const;

 private:
  struct Column;
  template <typename Make>
  ArrowMaker& Add(size_t rows, Make make);

  std::vector<std::shared_ptr<const Column>> columns_;
  int64_t batch_rows_ = 0;
  int64_t offset_ = 0;
};

}  // namespace seine::testing

#endif  // SEINE_TESTS_TESTING_ARROW_MAKER_H_
