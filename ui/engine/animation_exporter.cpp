#include "ui/engine/animation_exporter.h"

#include <QDir>
#include <QFileInfo>
#include <QPainter>
#include <QSaveFile>
#include <algorithm>
#include <utility>

#include "core/image/colormap.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/canvas/painting.h"
#include "ui/document/text.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kPictureEdge = 420;  // longer side, in pixels
constexpr int kFrameMs = 80, kLastFrameMs = 2000;
constexpr int kCaptionHeight = 4 * kUnit;

}  // namespace

AnimationExporter::AnimationExporter(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace), channel_(workspace.maskRequests()) {
  connect(&workspace.document(), &Document::runChanged, this, &AnimationExporter::onRunChanged);
}

void AnimationExporter::begin(const QString& path, const QString& colormap, double opacity) {
  cancel();
  const Document& document = workspace_.document();
  const Run* run = document.run();
  if (!run || run->frames.empty() || workspace_.isRunActive()) return;
  path_ = path;
  const bool numbered = path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive);
  if (numbered) {  // the pictures get a new folder, so that nothing is overwritten
    const QFileInfo target(path);
    const QString folder = target.absolutePath() + QLatin1Char('/') + target.completeBaseName();
    path_ = folder;
    for (int i = 2; QFileInfo::exists(path_); ++i)
      path_ = QStringLiteral("%1-%2").arg(folder).arg(i);
    if (!QDir().mkpath(path_)) {
      emit failed(
          {ErrorCode::input,
           tr("The folder %1 could not be created. Choose another one.").arg(path_).toStdString()});
      return;
    }
  } else if (!path.endsWith(QLatin1String(".webp"), Qt::CaseInsensitive)) {
    path_ += QStringLiteral(".webp");
  }
  if (!QFileInfo(QFileInfo(path_).absolutePath()).isWritable()) {  // checked before the work
    emit failed({ErrorCode::input,
                 tr("%1 could not be written: the folder is read-only. Choose another folder.")
                     .arg(path_)
                     .toStdString()});
    return;
  }
  colormap_ = colormap;
  opacity_ = opacity;
  mask_kind_ = document.maskKind();  // the same for all frames, even if it is changed meanwhile
  const QRectF part = document.visiblePart();
  const QImage& display = document.photo()->display;
  photo_ = display.copy(QRectF(part.x() * display.width(), part.y() * display.height(),
                               part.width() * display.width(), part.height() * display.height())
                            .toRect());
  photo_ = photo_.scaled(kPictureEdge, kPictureEdge, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  if (!numbered)
    writer_ = std::make_unique<AnimationWriter>(2 * photo_.width() + 3 * kUnit,
                                                photo_.height() + kCaptionHeight + 2 * kUnit);
  frame_ = 0;
  askAboutFrame();
}

void AnimationExporter::cancel() {
  frame_ = -1;
  request_.cancel();
  writer_.reset();
}

void AnimationExporter::onRunChanged() {
  if (!isActive()) return;
  end(tl::unexpected(
      Error{ErrorCode::interrupted,
            tr("The animation was not saved: its run is no longer open.").toStdString()}));
}

void AnimationExporter::askAboutFrame() {
  const Document& document = workspace_.document();
  const Run& run = *document.run();
  const InfillerInfo* infiller = find_infiller(run.spec.infill);
  MaskQuestion question;
  question.photo = run.photo->pixels;
  question.mask = document.frameMaps(run.frames[static_cast<std::size_t>(frame_)], mask_kind_).mask;
  question.infill = run.spec.infill;
  question.target = std::to_string(run.target.index);
  question.samples = samples_per_picture(infiller);
  question.seed = run.spec.seed;
  request_ = channel_.ask(std::move(question), [this](const Expected<MaskAnswerPtr>& answer) {
    if (answer)
      addFrame(**answer);
    else
      end(tl::unexpected(Error{
          answer.error().code,
          tr("The animation was not saved: %1").arg(qstr(answer.error().message)).toStdString()}));
  });
  emit progressed(frame_, static_cast<int>(run.frames.size()));
}

void AnimationExporter::addFrame(const MaskAnswer& answer) {
  const Document& document = workspace_.document();
  const auto& frames = document.run()->frames;
  const KeyFrame& frame = frames[static_cast<std::size_t>(frame_)];
  const Expected<void> written =
      write(draw(frame, document.frameMaps(frame, mask_kind_).map, answer));
  if (!written) return end(written);
  if (++frame_ < static_cast<int>(frames.size())) return askAboutFrame();
  end(writer_ ? writer_->save(to_path(path_)) : Expected<void>());
}

void AnimationExporter::end(const Expected<void>& outcome) {
  const QString path = path_;
  cancel();
  if (outcome)
    emit finished(path);
  else
    emit failed(outcome.error());
}

Expected<void> AnimationExporter::write(const QImage& picture) {
  const bool is_last = frame_ + 1 == static_cast<int>(workspace_.document().run()->frames.size());
  if (writer_) return writer_->add(to_image(picture), is_last ? kLastFrameMs : kFrameMs);
  const QString path = QStringLiteral("%1/%2.png").arg(path_).arg(frame_, 4, 10, QLatin1Char('0'));
  QSaveFile file(path);
  if (file.open(QIODevice::WriteOnly) && picture.save(&file, "PNG") && file.commit()) return {};
  return input_error(tr("%1 could not be written: %2. Choose another folder.")
                         .arg(path, file.errorString())
                         .toStdString());
}

QImage AnimationExporter::draw(const KeyFrame& frame, const Plane& map,
                               const MaskAnswer& answer) const {
  const Run& run = *workspace_.document().run();
  QImage out(2 * photo_.width() + 3 * kUnit, photo_.height() + kCaptionHeight + 2 * kUnit,
             QImage::Format_RGB32);
  out.fill(Qt::white);
  QPainter painter(&out);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  painter.drawImage(kUnit, kUnit,
                    to_qimage(overlay(to_image(photo_), map, opacity_, colormap_.toStdString())));
  const QRectF right(QPointF(2 * kUnit + photo_.width(), kUnit), QSizeF(photo_.size()));
  painter.drawImage(right, to_qimage(answer.infilled));
  painter.setPen(Qt::black);
  painter.setFont(body_font());
  const double top = kUnit + photo_.height();
  draw_tabular(painter, QRectF(kUnit, top, photo_.width(), kCaptionHeight),
               Qt::AlignLeft | Qt::AlignVCenter,
               tr("step %1 of %2").arg(frame.iteration).arg(planned_steps(run.spec)));
  draw_tabular(painter, QRectF(right.left(), top, right.width(), kCaptionHeight),
               Qt::AlignRight | Qt::AlignVCenter,
               QStringLiteral("%1   %2 → %3")
                   .arg(short_label(run.target.label), format_percent(run.target.probability),
                        format_percent(answer.target_after.probability)));
  return out;
}

}  // namespace fido::ui
