#include "ui/persistence/restorer.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "core/base/files.h"
#include "ui/document/text.h"

namespace fido::ui {

Restorer::Restorer(Workspace& session, QObject* parent) : QObject(parent), workspace_(session) {
  connect(&session, &Workspace::photoOpened, this, &Restorer::onPhoto);
  connect(&session.document(), &Document::predictionsChanged, this, &Restorer::continueIfReady);
  connect(&session, &Workspace::failed, this, [this](Task task, const Error&) {
    // Said by the window. Masks are there once the photo is; run and target need the classifier.
    if (task == Task::photo || task == Task::classifier || task == Task::classify) pending_.reset();
  });
}

void Restorer::begin(SessionData data) {
  pending_ = std::move(data);
  photo_there_ = false;
  expected_.clear();
  if (pending_->photo_path.isEmpty())
    workspace_.takePhoto(pending_->picture, pending_->photo_name);
  else
    tryPhoto(pending_->photo_path);
}

void Restorer::tryPhoto(const QString& path, bool whatever) {
  if (!pending_) return;
  if (!QFileInfo(path).isFile())
    return emit photoMissing(path,
                             tr("%1 is not in %2 any more.")
                                 .arg(QFileInfo(path).fileName(), QFileInfo(path).absolutePath()),
                             false);
  const auto hash = sha256_file(to_path(path));
  const bool same = hash && *hash == pending_->photo_sha256;
  if (!same && !whatever)
    return emit photoMissing(path, tr("%1 is another picture than that of the session.").arg(path),
                             true);
  if (!same) pending_->run.reset();
  expected_ = QFileInfo(path).absoluteFilePath();
  workspace_.openPhoto(path);
}

void Restorer::onPhoto() {
  if (!pending_) return;
  if (photo_there_ || workspace_.document().photo()->path != expected_) {
    pending_.reset();  // somebody opened another one
    emit gaveUp();
    return;
  }
  photo_there_ = true;
  Document& document = workspace_.document();
  document.setSpec(pending_->spec);
  // Another picture in its place may have another shape: its masks would lie over the wrong things.
  if (!pending_->masks.steps.empty()) {
    const QSize now = document.masks().size(), then = pending_->masks.size;
    if (now == then) {
      document.masks().restore(std::move(pending_->masks));
      document.restoreEdits(pending_->edits);
    } else {
      pending_->edits.clear();
      emit incomplete(
          tr("The masks were left out: the picture has another shape (%1 × %2, not %3 × %4).")
              .arg(now.width())
              .arg(now.height())
              .arg(then.width())
              .arg(then.height()));
    }
  }
  document.setMaskKind(pending_->mask_kind);
  emit viewRestored(pending_->view);

  const auto& info = document.classifier();
  const QString& card = pending_->classifier;
  if (card.isEmpty() ||
      (info && qstr(info->card.card_path) == card && !workspace_.loadingClassifier()))
    return continueIfReady();
  const auto& models = workspace_.models();
  const auto same = std::find_if(models.begin(), models.end(), [this](const CatalogueEntry& entry) {
    return entry.id == pending_->classifier_id;
  });
  if (QFileInfo::exists(card))
    workspace_.chooseClassifier(card);
  else if (same != models.end())
    workspace_.chooseClassifier(qstr(same->card_path));
  else
    emit incomplete(tr("The run was left out: its classifier %1 is not there.").arg(card)),
        pending_.reset();
}

void Restorer::continueIfReady() {
  Document& document = workspace_.document();
  if (!pending_ || !photo_there_ || workspace_.loadingClassifier() ||
      document.predictions().empty())
    return;
  const SessionData data = *std::exchange(pending_, std::nullopt);
  const ClassifierCard& card = document.classifier()->card;
  if (data.target && document.prediction(*data.target)) {
    document.setTarget(*data.target);  // forgets the edit curve, which is about this very class
    document.restoreEdits(data.edits);
  }
  if (data.contrast && document.prediction(*data.contrast)) document.setContrast(data.contrast);
  if (data.run) {
    const auto& result = data.run->result;
    const bool same = card.id == data.run->spec.classifier &&
                      (!result || result->map.width == card.width) &&
                      (!result || result->classifier_fingerprint.empty() ||
                       result->classifier_fingerprint == card.fingerprint);
    if (same) {
      document.adoptRun(*data.run);
      document.setFrame(std::min(data.frame, static_cast<int>(data.run->frames.size()) - 1));
    } else {
      emit incomplete(
          tr("The run was left out: the classifier %1 has changed since.").arg(qstr(card.id)));
    }
  }
  emit finished();
}

}  // namespace fido::ui
