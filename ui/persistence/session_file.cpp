#include "ui/persistence/session_file.h"

#include <QBuffer>
#include <QCborArray>
#include <QCborMap>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImageReader>
#include <QStringList>
#include <algorithm>
#include <utility>

#include "core/base/files.h"
#include "core/infill/infillers.h"
#include "ui/canvas/painting.h"
#include "ui/document/text.h"
#include "ui/persistence/run_codec.h"

namespace fido::ui {
namespace {

constexpr int kSessionFormat = 1;
const QByteArray kMagic = QByteArrayLiteral("fidoscope-session ");
constexpr int kMaxMaskEdge = 8192;
constexpr int kMaxThumbnailEdge = 1024;
// The memory that the run and the masks of a session may each take.
constexpr qint64 kMaxBytes = qint64{2} << 30;

struct SessionTexts {
  Q_DECLARE_TR_FUNCTIONS(SessionFile)
};

QByteArray encode_png(const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  image.save(&buffer, "PNG");
  return bytes;
}

QCborMap encode_change(const MaskChange& c) {
  return {
      {QStringLiteral("mask"), c.mask_id},
      {QStringLiteral("part"), QCborArray{c.part.x(), c.part.y(), c.part.width(), c.part.height()}},
      {QStringLiteral("before"), c.before},
      {QStringLiteral("after"), c.after},
      {QStringLiteral("nameBefore"), c.name_before},
      {QStringLiteral("nameAfter"), c.name_after},
      {QStringLiteral("index"), c.index}};
}

QCborMap encode_masks(const MaskHistory& masks) {
  QCborArray steps;
  for (const MaskStep& step : masks.steps) {
    QCborArray changes;
    for (const MaskChange& change : step.changes) changes.append(encode_change(change));
    steps.append(
        QCborMap{{QStringLiteral("name"), step.name}, {QStringLiteral("changes"), changes}});
  }
  return {{QStringLiteral("width"), masks.size.width()},
          {QStringLiteral("height"), masks.size.height()},
          {QStringLiteral("steps"), steps},
          {QStringLiteral("position"), masks.position},
          {QStringLiteral("current"), masks.current}};
}

// Reads an integer, clamped to a range that is far larger than any number in a session and small
// enough to be added up.
int read_int(const QCborValue& value) {
  constexpr qint64 kMax = 1 << 24;
  return static_cast<int>(std::clamp(value.toInteger(), -kMax, kMax));
}

// Checks what Masks::restore() relies on, following the list of masks through all steps: every
// change refers to a mask that exists, and has as many pixels as its part.
bool read_masks(const QCborMap& map, MaskHistory& out) {
  out.size = {read_int(map[QStringLiteral("width")]), read_int(map[QStringLiteral("height")])};
  const QRect all(QPoint(), out.size);
  if (out.size.width() > kMaxMaskEdge || out.size.height() > kMaxMaskEdge) return false;
  std::vector<int> existing;
  for (const QCborValue value : map[QStringLiteral("steps")].toArray()) {
    MaskStep step{value.toMap()[QStringLiteral("name")].toString(), {}};
    for (const QCborValue entry : value.toMap()[QStringLiteral("changes")].toArray()) {
      const QCborMap change = entry.toMap();
      const QCborArray part = change[QStringLiteral("part")].toArray();
      MaskChange c;
      c.mask_id = read_int(change[QStringLiteral("mask")]);
      c.part = QRect(read_int(part.at(0)), read_int(part.at(1)), read_int(part.at(2)),
                     read_int(part.at(3)));
      c.before = change[QStringLiteral("before")].toByteArray();
      c.after = change[QStringLiteral("after")].toByteArray();
      c.name_before = change[QStringLiteral("nameBefore")].toString();
      c.name_after = change[QStringLiteral("nameAfter")].toString();
      c.index = read_int(change[QStringLiteral("index")]);
      const auto at = std::find(existing.begin(), existing.end(), c.mask_id);
      const bool begins = c.changesList() && c.name_before.isEmpty(),
                 ends = c.changesList() && c.name_after.isEmpty();
      if (c.part.isEmpty() || !all.contains(c.part) || c.mask_id < 1 || c.index < 0 ||
          begins != (at == existing.end()))
        return false;
      const qsizetype pixels = qsizetype{c.part.width()} * c.part.height();
      const auto is_valid = [&](const QByteArray& data, bool is_required) {
        return !is_required || uncompressed(data, pixels).size() == pixels;
      };
      if (!is_valid(c.before, ends || !c.changesList()) ||
          !is_valid(c.after, begins || !c.changesList()))
        return false;
      if (begins) {
        existing.push_back(c.mask_id);
        if (static_cast<qint64>(existing.size()) * out.size.width() * out.size.height() > kMaxBytes)
          return false;
      } else if (ends) {
        existing.erase(at);
      }
      step.changes.push_back(std::move(c));
    }
    out.steps.push_back(std::move(step));
  }
  out.position = read_int(map[QStringLiteral("position")]);
  out.current = read_int(map[QStringLiteral("current")]);
  return out.position >= 0 && out.position <= static_cast<int>(out.steps.size()) &&
         (out.steps.empty() || !out.size.isEmpty());
}

QCborMap encode_payload(const SessionData& s) {
  QCborMap photo{{QStringLiteral("path"), s.photo_path},
                 {QStringLiteral("name"), s.photo_name},
                 {QStringLiteral("sha256"), qstr(s.photo_sha256)}};
  if (s.photo_path.isEmpty() && !s.picture.isNull())
    photo[QStringLiteral("png")] = encode_png(s.picture);
  QCborMap question{{QStringLiteral("spec"), qstr(to_json(s.spec))}};
  if (s.target) question[QStringLiteral("target")] = *s.target;
  if (s.contrast) question[QStringLiteral("contrast")] = *s.contrast;
  QCborArray edits;
  for (const auto& [step, point] : s.edits)
    edits.append(QCborMap{{QStringLiteral("step"), step},
                          {QStringLiteral("name"), point.name},
                          {QStringLiteral("probability"), point.probability},
                          {QStringLiteral("jpeg"), point.jpeg}});
  QCborMap map{
      {QStringLiteral("version"), QCoreApplication::applicationVersion()},
      {QStringLiteral("saved"), s.saved.toString(Qt::ISODate)},
      {QStringLiteral("photo"), photo},
      {QStringLiteral("classifier"), QCborMap{{QStringLiteral("card"), s.classifier},
                                              {QStringLiteral("id"), qstr(s.classifier_id)}}},
      {QStringLiteral("question"), question},
      {QStringLiteral("masks"), encode_masks(s.masks)},
      {QStringLiteral("edits"), edits},
      {QStringLiteral("frame"), s.frame},
      {QStringLiteral("likeliest"), s.mask_kind == MaskKind::map_estimate},
      {QStringLiteral("view"), QCborMap{{QStringLiteral("zoom"), s.view.zoom},
                                        {QStringLiteral("x"), s.view.centre.x()},
                                        {QStringLiteral("y"), s.view.centre.y()},
                                        {QStringLiteral("page"), s.view.page},
                                        {QStringLiteral("map"), s.view.map},
                                        {QStringLiteral("mask"), s.view.mask}}}};
  if (s.run) map[QStringLiteral("run")] = encode_run(*s.run);
  return map;
}

// Returns a null image if the data is not a JPEG or is larger than a thumbnail.
QImage read_thumbnail(const QByteArray& jpeg) {
  QBuffer buffer;
  buffer.setData(jpeg);
  QImageReader reader(&buffer, "JPEG");
  const QSize size = reader.size();
  const bool fits = size.width() <= kMaxThumbnailEdge && size.height() <= kMaxThumbnailEdge;
  return size.isValid() && fits ? reader.read() : QImage();
}

Expected<SessionData> decode_payload(const QCborMap& map) {
  SessionData s;
  s.saved = QDateTime::fromString(map[QStringLiteral("saved")].toString(), Qt::ISODate);
  const QCborMap photo = map[QStringLiteral("photo")].toMap();
  s.photo_path = photo[QStringLiteral("path")].toString();
  s.photo_name = safe_file_name(photo[QStringLiteral("name")].toString());
  s.photo_sha256 = photo[QStringLiteral("sha256")].toString().toStdString();
  if (photo.contains(QStringLiteral("png"))) {
    s.picture.loadFromData(photo[QStringLiteral("png")].toByteArray(), "PNG");
    if (s.picture.isNull()) return input_error("its picture is damaged");
  }
  if (s.empty()) return input_error("it does not name a photo");
  s.classifier = map[QStringLiteral("classifier")].toMap()[QStringLiteral("card")].toString();
  s.classifier_id =
      map[QStringLiteral("classifier")].toMap()[QStringLiteral("id")].toString().toStdString();
  const QCborMap question = map[QStringLiteral("question")].toMap();
  auto spec =
      spec_from_json(question[QStringLiteral("spec")].toString().toStdString(), "its settings");
  if (!spec) return tl::unexpected(spec.error());
  s.spec = std::move(*spec);
  if (question.contains(QStringLiteral("target")))
    s.target = read_int(question[QStringLiteral("target")]);
  if (question.contains(QStringLiteral("contrast")))
    s.contrast = read_int(question[QStringLiteral("contrast")]);
  if (!read_masks(map[QStringLiteral("masks")].toMap(), s.masks))
    return input_error("its masks are damaged or too large");
  for (const QCborValue value : map[QStringLiteral("edits")].toArray()) {
    const QCborMap edit = value.toMap();
    EditPoint point;
    point.name = edit[QStringLiteral("name")].toString();
    point.probability = edit[QStringLiteral("probability")].toDouble();
    point.jpeg = edit[QStringLiteral("jpeg")].toByteArray();
    point.thumbnail = read_thumbnail(point.jpeg);
    s.edits[read_int(edit[QStringLiteral("step")])] = std::move(point);
  }
  if (map.contains(QStringLiteral("run"))) {
    MemoryBudget budget(kMaxBytes);
    auto run = decode_run(map[QStringLiteral("run")].toMap(), budget);
    if (!run) return tl::unexpected(run.error());
    s.run = std::move(*run);
  }
  s.frame = read_int(map[QStringLiteral("frame")]);
  s.mask_kind =
      map[QStringLiteral("likeliest")].toBool() ? MaskKind::map_estimate : MaskKind::sampled;
  const QCborMap view = map[QStringLiteral("view")].toMap();
  s.view.zoom = view[QStringLiteral("zoom")].toDouble(1);
  s.view.centre = {view[QStringLiteral("x")].toDouble(0.5),
                   view[QStringLiteral("y")].toDouble(0.5)};
  s.view.page = read_int(view[QStringLiteral("page")]);
  s.view.map = view[QStringLiteral("map")].toBool(true);
  s.view.mask = view[QStringLiteral("mask")].toBool();
  return s;
}

}  // namespace

QString SessionData::summary() const {
  QStringList parts{photo_name};
  // Counts the masks that exist now, without those that have been removed.
  int count = 0;
  for (int i = 0; i < masks.position; ++i)
    for (const MaskChange& change : masks.steps[static_cast<std::size_t>(i)].changes) {
      if (!change.changesList()) continue;
      if (change.name_before.isEmpty())
        ++count;
      else if (change.name_after.isEmpty())
        --count;
    }
  if (count > 0)
    parts << (count == 1 ? SessionTexts::tr("a mask")
                         : SessionTexts::tr("%n masks", nullptr, count));
  if (run && !run->steps.empty()) {
    const int steps = static_cast<int>(run->steps.size());
    parts << (steps == 1 ? SessionTexts::tr("a run of one step")
                         : SessionTexts::tr("a run of %n steps", nullptr, steps));
  }
  return parts.join(QStringLiteral(", "));
}

QStringList referenced_models(const SessionData& session) {
  QStringList models{session.classifier, qstr(session.spec.infill)};
  if (session.run) models << qstr(session.run->spec.infill);
  models.removeAll(QString());
  return models;
}

SessionData without_models(SessionData session, const QStringList& models) {
  if (models.contains(session.classifier)) {
    session.classifier.clear();
    session.classifier_id.clear();
    session.run.reset();
  }
  if (models.contains(qstr(session.spec.infill))) session.spec.infill = default_infiller_id();
  if (session.run && models.contains(qstr(session.run->spec.infill))) session.run.reset();
  return session;
}

SessionData capture_session(const Document& document) {
  SessionData s;
  s.saved = QDateTime::currentDateTime();
  const PhotoPtr& photo = document.photo();
  if (!photo) return s;
  s.photo_path = photo->path;
  s.photo_name = photo->name;
  s.photo_sha256 = photo->sha256;
  if (photo->path.isEmpty()) s.picture = to_qimage(*photo->pixels);
  if (const auto& info = document.classifier()) {
    s.classifier = qstr(info->card.card_path);
    s.classifier_id = info->card.id;
  }
  s.spec = document.spec();
  if (document.question().target != "top") s.target = document.target();
  s.contrast = document.contrast();
  s.masks = document.masks().toHistory();
  s.edits = document.editPoints();
  if (const Run* run = document.run(); run && !run->steps.empty()) s.run = *run;
  s.frame = document.frame();
  s.mask_kind = document.maskKind();
  return s;
}

QByteArray encode_session(const SessionData& session) {
  const QByteArray payload = encode_payload(session).toCborValue().toCbor();
  const std::string hash = sha256_text(payload.toStdString());
  return kMagic + QByteArray::number(kSessionFormat) + '\n' + QByteArray::fromStdString(hash) +
         '\n' + payload;
}

Expected<SessionData> decode_session(const QByteArray& bytes, const QString& name) {
  const auto refuse = [&](const QString& reason) {
    return input_error((name + QStringLiteral(": ") + reason).toStdString());
  };
  const qsizetype line = bytes.indexOf('\n');
  if (!bytes.startsWith(kMagic) || line < 0)
    return refuse(SessionTexts::tr("is not a Fidoscope session. Choose a file that ends in %1.")
                      .arg(kSessionEnding));
  bool is_number = false;
  const int format = bytes.mid(kMagic.size(), line - kMagic.size()).toInt(&is_number);
  if (!is_number || format < 1)
    return refuse(SessionTexts::tr(
        "is damaged: its first line does not name a format. Choose another copy."));
  if (format > kSessionFormat)
    return refuse(
        SessionTexts::tr(
            "was saved by a newer version of Fidoscope (format %1; this version reads up to "
            "format %2). Update Fidoscope to open it.")
            .arg(format)
            .arg(kSessionFormat));
  const qsizetype hash_end = bytes.indexOf('\n', line + 1);
  const QByteArray payload = hash_end < 0 ? QByteArray() : bytes.mid(hash_end + 1);
  if (hash_end < 0 ||
      bytes.mid(line + 1, hash_end - line - 1).toStdString() != sha256_text(payload.toStdString()))
    return refuse(SessionTexts::tr(
        "is truncated or damaged (its hash does not match). Choose another copy."));
  QCborParserError error;
  const QCborValue value = QCborValue::fromCbor(payload, &error);
  if (error.error != QCborError::NoError || !value.isMap())
    return refuse(
        SessionTexts::tr("is damaged: %1. Choose another copy.").arg(error.errorString()));
  auto session = decode_payload(value.toMap());
  if (!session)
    return refuse(SessionTexts::tr("cannot be used: %1. Choose another copy.")
                      .arg(qstr(session.error().message)));
  return session;
}

Expected<void> write_session(const QString& path, const SessionData& session) {
  return write_file(to_path(path), encode_session(session).toStdString());
}

Expected<SessionData> read_session(const QString& path) {
  auto bytes = read_file(to_path(path));
  if (!bytes) return tl::unexpected(bytes.error());
  return decode_session(QByteArray::fromStdString(*bytes), QFileInfo(path).fileName());
}

}  // namespace fido::ui
