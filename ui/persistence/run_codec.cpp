#include "ui/persistence/run_codec.h"

#include <QCborArray>
#include <QtEndian>
#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

#include "core/run/methods.h"
#include "core/run/results.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

constexpr int kCompressionLevel = 1;  // of zlib: the fastest
constexpr int kMaxEdge = 16384;       // of a plane or picture; a larger one is taken as damaged
constexpr int kNumbersPerStep = 6;

static_assert(Q_BYTE_ORDER == Q_LITTLE_ENDIAN, "files hold little-endian numbers");

template <class T>
QByteArray to_bytes(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()),
          static_cast<qsizetype>(values.size() * sizeof(T))};
}

QCborMap encode_pixels(int width, int height, const QByteArray& data) {
  return {{QStringLiteral("width"), width},
          {QStringLiteral("height"), height},
          {QStringLiteral("data"), qCompress(data, kCompressionLevel)}};
}

// Fills `out` from a map with `per_pixel` values of type T per pixel; leaves it empty if `value` is
// undefined. Returns false if the map is damaged or exceeds the budget.
template <class Picture, class T>
bool read_pixels(const QCborValue& value, qsizetype per_pixel, MemoryBudget& budget, Picture& out,
                 std::vector<T> Picture::*values) {
  if (value.isUndefined()) return true;
  const QCborMap map = value.toMap();
  const auto width = map[QStringLiteral("width")].toInteger(),
             height = map[QStringLiteral("height")].toInteger();
  if (width < 1 || height < 1 || width > kMaxEdge || height > kMaxEdge) return false;
  const qsizetype size = width * height * per_pixel * static_cast<qsizetype>(sizeof(T));
  if (!budget.consume(size)) return false;
  const QByteArray data = uncompressed(map[QStringLiteral("data")].toByteArray(), size);
  if (data.isEmpty()) return false;
  out = Picture(static_cast<int>(width), static_cast<int>(height));
  std::memcpy((out.*values).data(), data.constData(), static_cast<std::size_t>(data.size()));
  return true;
}

QCborValue encode_plane(const Plane& plane) {
  return plane.empty()
             ? QCborValue(QCborValue::Undefined)
             : QCborValue(encode_pixels(plane.width, plane.height, to_bytes(plane.values)));
}

QCborValue encode_image(const Image& image) {
  return image.empty() ? QCborValue(QCborValue::Undefined)
                       : QCborValue(encode_pixels(image.width, image.height, to_bytes(image.rgb)));
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
  numbers.reserve(steps.size() * kNumbersPerStep);
  for (const Step& s : steps)
    numbers.insert(numbers.end(), {static_cast<double>(s.iteration), s.loss, s.score, s.probability,
                                   s.expected_drop, s.seconds});
  return to_bytes(numbers);
}

std::vector<Step> decode_steps(const QByteArray& data) {
  std::vector<double> n(static_cast<std::size_t>(data.size()) / sizeof(double));
  std::memcpy(n.data(), data.constData(), n.size() * sizeof(double));
  std::vector<Step> steps;
  for (std::size_t i = 0; i + kNumbersPerStep <= n.size(); i += kNumbersPerStep)
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
          {QStringLiteral("given"), encode_plane(r.given_mask)},
          {QStringLiteral("attribution"), encode_plane(r.attribution)},
          {QStringLiteral("input"), encode_image(r.input)},
          {QStringLiteral("counterfactual"), encode_image(r.counterfactual)}};
}

}  // namespace

QByteArray uncompressed(const QByteArray& data, qsizetype size) {
  constexpr qsizetype kHeader = 4;  // the length, big-endian, before the data of zlib
  if (data.size() <= kHeader ||
      qFromBigEndian<quint32>(data.constData()) != static_cast<quint64>(size))
    return {};
  QByteArray out = qUncompress(data);
  return out.size() == size ? out : QByteArray();
}

