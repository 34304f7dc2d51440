#include "ui/panels/evidence_row.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <cmath>

#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kMinPercent = 5;

}  // namespace

EvidenceRow::EvidenceRow(Document& document, QWidget* parent)
    : QWidget(parent), document_(document) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kUnit);
  box_ = new QCheckBox;
  box_->setObjectName(QStringLiteral("evidenceBox"));
  slider_ = new QSlider(Qt::Horizontal);
  slider_->setObjectName(QStringLiteral("evidenceSlider"));
  slider_->setRange(kMinPercent, 100);
  slider_->setSingleStep(5);
  slider_->setPageStep(10);
  percent_ = new QLabel;
  percent_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  percent_->setFixedWidth(percent_->fontMetrics().horizontalAdvance(tr("%1 %").arg(100)) + 2);
  row->addWidget(box_);
  row->addWidget(slider_, 1);
  row->addWidget(percent_);
  const QString tip = QStringLiteral("<span>%1</span>")
                          .arg(core_text(find_field("keep_evidence")->help).toHtmlEscaped());
  for (QWidget* part : std::initializer_list<QWidget*>{box_, slider_, percent_})
    part->setToolTip(tip);
  connect(box_, &QCheckBox::clicked, this,
          [this](bool on) { setShare(on ? with_evidence(document_.spec()).keep_evidence : 0); });
  connect(slider_, &QSlider::valueChanged, this,
          [this](int percent) { setShare(percent / 100.0); });
  connect(&document_, &Document::questionChanged, this, &EvidenceRow::refresh);
  refresh();
}

void EvidenceRow::setShare(double share) {
  const RunSpec& spec = document_.spec();
  document_.setSpec(share > 0 ? with_evidence(spec, share) : without_evidence(spec));
}

void EvidenceRow::refresh() {
  const RunSpec& spec = document_.spec();
  const MethodInfo* method = find_method(spec.method);
  const bool is_used = spec.keep_evidence > 0;
  const int percent = static_cast<int>(
      std::lround(100 * (is_used ? spec.keep_evidence : with_evidence(spec).keep_evidence)));
  const QSignalBlocker quiet_box(box_), quiet_slider(slider_);
  box_->setText(method && !method->keeps_important ? tr("Take away evidence")
                                                   : tr("Keep evidence"));
  box_->setChecked(is_used);
  slider_->setValue(percent);
  slider_->setEnabled(is_used);
  percent_->setText(tr("%1 %").arg(percent));
  percent_->setEnabled(is_used);
}

}  // namespace fido::ui
