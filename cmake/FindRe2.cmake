# Finds RE2 (neither CMake nor Debian 12 ships a package file for it): target re2::re2.
find_path(Re2_INCLUDE_DIR re2/re2.h)
find_library(Re2_LIBRARY NAMES re2)
mark_as_advanced(Re2_INCLUDE_DIR Re2_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Re2
  REQUIRED_VARS Re2_LIBRARY Re2_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "on Debian: apt-get install libre2-dev")

if(Re2_FOUND AND NOT TARGET re2::re2)
  add_library(re2::re2 UNKNOWN IMPORTED)
  set_target_properties(re2::re2 PROPERTIES
    IMPORTED_LOCATION "${Re2_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Re2_INCLUDE_DIR}")
endif()
