#include "tests/layout_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace seine::testing {
namespace {

const std::map<std::string, std::set<std::string>>& AllowedFolders() {
  static const auto* const allowed = new std::map<std::string, std::set<std::string>>{
      {"engine", {"engine"}},
      {"query", {"engine", "query"}},
      {"datasets", {"engine", "datasets"}},
      {"python", {"engine", "query", "datasets", "python"}},
      {"examples", {"engine", "query"}},
      {"bench", {"engine", "query", "datasets", "bench"}},
      {"tests", {"engine", "query", "datasets", "bench", "tests"}},
  };
  return *allowed;
}

std::string Folder(std::string_view path) { return std::string(path.substr(0, path.find('/'))); }

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool IsBitmapFile(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return Folder(path) == "engine" &&
         (Contains(name, "bitmap") || Contains(name, "roaring") || Contains(name, "container"));
}

bool IsKernelFile(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return Folder(path) == "engine" && (Contains(name, "kernel") || Contains(name, "_avx2.") ||
                                      Contains(name, "_avx512.") || Contains(name, "_neon."));
}

bool IsIntrinsicsHeader(std::string_view include) {
  return include.ends_with("intrin.h") || include == "arm_neon.h" || include == "arm_sve.h" ||
         include == "x86gprintrin.h";
}

// Empty when `path` may include `include`, else why not.
std::string WhyForbidden(std::string_view path, std::string_view include) {
  const std::string folder = Folder(path);
  const std::string target = Contains(include, "/") ? Folder(include) : "";
  if (AllowedFolders().contains(target) && !AllowedFolders().at(folder).contains(target)) {
    return folder + " may not know " + target;
  }
  if (folder == "bench" || folder == "tests") return "";
  if (include.starts_with("roaring") && !IsBitmapFile(path)) {
    return "roaring headers belong in engine's bitmap files";
  }
  if (include == "sqlite3.h" && folder != "engine") return "SQLite belongs in one engine file";
  if (include.starts_with("pybind11/") && folder != "python") return "pybind11 belongs in python/";
  if (IsIntrinsicsHeader(include) && !IsKernelFile(path)) {
    return "intrinsics belong in engine's kernel files";
  }
  return "";
}

// Kernel sources, *.inc, are what the pragma is for; anything else would be compiled for the
// target.
bool TargetPragmaBeforeInclude(std::string_view text) {
  const size_t pragma = text.find("\n#pragma GCC target");
  if (pragma == std::string_view::npos) return false;
  const std::vector<std::string> after = Includes(text.substr(pragma));
  return std::any_of(after.begin(), after.end(),
                     [](const std::string& include) { return !include.ends_with(".inc"); });
}

using Graph = std::map<std::string, std::vector<std::string>>;

// Depth-first from `node`; `trail` is the way here, `done` holds what leads to no new circle.
void Walk(const Graph& graph, const std::string& node, std::vector<std::string>& trail,
          std::set<std::string>& done, std::vector<std::string>& cycles) {
  const auto seen = std::find(trail.begin(), trail.end(), node);
  if (seen != trail.end()) {
    std::string cycle;
    for (auto step = seen; step != trail.end(); ++step) cycle += *step + " -> ";
    cycles.push_back(cycle + node);
    return;
  }
  const auto next = graph.find(node);
  if (next == graph.end() || done.contains(node)) return;
  trail.push_back(node);
  for (const std::string& include : next->second) Walk(graph, include, trail, done, cycles);
  trail.pop_back();
  done.insert(node);
}

}  // namespace

std::vector<std::string> Includes(std::string_view text) {
  std::vector<std::string> includes;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("#include")) continue;
    const size_t open = line.find_first_of("\"<");
    if (open == std::string::npos) continue;
    const size_t close = line.find(line[open] == '<' ? '>' : '"', open + 1);
    if (close == std::string::npos) continue;
    includes.push_back(line.substr(open + 1, close - open - 1));
  }
  return includes;
}

std::vector<std::string> CheckIncludes(const std::vector<SourceFile>& files) {
  std::vector<std::string> breaches;
  std::vector<std::string> sqlite_files;
  for (const SourceFile& file : files) {
    if (!AllowedFolders().contains(Folder(file.path))) {
      breaches.push_back(file.path + ": no rule for this folder");
      continue;
    }
    for (const std::string& include : Includes(file.text)) {
      const std::string why = WhyForbidden(file.path, include);
      if (!why.empty()) breaches.push_back(file.path + ": includes " + include + ", but " + why);
      if (include == "sqlite3.h" && Folder(file.path) == "engine")
        sqlite_files.push_back(file.path);
    }
    if (file.path.ends_with(".inc") && !Includes(file.text).empty()) {
      breaches.push_back(file.path + ": an .inc file includes nothing, it may lie behind a pragma");
    }
    if (TargetPragmaBeforeInclude(file.text)) {
      breaches.push_back(file.path + ": #pragma GCC target before an #include");
    }
  }
  if (sqlite_files.size() > 1) {
    breaches.push_back(sqlite_files[1] + ": SQLite is already in " + sqlite_files[0]);
  }
  return breaches;
}

std::vector<std::string> FindHeaderCycles(const std::vector<SourceFile>& files) {
  Graph graph;
  for (const SourceFile& file : files) {
    if (file.path.ends_with(".h")) graph[file.path] = Includes(file.text);
  }
  std::vector<std::string> cycles;
  std::set<std::string> done;
  for (const auto& [path, includes] : graph) {
    std::vector<std::string> trail;
    Walk(graph, path, trail, done, cycles);
  }
  return cycles;
}

}  // namespace seine::testing
