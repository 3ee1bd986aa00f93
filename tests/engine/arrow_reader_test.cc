#include "engine/arrow_reader.h"

#include <cstring>
#include <functional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/testing/arrow_maker.h"

namespace seine {
namespace {

using testing::ArrowMaker;
using ::testing::HasSubstr;
using TextForm = ArrowMaker::TextForm;

// All rows of a column, as text: "-" for missing, elements of lists in brackets.
std::vector<std::string> Read(const ArrowMaker& maker, const char* name, size_t run = 1000) {
  ArrowArrayStream stream = maker.Stream();
  absl::StatusOr<std::unique_ptr<ArrowReader>> reader = ArrowReader::Open(&stream);
  if (!reader.ok()) return {reader.status().ToString()};
  EXPECT_EQ(stream.release, nullptr);
  std::vector<std::string> all;
  for (;;) {
    const absl::StatusOr<bool> more = (*reader)->Next();
    if (!more.ok()) return {more.status().ToString()};
    if (!*more) return all;
    const size_t rows = (*reader)->rows();
    for (size_t begin = 0; begin < rows; begin += run) {
      Cells cells;
      const absl::Status status =
          (*reader)->Decode((*reader)->Find(name), begin, std::min(run, rows - begin), &cells);
      if (!status.ok()) return {status.ToString()};
      for (size_t i = 0; i < cells.rows; ++i) {
        if (cells.missing[i] != 0) {
          all.push_back("-");
        } else if (cells.kind == CellKind::kText) {
          all.emplace_back(cells.texts[i]);
        } else if (cells.kind == CellKind::kReal) {
          all.push_back(RealText(cells.reals[i]));
        } else if (cells.kind == CellKind::kDecimal) {
          all.push_back(DecimalText(cells.decimals[i], cells.scale));
        } else if (cells.kind == CellKind::kTextList) {
          std::string list;
          for (size_t e = i == 0 ? 0 : cells.ends[i - 1]; e < cells.ends[i]; ++e) {
            list += "[" + std::string(cells.texts[e]) + "]";
          }
          all.push_back(list);
        } else {
          all.push_back(std::to_string(cells.integers[i]));
        }
      }
    }
  }
}

// Batches of every size, with and without an offset, decoded in runs of every size.
void ExpectRows(ArrowMaker maker, const std::vector<std::string>& expected) {
  for (int64_t batch : {0, 1, 2, 3}) {
    for (int64_t offset : {0, 1, 9}) {
      for (size_t run : {1, 2, 1000}) {
        EXPECT_EQ(Read(maker.Batches(batch, offset), "x", run), expected)
            << "batches of " << batch << ", offset " << offset << ", runs of " << run;
      }
    }
  }
}

TEST(ArrowReaderTest, ReadsEveryFormOfText) {
  for (TextForm form :
       {TextForm::kUtf8, TextForm::kLargeUtf8, TextForm::kUtf8View, TextForm::kDictionary}) {
    ExpectRows(
        ArrowMaker().Text("x", {"a", std::nullopt, "", "twelve bytes", "thirteen byte", "a"}, form),
        {"a", "-", "", "twelve bytes", "thirteen byte", "a"});
  }
}

TEST(ArrowReaderTest, ReadsNumbersOfEveryWidth) {
  for (const char* format : {"c", "s", "i", "l"}) {
    ExpectRows(ArrowMaker().Fixed("x", format, {-128, std::nullopt, 127, 0}),
               {"-128", "-", "127", "0"});
  }
  for (const char* format : {"C", "S", "I"}) {
    ExpectRows(ArrowMaker().Fixed("x", format, {255, std::nullopt, 0}), {"255", "-", "0"});
  }
  ExpectRows(ArrowMaker().Fixed("x", "L", {-1, std::nullopt, 7}),
             {"18446744073709551615", "-", "7"});
  ExpectRows(ArrowMaker().Reals("x", {1.5, std::nullopt, -2}), {"1.5", "-", "-2"});
  ExpectRows(ArrowMaker().Floats("x", {1.5f, std::nullopt}), {"1.5", "-"});
  ExpectRows(ArrowMaker().Bools("x", {true, false, std::nullopt, true}), {"1", "0", "-", "1"});
  ExpectRows(ArrowMaker().Decimals("x", 2, {-1250, std::nullopt}), {"-12.50", "-"});
}

TEST(ArrowReaderTest, ReadsTimes) {
  ExpectRows(ArrowMaker().Fixed("x", "tdD", {-1, std::nullopt, 15000}), {"-1", "-", "15000"});
  ExpectRows(ArrowMaker().Fixed("x", "tdm", {-1, 86'400'000}), {"-1", "1"});
  ExpectRows(ArrowMaker().Fixed("x", "tss:UTC", {-2}), {"-2000000"});
  ExpectRows(ArrowMaker().Fixed("x", "tsm:", {-2}), {"-2000"});
  ExpectRows(ArrowMaker().Fixed("x", "tsu:Europe/London", {-2}), {"-2"});
  ExpectRows(ArrowMaker().Fixed("x", "tsn:", {-2001, 2999}), {"-3", "2"});
  ExpectRows(ArrowMaker().Fixed("x", "tss:", {INT64_MAX}), {"9223372036854775807"});
}

TEST(ArrowReaderTest, ReadsListsAndNulls) {
  for (bool large : {false, true}) {
    ExpectRows(ArrowMaker().Lists("x", {{{"a", "b"}}, std::nullopt, {{}}, {{"c"}}}, large),
               {"[a][b]", "-", "", "[c]"});
  }
  ExpectRows(ArrowMaker().Nulls("x", 2), {"-", "-"});
  ExpectRows(ArrowMaker().Text("x", {}), {});
}

TEST(ArrowReaderTest, KnowsItsColumns) {
  ArrowArrayStream stream = ArrowMaker()
                                .Integers("a", {1})
                                .Text("e\xCC\x81", {"x"})  // becomes one letter
                                .Integers("a", {2})
                                .Fixed("b", "tsu:", {1})
                                .Fixed("c", "tDu", {1})
                                .Stream();
  const std::unique_ptr<ArrowReader> reader = *ArrowReader::Open(&stream);
  EXPECT_EQ(reader->Find("a"), -2);
  EXPECT_EQ(reader->Find("\xC3\xA9"), 1);
  EXPECT_EQ(reader->Find("z"), -1);
  EXPECT_EQ(reader->kind(3), CellKind::kWallTime);
  EXPECT_EQ(reader->kind(4), CellKind::kUnsupported);
  EXPECT_EQ(reader->TypeText(4), "duration");
}

TEST(ArrowTypeTest, NamesWhatItCannotRead) {
  EXPECT_EQ(ArrowTypeOf("d:50,2,256").kind, CellKind::kUnsupported);
  EXPECT_EQ(ArrowTypeOf("d:9,2,32").width, 4);
  EXPECT_EQ(ArrowTypeOf("d:9,-2").kind, CellKind::kUnsupported);
  EXPECT_EQ(ArrowTypeOf("d:").kind, CellKind::kUnsupported);
  EXPECT_EQ(ArrowTypeOf("tsx:").kind, CellKind::kUnsupported);
  EXPECT_EQ(ArrowTypeOf("").kind, CellKind::kUnsupported);
  ArrowSchema schema{};
  schema.format = "d:50,2,256";
  EXPECT_EQ(ArrowTypeText(schema), "decimal256");
  schema.format = "w:16";
  EXPECT_EQ(ArrowTypeText(schema), "binary");
}

// A stream whose first batch is spoilt before the reader sees it.
struct Spoilt {
  ArrowArrayStream inner;
  std::function<void(ArrowArray*)> spoil;
};

std::string ReadSpoilt(const ArrowMaker& maker, std::function<void(ArrowArray*)> spoil) {
  Spoilt spoilt{maker.Stream(), std::move(spoil)};
  ArrowArrayStream stream = spoilt.inner;
  stream.private_data = &spoilt;
  stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    Spoilt* my = static_cast<Spoilt*>(self->private_data);
    return my->inner.get_schema(&my->inner, out);
  };
  stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    Spoilt* my = static_cast<Spoilt*>(self->private_data);
    const int error = my->inner.get_next(&my->inner, out);
    if (out->release != nullptr) my->spoil(out);
    return error;
  };
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return "the disk is gone"; };
  stream.release = [](ArrowArrayStream* self) {
    Spoilt* my = static_cast<Spoilt*>(self->private_data);
    my->inner.release(&my->inner);
    self->release = nullptr;
  };
  const absl::StatusOr<std::unique_ptr<ArrowReader>> reader = ArrowReader::Open(&stream);
  if (!reader.ok()) return std::string(reader.status().message());
  const absl::StatusOr<bool> more = (*reader)->Next();
  if (!more.ok()) return std::string(more.status().message());
  Cells cells;
  const absl::Status status = (*reader)->Decode(0, 0, (*reader)->rows(), &cells);
  return std::string(status.message());
}

