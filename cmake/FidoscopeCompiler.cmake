# Warnings are errors in our own code; third-party headers are included as SYSTEM and stay silent.
add_library(fidoscope_warnings INTERFACE)
target_compile_options(fidoscope_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  # GCC 12 at -O3 sees an overflow in std::vector::insert where there is none.
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

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()
