# The build tree has the layout of an installation, so that one rule finds everything in both:
#
#   bin/                         fidoscope, fidoscope-cli
#   LIBDIR/fidoscope/            libfidoscope_core.so and, beside it, the engine module
#   share/fidoscope/             models, samples, labels, tours (build tree: links to the sources)
#
# The prefix is not compiled in: the core library finds its data relative to its own location
# (core/base/paths.h), and the programs find the library by a relative RPATH.
include(GNUInstallDirs)
set(FIDOSCOPE_PRIVATE_LIBDIR ${CMAKE_INSTALL_LIBDIR}/fidoscope)
set(FIDOSCOPE_DATADIR ${CMAKE_INSTALL_DATADIR}/fidoscope)
file(RELATIVE_PATH FIDOSCOPE_DATA_FROM_LIBRARY /${FIDOSCOPE_PRIVATE_LIBDIR} /${FIDOSCOPE_DATADIR})
file(RELATIVE_PATH library_from_bin /${CMAKE_INSTALL_BINDIR} /${FIDOSCOPE_PRIVATE_LIBDIR})

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${FIDOSCOPE_PRIVATE_LIBDIR})
set(CMAKE_INSTALL_RPATH $ORIGIN/${library_from_bin} $ORIGIN)

foreach(folder IN ITEMS models resources/samples resources/labels resources/tours)
  get_filename_component(name ${folder} NAME)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/${FIDOSCOPE_DATADIR})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${CMAKE_BINARY_DIR}/${FIDOSCOPE_DATADIR}/${name} SYMBOLIC)
endforeach()
