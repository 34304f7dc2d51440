#include "ui/persistence/session_file.h"

#include <QBuffer>
#include <QCborArray>
#include <QCborMap>
#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>
#include <algorithm>
#include <utility>

#include "core/base/files.h"
#include "ui/canvas/painting.h"
#include "ui/document/text.h"
#include "ui/persistence/run_codec.h"

namespace fido::ui {
namespace {

constexpr int kFormat = 1;
const QByteArray kMagic = QByteArrayLiteral("fidoscope-session ");
constexpr int kMaxMaskEdge = 8192;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(SessionFile)
};

QByteArray as_png(const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  image.save(&buffer, "PNG");
  return bytes;
}

QCborMap encode_change(const MaskChange& c) {
  return {
      {QStringLiteral("mask"), c.mask},
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

int whole(const QCborValue& value) { return static_cast<int>(value.toInteger()); }

// What Masks::restore() relies on: every change meets a mask that is there, with as many pixels as
// its part has. The list of masks is followed through all steps.
bool read_masks(const QCborMap& map, MaskHistory& out) {
  out.size = {whole(map[QStringLiteral("width")]), whole(map[QStringLiteral("height")])};
  const QRect all(QPoint(), out.size);
  if (out.size.width() > kMaxMaskEdge || out.size.height() > kMaxMaskEdge) return false;
  std::vector<int> there;
  for (const QCborValue value : map[QStringLiteral("steps")].toArray()) {
    MaskStep step{value.toMap()[QStringLiteral("name")].toString(), {}};
    for (const QCborValue entry : value.toMap()[QStringLiteral("changes")].toArray()) {
      const QCborMap kept = entry.toMap();
      const QCborArray part = kept[QStringLiteral("part")].toArray();
      MaskChange c;
      c.mask = whole(kept[QStringLiteral("mask")]);
      c.part = QRect(whole(part.at(0)), whole(part.at(1)), whole(part.at(2)), whole(part.at(3)));
      c.before = kept[QStringLiteral("before")].toByteArray();
      c.after = kept[QStringLiteral("after")].toByteArray();
      c.name_before = kept[QStringLiteral("nameBefore")].toString();
      c.name_after = kept[QStringLiteral("nameAfter")].toString();
      c.index = whole(kept[QStringLiteral("index")]);
      const auto at = std::find(there.begin(), there.end(), c.mask);
      const bool begins = c.ofList() && c.name_before.isEmpty(),
                 ends = c.ofList() && c.name_after.isEmpty();
      if (c.part.isEmpty() || !all.contains(c.part) || c.mask < 1 || c.index < 0 ||
          begins != (at == there.end()))
        return false;
      const qsizetype pixels = qsizetype{c.part.width()} * c.part.height();
      const auto good = [&](const QByteArray& data, bool needed) {
        return !needed || uncompressed(data, pixels).size() == pixels;
      };
      if (!good(c.before, ends || !c.ofList()) || !good(c.after, begins || !c.ofList()))
        return false;
      if (begins)
        there.push_back(c.mask);
      else if (ends)
        there.erase(at);
      step.changes.push_back(std::move(c));
    }
    out.steps.push_back(std::move(step));
  }
  out.position = whole(map[QStringLiteral("position")]);
  out.current = whole(map[QStringLiteral("current")]);
  return out.position >= 0 && out.position <= static_cast<int>(out.steps.size()) &&
         (out.steps.empty() || !out.size.isEmpty());
}

QCborMap encode_payload(const SessionData& s) {
  QCborMap photo{{QStringLiteral("path"), s.photo_path},
                 {QStringLiteral("name"), s.photo_name},
                 {QStringLiteral("sha256"), qstr(s.photo_sha256)}};
  if (s.photo_path.isEmpty() && !s.picture.isNull())
    photo[QStringLiteral("png")] = as_png(s.picture);
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
      {QStringLiteral("likeliest"), s.mask_kind == MaskKind::likeliest},
      {QStringLiteral("view"), QCborMap{{QStringLiteral("zoom"), s.view.zoom},
                                        {QStringLiteral("x"), s.view.centre.x()},
                                        {QStringLiteral("y"), s.view.centre.y()},
                                        {QStringLiteral("page"), s.view.page},
                                        {QStringLiteral("map"), s.view.map},
                                        {QStringLiteral("mask"), s.view.mask}}}};
  if (s.run) map[QStringLiteral("run")] = encode_run(*s.run);
  return map;
}

Expected<SessionData> decode_payload(const QCborMap& map) {
  SessionData s;
  s.saved = QDateTime::fromString(map[QStringLiteral("saved")].toString(), Qt::ISODate);
  const QCborMap photo = map[QStringLiteral("photo")].toMap();
  s.photo_path = photo[QStringLiteral("path")].toString();
  s.photo_name = photo[QStringLiteral("name")].toString();
  s.photo_sha256 = photo[QStringLiteral("sha256")].toString().toStdString();
  if (photo.contains(QStringLiteral("png"))) {
    s.picture.loadFromData(photo[QStringLiteral("png")].toByteArray(), "PNG");
    if (s.picture.isNull()) return input_error("the picture in it is damaged");
  }
  if (s.empty()) return input_error("it names no photo");
  s.classifier = map[QStringLiteral("classifier")].toMap()[QStringLiteral("card")].toString();
  s.classifier_id =
      map[QStringLiteral("classifier")].toMap()[QStringLiteral("id")].toString().toStdString();
  const QCborMap question = map[QStringLiteral("question")].toMap();
  auto spec =
      spec_from_json(question[QStringLiteral("spec")].toString().toStdString(), "its settings");
  if (!spec) return tl::unexpected(spec.error());
  s.spec = std::move(*spec);
  if (question.contains(QStringLiteral("target")))
    s.target = whole(question[QStringLiteral("target")]);
  if (question.contains(QStringLiteral("contrast")))
    s.contrast = whole(question[QStringLiteral("contrast")]);
  if (!read_masks(map[QStringLiteral("masks")].toMap(), s.masks))
    return input_error("its masks are damaged");
  for (const QCborValue value : map[QStringLiteral("edits")].toArray()) {
    const QCborMap kept = value.toMap();
    EditPoint point;
    point.name = kept[QStringLiteral("name")].toString();
    point.probability = kept[QStringLiteral("probability")].toDouble();
    point.jpeg = kept[QStringLiteral("jpeg")].toByteArray();
    point.thumbnail.loadFromData(point.jpeg, "JPEG");
    s.edits[whole(kept[QStringLiteral("step")])] = std::move(point);
  }
  if (map.contains(QStringLiteral("run"))) {
    auto run = decode_run(map[QStringLiteral("run")].toMap());
    if (!run) return tl::unexpected(run.error());
    s.run = std::move(*run);
  }
  s.frame = whole(map[QStringLiteral("frame")]);
  s.mask_kind = map[QStringLiteral("likeliest")].toBool() ? MaskKind::likeliest : MaskKind::drawn;
  const QCborMap view = map[QStringLiteral("view")].toMap();
  s.view.zoom = view[QStringLiteral("zoom")].toDouble(1);
  s.view.centre = {view[QStringLiteral("x")].toDouble(0.5),
                   view[QStringLiteral("y")].toDouble(0.5)};
  s.view.page = whole(view[QStringLiteral("page")]);
  s.view.map = view[QStringLiteral("map")].toBool(true);
  s.view.mask = view[QStringLiteral("mask")].toBool();
  return s;
}

}  // namespace

QString SessionData::summary() const {
  QStringList parts{photo_name};
  // Masks that are there now, not all that ever were.
  int count = 0;
  for (int i = 0; i < masks.position; ++i)
    for (const MaskChange& change : masks.steps[static_cast<std::size_t>(i)].changes)
      if (change.ofList())
        count += change.name_before.isEmpty() ? 1 : change.name_after.isEmpty() ? -1 : 0;
  if (count > 0) parts << (count == 1 ? Words::tr("a mask") : Words::tr("%1 masks").arg(count));
  if (run && !run->steps.empty()) parts << Words::tr("a run of %1 steps").arg(run->steps.size());
  return parts.join(QStringLiteral(", "));
}

SessionData capture(const Document& document) {
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
  s.masks = document.masks().saved();
  s.edits = document.editPoints();
  if (const Run* run = document.run(); run && !run->steps.empty()) s.run = *run;
  s.frame = document.frame();
  s.mask_kind = document.maskKind();
  return s;
}

QByteArray encode_session(const SessionData& session) {
  const QByteArray payload = encode_payload(session).toCborValue().toCbor();
  const std::string hash = sha256_text(payload.toStdString());
  return kMagic + QByteArray::number(kFormat) + '\n' + QByteArray::fromStdString(hash) + '\n' +
         payload;
}

Expected<SessionData> decode_session(const QByteArray& bytes, const QString& name) {
  const auto refuse = [&](const QString& why) {
    return input_error((name + QStringLiteral(": ") + why).toStdString());
  };
  const qsizetype line = bytes.indexOf('\n');
  if (!bytes.startsWith(kMagic) || line < 0)
    return refuse(Words::tr("is no session of Fidoscope. Choose a file that ends in %1.")
                      .arg(kSessionEnding));
  bool number = false;
  const int format = bytes.mid(kMagic.size(), line - kMagic.size()).toInt(&number);
  if (!number || format < 1)
    return refuse(Words::tr("is damaged: its first line names no format. Choose another copy."));
  if (format > kFormat)
    return refuse(Words::tr("was saved by a newer Fidoscope (format %1; this one reads up to %2). "
                            "Update Fidoscope to open it.")
                      .arg(format)
                      .arg(kFormat));
  const qsizetype hash_end = bytes.indexOf('\n', line + 1);
  const QByteArray payload = hash_end < 0 ? QByteArray() : bytes.mid(hash_end + 1);
  if (hash_end < 0 ||
      bytes.mid(line + 1, hash_end - line - 1).toStdString() != sha256_text(payload.toStdString()))
    return refuse(
        Words::tr("is truncated or damaged (its hash does not fit). Choose another copy."));
  QCborParserError error;
  const QCborValue value = QCborValue::fromCbor(payload, &error);
  if (error.error != QCborError::NoError || !value.isMap())
    return refuse(Words::tr("is damaged: %1. Choose another copy.").arg(error.errorString()));
  auto session = decode_payload(value.toMap());
  if (!session)
    return refuse(
        Words::tr("cannot be used: %1. Choose another copy.").arg(qstr(session.error().message)));
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
