// The engine on LibTorch. It holds one classifier and caches data of the last photo.
#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <thread>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/base/process.h"
#include "core/explain/run_common.h"
#include "core/image/codec.h"
#include "core/image/resample.h"
#include "core/infill/infillers.h"
#include "core/model/score.h"
#include "core/model/torch_version.h"
#include "core/run/engine.h"

namespace fido {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start_time) {
  return std::chrono::duration<double>(Clock::now() - start_time).count();
}

class TorchEngine : public Engine {
 public:
  Expected<ClassifierInfo> load(const ClassifierCard& card, const RunSpec& spec) override;
  Expected<Classification> classify(const Image& photo, int top_k) override;
  Expected<MaskAnswer> answer(const MaskQuestion& question) override;
  Expected<std::unique_ptr<Explanation>> explain(const RunSpec& spec, ImagePtr photo,
                                                 std::shared_ptr<const Plane> mask) override;

 private:
  // The cached data of a photo: its tensor, its logits, and infillers that have begun with it.
  struct PhotoCache {
    ImagePtr photo;
    torch::Tensor image;  // [1,C,H,W] normalised
    std::vector<float> logits;
    std::map<std::string, std::unique_ptr<Infiller>> infillers;
  };
  Expected<void> prepare(const ImagePtr& photo);
  std::vector<Prediction> top_predictions(const float* logits, int top_k) const;
  Prediction prediction(const float* logits, int index) const;
  // Returns the class index for "top", an index or a label.
  Expected<int> resolve_target(const std::string& text, const float* logits) const;
  Expected<void> require_classifier() const;
  Expected<std::unique_ptr<Infiller>> create_infiller(const std::string& name) const {
    return make_infiller(name, classifier_->device(),
                         info_.precision == "bf16" ? torch::kBFloat16 : torch::kFloat32);
  }
  // Returns s(target), minus s(contrast) if there is one, of the photo with everything infilled:
  // the mean over a few fills.
  Expected<double> score_infilled(Infiller& infiller, std::uint64_t seed, int target,
                                  std::optional<int> contrast) const;
  bool bgr() const { return classifier_->card().color_order == "BGR"; }

  std::unique_ptr<Classifier> classifier_;
  ClassifierInfo info_;
  std::string requested_device_;
  int requested_threads_ = 0;
  int randomized_layers_ = 0;
  // The load time that no result has reported yet: of a batch of photos only the first one loads.
  double load_seconds_ = 0;
  PhotoCache cache_;
};

// The least score range that scales lambda: a score that hardly falls, or rises, when everything is
// infilled cannot scale a price.
constexpr double kMinScoreRange = 1;

// Returns the score that a run explains: s(target), minus s(contrast) if there is one.
double explained_score(const float* logits, int classes, int target, std::optional<int> contrast) {
  return score(logits, classes, target) - (contrast ? score(logits, classes, *contrast) : 0);
}

// Adds the time and the memory of a run to its result.
class MeasuredRun : public Explanation {
 public:
  explicit MeasuredRun(std::unique_ptr<Explanation> run) : run_(std::move(run)) {}

  int iterations() const override { return run_->iterations(); }
  bool done() const override { return run_->done(); }
  Expected<Step> step() override { return run_->step(); }
  Plane drop() const override { return run_->drop(); }
  Expected<Snapshot> snapshot(bool with_counterfactual) override {
    return run_->snapshot(with_counterfactual);
  }
  Expected<RunResult> result(const std::function<bool()>& should_continue) override {
    auto out = run_->result(should_continue);
    if (!out) return out;
    out->seconds_total = out->seconds_load + seconds_since(start_time_);
    out->peak_memory_bytes = peak_memory_bytes();
    return out;
  }

 private:
  std::unique_ptr<Explanation> run_;
  Clock::time_point start_time_ = Clock::now();
};

