// Who may include whom (docs/architecture.md): the rules of the folders, as checks on source text.

#ifndef SEINE_TESTS_LAYOUT_RULES_H_
#define SEINE_TESTS_LAYOUT_RULES_H_

#include <string>
#include <string_view>
#include <vector>

namespace seine::testing {

struct SourceFile {
  std::string path;  // from the project root, with '/': "engine/block.h"
  std::string text;
};

// What #include names, without quotes or brackets, in order. Includes in comments do not count.
std::vector<std::string> Includes(std::string_view text);

// Each breach as "path: what is wrong". Empty when the files keep the rules:
// 1. engine and datasets do not include query; engine includes neither datasets nor query; query
//    includes only engine; nobody includes python, bench or tests but those folders themselves
//    (bench and tests may include anything).
// 2. roaring headers only in engine's bitmap, container and roaring files; sqlite3.h in at most one
//    engine file; pybind11 only in python/. (bench and tests are free.)
// 3. Intrinsics only in engine's kernel files; after `#pragma GCC target` no #include but of kernel
//    sources, *.inc, which include nothing themselves.
std::vector<std::string> CheckIncludes(const std::vector<SourceFile>& files);

// Each circle of headers as "a.h -> b.h -> a.h".
std::vector<std::string> FindHeaderCycles(const std::vector<SourceFile>& files);

}  // namespace seine::testing

#endif  // SEINE_TESTS_LAYOUT_RULES_H_
