#include "core/evaluate/metric.h"

namespace fido {

#define METRIC_FILE(file) MetricGroup describe_##file();
#include "core/evaluate/metrics.def"
#undef METRIC_FILE

const std::vector<MetricGroup>& metric_groups() {
  static const std::vector<MetricGroup> all{
#define METRIC_FILE(file) describe_##file(),
#include "core/evaluate/metrics.def"
#undef METRIC_FILE
  };
  return all;
}

const std::vector<MetricInfo>& metrics() {
  static const std::vector<MetricInfo> all = [] {
    std::vector<MetricInfo> out;
    for (const auto& group : metric_groups())
      out.insert(out.end(), group.metrics.begin(), group.metrics.end());
    return out;
  }();
  return all;
}

Expected<Prediction> MeasuredMap::predict_under_mask(const Plane& mask) const {
  MaskQuestion question;
  question.photo = photo.photo;
  question.mask = mask;
  question.infill = judge;
  question.target = std::to_string(photo.label);
  question.seed = judge_seed;
  question.top_k = 1;
  const auto answer = engine.answer(std::move(question));
  if (!answer) return tl::unexpected(answer.error());
  return (*answer)->target_after;
}

}  // namespace fido
