# Finds xxHash (neither CMake nor Debian 12 ships a package file for it): target xxhash::xxhash.
find_path(Xxhash_INCLUDE_DIR xxhash.h)
find_library(Xxhash_LIBRARY NAMES xxhash)
mark_as_advanced(Xxhash_INCLUDE_DIR Xxhash_LIBRARY)

set(Xxhash_VERSION "")
if(Xxhash_INCLUDE_DIR)
  file(STRINGS "${Xxhash_INCLUDE_DIR}/xxhash.h" lines
       REGEX "^#define XXH_VERSION_(MAJOR|MINOR|RELEASE) +[0-9]+")
  foreach(part MAJOR MINOR RELEASE)
    string(REGEX MATCH "XXH_VERSION_${part} +([0-9]+)" match "${lines}")
    list(APPEND Xxhash_VERSION "${CMAKE_MATCH_1}")
  endforeach()
  string(REPLACE ";" "." Xxhash_VERSION "${Xxhash_VERSION}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Xxhash
  REQUIRED_VARS Xxhash_LIBRARY Xxhash_INCLUDE_DIR
  VERSION_VAR Xxhash_VERSION
  REASON_FAILURE_MESSAGE "on Debian: apt-get install libxxhash-dev")

if(Xxhash_FOUND AND NOT TARGET xxhash::xxhash)
  add_library(xxhash::xxhash UNKNOWN IMPORTED)
  set_target_properties(xxhash::xxhash PROPERTIES
    IMPORTED_LOCATION "${Xxhash_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Xxhash_INCLUDE_DIR}")
endif()
