// Writes what is on screen as a command line for a shell.
#pragma once

#include <QString>

#include "core/base/error.h"
#include "ui/document/document.h"

namespace fido::ui {

// The number of mask files that stay in the folder, the newest ones: a command is usually run soon
// after it was copied.
constexpr int kMaxMaskFiles = 50;

// Returns the command for the run that is shown (or would be started), or for the answer about the
// painted mask. A painted mask has no file, so it is written to `mask_folder` under a name made
// from its content, and the oldest of such files are removed. Errors (input): no photo or
// classifier is open, the picture has no file, or the mask cannot be written.
Expected<QString> command_text(const Document& document, const QString& mask_folder);

// Returns the word in single quotes if a shell would interpret it, and otherwise unchanged.
QString shell_quoted(const QString& word);

}  // namespace fido::ui