Expected<ClassifierInfo> TorchEngine::load(const ClassifierCard& card, const RunSpec& spec) {
  const int threads = spec.threads > 0
                          ? spec.threads
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  if (classifier_ && info_.card.card_path == card.card_path &&
      info_.card.fingerprint == card.fingerprint && info_.card.sha256 == card.sha256 &&
      info_.precision == spec.precision && requested_device_ == spec.device &&
      requested_threads_ == threads && randomized_layers_ == spec.randomized_layers)
    return info_;

  const auto start_time = Clock::now();
  at::set_num_threads(threads);  // LibTorch may have started this thread with one
  at::globalContext().setDeterministicCuDNN(true);
  auto labels = load_labels(card.labels_file, card.num_classes);
  if (!labels) return tl::unexpected(labels.error());
  auto loaded = Classifier::load(card, spec.device, spec.precision, spec.randomized_layers);
  if (!loaded) return tl::unexpected(loaded.error());

  classifier_ = std::move(*loaded);
  cache_ = {};
  requested_device_ = spec.device;
  requested_threads_ = threads;
  randomized_layers_ = spec.randomized_layers;
  info_.card = card;
  info_.labels = std::move(*labels);
  info_.device = classifier_->device().str();
  info_.precision = spec.precision;
  info_.threads = threads;
  info_.libtorch = libtorch_version();
  info_.blas = blas_in_use();
  info_.load_seconds = load_seconds_ = seconds_since(start_time);
  log_info(
      card.id + " on " + info_.device + ", " + std::to_string(threads) + " threads, " +
      spec.precision + ", LibTorch " + info_.libtorch + ", BLAS " + info_.blas +
      (is_single_image_fast() ? "" : " (slow for single images, which are classified in pairs)"));
  return info_;
}

Expected<void> TorchEngine::require_classifier() const {
  if (classifier_) return {};
  return usage_error("no classifier is loaded; choose one");
}

Expected<void> TorchEngine::prepare(const ImagePtr& photo) {
  if (auto ok = require_classifier(); !ok) return ok;
  if (!photo || photo->empty()) return usage_error("no photo is open; open one");
  if (cache_.photo == photo) return {};
  const auto image = classifier_->normalize(classifier_->crop_and_resize(*photo));
  const auto logits = classifier_->logits(image).contiguous();
  if (!torch::isfinite(logits).all().item<bool>())
    return input_error(classifier_->card().file.string() +
                       ": returns NaN or infinite values for this photo; check mean and std in " +
                       classifier_->card().card_path.string());
  cache_ = {};
  cache_.photo = photo;
  cache_.image = image;
  cache_.logits.assign(logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel());
  return {};
}

Prediction TorchEngine::prediction(const float* logits, int index) const {
  const int classes = classifier_->card().num_classes;
  return {index, info_.labels[index], probability(logits, classes, index),
          score(logits, classes, index)};
}

std::vector<Prediction> TorchEngine::top_predictions(const float* logits, int top_k) const {
  std::vector<int> order(classifier_->card().num_classes);
  std::iota(order.begin(), order.end(), 0);
  const auto count =
      std::clamp<std::size_t>(static_cast<std::size_t>(std::max(top_k, 1)), 1, order.size());
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
      [&](int a, int b) { return logits[a] != logits[b] ? logits[a] > logits[b] : a < b; });
  // Below one half the score follows from p without loss of precision. Above it, where 1 - p would
  // lose digits, there is at most one class.
  const auto all_probabilities = probabilities(logits, classifier_->card().num_classes);
  std::vector<Prediction> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double p = all_probabilities[static_cast<std::size_t>(order[i])];
    out.push_back(p > 0 && p < 0.5 ? Prediction{order[i], info_.labels[order[i]], p,
                                                std::log(p) - std::log1p(-p)}
                                   : prediction(logits, order[i]));
  }
  return out;
}

Expected<int> TorchEngine::resolve_target(const std::string& text, const float* logits) const {
  if (text == "top") return top_predictions(logits, 1)[0].index;
  return find_class(info_.labels, text);
}

Expected<Classification> TorchEngine::classify(const Image& photo, int top_k) {
  if (auto ok = require_classifier(); !ok) return tl::unexpected(ok.error());
  // The alias avoids a copy of the photo. It owns nothing and is reset below.
  if (auto ok = prepare(ImagePtr(ImagePtr(), &photo)); !ok) return tl::unexpected(ok.error());
  Classification out;
  out.input = std::make_shared<Image>(classifier_->to_image(cache_.image));
  out.visible = visible_part(classifier_->card(), photo.width, photo.height);
  out.predictions = top_predictions(cache_.logits.data(), top_k);
  cache_.photo.reset();
  return out;
}

