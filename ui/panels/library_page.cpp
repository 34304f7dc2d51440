#include "ui/panels/library_page.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

enum Role { kId = Qt::UserRole, kPicture, kTitle, kResults, kSettings, kOrigin };
constexpr int kCardWidth = 26 * kUnit, kPictureHeight = 16 * kUnit;

class CardDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    const QFontMetrics body(body_font()), small(small_font());
    return {kCardWidth + 2 * kUnit,
            kPictureHeight + body.height() + 3 * small.height() + 4 * kUnit};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    // The palette of the option has the transparent background of the list.
    const QPalette palette = QApplication::palette();
    const QRectF card =
        QRectF(option.rect).adjusted(kUnit / 2.0, kUnit / 2.0, -kUnit / 2.0, -kUnit / 2.0);
    const bool is_selected = option.state.testFlag(QStyle::State_Selected),
               is_hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPen border(is_hovered ? muted_text_color(palette) : hairline_color(palette), 1);
    if (is_selected) border = QPen(palette.color(QPalette::Highlight), 2);
    painter->setPen(border);
    painter->setBrush(palette.color(QPalette::Base));
    painter->drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    const QRectF picture_area(card.left() + kUnit, card.top() + kUnit, card.width() - 2 * kUnit,
                              kPictureHeight);
    const QImage picture = index.data(kPicture).value<QImage>();
    QRectF shown(QPointF(),
                 QSizeF(picture.size()).scaled(picture_area.size(), Qt::KeepAspectRatio));
    shown.moveCenter(picture_area.center());
    painter->fillRect(picture_area, stage_color(palette));
    painter->drawImage(shown, picture);
    double top = picture_area.bottom() + kUnit / 2.0;
    const auto line = [&](Role role, QFont font, bool bold, const QColor& color) {
      font.setBold(bold);
      painter->setFont(font);
      painter->setPen(color);
      const QFontMetricsF metrics(font);
      const QRectF row(picture_area.left(), top, picture_area.width(), metrics.height());
      painter->drawText(
          row, Qt::AlignLeft | Qt::AlignVCenter,
          metrics.elidedText(index.data(role).toString(), Qt::ElideRight, row.width()));
      top += metrics.height();
    };
    const QColor text = palette.color(QPalette::Text), quiet = muted_text_color(palette);
    line(kTitle, body_font(), true, text);
    line(kResults, small_font(), false, text);
    line(kSettings, small_font(), false, quiet);
    line(kOrigin, small_font(), false, quiet);
    painter->restore();
  }
};

QStandardItem* make_card(const LibraryEntry& entry) {
  auto* item = new QStandardItem;
  const MethodInfo* method = find_method(entry.method.toStdString());
  const InfillerInfo* infiller = find_infiller(entry.infill.toStdString());
  const QString title = short_label(entry.target.toStdString());
  const QString numbers = LibraryPage::tr("%1 → %2   area %3")
                              .arg(format_percent(entry.before), format_percent(entry.after),
                                   format_percent(entry.area));
  const QString steps = entry.iterations == 1
                            ? LibraryPage::tr("1 step")
                            : LibraryPage::tr("%n steps", nullptr, entry.iterations);
  const QString settings = QStringLiteral("%1, %2, λ %3, %4")
                               .arg(method ? core_text(method->label) : entry.method,
                                    infiller ? core_text(infiller->label) : entry.infill)
                               .arg(entry.lambda, 0, 'g', 3)
                               .arg(steps);
  item->setData(entry.id, kId);
  item->setData(entry.thumbnail, kPicture);
  item->setData(title, kTitle);
  item->setData(numbers, kResults);
  item->setData(settings, kSettings);
  item->setData(QStringLiteral("%1, %2").arg(entry.photo, entry.classifier), kOrigin);
  const QString when = QLocale().toString(entry.created, QLocale::ShortFormat);
  item->setToolTip(
      QStringLiteral("%1\n%2\n%3\n%4, %5\n%6 %7, %8")
          .arg(title, numbers, settings, entry.photo, entry.classifier, LibraryPage::tr("seed"))
          .arg(entry.seed)
          .arg(when));
  item->setData(QStringLiteral("%1, %2, %3, %4").arg(title, numbers, entry.photo, when),
                Qt::AccessibleTextRole);
  item->setEditable(false);
  return item;
}

}  // namespace

