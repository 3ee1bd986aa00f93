# CRoaring >= 4.4 as target roaring::roaring, headers <roaring/roaring.h> and <roaring/roaring.hh>.
#
# In this order: the folder in SEINE_ROARING_DIR; an installed package roaring >= 4.4; the amalgamated
# sources inside the crate croaring-sys 5.2.2, fetched by cargo into SEINE_DEPS_DIR, which all build
# trees share and git ignores. Debian 12's 0.2.66 is refused: 7 to 36 times slower, and it has no
# roaring_bitmap_internal_validate, so a damaged bitmap would crash the process.

set(SEINE_DEPS_DIR "${PROJECT_SOURCE_DIR}/.deps" CACHE PATH "Where downloaded sources are kept")
mark_as_advanced(SEINE_DEPS_DIR)

set(SEINE_ROARING_MINIMUM 4.4)
set(SEINE_ROARING_CRATE_VERSION 5.2.2)
set(SEINE_ROARING_SHA256_roaring.c
    ac5c0ced4e046e1f7b74f821b207461358a300963684b6f42050561a03ec900a)
set(SEINE_ROARING_SHA256_roaring.h
    71b4347cadd202fef1cd7319c051d43ec5802e4c3c074643e55c006a29a5a614)
set(SEINE_ROARING_SHA256_roaring.hh
    f56b3708d4f6c603c3431b1c2c8a5370d927ccee3f91a769200bf277d205f9fd)

# The library target; `include` is a folder with roaring/roaring.c, roaring.h and, perhaps, roaring.hh.
function(seine_add_roaring include)
  add_library(seine_roaring STATIC "${include}/roaring/roaring.c")
  add_library(roaring::roaring ALIAS seine_roaring)
  # Third-party code: none of our warnings, and always optimised, in debug builds too.
  target_compile_options(seine_roaring PRIVATE -w $<$<CONFIG:Debug>:-O2>)
  target_include_directories(seine_roaring SYSTEM PUBLIC
    "$<BUILD_INTERFACE:${include}>" "$<INSTALL_INTERFACE:include/seine>")
  set(SEINE_ROARING_INCLUDE "${include}" PARENT_SCOPE)
endfunction()

