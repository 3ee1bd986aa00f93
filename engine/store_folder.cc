#include "engine/store_folder.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/file_io.h"

namespace seine {

std::string CurrentPath(const std::string& store) { return absl::StrCat(store, "/CURRENT"); }

absl::StatusOr<Current> ReadCurrent(const std::string& store) {
  const std::string path = CurrentPath(store);
  absl::StatusOr<std::string> text = ReadSmallFile(path, kCurrentLimit);
  if (absl::IsNotFound(text.status())) {
    return absl::NotFoundError(
        absl::StrCat(store, ": no store is there (", path, " does not exist)"));
  }
  if (!text.ok()) return text.status();
  return ParseCurrent(path, *text);
}

absl::StatusOr<StoreFolder> LookIntoFolder(const std::string& path) {
  absl::StatusOr<std::vector<std::string>> entries = FolderEntries(path);
  if (!entries.ok()) return entries.status();
  StoreFolder out;
  for (const std::string& entry : *entries) {
    if (entry == "CURRENT") {
      out.has_current = true;
    } else if (GenerationNumber(entry) != 0) {
      out.generations.push_back(entry);
    } else if (entry != "LOCK" && entry != "CURRENT.new") {
      out.foreign.push_back(entry);
    }
  }
  return out;
}

absl::Status PrepareFolder(const std::string& path) {
  if (absl::Status status = MakeFolder(path); !status.ok()) return status;
  absl::StatusOr<StoreFolder> folder = LookIntoFolder(path);
  if (!folder.ok()) return folder.status();
  if (!folder->foreign.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": the folder is not a store (it holds `", folder->foreign.front(),
                     "`), so nothing was replaced; name a new folder, or an empty one"));
  }
  return absl::OkStatus();
}

void RemoveGenerations(const std::string& store, const std::string& keep) {
  absl::StatusOr<StoreFolder> folder = LookIntoFolder(store);
  if (!folder.ok()) return;
  for (const std::string& generation : folder->generations) {
    if (generation != keep) RemoveFolderTree(absl::StrCat(store, "/", generation)).IgnoreError();
  }
}

}  // namespace seine
