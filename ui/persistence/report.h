// Writes a report of one page: the question, photo, map, counterfactual, numbers, all settings and
// the command.
#pragma once

#include <QImage>
#include <QString>

#include "core/base/error.h"
#include "ui/document/document.h"

namespace fido::ui {

struct ReportPictures {
  QImage photo, with_map, counterfactual;  // as on screen; null ones are left out
  QString map_name, counterfactual_name;
};

// Writes an A4 page as a PDF; an error leaves no partial file. Errors (input): no photo or
// classifier is open, the photo has not been classified yet, or the file cannot be written.
Expected<void> write_report(const QString& path, const Document& document,
                            const ReportPictures& pictures, const QString& command);

}  // namespace fido::ui
