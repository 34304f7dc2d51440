# FindLibTorch
# ------------
# Finds LibTorch without the CUDA toolkit that Torch's own package files require.
#
#   default                               the distribution's libtorch-dev
#   -DLibTorch_ROOT=DIR                   the PyPI package, DIR = .../site-packages/torch
#   -DCMAKE_PREFIX_PATH=DIR               the same
#
# Targets
#   LibTorch::LibTorch   headers (SYSTEM) and libraries, with those for CUDA if this LibTorch has them
#   LibTorch::OpenMP     for a file that uses OpenMP next to ATen/Parallel.h: the runtime that libtorch itself uses
#
# Variables
#   LibTorch_FOUND, LibTorch_VERSION, LibTorch_CUDA (true or false), LibTorch_ROOT_DIR, LibTorch_LIBRARY_DIR
#
# Nothing is cached: another LibTorch_ROOT in an existing build folder takes effect at the next
# configuration.

# A process with two LibTorch libraries aborts at start, long after the mistake. Therefore every way
# to end up with two is an error here, and the message names the folder to give instead.
set(_lt_hints ${LibTorch_ROOT} $ENV{LibTorch_ROOT} ${CMAKE_PREFIX_PATH})
if(DEFINED ENV{CMAKE_PREFIX_PATH})
  file(TO_CMAKE_PATH "$ENV{CMAKE_PREFIX_PATH}" _lt_env_prefix)
  list(APPEND _lt_hints ${_lt_env_prefix})
