// What is on screen, as a line for a shell.
#pragma once

#include <QString>

#include "core/base/error.h"
#include "ui/document/document.h"

namespace fido::ui {

// Mask files that are kept in the folder, the newest: a command is run soon after it was copied.
constexpr int kMaskFiles = 50;

// The run that is shown (or would be started), or the answer about the mask painted by hand. A
// painted mask has no file: it is written to `mask_folder`, named by its content, and the oldest of
// such files are removed. Errors (input): it cannot be written, or the picture has no file.
Expected<QString> command_text(const Document& document, const QString& mask_folder);

// In single quotes where a shell would read it otherwise.
QString shell_quoted(const QString& word);

}  // namespace fido::ui
