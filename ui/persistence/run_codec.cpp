#include "ui/persistence/run_codec.h"

#include <QCborArray>
#include <QtEndian>
#include <cstring>
#include <type_traits>
#include <utility>

#include "core/run/methods.h"
#include "core/run/results.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

constexpr int kFast = 1;         // of zlib
constexpr int kMaxEdge = 16384;  // of a plane or picture: any more is damage
constexpr int kStepNumbers = 6;

static_assert(Q_BYTE_ORDER == Q_LITTLE_ENDIAN, "files hold little-endian numbers");

template <class T>
QByteArray raw(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()),
          static_cast<qsizetype>(values.size() * sizeof(T))};
}

QCborMap pixels(int width, int height, const QByteArray& data) {
  return {{QStringLiteral("width"), width},
          {QStringLiteral("height"), height},
          {QStringLiteral("data"), qCompress(data, kFast)}};
}

// Fills `out` where the map holds so many T for a pixel; nothing at all is an empty picture.
template <class Picture, class T>
bool read_pixels(const QCborValue& value, qsizetype per_pixel, Picture& out,
                 std::vector<T> Picture::*values) {
  if (value.isUndefined()) return true;
  const QCborMap map = value.toMap();
  const auto width = map[QStringLiteral("width")].toInteger(),
             height = map[QStringLiteral("height")].toInteger();
  if (width < 1 || height < 1 || width > kMaxEdge || height > kMaxEdge) return false;
  const QByteArray data =
      uncompressed(map[QStringLiteral("data")].toByteArray(),
                   width * height * per_pixel * static_cast<qsizetype>(sizeof(T)));
  if (data.isEmpty()) return false;
  out = Picture(static_cast<int>(width), static_cast<int>(height));
  std::memcpy((out.*values).data(), data.constData(), static_cast<std::size_t>(data.size()));
  return true;
}

QCborValue encode_image(const Image& image) {
  return image.empty() ? QCborValue(QCborValue::Undefined)
                       : QCborValue(pixels(image.width, image.height, raw(image.rgb)));
}

QCborMap encode_prediction(const Prediction& p) {
  return {{QStringLiteral("index"), p.index},
          {QStringLiteral("label"), qstr(p.label)},
          {QStringLiteral("probability"), p.probability},
          {QStringLiteral("score"), p.score}};
}

Prediction decode_prediction(const QCborMap& map) {
  return {static_cast<int>(map[QStringLiteral("index")].toInteger()),
          map[QStringLiteral("label")].toString().toStdString(),
          map[QStringLiteral("probability")].toDouble(), map[QStringLiteral("score")].toDouble()};
}

QByteArray encode_steps(const std::vector<Step>& steps) {
  std::vector<double> numbers;
  numbers.reserve(steps.size() * kStepNumbers);
  for (const Step& s : steps)
    numbers.insert(numbers.end(), {static_cast<double>(s.iteration), s.loss, s.score, s.probability,
                                   s.expected_drop, s.seconds});
  return raw(numbers);
}

std::vector<Step> decode_steps(const QByteArray& data) {
  std::vector<double> n(static_cast<std::size_t>(data.size()) / sizeof(double));
  std::memcpy(n.data(), data.constData(), n.size() * sizeof(double));
  std::vector<Step> steps;
  for (std::size_t i = 0; i + kStepNumbers <= n.size(); i += kStepNumbers)
    steps.push_back({static_cast<int>(n[i]), n[i + 1], n[i + 2], n[i + 3], n[i + 4], n[i + 5]});
  return steps;
}

QCborMap encode_result(const RunResult& r) {
  return {{QStringLiteral("json"), qstr(result_json(r))},
          {QStringLiteral("visible"),
           QCborArray{r.visible.x, r.visible.y, r.visible.width, r.visible.height}},
          {QStringLiteral("map"), encode_plane(r.map)},
          {QStringLiteral("drop"), encode_plane(r.drop)},
          {QStringLiteral("mask"), encode_plane(r.mask)},
          {QStringLiteral("given"), encode_plane(r.given)},
          {QStringLiteral("attribution"), encode_plane(r.attribution)},
          {QStringLiteral("input"), encode_image(r.input)},
          {QStringLiteral("counterfactual"), encode_image(r.counterfactual)}};
}

}  // namespace

QByteArray uncompressed(const QByteArray& data, qsizetype size) {
  constexpr qsizetype kHeader = 4;  // the length, big-endian, in front of what zlib made
  if (data.size() <= kHeader ||
      qFromBigEndian<quint32>(data.constData()) != static_cast<quint64>(size))
    return {};
  QByteArray out = qUncompress(data);
  return out.size() == size ? out : QByteArray();
}

QCborValue encode_plane(const Plane& plane) {
  return plane.empty() ? QCborValue(QCborValue::Undefined)
                       : QCborValue(pixels(plane.width, plane.height, raw(plane.values)));
}

Expected<Plane> decode_plane(const QCborValue& value) {
  Plane plane;
  if (!read_pixels(value, 1, plane, &Plane::values)) return input_error("a map in it is damaged");
  return plane;
}

