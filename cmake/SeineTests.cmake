# tests/**/x_test.cc        -> one GoogleTest program x_test and one ctest entry of that name,
#                             label quick, or slow when the file is called x_slow_test.cc
# tests/fuzz/x_fuzz.cc      -> one fuzz program x_fuzz (LLVMFuzzerTestOneInput + tests/fuzz/driver)
# any other tests/**/*.cc   -> library seine_testing: oracle, generators, fixtures

find_package(GTest 1.12 CONFIG REQUIRED)

file(GLOB_RECURSE test_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/*.cc")
set(testing_sources ${test_files})
list(FILTER testing_sources EXCLUDE REGEX "(_test|_fuzz)\\.cc$|/tests/(fuzz/driver|package)/")
list(APPEND testing_sources "${PROJECT_SOURCE_DIR}/bench/retail_rows.cc")  # rows to build stores of
set(fuzz_sources ${test_files})
list(FILTER fuzz_sources INCLUDE REGEX "/tests/fuzz/[^/]*_fuzz\\.cc$")
set(test_sources ${test_files})
list(FILTER test_sources INCLUDE REGEX "_test\\.cc$")

if(testing_sources)
  add_library(seine_testing STATIC ${testing_sources})
  seine_compile_options(seine_testing)
  seine_unity(seine_testing)
  set(scope PUBLIC)
else()
  add_library(seine_testing INTERFACE)
  set(scope INTERFACE)
endif()
target_link_libraries(seine_testing ${scope} seine::seine GTest::gtest)

foreach(source IN LISTS test_sources)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} "${source}")
  seine_compile_options(${name})
  target_link_libraries(${name} PRIVATE seine_testing GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  set(label quick)
  set(timeout 300)
  if(name MATCHES "_slow_test$")
    set(label slow)
    set(timeout 1500)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT ${timeout}
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
endforeach()

foreach(source IN LISTS fuzz_sources)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} "${source}" "${PROJECT_SOURCE_DIR}/tests/fuzz/driver/driver.cc"
    "${PROJECT_SOURCE_DIR}/tests/fuzz/driver/mutator.cc")
  seine_compile_options(${name})
  target_link_libraries(${name} PRIVATE seine_testing)
  list(APPEND fuzz_programs ${name})
endforeach()
# `cmake --build <dir> --target seine_fuzz` builds them all.
add_custom_target(seine_fuzz DEPENDS ${fuzz_programs})

# The installed package, as a stranger would use it: tests/package, with examples/*.cc.
get_target_property(engine_type seine_engine TYPE)
if(NOT SEINE_SANITIZE AND NOT SEINE_PLANTED_BUGS AND engine_type STREQUAL "STATIC_LIBRARY")
  add_test(NAME package_test
    COMMAND ${CMAKE_COMMAND}
      -DBUILD_DIR=${PROJECT_BINARY_DIR} -DSOURCE_DIR=${PROJECT_SOURCE_DIR}
      -DGENERATOR=${CMAKE_GENERATOR} -DCXX=${CMAKE_CXX_COMPILER} -DCONFIG=${CMAKE_BUILD_TYPE}
      -P "${PROJECT_SOURCE_DIR}/tests/package/run.cmake")
  set_tests_properties(package_test PROPERTIES LABELS slow TIMEOUT 300)
endif()

# The C++ examples of docs/cpp.md, which tests/python runs on a store.
file(GLOB example_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/*.cc")
foreach(source IN LISTS example_sources)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(example_${name} "${source}")
  seine_compile_options(example_${name})
  target_link_libraries(example_${name} PRIVATE seine::seine)
endforeach()