LibraryPage::LibraryPage(RunLibrary& library, QWidget* parent) : Page(parent), library_(library) {
  setObjectName(QStringLiteral("library"));
  search_ = new QLineEdit;
  search_->setObjectName(QStringLiteral("librarySearch"));
  search_->setPlaceholderText(tr("Search: photo, class, classifier, method, infill"));
  search_->setAccessibleName(tr("Search the run library"));
  search_->setClearButtonEnabled(true);
  this_photo_ = new QPushButton(tr("This photo"));
  this_photo_->setCheckable(true);
  this_photo_->setToolTip(tr("Only runs on the open photo"));
  open_ = new QPushButton(icon(QStringLiteral("open")), tr("Reopen"));
  open_->setToolTip(tr("Reopen the run with its settings to scrub, save or run it again (Enter)"));
  compare_ = new QPushButton(icon(QStringLiteral("grid-view")), tr("Compare"));
  compare_->setToolTip(tr("Compare two to four runs side by side"));
  delete_ = new QPushButton(icon(QStringLiteral("close")), tr("Delete"));
  delete_->setToolTip(tr("Delete the selected runs; can be undone (Del)"));
  headRow()->addWidget(search_, 1);
  for (QPushButton* button : {this_photo_, open_, compare_, delete_}) headRow()->addWidget(button);

  model_ = new QStandardItemModel(this);
  list_ = new QListView;
  list_->setObjectName(QStringLiteral("libraryList"));
  list_->setAccessibleName(tr("Runs"));
  list_->setModel(model_);
  list_->setItemDelegate(new CardDelegate(list_));
  list_->setViewMode(QListView::IconMode);
  list_->setResizeMode(QListView::Adjust);
  list_->setMovement(QListView::Static);
  list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setUniformItemSizes(true);
  list_->setMouseTracking(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setStyleSheet(QStringLiteral("QListView { background: transparent; border: none; }"));
  column()->addWidget(list_, 1);
  empty_ = new MutedLabel;
  empty_->setAlignment(Qt::AlignCenter);
  column()->addWidget(empty_, 1);

  connect(search_, &QLineEdit::textChanged, this, &LibraryPage::refresh);
  connect(this_photo_, &QPushButton::toggled, this, &LibraryPage::refresh);
  connect(&library_, &RunLibrary::changed, this, [this] {
    if (isVisible()) refresh();
  });
  connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &LibraryPage::refreshButtons);
  connect(list_, &QListView::activated, this,
          [this](const QModelIndex& index) { emit openRequested(index.data(kId).toLongLong()); });
  connect(open_, &QPushButton::clicked, this, [this] { emit openRequested(selected().front()); });
  connect(compare_, &QPushButton::clicked, this, [this] { emit compareRequested(selected()); });
  connect(delete_, &QPushButton::clicked, this, &LibraryPage::remove);
  refreshButtons();
}

void LibraryPage::setPhoto(const QString& sha256) {
  photo_ = sha256;
  this_photo_->setEnabled(!photo_.isEmpty());
  if (photo_.isEmpty()) this_photo_->setChecked(false);
}

std::vector<qint64> LibraryPage::selected() const {
  std::vector<qint64> ids;
  for (const QModelIndex& index : list_->selectionModel()->selectedIndexes())
    ids.push_back(index.data(kId).toLongLong());
  return ids;
}

void LibraryPage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  library_.setWatched(true);
  refresh();
  search_->setFocus();
}

void LibraryPage::hideEvent(QHideEvent* event) {
  library_.setWatched(false);
  Page::hideEvent(event);
}

void LibraryPage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Delete && delete_->isEnabled())
    remove();
  else
    Page::keyPressEvent(event);
}

void LibraryPage::remove() {
  const std::vector<qint64> ids = selected();
  if (ids.empty()) return;
  if (const auto removed = library_.setDeleted(ids, true); removed)
    emit deleted(ids);
  else
    emit refused(qstr(removed.error().message));
}

void LibraryPage::refresh() {
  const auto found = library_.find(search_->text());
  const std::vector<qint64> selected_ids = selected();
  model_->clear();
  if (!found) {
    empty_->setText(qstr(found.error().message));
  } else {
    for (const LibraryEntry& entry : *found) {
      if (this_photo_->isChecked() && entry.photo_sha256 != photo_) continue;
      model_->appendRow(make_card(entry));
    }
    for (int row = 0; row < model_->rowCount(); ++row)
      if (const QModelIndex index = model_->index(row, 0);
          std::find(selected_ids.begin(), selected_ids.end(), index.data(kId).toLongLong()) !=
          selected_ids.end())
        list_->selectionModel()->select(index, QItemSelectionModel::Select);
    empty_->setText(search_->text().isEmpty() && !this_photo_->isChecked()
                        ? tr("No runs yet. Every finished run is kept here.")
                        : tr("No matching runs"));
  }
  // A hidden list would lose the focus, and with it the keys of this page.
  if (model_->rowCount() == 0 && list_->hasFocus()) search_->setFocus();
  list_->setVisible(model_->rowCount() > 0);
  empty_->setVisible(model_->rowCount() == 0);
  refreshButtons();
}

void LibraryPage::refreshButtons() {
  const int count = static_cast<int>(list_->selectionModel()->selectedIndexes().size());
  open_->setEnabled(count == 1);
  compare_->setEnabled(count >= 2 && count <= kMaxCompared);
  delete_->setEnabled(count >= 1);
}

}  // namespace fido::ui