QCborMap encode_run(const Run& run) {
  QCborMap map{{QStringLiteral("spec"), qstr(to_json(run.spec))},
               {QStringLiteral("keeps"), run.keeps_important},
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

Expected<Run> decode_run(const QCborMap& map, MemoryBudget& budget) {
  auto spec =
      spec_from_json(map[QStringLiteral("spec")].toString().toStdString(), "the run's settings");
  if (!spec) return tl::unexpected(spec.error());
  Run run;
  run.spec = std::move(*spec);
  run.keeps_important = map[QStringLiteral("keeps")].toBool();
  run.target = decode_prediction(map[QStringLiteral("target")].toMap());
  if (map.contains(QStringLiteral("contrast")))
    run.contrast = decode_prediction(map[QStringLiteral("contrast")].toMap());
  run.steps = decode_steps(map[QStringLiteral("steps")].toByteArray());
  for (const QCborValue value : map[QStringLiteral("frames")].toArray()) {
    Plane drop;
    if (!read_pixels(value.toArray().at(1), 1, budget, drop, &Plane::values) || drop.empty())
      return input_error("a step of its run is damaged or too large");
    run.frames.push_back({static_cast<int>(value.toArray().at(0).toInteger()), std::move(drop)});
  }
  if (map.contains(QStringLiteral("result"))) {
    const QCborMap result_map = map[QStringLiteral("result")].toMap();
    auto result = result_from_json(result_map[QStringLiteral("json")].toString().toStdString(),
                                   "the run's result");
    if (!result) return tl::unexpected(result.error());
    const QCborArray visible = result_map[QStringLiteral("visible")].toArray();
    const auto number = [&](int i) {
      return static_cast<int>(std::clamp<qint64>(visible.at(i).toInteger(), 0, kMaxEdge));
    };
    result->visible = {number(0), number(1), number(2), number(3)};
    if (result->score_target)
      for (Step& step : run.steps) {
        step.score_target = *result->score_target;
        step.pixel_price = result->lambda_per_pixel;  // those on the way are not stored
      }
    result->history = run.steps;
    const MethodInfo* method = find_method(result->spec.method);
    const bool has_grid = !method || method->optimizes_mask;
    if (!read_pixels(result_map[QStringLiteral("map")], 1, budget, result->map, &Plane::values) ||
        !read_pixels(result_map[QStringLiteral("drop")], 1, budget, result->drop, &Plane::values) ||
        !read_pixels(result_map[QStringLiteral("mask")], 1, budget, result->mask, &Plane::values) ||
        !read_pixels(result_map[QStringLiteral("given")], 1, budget, result->given_mask,
                     &Plane::values) ||
        !read_pixels(result_map[QStringLiteral("attribution")], 1, budget, result->attribution,
                     &Plane::values) ||
        !read_pixels(result_map[QStringLiteral("input")], 3, budget, result->input, &Image::rgb) ||
        !read_pixels(result_map[QStringLiteral("counterfactual")], 3, budget,
                     result->counterfactual, &Image::rgb) ||
        result->map.empty() || (result->drop.empty() && has_grid))
      return input_error("the result of its run is damaged or too large");
    run.result = std::make_shared<const RunResult>(std::move(*result));
  } else if (map.contains(QStringLiteral("snapshot"))) {
    const QCborMap snapshot_map = map[QStringLiteral("snapshot")].toMap();
    Snapshot snapshot;
    Image counterfactual;
    snapshot.iteration = static_cast<int>(snapshot_map[QStringLiteral("iteration")].toInteger());
    snapshot.probability_counterfactual = snapshot_map[QStringLiteral("probability")].toDouble();
    if (!read_pixels(snapshot_map[QStringLiteral("drop")], 1, budget, snapshot.drop,
                     &Plane::values) ||
        !read_pixels(snapshot_map[QStringLiteral("map")], 1, budget, snapshot.map,
                     &Plane::values) ||
        !read_pixels(snapshot_map[QStringLiteral("counterfactual")], 3, budget, counterfactual,
                     &Image::rgb) ||
        snapshot.map.empty() || snapshot.drop.empty())
      return input_error("the latest step of its run is damaged or too large");
    if (!counterfactual.empty())
      snapshot.counterfactual = std::make_shared<const Image>(std::move(counterfactual));
    run.snapshot = std::make_shared<const Snapshot>(std::move(snapshot));
  }
  return run;
}

}  // namespace fido::ui
