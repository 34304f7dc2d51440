// The program's line icons, which share one line weight and take the palette's text colour.
#pragma once

#include <QIcon>
#include <QString>
#include <QStringList>

namespace fido::ui {

// Returns the icon of this name: "open", "samples", "play", "pause", "stop", "restart", "resume",
// "save", "copy", "paste", "zoom-fit", "zoom-in", "zoom-out", "layers", "sun", "moon",
// "chevron-down", "chevron-right", "plus", "info", "warning", "error", "close", "hold-compare" (an
// eye), "model" (a network), "settings" (sliders), "camera", "history", "target", "folder". Icons
// are sharp at any size and pixel ratio, follow changes of the application's palette, and are
// dimmed when disabled. "fidoscope" is the program's logo, in its own colours. An unknown name
// gives a null icon.
QIcon icon(const QString& name);

// Returns the icon in a fixed colour, for icons whose colour carries a meaning.
QIcon icon(const QString& name, const QColor& color);

// Returns the names listed above.
QStringList icon_names();

}  // namespace fido::ui
