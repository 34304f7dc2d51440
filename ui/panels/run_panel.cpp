#include "ui/panels/run_panel.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <string_view>

#include "core/run/methods.h"
#include "ui/panels/evidence_row.h"
#include "ui/panels/section.h"
#include "ui/panels/spec_editor.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

// Returns whether the field is set elsewhere in the window: in the top bar, the class panel or the
// mask panel.
bool is_set_elsewhere(std::string_view key) {
  constexpr std::string_view kElsewhere[] = {"classifier", "method", "infill",   "target",
                                             "contrast",   "mask",   "mask_role"};
  return std::find(std::begin(kElsewhere), std::end(kElsewhere), key) != std::end(kElsewhere);
}

}  // namespace

RunPanel::RunPanel(Document& document, QWidget* parent) : QWidget(parent), document_(document) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kUnit);
  column->addWidget(section_heading(tr("Run")));

  advanced_ = new QWidget;
  advanced_->setObjectName(QStringLiteral("advanced"));
  auto* rows = new QVBoxLayout(advanced_);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(kUnit);
  for (const SpecField& field : spec_fields()) {
    if (is_set_elsewhere(field.key)) continue;
    if (field.key == std::string_view("keep_evidence")) {
      evidence_row_ = new EvidenceRow(document_);
      column->addWidget(evidence_row_);
      continue;
    }
    auto* row = new SpecRow(document_, field);
    rows_.push_back(row);
    if (field.advanced) {
      advanced_rows_.push_back(row);
      rows->addWidget(row);
    } else {
      column->addWidget(row);
    }
  }

  auto* bar = new QHBoxLayout;
  bar->setSpacing(kUnit);
  disclosure_ = new QToolButton;
  disclosure_->setObjectName(QStringLiteral("advancedToggle"));
  disclosure_->setCheckable(true);
  disclosure_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  // Aligned with the rows above; does not look pressed while it is open.
  disclosure_->setStyleSheet(
      QStringLiteral("QToolButton { padding: 4px 8px 4px 0; margin-left: -5px; border: none; }"
                     "QToolButton:checked { background: transparent; }"));
  reset_all_ = new QToolButton;
  reset_all_->setObjectName(QStringLiteral("resetAll"));
  reset_all_->setStyleSheet(
      QStringLiteral("QToolButton { padding: 4px 0 4px 8px; border: none; }"));
  reset_all_->setText(tr("Reset all"));
  reset_all_->setToolTip(tr("Reset every field to the preset's value"));
  bar->addWidget(disclosure_);
  bar->addStretch();
  bar->addWidget(reset_all_);
  column->addLayout(bar);
  column->addWidget(advanced_);

  connect(disclosure_, &QToolButton::toggled, this, &RunPanel::setAdvancedShown);
  connect(reset_all_, &QToolButton::clicked, this,
          [this] { document_.setSpec(defaults_of(document_.spec())); });
  connect(&document_, &Document::questionChanged, this, &RunPanel::refresh);
  setAdvancedShown(false);
}

void RunPanel::setAdvancedShown(bool shown) {
  disclosure_->setChecked(shown);
  disclosure_->setIcon(
      icon(shown ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
  advanced_->setVisible(shown);
  refresh();
}

void RunPanel::refresh() {
  const RunSpec& spec = document_.spec();
  evidence_row_->setVisible(applies_to(*find_field("keep_evidence"), spec));
  for (SpecRow* row : rows_) row->setVisible(applies_to(row->field(), spec));
  const auto n = std::count_if(
      advanced_rows_.begin(), advanced_rows_.end(),
      [&](const SpecRow* row) { return row->isChanged() && applies_to(row->field(), spec); });
  disclosure_->setText(n == 0 ? tr("Advanced")
                              : tr("Advanced, %n changed", nullptr, static_cast<int>(n)));
  reset_all_->setVisible(spec != defaults_of(spec));
}

}  // namespace fido::ui
