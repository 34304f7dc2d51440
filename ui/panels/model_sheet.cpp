#include "ui/panels/model_sheet.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/model/catalogue.h"
#include "ui/document/text.h"
#include "ui/panels/section.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

struct Normalization {
  const char* name;
  std::array<float, 3> mean, std;
};
// In the order red, green, blue.
constexpr Normalization kNormalizations[] = {
    {QT_TRANSLATE_NOOP("fido::ui::ModelSheet", "ImageNet mean and std"),
     {0.485F, 0.456F, 0.406F},
     {0.229F, 0.224F, 0.225F}},
    {QT_TRANSLATE_NOOP("fido::ui::ModelSheet", "−1 to 1 (mean 0.5, std 0.5)"),
     {0.5F, 0.5F, 0.5F},
     {0.5F, 0.5F, 0.5F}},
    {QT_TRANSLATE_NOOP("fido::ui::ModelSheet", "0 to 1, unchanged"),
     {0.F, 0.F, 0.F},
     {1.F, 1.F, 1.F}},
};
enum Naming { kImageNet, kFile, kNumbers };

QSpinBox* make_size_box() {
  auto* box = new QSpinBox;
  box->setRange(8, 4096);
  box->setValue(224);
  box->setAlignment(Qt::AlignRight);
  return box;
}

// Returns the folder of the model if it is writable, and otherwise the user's model folder.
std::filesystem::path card_folder(const QFileInfo& model) {
  const QFileInfo folder(model.absolutePath());
  return folder.isWritable() ? to_path(folder.absoluteFilePath()) : Catalogue::user_folder();
}

}  // namespace

