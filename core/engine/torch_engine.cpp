// The engine on LibTorch: keeps one classifier and what it knows of the last photo.
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

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

class TorchEngine : public Engine {
 public:
  Expected<ClassifierInfo> load(const ClassifierCard& card, const RunSpec& spec) override;
  Expected<Classification> classify(const Image& photo, int top) override;
  Expected<MaskAnswer> answer(const MaskQuestion& question) override;
  Expected<std::unique_ptr<Explanation>> explain(const RunSpec& spec, ImagePtr photo,
                                                 std::shared_ptr<const Plane> mask) override;

 private:
  // What is asked again and again of one photo: its tensor, its logits, infillers that have begun
  // with it.
  struct Prepared {
    ImagePtr photo;
    torch::Tensor image;  // [1,C,H,W] normalised
    std::vector<float> logits;
    std::map<std::string, std::unique_ptr<Infiller>> infillers;
  };
  Expected<void> prepare(const ImagePtr& photo);
  std::vector<Prediction> best(const float* logits, int top) const;
  Prediction prediction(const float* logits, int index) const;
  Expected<int> target_of(const std::string& text, const float* logits) const;
  Expected<void> need_classifier() const;
  Expected<std::unique_ptr<Infiller>> makeInfiller(const std::string& name) const {
    return make_infiller(name, classifier_->device(),
                         info_.precision == "bf16" ? torch::kBFloat16 : torch::kFloat32);
  }
  // s(target), minus s(contrast) where there is one, of the photo with nothing left of it: the mean
  // over a few fills.
  Expected<double> scoreInfilled(Infiller& infiller, std::uint64_t seed, int target,
                                 std::optional<int> contrast) const;
  bool bgr() const { return classifier_->card().color_order == "BGR"; }

  std::unique_ptr<Classifier> classifier_;
  ClassifierInfo info_;
  std::string asked_device_;
  int asked_threads_ = 0;
  int randomized_layers_ = 0;
  double load_seconds_ = 0;  // not yet told by a result: a batch of photos loads once
  Prepared prepared_;
};

// A score that hardly falls, or rises, when all is infilled gives no measure of a price.
constexpr double kLeastRange = 1;

// What a run is about: s(target), minus s(contrast) where there is one.
double asked_score(const float* logits, int classes, int target, std::optional<int> contrast) {
  return score(logits, classes, target) - (contrast ? score(logits, classes, *contrast) : 0);
}

// Adds to a run's result what the run has cost.
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
  Expected<RunResult> result(const std::function<bool()>& go_on) override {
    auto out = run_->result(go_on);
    if (!out) return out;
    out->seconds_total = out->seconds_load + seconds_since(begin_);
    out->peak_memory_bytes = peak_memory_bytes();
    return out;
  }

 private:
  std::unique_ptr<Explanation> run_;
  Clock::time_point begin_ = Clock::now();
};

Expected<ClassifierInfo> TorchEngine::load(const ClassifierCard& card, const RunSpec& spec) {
  const int threads = spec.threads > 0
                          ? spec.threads
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  if (classifier_ && info_.card.card_path == card.card_path &&
      info_.card.fingerprint == card.fingerprint && info_.card.sha256 == card.sha256 &&
      info_.precision == spec.precision && asked_device_ == spec.device &&
      asked_threads_ == threads && randomized_layers_ == spec.randomized_layers)
    return info_;

  const auto begun = Clock::now();
  at::set_num_threads(threads);  // this thread may have begun with one
  at::globalContext().setDeterministicCuDNN(true);
  auto labels = load_labels(card.labels_file, card.num_classes);
  if (!labels) return tl::unexpected(labels.error());
  auto loaded = Classifier::load(card, spec.device, spec.precision, spec.randomized_layers);
  if (!loaded) return tl::unexpected(loaded.error());

  classifier_ = std::move(*loaded);
  prepared_ = {};
  asked_device_ = spec.device;
  asked_threads_ = threads;
  randomized_layers_ = spec.randomized_layers;
  info_.card = card;
  info_.labels = std::move(*labels);
  info_.device = classifier_->device().str();
  info_.precision = spec.precision;
  info_.threads = threads;
  info_.libtorch = libtorch_version();
  info_.blas = blas_in_use();
  info_.load_seconds = load_seconds_ = seconds_since(begun);
  log_info(card.id + " on " + info_.device + ", " + std::to_string(threads) + " threads, " +
           spec.precision + ", LibTorch " + info_.libtorch + ", BLAS " + info_.blas +
           (single_image_is_fast() ? "" : " (slow for single images: they go in pairs)"));
  return info_;
}

Expected<void> TorchEngine::need_classifier() const {
  if (classifier_) return {};
  return usage_error("no classifier is loaded; choose one");
}

