#include "ui/panels/mask_figure.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "core/infill/infillers.h"
#include "ui/canvas/mask_overlay.h"
#include "ui/canvas/painting.h"
#include "ui/document/text.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kGap = kUnit, kHead = 3 * kUnit, kFoot = 3 * kUnit;
constexpr int kMinCellWidth = 14 * kUnit, kExportCellWidth = 240, kPictureWidth = 320;

}  // namespace

class MaskFigure::Sheet : public QWidget {
 public:
  explicit Sheet(const MaskFigure& figure) : figure_(figure) {}
  double cellWidth() const {
    const auto columns = static_cast<double>(infillers().size() + 1);
    return std::max<double>(kMinCellWidth, (width() - kGap * (columns - 1)) / columns);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    figure_.paintSheet(painter, palette(), cellWidth());
  }
  void resizeEvent(QResizeEvent*) override {
    setMinimumHeight(static_cast<int>(figure_.sheetSize(cellWidth()).height()));
  }

 private:
  const MaskFigure& figure_;
};

MaskFigure::MaskFigure(Workspace& workspace, QWidget* parent)
    : Page(parent), workspace_(workspace), channel_(workspace.maskRequests()) {
  setObjectName(QStringLiteral("maskFigure"));
  heading_ = new ElidedLabel;
  auto* copy = new QPushButton(icon(QStringLiteral("copy")), tr("Copy"));
  copy->setToolTip(tr("Copy the whole figure as a picture"));
  auto* save = new QPushButton(icon(QStringLiteral("save")), tr("Save…"));
  save->setToolTip(tr("Save the whole figure as a PNG"));
  headRow()->addWidget(heading_, 1);
  headRow()->addWidget(copy);
  headRow()->addWidget(save);
  outputs_ = {copy, save};
  sheet_ = new Sheet(*this);
  sheet_->setMinimumWidth(static_cast<int>(infillers().size() + 1) * (kMinCellWidth + kGap) - kGap);
  area_ = new QScrollArea;
  area_->setFrameShape(QFrame::NoFrame);
  area_->setWidgetResizable(true);
  area_->setWidget(sheet_);
  column()->addWidget(area_, 1);
  connect(copy, &QPushButton::clicked, this,
          [this] { QApplication::clipboard()->setImage(picture()); });
  connect(save, &QPushButton::clicked, this, &MaskFigure::saveRequested);
  const auto restart = [this] {
    if (isVisible()) begin();
  };
  connect(&workspace.document(), &Document::questionChanged, this, restart);
  connect(&workspace.document(), &Document::predictionsChanged, this, restart);
  connect(&workspace.document().masks(), &Masks::edited, this, restart);
}

bool MaskFigure::isComplete() const {
  return !rows_.empty() && std::all_of(rows_.begin(), rows_.end(), [](const Row& row) {
    return std::all_of(row.cells.begin(), row.cells.end(),
                       [](const Cell& cell) { return cell.probability.has_value(); });
  });
}

void MaskFigure::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  begin();
}

void MaskFigure::hideEvent(QHideEvent* event) {
  request_.cancel();
  Page::hideEvent(event);
}

void MaskFigure::begin() {
  request_.cancel();
  rows_.clear();
  const Document& document = workspace_.document();
  if (document.photo()) {
    const QRectF part = document.visiblePart();
    const QImage& display = document.photo()->display;
    const auto crop = [&part](const QImage& image) {
      return image.copy(QRectF(part.x() * image.width(), part.y() * image.height(),
                               part.width() * image.width(), part.height() * image.height())
                            .toRect());
    };
    const QImage photo = crop(display);
    aspect_ = static_cast<double>(photo.height()) / photo.width();
    const QSize size(kPictureWidth, std::max(1, static_cast<int>(kPictureWidth * aspect_)));
    for (const NamedMask& mask : document.masks().all()) {
      Row row;
      row.mask = mask.id;
      row.name = mask.name;
      row.photo = photo.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
      MaskOverlay overlay;
      overlay.setMask(crop(mask.pixels).scaled(size));
      overlay.setScale(1);
      QPainter(&row.photo).drawImage(0, 0, overlay.picture());
      row.cells.resize(infillers().size());
      rows_.push_back(std::move(row));
    }
  }
  refresh();
  askNext();
}