Expected<MaskAnswer> TorchEngine::answer(const MaskQuestion& question) {
  if (auto ok = prepare(question.photo); !ok) return tl::unexpected(ok.error());
  const auto* infiller_info = find_infiller(question.infill);
  if (!infiller_info)
    return usage_error("infiller " + question.infill + " is unknown; choose another");
  const auto target = resolve_target(question.target, cache_.logits.data());
  if (!target) return tl::unexpected(target.error());

  const torch::NoGradGuard no_grad;
  auto& infiller = cache_.infillers[question.infill];
  if (!infiller || infiller_info->stochastic) {
    auto created = create_infiller(question.infill);
    if (!created) return tl::unexpected(created.error());
    (*created)->begin(
        {cache_.image, classifier_->mean(), classifier_->std(), question.seed, bgr()});
    infiller = std::move(*created);  // only after begin(), which may run out of memory
  }
  const auto& card = classifier_->card();
  MaskAnswer out;
  out.is_preview = question.wants_preview && infiller_info->has_preview;
  out.mask = resize(question.mask, card.width, card.height);
  if (!question.is_soft)
    for (float& v : out.mask.values) v = v >= 0.5F ? 1.F : 0.F;
  const auto mask = torch::from_blob(out.mask.values.data(), {1, 1, card.height, card.width})
                        .to(classifier_->device());
  // The infiller sees the rounded mask, as in the steps of a run.
  const auto keep = question.is_soft ? mask.ge(0.5).to(torch::kFloat32) : mask;

  out.target_before = prediction(cache_.logits.data(), *target);
  out.predictions_before = top_predictions(cache_.logits.data(), question.top_k);
  const int samples = infiller_info->stochastic ? std::max(1, question.samples) : 1;
  const int classes = card.num_classes;
  std::vector<double> values;
  std::vector<double> mean(classes);
  for (int done = 0; done < samples;) {
    const int batch = std::min(8, samples - done);
    const auto masks = keep.expand({batch, 1, card.height, card.width});
    const auto fill = out.is_preview ? infiller->fill_preview(masks) : infiller->fill(masks);
    const auto filled =
        (question.is_soft ? fill + mask * (cache_.image - fill) : compose(cache_.image, keep, fill))
            .expand({batch, card.channels, card.height, card.width});
    if (done == 0) out.infilled = classifier_->to_image(filled[0]);
    const auto logits =
        classifier_->logits(filled.contiguous(torch::MemoryFormat::ChannelsLast)).contiguous();
    if (!torch::isfinite(logits).all().item<bool>())
      return input_error(
          card.file.string() +
          ": returns NaN or infinite values for this photo under this mask; try another infiller");
    for (int s = 0; s < batch; ++s) {
      const float* row = logits.data_ptr<float>() + s * classes;
      const auto sample = probabilities(row, classes);
      values.push_back(sample[static_cast<std::size_t>(*target)]);
      for (std::size_t j = 0; j < sample.size(); ++j) mean[j] += sample[j] / samples;
    }
    done += batch;
  }
  // The logarithms of the mean probabilities serve as logits for the functions below.
  std::vector<float> row(classes);
  std::transform(mean.begin(), mean.end(), row.begin(),
                 [](double p) { return static_cast<float>(std::log(std::max(p, 1e-38))); });
  out.marginal = student_t_interval(values);
  out.samples = std::move(values);
  out.target_after = prediction(row.data(), *target);
  out.predictions_after = top_predictions(row.data(), question.top_k);
  return out;
}

Expected<double> TorchEngine::score_infilled(Infiller& infiller, std::uint64_t seed, int target,
                                             std::optional<int> contrast) const {
  constexpr int kFills = 4;
  const torch::NoGradGuard no_grad;
  infiller.begin({cache_.image, classifier_->mean(), classifier_->std(), seed, bgr()});
  const auto fill = infiller.fill(
      at::zeros({kFills, 1, cache_.image.size(2), cache_.image.size(3)}, cache_.image.options()));
  const auto logits = classifier_->logits(fill).contiguous();
  if (!torch::isfinite(logits).all().item<bool>())
    return run_error(
        "the classifier returned NaN or infinite values for the photo with everything infilled; "
        "use another infiller");
  const int classes = static_cast<int>(logits.size(1));
  double sum = 0;
  for (std::int64_t i = 0; i < logits.size(0); ++i)
    sum += explained_score(logits.data_ptr<float>() + i * classes, classes, target, contrast);
  return sum / static_cast<double>(logits.size(0));
}

