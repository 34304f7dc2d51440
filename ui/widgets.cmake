# The widgets of the window. Included by ui/CMakeLists.txt, which links Qt6::Widgets, Qt6::Svg, Qt6::Concurrent,
# QCustomPlotQt6::QCustomPlotQt6 (it brings Qt6::PrintSupport) and fidoscope_core, with AUTOMOC and AUTORCC on.
set(FIDOSCOPE_UI_WIDGET_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/canvas/image_canvas.cpp
  ${CMAKE_CURRENT_LIST_DIR}/canvas/image_canvas_events.cpp
  ${CMAKE_CURRENT_LIST_DIR}/canvas/mask_overlay.cpp
  ${CMAKE_CURRENT_LIST_DIR}/canvas/painting.cpp
  ${CMAKE_CURRENT_LIST_DIR}/canvas/view_state.cpp
  ${CMAKE_CURRENT_LIST_DIR}/panels/banner.cpp
  ${CMAKE_CURRENT_LIST_DIR}/panels/class_bars.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plots/run_plots.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plots/run_plots_compare.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plots/run_plots_view.cpp
  ${CMAKE_CURRENT_LIST_DIR}/theme/icons.cpp
  ${CMAKE_CURRENT_LIST_DIR}/theme/theme.cpp
  ${CMAKE_CURRENT_LIST_DIR}/window/welcome.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../resources/icons/icons.qrc
)
