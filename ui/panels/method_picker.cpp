#include "ui/panels/method_picker.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QStringList>
#include <QVBoxLayout>
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/model/saliency_net_card.h"
#include "ui/document/text.h"
#include "ui/engine/workspace.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

const QString kChosenKey = QStringLiteral("comparedMethods");
constexpr std::size_t kMaxMethods = ComparePage::kMaxRuns;

// Looks for the id of the classifier only; the engine also compares the weights.
bool has_saliency_net(const std::string& classifier) {
  const auto all = list_saliency_nets();
  std::error_code ignored;
  return std::any_of(all.begin(), all.end(), [&](const SaliencyNetCard& card) {
    return card.classifier == classifier && std::filesystem::is_regular_file(card.file, ignored);
  });
}

}  // namespace

MethodPicker::MethodPicker(Workspace& workspace, QWidget* parent)
    : QDialog(parent), workspace_(workspace) {
  setObjectName(QStringLiteral("methodPicker"));
  setWindowTitle(tr("Compare methods"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(3 * kUnit, 3 * kUnit, 3 * kUnit, 2 * kUnit);
  column->setSpacing(2 * kUnit);
  column->setSizeConstraint(QLayout::SetFixedSize);

  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(4 * kUnit);
  grid->setVerticalSpacing(kUnit);
  grid->addWidget(section_heading(tr("A mask, step by step")), 0, 0);
  grid->addWidget(section_heading(tr("A map, without optimisation")), 0, 1, 1, 2);
  const QStringList chosen_before =
      QSettings()
          .value(kChosenKey, QStringList{QStringLiteral("fido-ssr"), QStringLiteral("extremal"),
                                         QStringLiteral("grad-cam")})
          .toStringList();
  const auto map_count = std::count_if(methods().begin(), methods().end(),
                                       [](const MethodInfo& info) { return !info.optimizes_mask; });
  int masks = 0, maps = 0;
  for (const MethodInfo& info : methods()) {
    auto* box = new QCheckBox(core_text(info.label));
    box->setObjectName(QStringLiteral("pick-") + qstr(info.id));
    box->setChecked(chosen_before.contains(qstr(info.id)));
    connect(box, &QCheckBox::toggled, this, &MethodPicker::refresh);
    const int half = static_cast<int>(map_count + 1) / 2,
              row = info.optimizes_mask ? masks++ : maps % half;
    grid->addWidget(box, row + 1, info.optimizes_mask ? 0 : 1 + maps++ / half);
    boxes_.push_back(box);
  }
  column->addLayout(grid);
  reasons_ = new MutedLabel;
  reasons_->setFont(small_font());
  column->addWidget(reasons_);

  auto* foot = new QHBoxLayout;
  foot->setSpacing(kUnit);
  note_ = new MutedLabel;
  note_->setObjectName(QStringLiteral("pickNote"));
  auto* cancel = new QPushButton(tr("Cancel"));
  explain_ = new QPushButton;
  explain_->setObjectName(QStringLiteral("pickExplain"));
  explain_->setDefault(true);
  foot->addWidget(note_, 1);
  foot->addSpacing(2 * kUnit);
  foot->addWidget(cancel);
  foot->addWidget(explain_);
  column->addLayout(foot);

  connect(cancel, &QPushButton::clicked, this, &MethodPicker::reject);
  connect(explain_, &QPushButton::clicked, this, &MethodPicker::submit);
  const Document& document = workspace_.document();
  for (const auto changed :
       {&Document::predictionsChanged, &Document::questionChanged, &Document::photoChanged})
    connect(&document, changed, this, &MethodPicker::refresh);
  connect(&document, &Document::classifierChanged, this, &MethodPicker::findSaliencyNet);
  connect(&workspace_, &Workspace::modelsChanged, this, &MethodPicker::findSaliencyNet);
  findSaliencyNet();
}

QString MethodPicker::refusalReason(const MethodInfo& method) const {
  const Document& document = workspace_.document();
  if (!method.answers_contrast && document.contrast())
    return tr("This method explains one class, not the difference of two.");
  if (method.group == MethodGroup::trained && !has_saliency_net_)
    return tr("No saliency network was trained for this classifier.");
  if (method.needs_top_class && !document.predictions().empty() &&
      document.target() != document.predictions().front().index)
    return tr("This method explains only the class that the classifier predicts.");
  return {};
}

void MethodPicker::findSaliencyNet() {
  const auto& classifier = workspace_.document().classifier();
  has_saliency_net_ = classifier && has_saliency_net(classifier->card.id);
  refresh();
}

std::vector<std::string> MethodPicker::chosen() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < boxes_.size(); ++i)
    if (boxes_[i]->isChecked()) out.push_back(methods()[i].id);
  return out;
}

void MethodPicker::refresh() {
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    const QSignalBlocker quiet(boxes_[i]);
    if (!refusalReason(methods()[i]).isEmpty()) boxes_[i]->setChecked(false);
  }
  const std::size_t count = chosen().size();
  QStringList reasons;
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    const MethodInfo& info = methods()[i];
    QStringList tip{core_text(info.description)};
    const QString reason = refusalReason(info);
    const bool is_full = count >= kMaxMethods && !boxes_[i]->isChecked();
    if (!reason.isEmpty()) {
      tip << reason;
      reasons << QStringLiteral("%1: %2").arg(core_text(info.label), reason);
    } else if (is_full) {
      tip << tr("Four methods are chosen already; untick one of them first.");
    }
    boxes_[i]->setEnabled(reason.isEmpty() && !is_full);
    boxes_[i]->setToolTip(tip.join(QLatin1Char('\n')));
  }
  reasons_->setText(reasons.join(QLatin1Char('\n')));
  reasons_->setVisible(!reasons.isEmpty());
  if (count < kMinMethods)
    note_->setText(tr("Choose two to four methods."));
  else if (count < kMaxMethods)
    note_->setText(tr("Up to four methods"));
  else
    note_->setText(tr("At most four; untick one to choose another."));
  explain_->setText(count == 1 ? tr("Explain with one method")
                               : tr("Explain with %n methods", nullptr, static_cast<int>(count)));
  const Document& document = workspace_.document();
  explain_->setEnabled(count >= kMinMethods && count <= kMaxMethods && document.photo() &&
                       document.classifier() && document.target() >= 0);
  explain_->setIcon(icon(QStringLiteral("play"),
                         explain_->isEnabled()
                             ? Qt::white
                             : palette().color(QPalette::Disabled, QPalette::ButtonText)));
}

void MethodPicker::submit() {
  const std::vector<std::string> names = chosen();
  QStringList setting;
  for (const std::string& name : names) setting << qstr(name);
  QSettings().setValue(kChosenKey, setting);
  emit submitted(names);
  accept();
}

}  // namespace fido::ui
