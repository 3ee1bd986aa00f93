# `cmake --install`: static libraries, headers under include/seine (so that #include "engine/..."
# works for whoever links seine::seine), and the CMake package `seine`.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/seine")
set(exported seine_seine seine_query seine_engine)
if(SEINE_ROARING_IS_BUNDLED)
  list(APPEND exported seine_roaring)
  set_target_properties(seine_roaring PROPERTIES EXPORT_NAME roaring)
  install(DIRECTORY "${SEINE_ROARING_INCLUDE}/roaring" COMPONENT seine_development
          DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/seine" FILES_MATCHING PATTERN "*.h" PATTERN "*.hh")
endif()
install(TARGETS ${exported} EXPORT seine_targets COMPONENT seine_development
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
foreach(folder engine query)
  if(IS_DIRECTORY "${PROJECT_SOURCE_DIR}/${folder}")
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/${folder}" COMPONENT seine_development
            DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/seine" FILES_MATCHING PATTERN "*.h")
  endif()
endforeach()
install(EXPORT seine_targets NAMESPACE seine:: FILE seineTargets.cmake
        DESTINATION "${package_dir}" COMPONENT seine_development)

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/seineConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/seineConfig.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/seineConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/seineConfig.cmake" "${PROJECT_BINARY_DIR}/seineConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/FindRe2.cmake" "${PROJECT_SOURCE_DIR}/cmake/FindUtf8proc.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/FindXxhash.cmake"
  DESTINATION "${package_dir}" COMPONENT seine_development)
