// Counts an audience of a store:  count STORE FILTER
#include <iostream>

#include "engine/store.h"
#include "query/definition.h"
#include "query/filter_error.h"
#include "query/query.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: count STORE FILTER\n";
    return 2;
  }
  auto snapshot = seine::OpenStore(argv[1]);
  if (!snapshot.ok()) {
    std::cerr << snapshot.status().message() << "\n";
    return 1;
  }
  auto definition = seine::ReadDefinition(argv[2]);
  auto query = definition.ok() ? seine::Compile(*snapshot, *definition, {}) : definition.status();
  if (!query.ok()) {
    std::cerr << seine::RenderFilterError(query.status(), argv[2]) << "\n";
    return 2;
  }
  auto result = (*query)->Count({});
  if (!result.ok()) {
    std::cerr << result.status().message() << "\n";
    return 1;
  }
  std::cout << result->count << " of " << result->population << " in " << result->elapsed_ms
            << " ms\n";
}
