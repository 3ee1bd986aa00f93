# bench/x_bench.cc -> one Google Benchmark program x_bench; any other bench/*.cc goes into all.
find_package(benchmark 1.7 CONFIG REQUIRED)

file(GLOB bench_shared CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/*.cc")
set(bench_sources ${bench_shared})
list(FILTER bench_sources INCLUDE REGEX "_bench\\.cc$")
list(FILTER bench_shared EXCLUDE REGEX "_bench\\.cc$")

# Rows that the tests build stores of, too.
list(APPEND bench_shared "${PROJECT_SOURCE_DIR}/tests/testing/retail_rows.cc")

if(bench_shared)
  add_library(seine_bench STATIC ${bench_shared})
  seine_compile_options(seine_bench)
  target_link_libraries(seine_bench PUBLIC seine::seine benchmark::benchmark)
else()
  add_library(seine_bench INTERFACE)
  target_link_libraries(seine_bench INTERFACE seine::seine benchmark::benchmark)
endif()
foreach(source IN LISTS bench_sources)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} "${source}")
  seine_compile_options(${name})
  target_link_libraries(${name} PRIVATE seine_bench)
endforeach()
