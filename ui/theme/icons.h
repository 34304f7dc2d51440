// Line icons of one weight, drawn for this program, in the palette's colour.
#pragma once

#include <QIcon>
#include <QString>
#include <QStringList>

namespace fido::ui {

// "open", "samples", "play", "pause", "stop", "restart", "resume", "save", "copy", "paste",
// "zoom-fit", "zoom-in", "zoom-out", "layers", "sun", "moon", "chevron-down", "chevron-right",
// "plus", "info", "warning", "error", "close", "hold-compare" (an eye), "model" (a network),
// "settings" (sliders), "camera", "history", "target", "folder". Sharp at any size and pixel ratio;
// drawn anew when the application's palette changes; dimmed when disabled. "fidoscope" is the
// program's own, in its colours. An unknown name gives a null icon.
QIcon icon(const QString& name);

// The same in a fixed colour, for icons that carry a meaning.
QIcon icon(const QString& name, const QColor& color);

QStringList icon_names();

}  // namespace fido::ui
