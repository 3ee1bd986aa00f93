# The two libraries: seine::engine (data at rest, knows nothing of queries) and seine::query
# (meaning, plan, result). Together: seine::seine.

# A static library from a folder's *.cc. Until the folder has sources it is an interface library,
# so that whoever links it need not know.
function(seine_add_library name)
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${name}/*.cc")
  set(target seine_${name})
  if(sources)
    add_library(${target} STATIC ${sources})
    seine_compile_options(${target})
    seine_trace_branches(${target})
    seine_unity(${target})
    if(SEINE_PLANTED_BUGS)
      target_compile_definitions(${target} PUBLIC SEINE_PLANTED_BUGS=1)
    endif()
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(seine::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(${target} ${scope} cxx_std_20)
  target_include_directories(${target} ${scope}
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>" "$<INSTALL_INTERFACE:include/seine>")
  set(SEINE_SCOPE ${scope} PARENT_SCOPE)
endfunction()

seine_add_library(engine)
target_link_libraries(seine_engine ${SEINE_SCOPE}
  absl::base absl::core_headers absl::flat_hash_map absl::flat_hash_set absl::hash absl::int128
  absl::inlined_vector absl::span absl::status absl::statusor absl::str_format absl::strings
  absl::synchronization absl::time
  nlohmann_json::nlohmann_json roaring::roaring SQLite::SQLite3 utf8proc::utf8proc xxhash::xxhash
  Threads::Threads)

seine_add_library(query)
target_link_libraries(seine_query ${SEINE_SCOPE}
  seine_engine nlohmann_json::nlohmann_json re2::re2)
# JSON errors name the path inside the document.
target_compile_definitions(seine_query ${SEINE_SCOPE} JSON_DIAGNOSTICS=1)

add_library(seine_seine INTERFACE)
add_library(seine::seine ALIAS seine_seine)
set_target_properties(seine_seine PROPERTIES EXPORT_NAME seine)
target_link_libraries(seine_seine INTERFACE seine_query seine_engine)