function(seine_roaring_version header result)
  file(STRINGS "${header}" line REGEX "define ROARING_VERSION \"[0-9.]+\"")
  string(REGEX MATCH "\"([0-9.]+)\"" match "${line}")
  set(${result} "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()

function(seine_roaring_from_user_folder)
  foreach(folder "${SEINE_ROARING_DIR}" "${SEINE_ROARING_DIR}/CRoaring" "${SEINE_ROARING_DIR}/roaring")
    if(EXISTS "${folder}/roaring.c" AND EXISTS "${folder}/roaring.h")
      seine_roaring_version("${folder}/roaring.h" version)
      if(version VERSION_LESS SEINE_ROARING_MINIMUM)
        message(FATAL_ERROR "CRoaring in ${folder} is version '${version}'; Seine needs "
          "${SEINE_ROARING_MINIMUM} or newer (${SEINE_ROARING_CRATE_VERSION} is best).")
      endif()
      message(STATUS "CRoaring ${version} from ${folder}")
      # Copied, so that <roaring/roaring.h> is what reaches them, whatever the folder is called.
      foreach(file roaring.c roaring.h roaring.hh)
        if(EXISTS "${folder}/${file}")
          configure_file("${folder}/${file}" "${PROJECT_BINARY_DIR}/croaring/roaring/${file}" COPYONLY)
        endif()
      endforeach()
      seine_add_roaring("${PROJECT_BINARY_DIR}/croaring")
      set(SEINE_ROARING_INCLUDE "${SEINE_ROARING_INCLUDE}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "SEINE_ROARING_DIR is ${SEINE_ROARING_DIR}, but neither it nor its CRoaring/ or "
    "roaring/ holds roaring.c and roaring.h. Name the folder with CRoaring's amalgamated sources.")
endfunction()

function(seine_check_sha256 folder result)
  set(${result} TRUE PARENT_SCOPE)
  foreach(file roaring.c roaring.h roaring.hh)
    set(actual "missing")
    if(EXISTS "${folder}/${file}")
      file(SHA256 "${folder}/${file}" actual)
    endif()
    if(NOT actual STREQUAL SEINE_ROARING_SHA256_${file})
      set(${result} FALSE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# Sets SEINE_ROARING_FETCHED to a folder whose roaring/ holds the checked sources, or stops with what
# to do.
function(seine_fetch_roaring_crate why_not_installed)
  set(folder "${SEINE_DEPS_DIR}/croaring-${SEINE_ROARING_CRATE_VERSION}")
  file(MAKE_DIRECTORY "${SEINE_DEPS_DIR}")
  file(LOCK "${SEINE_DEPS_DIR}/croaring.lock" GUARD FUNCTION TIMEOUT 600)
  set(SEINE_ROARING_FETCHED "${folder}" PARENT_SCOPE)
  seine_check_sha256("${folder}/roaring" present)
  if(present)
    return()
  endif()

  set(what_to_do "Do one of these:\n"
    "  - install cargo (Debian 12: apt-get install cargo-web) and configure again, with a network;\n"
    "  - or -DSEINE_ROARING_DIR=<folder with roaring.c and roaring.h of CRoaring ${SEINE_ROARING_MINIMUM} or newer>;\n"
    "  - or install CRoaring ${SEINE_ROARING_MINIMUM} or newer and name its prefix in CMAKE_PREFIX_PATH.")
  list(JOIN what_to_do "" what_to_do)
  find_program(SEINE_CARGO NAMES cargo cargo-web)
  mark_as_advanced(SEINE_CARGO)
  if(NOT SEINE_CARGO)
    message(FATAL_ERROR "CRoaring: ${why_not_installed}, and there is no cargo to fetch its sources "
      "with. ${what_to_do}")
  endif()
  message(STATUS "CRoaring: ${why_not_installed}; fetching crate croaring-sys ${SEINE_ROARING_CRATE_VERSION}")

  set(work "${folder}.work")
  file(REMOVE_RECURSE "${work}")
  file(WRITE "${work}/Cargo.toml"
    "[package]\nname = \"croaring-source\"\nversion = \"0.0.0\"\nedition = \"2018\"\n"
    "[lib]\npath = \"lib.rs\"\n[workspace]\n"
    "[dependencies]\ncroaring-sys = \"=${SEINE_ROARING_CRATE_VERSION}\"\n")
  file(WRITE "${work}/lib.rs" "")
  execute_process(COMMAND "${SEINE_CARGO}" vendor --quiet vendor WORKING_DIRECTORY "${work}"
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE error)
  if(failed)
    message(FATAL_ERROR "CRoaring: 'cargo vendor' could not fetch croaring-sys "
      "${SEINE_ROARING_CRATE_VERSION}:\n${error}\n${what_to_do}")
  endif()
  set(source "${work}/vendor/croaring-sys/CRoaring")
  seine_check_sha256("${source}" genuine)
  if(NOT genuine)
    message(FATAL_ERROR "CRoaring: the files in ${source} do not have the sha256 sums that "
      "cmake/SeineRoaring.cmake expects of ${SEINE_ROARING_CRATE_VERSION}; not using them. ${what_to_do}")
  endif()
  file(REMOVE_RECURSE "${folder}")
  file(COPY "${source}/roaring.c" "${source}/roaring.h" "${source}/roaring.hh" 
       DESTINATION "${folder}/roaring")
  file(REMOVE_RECURSE "${work}")
endfunction()

set(SEINE_ROARING_IS_BUNDLED TRUE)
if(SEINE_ROARING_DIR)
  seine_roaring_from_user_folder()
else()
  find_package(roaring ${SEINE_ROARING_MINIMUM} CONFIG QUIET)
  if(roaring_FOUND)
    message(STATUS "CRoaring ${roaring_VERSION} from ${roaring_DIR}")
    set(SEINE_ROARING_IS_BUNDLED FALSE)
  else()
    set(why "no installed package")
    if(roaring_CONSIDERED_VERSIONS)
      string(REPLACE "unknown" "without a version (Debian 12's 0.2.66)" version
        "${roaring_CONSIDERED_VERSIONS}")
      set(why "installed package ${version} refused: older than ${SEINE_ROARING_MINIMUM} is 7 to 36 times slower and cannot validate a damaged bitmap")
      message(STATUS "CRoaring: ${why}")
    endif()
    seine_fetch_roaring_crate("${why}")
    message(STATUS "CRoaring ${SEINE_ROARING_CRATE_VERSION} from ${SEINE_ROARING_FETCHED}")
    seine_add_roaring("${SEINE_ROARING_FETCHED}")
  endif()
endif()