endif()
foreach(_lt_hint IN LISTS _lt_hints)
  file(REAL_PATH "${_lt_hint}" _lt_path BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" EXPAND_TILDE)
  string(REGEX REPLACE "/(share/cmake(/.*)?|lib|include)$" "" _lt_above "${_lt_path}")
  if(NOT _lt_above STREQUAL _lt_path AND EXISTS "${_lt_above}/lib/libtorch_cpu.so")
    message(FATAL_ERROR "LibTorch: '${_lt_hint}' is a folder inside the package; with it CMake would mix this "
      "LibTorch with another one. Give the package's own folder: -DLibTorch_ROOT=${_lt_above}")
  endif()
  file(GLOB _lt_inside "${_lt_path}/torch/lib/libtorch_cpu.so"
    "${_lt_path}/lib/python3*/site-packages/torch/lib/libtorch_cpu.so")
  if(_lt_inside)
    list(GET _lt_inside 0 _lt_inside)
    cmake_path(GET _lt_inside PARENT_PATH _lt_inside)
    cmake_path(GET _lt_inside PARENT_PATH _lt_inside)
    message(FATAL_ERROR "LibTorch: '${_lt_hint}' lies above the package. "
      "Give the package's own folder: -DLibTorch_ROOT=${_lt_inside}")
  endif()
endforeach()

unset(_lt_include)
unset(_lt_cpu)
find_path(_lt_include torch/script.h NO_CACHE)
find_library(_lt_cpu torch_cpu NO_CACHE)

set(LibTorch_VERSION "")
set(LibTorch_CUDA FALSE)
set(LibTorch_ROOT_DIR "")
set(LibTorch_LIBRARY_DIR "")

if(_lt_include AND _lt_cpu)
  # Real paths, because on a merged-/usr system /lib and /usr/lib are one folder.
  file(REAL_PATH "${_lt_include}" _lt_include)
  cmake_path(GET _lt_cpu PARENT_PATH LibTorch_LIBRARY_DIR)
  file(REAL_PATH "${LibTorch_LIBRARY_DIR}" LibTorch_LIBRARY_DIR)
  cmake_path(GET _lt_include PARENT_PATH LibTorch_ROOT_DIR)
  set(_lt_api "${_lt_include}/torch/csrc/api/include")
  cmake_path(IS_PREFIX LibTorch_ROOT_DIR "${LibTorch_LIBRARY_DIR}" NORMALIZE _lt_same)
  if(NOT _lt_same)
    message(FATAL_ERROR "LibTorch: two copies were found, headers in '${_lt_include}' and libraries in "
      "'${LibTorch_LIBRARY_DIR}'. Choose one: -DLibTorch_ROOT=DIR, the folder that contains both include/ and lib/.")
  endif()
  foreach(_lt_hint IN LISTS LibTorch_ROOT)
    file(REAL_PATH "${_lt_hint}" _lt_path BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" EXPAND_TILDE)
    if(NOT _lt_path STREQUAL LibTorch_ROOT_DIR)
      message(FATAL_ERROR "LibTorch: LibTorch_ROOT is '${_lt_hint}', but it contains no LibTorch; one was found in "
        "'${LibTorch_ROOT_DIR}'. Give a folder that contains include/torch/script.h and lib/libtorch_cpu.so "
        "(for the PyPI package: .../site-packages/torch), or leave LibTorch_ROOT out.")
    endif()
  endforeach()

  # Since 2.10 the version numbers are in torch/headeronly/version.h.
  foreach(_lt_header IN ITEMS "${_lt_include}/torch/headeronly/version.h" "${_lt_api}/torch/version.h")
    if(LibTorch_VERSION STREQUAL "" AND EXISTS "${_lt_header}")
      file(STRINGS "${_lt_header}" _lt_lines REGEX "#define TORCH_VERSION_(MAJOR|MINOR|PATCH) +[0-9]+")
      string(REGEX MATCHALL "[0-9]+" _lt_numbers "${_lt_lines}")
      list(JOIN _lt_numbers "." LibTorch_VERSION)
    endif()
  endforeach()

  # Every part is taken from this one folder and never searched for.
  foreach(_lt_part IN ITEMS torch c10)
    if(NOT EXISTS "${LibTorch_LIBRARY_DIR}/lib${_lt_part}.so")
      message(FATAL_ERROR "LibTorch: '${LibTorch_LIBRARY_DIR}' has libtorch_cpu.so but no lib${_lt_part}.so. "
        "Install the package again, or choose another one with -DLibTorch_ROOT=DIR.")
    endif()
  endforeach()
  if(EXISTS "${LibTorch_LIBRARY_DIR}/libtorch_cuda.so" AND EXISTS "${LibTorch_LIBRARY_DIR}/libc10_cuda.so")
    set(LibTorch_CUDA TRUE)
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_ROOT_DIR LibTorch_LIBRARY_DIR
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "install libtorch-dev, or give PyPI's package folder: -DLibTorch_ROOT=.../site-packages/torch")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  # The distribution's OpenCV and Qt use the C++11 ABI; a LibTorch that was built without it cannot
  # be linked with them.
  file(STRINGS "${LibTorch_LIBRARY_DIR}/libc10.so" _lt_cxx11 REGEX "__cxx1112basic_string" LIMIT_COUNT 1)
  if(NOT _lt_cxx11)
    message(FATAL_ERROR "LibTorch ${LibTorch_VERSION} in '${LibTorch_ROOT_DIR}' was built with the old C++ ABI "
      "(_GLIBCXX_USE_CXX11_ABI=0), the system's OpenCV and Qt with the new one. Use PyPI's torch 2.11, or libtorch-dev.")
  endif()

  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  set_target_properties(LibTorch::LibTorch PROPERTIES
    INTERFACE_COMPILE_DEFINITIONS "_GLIBCXX_USE_CXX11_ABI=1"
    INTERFACE_INCLUDE_DIRECTORIES "${_lt_include};${_lt_api}"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${_lt_include};${_lt_api}")
  foreach(_lt_part IN ITEMS torch torch_cpu c10)
    target_link_libraries(LibTorch::LibTorch INTERFACE "${LibTorch_LIBRARY_DIR}/lib${_lt_part}.so")
  endforeach()
  if(LibTorch_CUDA)
    # Nothing calls into libtorch_cuda by name: its kernels register themselves when it is loaded.
    # Without --no-as-needed the linker would drop it, and the program would report that there is no
    # GPU.
    target_link_libraries(LibTorch::LibTorch INTERFACE "${LibTorch_LIBRARY_DIR}/libc10_cuda.so"
      "-Wl,--push-state,--no-as-needed,\"${LibTorch_LIBRARY_DIR}/libtorch_cuda.so\",--pop-state")
    # c10/cuda/*.h include cuda_runtime_api.h, which PyPI ships in a package beside torch.
    cmake_path(GET LibTorch_ROOT_DIR PARENT_PATH _lt_site)
    file(GLOB _lt_cuda_headers "${_lt_site}/nvidia/*/include/cuda_runtime_api.h")
    if(_lt_cuda_headers)
      list(GET _lt_cuda_headers 0 _lt_cuda_header)
      cmake_path(GET _lt_cuda_header PARENT_PATH _lt_cuda_include)
      target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE "${_lt_cuda_include}")
    endif()
  endif()

  # ATen/Parallel.h opens its parallel regions in the file that includes it. They must run on
  # libtorch's own OpenMP runtime: two runtimes keep their own threads, which compete for the cores.
  # PyPI's package contains a renamed libgomp; the distribution uses the system's, which the
  # compiler driver knows.
  add_library(LibTorch::OpenMP INTERFACE IMPORTED)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(LibTorch::OpenMP INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fopenmp>)
    file(GLOB _lt_gomp "${LibTorch_LIBRARY_DIR}/libgomp*.so*" "${LibTorch_ROOT_DIR}.libs/libgomp*.so*")
    if(_lt_gomp AND NOT LibTorch_ROOT_DIR STREQUAL "/usr")
      list(GET _lt_gomp 0 _lt_gomp)
      target_link_libraries(LibTorch::OpenMP INTERFACE "${_lt_gomp}")
      set(_lt_openmp "${_lt_gomp}")
    else()
      target_link_libraries(LibTorch::OpenMP INTERFACE gomp)
      set(_lt_openmp "the system's libgomp")
    endif()
  else()
    # Another compiler has another OpenMP runtime. Without -fopenmp the regions in that header run
    # serially, which is slower but correct.
    message(WARNING "LibTorch: ${CMAKE_CXX_COMPILER_ID} has an OpenMP runtime of its own, which must not be mixed with "
      "libtorch's libgomp, so our parallel loops run on one thread. Use GCC for full speed.")
    set(_lt_openmp "none")
  endif()
  message(STATUS "LibTorch ${LibTorch_VERSION}: CUDA ${LibTorch_CUDA}, OpenMP from ${_lt_openmp}")
endif()
