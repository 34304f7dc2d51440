// A session as a value, and as a file: photo by reference and hash, masks with their whole history,
// the run, the view.
#pragma once

#include <QDateTime>
#include <QImage>
#include <QPointF>
#include <QSize>
#include <QString>
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
  int page = 0;  // under the pictures
  bool map = true, mask = false;
};

struct SessionData {
  QDateTime saved;
  QString photo_path;  // empty: the picture itself is kept
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
  MaskKind mask_kind = MaskKind::drawn;
  ViewChoices view;

  bool empty() const { return photo_path.isEmpty() && picture.isNull(); }
  // "chelsea.png, 2 masks, a run of 300 steps"
  QString summary() const;
};

// What is open. The view is the window's.
SessionData capture(const Document& document);

// Format 1: a line that names the format, a line with the SHA-256 of what follows, then CBOR.
QByteArray encode_session(const SessionData& session);
// Errors (input) begin with `name`: no session, truncated or damaged, of a newer format.
Expected<SessionData> decode_session(const QByteArray& bytes, const QString& name);

Expected<void> write_session(const QString& path, const SessionData& session);
Expected<SessionData> read_session(const QString& path);

}  // namespace fido::ui