void MaskFigure::askNext() {
  const Document& document = workspace_.document();
  if (!isVisible() || document.target() < 0) return;
  for (std::size_t r = 0; r < rows_.size(); ++r)
    for (std::size_t c = 0; c < rows_[r].cells.size(); ++c) {
      Cell& cell = rows_[r].cells[c];
      if (cell.is_asked) continue;
      const auto& masks = document.masks().all();
      const auto mask = std::find_if(masks.begin(), masks.end(),
                                     [&](const NamedMask& m) { return m.id == rows_[r].mask; });
      cell.is_asked = true;
      if (mask == masks.end()) continue;
      const InfillerInfo& infiller = infillers()[c];
      MaskQuestion question;
      question.photo = document.photo()->pixels;
      question.mask = document.visibleMask(*mask);
      question.infill = infiller.id;
      question.target = std::to_string(document.target());
      question.samples = samples_per_picture(&infiller);
      question.seed = document.spec().seed;
      request_ =
          channel_.ask(std::move(question), [this, &cell](const Expected<MaskAnswerPtr>& answer) {
            fillCell(cell, answer);
            askNext();
          });
      return;
    }
}

// Leaves the cell empty if the infiller or the classifier failed.
void MaskFigure::fillCell(Cell& cell, const Expected<MaskAnswerPtr>& answer) {
  if (answer) {
    const QSize size(kPictureWidth, std::max(1, static_cast<int>(kPictureWidth * aspect_)));
    cell.picture = to_qimage((*answer)->infilled)
                       .scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    cell.probability = (*answer)->target_after.probability;
  }
  refresh();
}

void MaskFigure::refresh() {
  const Document& document = workspace_.document();
  const Prediction* target = document.prediction(document.target());
  if (rows_.empty())
    heading_->setText(document.photo() ? tr("Paint one or more masks: each becomes a row here.")
                                       : tr("Open a photo and paint a mask first."));
  else
    heading_->setText(
        target ? tr("p(%1), %2 for the untouched photo")
                     .arg(short_label(target->label), format_percent(target->probability))
               : QString());
  for (QPushButton* button : outputs_) button->setEnabled(!rows_.empty());
  sheet_->setMinimumHeight(static_cast<int>(sheetSize(sheet_->cellWidth()).height()));
  sheet_->update();
}

double MaskFigure::cellHeight(double cell_width) const {
  return cell_width * aspect_ + kFoot + kGap;
}

QSizeF MaskFigure::sheetSize(double cell_width) const {
  const auto columns = static_cast<double>(infillers().size() + 1);
  return {columns * (cell_width + kGap) - kGap,
          kHead + static_cast<double>(rows_.size()) * cellHeight(cell_width)};
}

void MaskFigure::paintSheet(QPainter& painter, const QPalette& palette, double cell_width) const {
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  const auto at = [&](std::size_t column) {
    return static_cast<double>(column) * (cell_width + kGap);
  };
  if (rows_.empty()) return;
  painter.setFont(body_font());
  painter.setPen(palette.color(QPalette::WindowText));
  painter.drawText(QRectF(0, 0, cell_width, kHead), Qt::AlignCenter, tr("Mask"));
  for (std::size_t c = 0; c < infillers().size(); ++c)
    painter.drawText(QRectF(at(c + 1), 0, cell_width, kHead), Qt::AlignCenter,
                     core_text(infillers()[c].label));
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const Row& row = rows_[r];
    const double top = kHead + static_cast<double>(r) * cellHeight(cell_width),
                 height = cell_width * aspect_;
    painter.drawImage(QRectF(0, top, cell_width, height), row.photo);
    const QFontMetricsF metrics(painter.font());
    painter.drawText(QRectF(0, top + height, cell_width, kFoot), Qt::AlignCenter,
                     metrics.elidedText(row.name, Qt::ElideRight, cell_width));
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      const Cell& cell = row.cells[c];
      const QRectF picture_area(at(c + 1), top, cell_width, height);
      if (cell.picture.isNull())
        painter.fillRect(picture_area, stage_color(palette));
      else
        painter.drawImage(picture_area, cell.picture);
      draw_tabular(painter, QRectF(picture_area.left(), top + height, cell_width, kFoot),
                   Qt::AlignCenter,
                   cell.probability ? format_probability(*cell.probability) : QStringLiteral("–"));
    }
  }
}

QImage MaskFigure::picture() const {
  if (rows_.empty()) return {};
  constexpr double kScale = 2;
  const QSizeF size = sheetSize(kExportCellWidth / kScale);
  QImage image((size * kScale).toSize() + QSize(4 * kGap, 4 * kGap), QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.translate(2 * kGap, 2 * kGap);
  painter.scale(kScale, kScale);
  QPalette paper;
  paper.setColor(QPalette::WindowText, Qt::black);
  paper.setColor(QPalette::Window, Qt::white);
  paintSheet(painter, paper, kExportCellWidth / kScale);
  return image;
}

}  // namespace fido::ui