Expected<void> TorchEngine::prepare(const ImagePtr& photo) {
  if (auto ok = need_classifier(); !ok) return ok;
  if (!photo || photo->empty()) return usage_error("no photo is open; open one");
  if (prepared_.photo == photo) return {};
  const auto image = classifier_->normalize(classifier_->view(*photo));
  const auto logits = classifier_->logits(image).contiguous();
  if (!torch::isfinite(logits).all().item<bool>())
    return input_error(classifier_->card().file.string() +
                       ": returns NaN or infinite values for this photo; check mean and std in " +
                       classifier_->card().card_path.string());
  prepared_ = {};
  prepared_.photo = photo;
  prepared_.image = image;
  prepared_.logits.assign(logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel());
  return {};
}

Prediction TorchEngine::prediction(const float* logits, int index) const {
  const int classes = classifier_->card().num_classes;
  return {index, info_.labels[index], probability(logits, classes, index),
          score(logits, classes, index)};
}

std::vector<Prediction> TorchEngine::best(const float* logits, int top) const {
  std::vector<int> order(classifier_->card().num_classes);
  std::iota(order.begin(), order.end(), 0);
  const auto count =
      std::clamp<std::size_t>(static_cast<std::size_t>(std::max(top, 1)), 1, order.size());
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
      [&](int a, int b) { return logits[a] != logits[b] ? logits[a] > logits[b] : a < b; });
  // Below one half the score follows from p without loss; above, where 1 - p would lose digits,
  // there is one class at most.
  const auto each = probabilities(logits, classifier_->card().num_classes);
  std::vector<Prediction> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double p = each[static_cast<std::size_t>(order[i])];
    out.push_back(p > 0 && p < 0.5 ? Prediction{order[i], info_.labels[order[i]], p,
                                                std::log(p) - std::log1p(-p)}
                                   : prediction(logits, order[i]));
  }
  return out;
}

Expected<int> TorchEngine::target_of(const std::string& text, const float* logits) const {
  if (text == "top") return best(logits, 1)[0].index;
  return find_class(info_.labels, text);
}

Expected<Classification> TorchEngine::classify(const Image& photo, int top) {
  if (auto ok = need_classifier(); !ok) return tl::unexpected(ok.error());
  // No copy of the photo: the alias owns nothing and is forgotten below.
  if (auto ok = prepare(ImagePtr(ImagePtr(), &photo)); !ok) return tl::unexpected(ok.error());
  Classification out;
  out.input = std::make_shared<Image>(classifier_->picture(prepared_.image));
  out.visible = visible_part(classifier_->card(), photo.width, photo.height);
  out.predictions = best(prepared_.logits.data(), top);
  prepared_.photo.reset();
  return out;
}

Expected<MaskAnswer> TorchEngine::answer(const MaskQuestion& question) {
  if (auto ok = prepare(question.photo); !ok) return tl::unexpected(ok.error());
  const auto* known = find_infiller(question.infill);
  if (!known) return usage_error("infiller " + question.infill + " is unknown");
  const auto target = target_of(question.target, prepared_.logits.data());
  if (!target) return tl::unexpected(target.error());

  const torch::NoGradGuard no_grad;
  auto& infiller = prepared_.infillers[question.infill];
  if (!infiller || known->stochastic) {
    auto begun = makeInfiller(question.infill);
    if (!begun) return tl::unexpected(begun.error());
    (*begun)->begin(
        {prepared_.image, classifier_->mean(), classifier_->std(), question.seed, bgr()});
    infiller = std::move(*begun);  // not before it has begun, which may fail for want of memory
  }
  const auto& card = classifier_->card();
  MaskAnswer out;
  out.coarse = question.coarse && known->has_preview;
  out.mask = resize(question.mask, card.width, card.height);
  if (!question.soft)
    for (float& v : out.mask.values) v = v >= 0.5F ? 1.F : 0.F;
  const auto mask = torch::from_blob(out.mask.values.data(), {1, 1, card.height, card.width})
                        .to(classifier_->device());
  // What is filled in is for the rounded mask, as in the steps of a run.
  const auto keep = question.soft ? mask.ge(0.5).to(torch::kFloat32) : mask;

  out.target_before = prediction(prepared_.logits.data(), *target);
  out.predictions_before = best(prepared_.logits.data(), question.top);
  const int samples = known->stochastic ? std::max(1, question.samples) : 1;
  const int classes = card.num_classes;
  std::vector<double> values;
  std::vector<double> mean(classes);
  for (int done = 0; done < samples;) {
    const int batch = std::min(8, samples - done);
    const auto masks = keep.expand({batch, 1, card.height, card.width});
    const auto fill = out.coarse ? infiller->fill_preview(masks) : infiller->fill(masks);
    const auto filled = (question.soft ? fill + mask * (prepared_.image - fill)
                                       : compose(prepared_.image, keep, fill))
                            .expand({batch, card.channels, card.height, card.width});
    if (done == 0) out.infilled = classifier_->picture(filled[0]);
    const auto logits =
        classifier_->logits(filled.contiguous(torch::MemoryFormat::ChannelsLast)).contiguous();
    if (!torch::isfinite(logits).all().item<bool>())
      return input_error(
          card.file.string() +
          ": returns NaN or infinite values for this photo under this mask; try another infiller");
    for (int s = 0; s < batch; ++s) {
      const float* row = logits.data_ptr<float>() + s * classes;
      const auto each = probabilities(row, classes);
      values.push_back(each[static_cast<std::size_t>(*target)]);
      for (std::size_t j = 0; j < each.size(); ++j) mean[j] += each[j] / samples;
    }
    done += batch;
  }
  // The log of mean probabilities is a row of log-probabilities, so the same functions read it.
  std::vector<float> row(classes);
  std::transform(mean.begin(), mean.end(), row.begin(),
                 [](double p) { return static_cast<float>(std::log(std::max(p, 1e-38))); });
  out.marginal = interval_of(values);
  out.samples = std::move(values);
  out.target_after = prediction(row.data(), *target);
  out.predictions_after = best(row.data(), question.top);
  return out;
}