ModelSheet::ModelSheet(const QString& imagenet_labels, QWidget* parent)
    : QWidget(parent), imagenet_labels_(imagenet_labels) {
  setObjectName(QStringLiteral("modelSheet"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2 * kUnit, 2 * kUnit, 2 * kUnit, 2 * kUnit);
  column->setSpacing(kUnit);
  column->addWidget(section_heading(tr("Add a model")));
  file_label_ = new ElidedLabel;
  column->addWidget(file_label_);
  auto* explanation = new MutedLabel(tr(
      "A TorchScript file does not say how its input is prepared. The answers are saved in a card "
      "beside it, so you are asked only once."));
  explanation->setFont(small_font());
  explanation->setWordWrap(true);
  column->addWidget(explanation);
  column->addSpacing(kUnit);

  const auto field = [&](const QString& title, QWidget* editor) {
    auto* label = new QLabel(title);
    label->setBuddy(editor);
    column->addWidget(label);
    column->addWidget(editor);
    column->addSpacing(kUnit / 2);
    return label;
  };
  name_ = new QLineEdit;
  name_->setObjectName(QStringLiteral("sheetName"));
  field(tr("Name"), name_);

  auto* size = new QWidget;
  auto* size_row = new QHBoxLayout(size);
  size_row->setContentsMargins(0, 0, 0, 0);
  width_ = make_size_box();
  width_->setObjectName(QStringLiteral("sheetWidth"));
  height_ = make_size_box();
  height_->setObjectName(QStringLiteral("sheetHeight"));
  size_row->addWidget(width_, 1);
  size_row->addWidget(new QLabel(QStringLiteral("×")));
  size_row->addWidget(height_, 1);
  field(tr("Input size, width × height"), size);

  values_ = new QComboBox;
  values_->setObjectName(QStringLiteral("sheetValues"));
  for (const Normalization& preset : kNormalizations) values_->addItem(tr(preset.name));
  field(tr("Pixel values"), values_);
  order_ = new QComboBox;
  order_->setObjectName(QStringLiteral("sheetOrder"));
  order_->addItem(tr("Red, green, blue"), QStringLiteral("RGB"));
  order_->addItem(tr("Blue, green, red"), QStringLiteral("BGR"));
  order_->addItem(tr("Grey, one channel"), QStringLiteral("L"));
  field(tr("Channel order"), order_);
  framing_ = new QComboBox;
  framing_->addItem(tr("The whole photo, squashed"));
  framing_->addItem(tr("Centre crop of 87.5 %"));
  field(tr("What the model sees"), framing_);
  output_ = new QComboBox;
  output_->setObjectName(QStringLiteral("sheetOutput"));
  output_->addItem(tr("Logits"));
  output_->addItem(tr("Log-probabilities"));
  output_->addItem(tr("Probabilities"));
  field(tr("Output"), output_);

  naming_ = new QComboBox;
  naming_->setObjectName(QStringLiteral("sheetNaming"));
  naming_->addItem(tr("ImageNet, 1,000 names"), kImageNet);
  naming_->addItem(tr("A text file, one class per line…"), kFile);
  naming_->addItem(tr("Numbers only"), kNumbers);
  if (imagenet_labels_.isEmpty()) naming_->removeItem(0);
  field(tr("Class names"), naming_);
  labels_label_ = new ElidedLabel;
  column->addWidget(labels_label_);
  classes_ = new QSpinBox;
  classes_->setObjectName(QStringLiteral("sheetClasses"));
  classes_->setRange(2, 1000000);
  classes_->setValue(1000);
  classes_label_ = field(tr("Number of classes"), classes_);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(kUnit);
  auto* cancel = new QPushButton(tr("Cancel"));
  cancel->setObjectName(QStringLiteral("sheetCancel"));
  add_ = new QPushButton(tr("Add"));
  add_->setObjectName(QStringLiteral("sheetAdd"));
  add_->setDefault(true);
  buttons->addStretch();
  buttons->addWidget(cancel);
  buttons->addWidget(add_);
  column->addSpacing(kUnit);
  column->addLayout(buttons);
  column->addStretch();

  connect(naming_, &QComboBox::activated, this, [this] {
    if (naming_->currentData() == kFile) chooseLabels();
    refresh();
  });
  connect(add_, &QPushButton::clicked, this, &ModelSheet::submitted);
  connect(cancel, &QPushButton::clicked, this, &ModelSheet::cancelled);
  refresh();
}

void ModelSheet::openModel(const QString& model_file) {
  file_ = QFileInfo(model_file).absoluteFilePath();
  file_label_->setText(QFileInfo(file_).fileName());
  name_->setText(QFileInfo(file_).completeBaseName());
  labels_.clear();
  setBusy(false);
  refresh();
  width_->setFocus();
  width_->selectAll();
}

void ModelSheet::chooseLabels() {
  auto* dialog =
      new QFileDialog(this, tr("Class names"), QFileInfo(file_).absolutePath(),
                      tr("Text, one class per line (*.txt *.names *.csv);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
    labels_ = chosen_path(paths);
    refresh();
  });
  dialog->open();
}

void ModelSheet::refresh() {
  const int naming = naming_->currentData().toInt();
  labels_label_->setVisible(naming == kFile);
  labels_label_->setText(labels_.isEmpty() ? tr("No file selected")
                                           : QFileInfo(labels_).fileName());
  classes_->setVisible(naming == kNumbers);
  classes_label_->setVisible(naming == kNumbers);
  add_->setEnabled(naming != kFile || !labels_.isEmpty());
}

void ModelSheet::setBusy(bool busy) {
  add_->setText(busy ? tr("Loading…") : tr("Add"));
  add_->setDisabled(busy);
  if (!busy) refresh();
}

ClassifierCard ModelSheet::card() const {
  const QFileInfo file(file_);
  ClassifierCard card;
  card.id = file.completeBaseName().toStdString();
  card.name = name_->text().trimmed().isEmpty() ? card.id : name_->text().trimmed().toStdString();
  card.file = to_path(file_);
  card.width = width_->value();
  card.height = height_->value();
  card.color_order = order_->currentData().toString().toStdString();
  card.channels = card.color_order == "L" ? 1 : 3;
  const Normalization& normalization = kNormalizations[values_->currentIndex()];
  card.mean = normalization.mean;
  card.std = normalization.std;
  if (card.color_order == "BGR") {  // mean and std are in the order of the card's channels
    std::swap(card.mean[0], card.mean[2]);
    std::swap(card.std[0], card.std[2]);
  }
  if (framing_->currentIndex() == 1) {
    card.crop_mode = CropMode::center;
    card.crop_pct = 0.875;
  }
  card.output = static_cast<OutputKind>(output_->currentIndex());
  const int naming = naming_->currentData().toInt();
  card.num_classes = naming == kNumbers ? classes_->value() : 0;
  if (naming == kImageNet) card.labels_file = to_path(imagenet_labels_);
  if (naming == kFile) card.labels_file = to_path(labels_);
  const auto folder = card_folder(file);
  const std::string stem = card.id;
  for (int n = 2; std::filesystem::exists(card.card_path = folder / (card.id + ".card.json")); ++n)
    card.id = stem + "-" + std::to_string(n);  // the card belongs to another model
  return card;
}

}  // namespace fido::ui
