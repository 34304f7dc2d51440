#include "ui/window/welcome.h"

#include <QAbstractButton>
#include <QEvent>
#include <QFutureWatcher>
#include <QImageReader>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtConcurrent>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr QSize kThumbnailSize(136, 96);
constexpr int kLogoSize = 56;

// Reads a picture cropped around its centre to the shape of the card. Reading at about the needed
// size is several times faster for JPEG.
QImage read_thumbnail(const QString& path, const QSize& size) {
  QImageReader reader(path);
  reader.setAutoTransform(true);
  const QSize full = reader.size();
  if (full.isValid())
    reader.setScaledSize(full.scaled(size * 2, Qt::KeepAspectRatioByExpanding).boundedTo(full));
  const QImage image = reader.read();
  if (image.isNull()) return {};
  const QImage scaled =
      image.scaled(size, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
  return scaled.copy((scaled.width() - size.width()) / 2, (scaled.height() - size.height()) / 2,
                     size.width(), size.height());
}

}  // namespace

// A sample photo to click on. The card is visible at once; its thumbnail follows.
class SampleCard : public QAbstractButton {
 public:
  SampleCard(const WelcomeSample& sample, QWidget* parent)
      : QAbstractButton(parent), path_(sample.path) {
    setText(sample.title);
    setAccessibleName(sample.title);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    auto* watcher = new QFutureWatcher<QImage>(this);
    QObject::connect(watcher, &QFutureWatcher<QImage>::finished, this, [this, watcher] {
      thumbnail_ = QPixmap::fromImage(watcher->result());
      watcher->deleteLater();
      update();
    });
    const double ratio = devicePixelRatioF();
    watcher->setFuture(
        QtConcurrent::run(read_thumbnail, path_, (QSizeF(kThumbnailSize) * ratio).toSize()));
  }

  const QString& path() const { return path_; }
  QSize sizeHint() const override {
    const int text = static_cast<int>(QFontMetricsF(small_font()).height());
    return {kThumbnailSize.width() + 4, kThumbnailSize.height() + 4 + kUnit / 2 + text};
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF frame(QPointF(2, 2), QSizeF(kThumbnailSize));
    QPainterPath shape;
    shape.addRoundedRect(frame, kUnit, kUnit);
    QColor empty = palette().color(QPalette::WindowText);
    empty.setAlphaF(0.08F);
    painter.fillPath(shape, empty);
    if (!thumbnail_.isNull()) {
      painter.save();
      painter.setClipPath(shape);
      painter.drawPixmap(frame, thumbnail_, QRectF(thumbnail_.rect()));
      painter.restore();
    }
    if (underMouse() || hasFocus()) {
      painter.setPen(QPen(keep_color(palette()), 2));
      painter.drawRoundedRect(frame.adjusted(-1, -1, 1, 1), kUnit + 1, kUnit + 1);
    }
    painter.setFont(small_font());
    painter.setPen(palette().color(QPalette::WindowText));
    const QRectF line(0, frame.bottom() + 2 + kUnit / 2.0, width(),
                      height() - frame.bottom() - 2 - kUnit / 2.0);
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignTop,
                     QFontMetricsF(small_font()).elidedText(text(), Qt::ElideRight, line.width()));
  }

 private:
  QString path_;
  QPixmap thumbnail_;
};

Welcome::Welcome(QWidget* parent)
    : QWidget(parent),
      logo_(new QLabel(this)),
      title_(new QLabel(tr("Drop a photo here"), this)),
      hint_(new QLabel(tr("and see what made the classifier say what it says."), this)),
      open_(new QPushButton(icon(QStringLiteral("open")), tr("Open a photo…"), this)),
      samples_hint_(new QLabel(tr("Or start with one of these"), this)),
      cards_area_(new QWidget(this)) {
  setAccessibleName(tr("Welcome"));
  for (QLabel* label : {logo_, title_, hint_, samples_hint_}) label->setAlignment(Qt::AlignCenter);
  hint_->setWordWrap(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(3 * kUnit, 3 * kUnit, 3 * kUnit, 3 * kUnit);
  column->setSpacing(0);
  column->addStretch(1);
  column->addWidget(logo_);
  column->addSpacing(2 * kUnit);
  column->addWidget(title_);
  column->addSpacing(kUnit / 2);
  column->addWidget(hint_);
  column->addSpacing(2 * kUnit);
  column->addWidget(open_, 0, Qt::AlignHCenter);
  column->addSpacing(5 * kUnit);
  column->addWidget(samples_hint_);
  column->addSpacing(kUnit);
  column->addWidget(cards_area_);
  column->addStretch(1);
  connect(open_, &QPushButton::clicked, this, &Welcome::openRequested);
  applyTheme();
  setSamples({});
}

Welcome::Welcome(const std::vector<WelcomeSample>& samples, QWidget* parent) : Welcome(parent) {
  setSamples(samples);
}

void Welcome::setSamples(const std::vector<WelcomeSample>& samples) {
  for (SampleCard* card : cards_) card->deleteLater();
  cards_.clear();
  for (const WelcomeSample& sample : samples) {
    auto* card = new SampleCard(sample, cards_area_);
    connect(card, &QAbstractButton::clicked, this,
            [this, card] { emit sampleChosen(card->path()); });
    card->show();
    cards_.push_back(card);
  }
  samples_hint_->setVisible(!cards_.empty());
  cards_area_->setVisible(!cards_.empty());
  layoutCards();
}

// Places as many cards in a row as fit and centres the rows; a grid layout would stretch or clip
// them.
void Welcome::layoutCards() {
  if (cards_.empty()) return;
  const QSize card = cards_.front()->sizeHint();
  const int gap = 2 * kUnit, room = width() - 6 * kUnit, count = static_cast<int>(cards_.size());
  const int columns = std::clamp((room + gap) / (card.width() + gap), 1, count);
  const int rows = (count + columns - 1) / columns;
  for (int i = 0; i < count; ++i) {
    const int row = i / columns, in_row = std::min(columns, count - row * columns);
    const int start = (room - in_row * card.width() - (in_row - 1) * gap) / 2;
    cards_[static_cast<std::size_t>(i)]->setGeometry(start + (i % columns) * (card.width() + gap),
                                                     row * (card.height() + gap), card.width(),
                                                     card.height());
  }
  cards_area_->setFixedHeight(rows * card.height() + (rows - 1) * gap);
}

void Welcome::applyTheme() {
  logo_->setPixmap(
      icon(QStringLiteral("fidoscope")).pixmap(QSize(kLogoSize, kLogoSize), devicePixelRatioF()));
  title_->setFont(large_font());
  QPalette quiet = palette();
  quiet.setColor(QPalette::WindowText, muted_text_color(palette()));
  hint_->setPalette(quiet);
  samples_hint_->setPalette(quiet);
  samples_hint_->setFont(small_font());
}

void Welcome::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPen pen(hairline_color(palette()), 1.5);
  pen.setDashPattern({4, 4});
  painter.setPen(pen);
  painter.drawRoundedRect(QRectF(rect()).adjusted(kUnit, kUnit, -kUnit, -kUnit), kUnit, kUnit);
}

void Welcome::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  layoutCards();
}

void Welcome::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) applyTheme();
  QWidget::changeEvent(event);
}

}  // namespace fido::ui
