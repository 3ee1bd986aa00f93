# Installs the build into a fresh prefix, then builds tests/package and examples/*.cc on it and runs the former.
# (The examples take a store: tests/python runs them.)
set(work "${BUILD_DIR}/package_test")
file(REMOVE_RECURSE "${work}")

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE failed)
  if(failed)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "failed: ${command}")
  endif()
endfunction()

run("${CMAKE_COMMAND}" --install "${BUILD_DIR}" --prefix "${work}/prefix" --component seine_development)
run("${CMAKE_COMMAND}" -S "${SOURCE_DIR}/tests/package" -B "${work}/build" -G "${GENERATOR}"
  "-DCMAKE_BUILD_TYPE=${CONFIG}" "-DCMAKE_CXX_COMPILER=${CXX}" "-DCMAKE_PREFIX_PATH=${work}/prefix"
  "-DEXAMPLES_DIR=${SOURCE_DIR}/examples")
run("${CMAKE_COMMAND}" --build "${work}/build")

execute_process(COMMAND "${work}/build/stranger" WORKING_DIRECTORY "${work}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "stranger failed: ${failed}")
endif()
