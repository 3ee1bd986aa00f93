# Language level, warnings, optimisation and sanitizers, for our own targets only.
# seine_compile_options(<target>) applies them; nothing here touches third-party code.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

find_program(SEINE_CCACHE ccache)
mark_as_advanced(SEINE_CCACHE)
if(SEINE_CCACHE)
  foreach(lang C CXX)
    if(NOT CMAKE_${lang}_COMPILER_LAUNCHER)
      set(CMAKE_${lang}_COMPILER_LAUNCHER "${SEINE_CCACHE}")
    endif()
  endforeach()
endif()

# Sanitizers instrument everything in this build, CRoaring too.
if(SEINE_SANITIZE STREQUAL "address+undefined")
  # What AddressSanitizer sees anyway is left out: it doubles the compile time.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=null,object-size,vptr
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
elseif(SEINE_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(SEINE_SANITIZE)
  message(FATAL_ERROR "SEINE_SANITIZE is '${SEINE_SANITIZE}'; say address+undefined or thread, or leave it empty.")
endif()
add_compile_options(-fno-omit-frame-pointer)

# Lets the fuzz driver see which inputs reach new code.
function(seine_trace_branches target)
  if(SEINE_FUZZ_COVERAGE)
    target_compile_options(${target} PRIVATE -fsanitize-coverage=trace-pc)
    target_link_libraries(${target} PUBLIC $<BUILD_INTERFACE:seine_no_trace>)
    if(NOT TARGET seine_no_trace)
      add_library(seine_no_trace STATIC "${PROJECT_SOURCE_DIR}/tests/fuzz/driver/no_trace.cc")
    endif()
  endif()
endfunction()

# Reading headers is most of a file's compile time, so a library's files go to the compiler together. Names in unnamed
# namespaces are therefore unique within a folder. Files that switch instructions on stay alone.
function(seine_unity target)
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "/kernels[^/]*\\.cc$")
  if(sources)
    set_source_files_properties(${sources} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${SEINE_UNITY} UNITY_BUILD_BATCH_SIZE 8)
  if(SEINE_UNITY)  # a class of a .cc file may have members of that file's own types
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()

# GCC 12 sees overlaps in `"text" + std::string` that are not there (its bug 105329), and standard containers out
# of bounds once they are inlined.
function(seine_compile_options target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict$<SEMICOLON>-Wno-array-bounds>
    $<$<COMPILE_LANGUAGE:CXX>:-Wconversion>
    $<$<BOOL:${SEINE_WERROR}>:-Werror>)
endfunction()
