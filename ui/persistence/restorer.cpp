#include "ui/persistence/restorer.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "core/base/files.h"
#include "ui/document/text.h"

namespace fido::ui {

Restorer::Restorer(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
  connect(&workspace, &Workspace::photoOpened, this, &Restorer::onPhoto);
  connect(&workspace.document(), &Document::predictionsChanged, this, &Restorer::continueIfReady);
  connect(&workspace, &Workspace::failed, this, [this](Task task, const Error&) {
    // The window reports the error. Once the photo is open, only what needs the classifier is left
    // to restore; before that, the classifier that failed is not the one of the session.
    const bool is_classifier = task == Task::classifier || task == Task::classify;
    if (task == Task::photo || (is_classifier && photo_opened_)) pending_.reset();
  });
}

void Restorer::begin(SessionData session, bool complete) {
  pending_ = std::move(session);
  photo_opened_ = false;
  complete_ = complete;
  expected_path_.reset();
  // A card that appears later, for example on a drive, has not been asked about.
  card_exists_ = QFileInfo::exists(pending_->classifier);
  if (pending_->photo_path.isEmpty()) {
    expected_path_ = QString();
    workspace_.openPicture(pending_->picture, pending_->photo_name);
  } else {
    tryPhoto(pending_->photo_path);
  }
}

void Restorer::tryPhoto(const QString& path, bool accept_other) {
  if (!pending_) return;
  if (!QFileInfo(path).isFile())
    return emit photoMissing(path,
                             tr("%1 is no longer in %2.")
                                 .arg(QFileInfo(path).fileName(), QFileInfo(path).absolutePath()),
                             false);
  const auto hash = sha256_file(to_path(path));
  const bool same = hash && *hash == pending_->photo_sha256;
  if (!same && !accept_other)
    return emit photoMissing(path, tr("%1 is not the picture of this session.").arg(path), true);
  if (!same) pending_->run.reset(), complete_ = false;
  expected_path_ = QFileInfo(path).absoluteFilePath();
  workspace_.openPhoto(path);
}

void Restorer::onPhoto() {
  if (!pending_) return;
  if (photo_opened_ || expected_path_ != workspace_.document().photo()->path) {
    pending_.reset();  // another photo was opened meanwhile
    emit abandoned();
    return;
  }
  photo_opened_ = true;
  Document& document = workspace_.document();
  document.setSpec(pending_->spec);
  // On another picture of another shape, the masks would lie over the wrong objects.
  if (!pending_->masks.steps.empty()) {
    const QSize size = document.masks().size(), saved_size = pending_->masks.size;
    if (size == saved_size) {
      document.masks().restore(std::move(pending_->masks));
      document.restoreEdits(pending_->edits);
    } else {
      pending_->edits.clear();
      leaveOut(
          tr("The masks were not restored: the picture has a different shape (%1 × %2 instead of "
             "%3 × %4).")
              .arg(size.width())
              .arg(size.height())
              .arg(saved_size.width())
              .arg(saved_size.height()));
    }
  }
  document.setMaskKind(pending_->mask_kind);
  emit viewRestored(pending_->view);

  const auto& info = document.classifier();
  const QString& card = pending_->classifier;
  if (card.isEmpty() ||
      (info && qstr(info->card.card_path) == card && !workspace_.isLoadingClassifier()))
    return continueIfReady();
  const auto& models = workspace_.models();
  const auto same = std::find_if(models.begin(), models.end(), [this](const CatalogueEntry& entry) {
    return entry.id == pending_->classifier_id;
  });
  if (card_exists_) {
    workspace_.chooseClassifier(card);
  } else if (same != models.end()) {
    workspace_.chooseClassifier(qstr(same->card_path));
  } else {
    leaveOut(tr("The run was not restored: its classifier %1 was not found.").arg(card));
    pending_.reset();
    emit finished(complete_);
  }
}

void Restorer::continueIfReady() {
  Document& document = workspace_.document();
  if (!pending_ || !photo_opened_ || workspace_.isLoadingClassifier() ||
      document.predictions().empty())
    return;
  const SessionData session = *std::exchange(pending_, std::nullopt);
  const ClassifierCard& card = document.classifier()->card;
  if (session.target && document.prediction(*session.target)) {
    document.setTarget(*session.target);  // clears the edit curve, so it is restored next
    document.restoreEdits(session.edits);
  }
  if (session.contrast && document.prediction(*session.contrast))
    document.setContrast(session.contrast);
  if (session.run) {
    const auto& result = session.run->result;
    const bool same = card.id == session.run->spec.classifier &&
                      (!result || result->map.width == card.width) &&
                      (!result || result->classifier_fingerprint.empty() ||
                       result->classifier_fingerprint == card.fingerprint);
    if (same) {
      document.adoptRun(*session.run);
      document.setFrame(std::min(session.frame, static_cast<int>(session.run->frames.size()) - 1));
    } else {
      leaveOut(
          tr("The run was not restored: the classifier %1 has changed since.").arg(qstr(card.id)));
    }
  }
  emit finished(complete_);
}

void Restorer::leaveOut(const QString& reason) {
  complete_ = false;
  emit incomplete(reason);
}

}  // namespace fido::ui