QCborMap encode_run(const Run& run) {
  QCborMap map{{QStringLiteral("spec"), qstr(to_json(run.spec))},
               {QStringLiteral("keeps"), run.keeps},
               {QStringLiteral("target"), encode_prediction(run.target)},
               {QStringLiteral("steps"), encode_steps(run.steps)}};
  if (run.contrast) map[QStringLiteral("contrast")] = encode_prediction(*run.contrast);
  QCborArray frames;
  for (const KeyFrame& frame : run.frames)
    frames.append(QCborArray{frame.iteration, encode_plane(frame.drop)});
  map[QStringLiteral("frames")] = frames;
  if (run.result) {
    map[QStringLiteral("result")] = encode_result(*run.result);
  } else if (run.snapshot) {
    const Snapshot& s = *run.snapshot;
    map[QStringLiteral("snapshot")] =
        QCborMap{{QStringLiteral("iteration"), s.iteration},
                 {QStringLiteral("drop"), encode_plane(s.drop)},
                 {QStringLiteral("map"), encode_plane(s.map)},
                 {QStringLiteral("counterfactual"),
                  s.counterfactual ? encode_image(*s.counterfactual) : QCborValue()},
                 {QStringLiteral("probability"), s.probability_counterfactual}};
  }
  return map;
}

Expected<Run> decode_run(const QCborMap& map) {
  auto spec =
      spec_from_json(map[QStringLiteral("spec")].toString().toStdString(), "the run's settings");
  if (!spec) return tl::unexpected(spec.error());
  Run run;
  run.spec = std::move(*spec);
  run.keeps = map[QStringLiteral("keeps")].toBool();
  run.target = decode_prediction(map[QStringLiteral("target")].toMap());
  if (map.contains(QStringLiteral("contrast")))
    run.contrast = decode_prediction(map[QStringLiteral("contrast")].toMap());
  run.steps = decode_steps(map[QStringLiteral("steps")].toByteArray());
  for (const QCborValue value : map[QStringLiteral("frames")].toArray()) {
    auto drop = decode_plane(value.toArray().at(1));
    if (!drop || drop->empty()) return input_error("a step of the run in it is damaged");
    run.frames.push_back({static_cast<int>(value.toArray().at(0).toInteger()), std::move(*drop)});
  }
  if (map.contains(QStringLiteral("result"))) {
    const QCborMap kept = map[QStringLiteral("result")].toMap();
    auto result =
        result_from_json(kept[QStringLiteral("json")].toString().toStdString(), "the run's result");
    if (!result) return tl::unexpected(result.error());
    const QCborArray visible = kept[QStringLiteral("visible")].toArray();
    const auto number = [&](int i) { return static_cast<int>(visible.at(i).toInteger()); };
    result->visible = {number(0), number(1), number(2), number(3)};
    result->history = run.steps;
    const MethodInfo* method = find_method(result->spec.method);
    const bool no_grid = method && !method->optimizes_mask;  // a sum of looks has no grid
    if (!read_pixels(kept[QStringLiteral("map")], 1, result->map, &Plane::values) ||
        !read_pixels(kept[QStringLiteral("drop")], 1, result->drop, &Plane::values) ||
        !read_pixels(kept[QStringLiteral("mask")], 1, result->mask, &Plane::values) ||
        !read_pixels(kept[QStringLiteral("given")], 1, result->given, &Plane::values) ||
        !read_pixels(kept[QStringLiteral("attribution")], 1, result->attribution, &Plane::values) ||
        !read_pixels(kept[QStringLiteral("input")], 3, result->input, &Image::rgb) ||
        !read_pixels(kept[QStringLiteral("counterfactual")], 3, result->counterfactual,
                     &Image::rgb) ||
        result->map.empty() || (result->drop.empty() && !no_grid))
      return input_error("the run's result in it is damaged");
    run.result = std::make_shared<const RunResult>(std::move(*result));
  } else if (map.contains(QStringLiteral("snapshot"))) {
    const QCborMap kept = map[QStringLiteral("snapshot")].toMap();
    Snapshot snapshot;
    Image counterfactual;
    snapshot.iteration = static_cast<int>(kept[QStringLiteral("iteration")].toInteger());
    snapshot.probability_counterfactual = kept[QStringLiteral("probability")].toDouble();
    if (!read_pixels(kept[QStringLiteral("drop")], 1, snapshot.drop, &Plane::values) ||
        !read_pixels(kept[QStringLiteral("map")], 1, snapshot.map, &Plane::values) ||
        !read_pixels(kept[QStringLiteral("counterfactual")], 3, counterfactual, &Image::rgb) ||
        snapshot.map.empty() || snapshot.drop.empty())
      return input_error("the run's newest step in it is damaged");
    if (!counterfactual.empty())
      snapshot.counterfactual = std::make_shared<const Image>(std::move(counterfactual));
    run.snapshot = std::make_shared<const Snapshot>(std::move(snapshot));
  }
  return run;
}

}  // namespace fido::ui
