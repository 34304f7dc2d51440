// A session as a value and as a file: the photo by its path and hash, the masks with their complete
// history, the run and the view.
#pragma once

#include <QDateTime>
#include <QImage>
#include <QPointF>
#include <QSize>
#include <QString>
#include <QStringList>
#include <map>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "ui/document/document.h"

namespace fido::ui {

inline const QString kSessionEnding = QStringLiteral(".fidoscope");

struct ViewChoices {
  double zoom = 1;
  QPointF centre{0.5, 0.5};
  int page = 0;  // below the pictures
  bool map = true, mask = false;
};

struct SessionData {
  QDateTime saved;
  QString photo_path;  // empty if `picture` is the photo itself
  QString photo_name;
  std::string photo_sha256;
  QImage picture;
  QString classifier;  // path of its card
  std::string classifier_id;
  std::optional<int> target, contrast;  // class indices; no target: the best class
  RunSpec spec;
  MaskHistory masks;
  std::map<int, EditPoint> edits;
  std::optional<Run> run;
  int frame = -1;
  MaskKind mask_kind = MaskKind::sampled;
  ViewChoices view;

  bool empty() const { return photo_path.isEmpty() && picture.isNull(); }
  // "chelsea.png, 2 masks, a run of 300 steps"
  QString summary() const;
};

// Returns the models that restoring the session would load: ids, or paths of cards.
QStringList referenced_models(const SessionData& session);
// Returns the session without what needs one of `models`: its classifier, its infiller, its run.
SessionData without_models(SessionData session, const QStringList& models);

// Returns the session of a document, with a default view, since the view belongs to the window.
SessionData capture_session(const Document& document);

// Encodes a session in format 1: a line that names the format, a line with the SHA-256 of what
// follows, then CBOR.
QByteArray encode_session(const SessionData& session);
// Errors (input): not a session, truncated or damaged, or of a newer format. The message begins
// with `name`.
Expected<SessionData> decode_session(const QByteArray& bytes, const QString& name);

Expected<void> write_session(const QString& path, const SessionData& session);
Expected<SessionData> read_session(const QString& path);

}  // namespace fido::ui
