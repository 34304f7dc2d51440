// One page that says what was asked and what came of it: photo, map, counterfactual, numbers, all
// settings, the command.
#pragma once

#include <QImage>
#include <QString>

#include "core/base/error.h"
#include "ui/document/document.h"

namespace fido::ui {

struct ReportPictures {
  QImage photo, with_map, counterfactual;  // as on screen; those that are null are left out
  QString map_name, counterfactual_name;
};

// A4, PDF; whole or not at all. Errors (input): nothing is open, the place cannot be written.
Expected<void> write_report(const QString& path, const Document& document,
                            const ReportPictures& pictures, const QString& command);

}  // namespace fido::ui
