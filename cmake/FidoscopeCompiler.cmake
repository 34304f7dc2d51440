# Third-party headers are included as SYSTEM, so they cause no warnings.
add_library(fidoscope_warnings INTERFACE)
target_compile_options(fidoscope_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${FIDOSCOPE_WERROR}>:-Werror>
  # GCC 12 at -O3 reports an overflow in std::vector::insert that does not exist.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>)

set(FIDOSCOPE_SANITIZE "" CACHE STRING "Sanitizers for our own code, e.g. address,undefined or thread")
if(FIDOSCOPE_SANITIZE)
  add_compile_options(-fsanitize=${FIDOSCOPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${FIDOSCOPE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The instrumentation hides initialisations from this warning, which then fires on correct code.
    target_compile_options(fidoscope_warnings INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

# A file with LibTorch's headers takes up to 2 GB to compile, so memory also limits how many
# compilers can run at once. Ninja's job pool enforces this regardless of -j.
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
cmake_host_system_information(RESULT memory_mib QUERY TOTAL_PHYSICAL_MEMORY)
math(EXPR jobs "${memory_mib} / 2048")
if(jobs GREATER cores)
  set(jobs ${cores})
endif()
if(jobs LESS 1)
  set(jobs 1)
endif()
set_property(GLOBAL PROPERTY JOB_POOLS compile=${jobs})
set(CMAKE_JOB_POOL_COMPILE compile)
set(CMAKE_JOB_POOL_PRECOMPILE_HEADER compile)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()