TEST(ArrowReaderTest, InconsistentArraysAreRefused) {
  const ArrowMaker texts = ArrowMaker().Text("x", {"ab", "cd"});
  EXPECT_EQ(ReadSpoilt(texts, [](ArrowArray*) {}), "");
  const std::function<void(ArrowArray*)> spoils[] = {
      [](ArrowArray* batch) { batch->length = -1; },
      [](ArrowArray* batch) { batch->offset = INT64_MAX; },
      [](ArrowArray* batch) { batch->length = 3; },
      [](ArrowArray* batch) { batch->n_children = 0; },
      [](ArrowArray* batch) {
        batch->children = nullptr;
        batch->n_children = 1;
      },
      [](ArrowArray* batch) { batch->children[0]->length = 1; },
      [](ArrowArray* batch) { batch->children[0]->offset = -1; },
      [](ArrowArray* batch) { batch->children[0]->n_buffers = 2; },
      [](ArrowArray* batch) { batch->children[0]->buffers[1] = nullptr; },
      [](ArrowArray* batch) { batch->children[0]->buffers[2] = nullptr; },
      [](ArrowArray* batch) { batch->children[0]->buffers = nullptr; },
      [](ArrowArray* batch) {
        static const int32_t back[] = {2, 4, 1};
        batch->children[0]->buffers[1] = back;
      },
      [](ArrowArray* batch) {
        static const int32_t negative[] = {-5, 1, 2};
        batch->children[0]->buffers[1] = negative;
      }};
  for (size_t i = 0; i < std::size(spoils); ++i) {
    EXPECT_THAT(ReadSpoilt(texts,
                           [&](ArrowArray* batch) {
                             // The producer's own release still sees what it made.
                             spoils[i](batch);
                           }),
                HasSubstr("inconsistent Arrow data"))
        << i;
  }
}