Expected<std::unique_ptr<Explanation>> TorchEngine::explain(const RunSpec& spec, ImagePtr photo,
                                                            std::shared_ptr<const Plane> mask) {
  if (auto ok = validate(spec); !ok) return tl::unexpected(ok.error());
  if (auto ok = prepare(photo); !ok) return tl::unexpected(ok.error());
  const float* logits = cache_.logits.data();
  const auto target = resolve_target(spec.target, logits);
  if (!target) return tl::unexpected(target.error());

  RunInput input;
  input.spec = spec;
  input.image = cache_.image;
  input.mean = classifier_->mean();
  input.std = classifier_->std();
  input.bgr = bgr();
  for (auto* infiller : {&input.infiller, &input.preview_infiller}) {
    auto created = create_infiller(spec.infill);
    if (!created) return tl::unexpected(created.error());
    *infiller = std::move(*created);
  }
  input.target = *target;
  input.labels = info_.labels;
  input.infill_is_stochastic = find_infiller(spec.infill)->stochastic;
  if (!spec.contrast.empty()) {
    const auto contrast = find_class(info_.labels, spec.contrast);
    if (!contrast) return tl::unexpected(contrast.error());
    if (*contrast == *target)
      return usage_error("--contrast " + spec.contrast +
                         ": is the target itself; use another class");
    input.contrast = *contrast;
  }

  input.original_score =
      explained_score(logits, classifier_->card().num_classes, *target, input.contrast);
  RunResult& base = input.result_base;
  input.lambda_per_pixel = spec.lambda;
  if (searches_evidence(spec) || spec.lambda_unit == "range") {
    const auto infilled =
        score_infilled(*input.preview_infiller, spec.seed, *target, input.contrast);
    if (!infilled) return tl::unexpected(infilled.error());
    base.score_infilled = *infilled;
    const double range = std::max(kMinScoreRange, input.original_score - *infilled);
    input.score_range = range;
    input.target_to_keep = input.original_score - (1 - spec.keep_evidence) * range;
    input.target_to_destroy = input.original_score - spec.keep_evidence * range;
    if (spec.lambda_unit == "range")
      input.lambda_per_pixel =
          spec.lambda * range / static_cast<double>(input.image.size(2) * input.image.size(3));
  }
  base.lambda_per_pixel = input.lambda_per_pixel;
  if (spec.mask_role != "none") {
    if (mask) {
      base.given_mask_sha256 =
          sha256_bytes(mask->values.data(), mask->values.size() * sizeof(float));
    } else {
      if (spec.mask.empty())
        return usage_error("--mask-role " + spec.mask_role +
                           ": needs a mask; give one with --mask");
      auto loaded = load_mask(spec.mask, &base.given_mask_sha256);
      if (!loaded) return tl::unexpected(loaded.error());
      mask = std::make_shared<const Plane>(std::move(*loaded));
    }
    input.mask = resize(*mask, spec.grid, spec.grid);
    base.given_mask = input.mask;
  }
  base.image_width = photo->width;
  base.image_height = photo->height;
  base.visible = visible_part(classifier_->card(), photo->width, photo->height);
  base.classifier_id = info_.card.id;
  base.classifier_sha256 = info_.card.sha256;
  base.classifier_fingerprint = info_.card.fingerprint;
  base.predictions = top_predictions(logits, 5);
  const Prediction before = prediction(logits, *target);
  base.probability_original = before.probability;
  base.score_original = before.score;
  base.device = info_.device;
  base.precision = info_.precision;
  base.libtorch = info_.libtorch;
  base.threads = info_.threads;
  base.seconds_load = std::exchange(load_seconds_, 0);
  auto run = find_start_method(spec.method)(*classifier_, std::move(input));
  if (!run) return run;
  return std::make_unique<MeasuredRun>(std::move(*run));
}

}  // namespace

std::unique_ptr<Engine> make_engine() { return std::make_unique<TorchEngine>(); }

}  // namespace fido
