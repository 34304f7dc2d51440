#include "ui/panels/evidence_row.h"

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
  name_ = new QLabel;
  name_->setObjectName(QStringLiteral("evidenceName"));
  slider_ = new QSlider(Qt::Horizontal);
  slider_->setObjectName(QStringLiteral("evidenceSlider"));
  slider_->setRange(kMinPercent, 100);
  slider_->setSingleStep(5);
  slider_->setPageStep(10);
  percent_ = new QLabel;
  percent_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  percent_->setFixedWidth(percent_->fontMetrics().horizontalAdvance(tr("%1 %").arg(100)) + 2);
  row->addWidget(name_);
  row->addWidget(slider_, 1);
  row->addWidget(percent_);
  const QString tip = QStringLiteral("<span>%1</span>")
                          .arg(core_text(find_field("keep_evidence")->help).toHtmlEscaped());
  for (QWidget* part : std::initializer_list<QWidget*>{name_, slider_, percent_})
    part->setToolTip(tip);
  connect(slider_, &QSlider::valueChanged, this, [this](int percent) {
    RunSpec spec = document_.spec();
    spec.keep_evidence = percent / 100.0;
    document_.setSpec(spec);
  });
  connect(&document_, &Document::questionChanged, this, &EvidenceRow::refresh);
  refresh();
}

void EvidenceRow::refresh() {
  const RunSpec& spec = document_.spec();
  if (!searches_evidence(spec)) return;  // the row is hidden
  const MethodInfo* method = find_method(spec.method);
  const int percent = static_cast<int>(std::lround(100 * spec.keep_evidence));
  const QSignalBlocker quiet(slider_);
  name_->setText(method && !method->keeps_important ? tr("Take away evidence")
                                                    : tr("Keep evidence"));
  slider_->setValue(percent);
  percent_->setText(tr("%1 %").arg(percent));
}

}  // namespace fido::ui