TEST(ArrowReaderTest, InconsistentNestingIsRefused) {
  const auto index = [](ArrowArray* batch) {
    static const int32_t wrong[] = {0, 7};
    batch->children[0]->buffers[1] = wrong;
  };
  EXPECT_THAT(ReadSpoilt(ArrowMaker().Text("x", {"a", "b"}, TextForm::kDictionary), index),
              HasSubstr("outside its dictionary"));
  const auto view = [](ArrowArray* batch) {
    static const int32_t wrong[] = {1000, 0, 0, 0};
    batch->children[0]->buffers[1] = wrong;
  };
  EXPECT_THAT(ReadSpoilt(ArrowMaker().Text("x", {"a"}, TextForm::kUtf8View), view),
              HasSubstr("outside its buffers"));
  const auto list = [](ArrowArray* batch) {
    static const int32_t wrong[] = {0, 1000};
    batch->children[0]->buffers[1] = wrong;
  };
  EXPECT_THAT(ReadSpoilt(ArrowMaker().Lists("x", {{{"a"}}}), list), HasSubstr("shorter"));
}

TEST(ArrowReaderTest, ReleasedStreamsAreRefused) {
  ArrowArrayStream stream = ArrowMaker().Integers("x", {1}).Stream();
  stream.release(&stream);
  EXPECT_THAT(std::string(ArrowReader::Open(&stream).status().message()),
              HasSubstr("released already"));
  EXPECT_FALSE(ArrowReader::Open(nullptr).ok());
}

}  // namespace
}  // namespace seine