Expected<double> TorchEngine::scoreInfilled(Infiller& infiller, std::uint64_t seed, int target,
                                            std::optional<int> contrast) const {
  constexpr int kFills = 4;
  const torch::NoGradGuard no_grad;
  infiller.begin({prepared_.image, classifier_->mean(), classifier_->std(), seed, bgr()});
  const auto fill = infiller.fill(at::zeros(
      {kFills, 1, prepared_.image.size(2), prepared_.image.size(3)}, prepared_.image.options()));
  const auto logits = classifier_->logits(fill).contiguous();
  if (!torch::isfinite(logits).all().item<bool>())
    return run_error(
        "the classifier returned NaN or infinite values for the photo with everything infilled; "
        "take another infiller, or --lambda-unit pixel");
  const int classes = static_cast<int>(logits.size(1));
  double sum = 0;
  for (std::int64_t i = 0; i < logits.size(0); ++i)
    sum += asked_score(logits.data_ptr<float>() + i * classes, classes, target, contrast);
  return sum / static_cast<double>(logits.size(0));
}

Expected<std::unique_ptr<Explanation>> TorchEngine::explain(const RunSpec& spec, ImagePtr photo,
                                                            std::shared_ptr<const Plane> mask) {
  if (auto ok = validate(spec); !ok) return tl::unexpected(ok.error());
  if (auto ok = prepare(photo); !ok) return tl::unexpected(ok.error());
  const float* logits = prepared_.logits.data();
  const auto target = target_of(spec.target, logits);
  if (!target) return tl::unexpected(target.error());

  RunInput input;
  input.spec = spec;
  input.image = prepared_.image;
  input.mean = classifier_->mean();
  input.std = classifier_->std();
  input.bgr = bgr();
  for (auto* infiller : {&input.infiller, &input.preview_infiller}) {
    auto made = makeInfiller(spec.infill);
    if (!made) return tl::unexpected(made.error());
    *infiller = std::move(*made);
  }
  input.target = *target;
  input.labels = info_.labels;
  input.infill_is_stochastic = find_infiller(spec.infill)->stochastic;
  if (!spec.contrast.empty()) {
    const auto contrast = find_class(info_.labels, spec.contrast);
    if (!contrast) return tl::unexpected(contrast.error());
    if (*contrast == *target)
      return usage_error("--contrast " + spec.contrast +
                         ": is the target itself; name another class");
    input.contrast = *contrast;
  }

  input.original_score =
      asked_score(logits, classifier_->card().num_classes, *target, input.contrast);
  RunResult& base = input.result_base;
  if (spec.lambda_unit == "range") {
    const auto infilled =
        scoreInfilled(*input.preview_infiller, spec.seed, *target, input.contrast);
    if (!infilled) return tl::unexpected(infilled.error());
    base.score_infilled = *infilled;
    input.lambda_per_pixel = spec.lambda * std::max(kLeastRange, input.original_score - *infilled) /
                             static_cast<double>(input.image.size(2) * input.image.size(3));
  } else {
    input.lambda_per_pixel = spec.lambda;
  }
  base.lambda_per_pixel = input.lambda_per_pixel;
  if (spec.mask_role != "none") {
    if (mask) {
      base.given_sha256 = sha256_bytes(mask->values.data(), mask->values.size() * sizeof(float));
    } else {
      if (spec.mask.empty())
        return usage_error("--mask-role " + spec.mask_role +
                           ": needs a mask; give one with --mask");
      auto loaded = load_mask(spec.mask, &base.given_sha256);
      if (!loaded) return tl::unexpected(loaded.error());
      mask = std::make_shared<const Plane>(std::move(*loaded));
    }
    input.mask = resize(*mask, spec.grid, spec.grid);
    base.given = input.mask;
  }
  base.image_width = photo->width;
  base.image_height = photo->height;
  base.visible = visible_part(classifier_->card(), photo->width, photo->height);
  base.classifier_id = info_.card.id;
  base.classifier_sha256 = info_.card.sha256;
  base.classifier_fingerprint = info_.card.fingerprint;
  base.predictions = best(logits, 5);
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
