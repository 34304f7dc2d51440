# Single widgets, driven by real mouse, wheel and key events and rendered into a QImage.
foreach(name IN ITEMS canvas painting plots widgets)
  fidoscope_test(test_${name} SOURCES test_${name}.cpp
    LIBRARIES fidoscope_ui Qt6::Widgets Qt6::Concurrent QCustomPlotQt6::QCustomPlotQt6)
endforeach()
