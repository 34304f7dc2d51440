#include "tests/fake_engine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/base/files.h"
#include "core/image/resample.h"
#include "core/run/methods.h"

namespace fido {
namespace {

constexpr double kProbabilities[] = {0.61, 0.21, 0.10, 0.08};
const char* const kLabels[] = {"tabby, tabby cat", "lynx, catamount", "tiger cat", "teapot"};

double log_odds(double p) { return std::log(p / (1 - p)); }

Prediction prediction(int index, double probability) {
  return {index, kLabels[index], probability, log_odds(probability)};
}

// Returns predictions with the target class at `probability`; the other classes share the rest in
// their original proportions.
std::vector<Prediction> predictions(int target, double probability) {
  std::vector<Prediction> all;
  for (int i = 0; i < 4; ++i) {
    const double rest = kProbabilities[i] / (1 - kProbabilities[target]) * (1 - probability);
    all.push_back(prediction(i, i == target ? probability : rest));
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.probability > b.probability; });
  return all;
}

int class_index(const std::string& target) {
  return target == "top" ? 0 : find_class({kLabels, kLabels + 4}, target).value_or(0);
}

double mean(const Plane& plane) {
  double sum = 0;
  for (const float value : plane.values) sum += value;
  return plane.values.empty() ? 0 : sum / static_cast<double>(plane.values.size());
}

Image fill_dropped(const Image& input, const Plane& mask) {
  Image out = input;
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      if (mask.at(x, y) < 0.5F) std::fill_n(out.row(y) + 3 * x, 3, std::uint8_t{128});
  return out;
}

class FakeRun : public Explanation {
 public:
  FakeRun(std::shared_ptr<FakeControl> control, RunSpec spec, ImagePtr photo, ClassifierCard card,
          const Plane* mask)
      : control_(std::move(control)),
        spec_(std::move(spec)),
        photo_(std::move(photo)),
        card_(std::move(card)),
        target_(class_index(spec_.target)),
        keeps_important_(find_method(spec_.method)->keeps_important),
        input_(resize(*photo_, card_.width, card_.height)) {
    if (mask && spec_.mask_role == "drop") radius_ = outer_radius(*mask) + 0.2;
  }

  int iterations() const override { return spec_.iterations; }
  bool done() const override {
    const int last =
        control_->steps_to_settle > 0 ? control_->steps_to_settle.load() : spec_.iterations;
    return static_cast<int>(history_.size()) >= last;
  }

  Expected<Step> step() override {
    control_->in_step = true;
    control_->passGate();
    control_->in_step = false;
    if (control_->fail_next_step.exchange(false))
      return run_error("The fake device was lost. Choose another device.");
    const int i = static_cast<int>(history_.size());
    const double dropped = mean(dropAt(i + 1));
    Step step;
    step.iteration = i;
    step.expected_drop = dropped;
    step.probability = probabilityAt(dropped);
    step.score = log_odds(step.probability);
    step.loss = (keeps_important_ ? -step.score : step.score) +
                10 * (keeps_important_ ? 1 - dropped : dropped);
    step.seconds = 0.125 * i;
    history_.push_back(step);
    ++control_->steps;
    return step;
  }

  Plane drop() const override {
    if (control_->throw_in_drop.exchange(false)) throw std::runtime_error("a broken drop");
    if (control_->on_drop) control_->on_drop();
    return dropAt(static_cast<int>(history_.size()));
  }

  Expected<Snapshot> snapshot(bool with_counterfactual) override {
    if (control_->throw_in_snapshot.exchange(false)) throw std::runtime_error("a broken snapshot");
    Snapshot snapshot;
    snapshot.iteration = static_cast<int>(history_.size());
    snapshot.drop = drop();
    snapshot.map = map();
    if (with_counterfactual)
      counterfactual_ = std::make_shared<Image>(fill_dropped(input_, mask()));
    snapshot.counterfactual = counterfactual_;
    snapshot.probability_counterfactual = probabilityAt(1 - mean(mask()));
    return snapshot;
  }

  Expected<RunResult> result(const std::function<bool()>& should_continue) override {
    RunResult result;
    result.spec = spec_;
    result.image_width = photo_->width;
    result.image_height = photo_->height;
    result.visible = {0, 0, photo_->width, photo_->height};
    result.classifier_id = card_.id;
    result.target = target_;
    result.target_label = kLabels[target_];
    result.predictions = predictions(0, kProbabilities[0]);
    result.probability_original = kProbabilities[target_];
    result.score_original = log_odds(kProbabilities[target_]);
    result.probability_counterfactual = probabilityAt(1 - mean(mask()));
    result.score_counterfactual = log_odds(result.probability_counterfactual);
    if (searches_evidence(spec_)) {
      result.evidence_reached = control_->evidence_reached;
      result.score_target = result.score_original;
      result.score_under_masks = result.score_original;
    }
    if (should_continue()) result.marginal = {0.3, 0.25, 0.35, 64};
    result.iterations_done = static_cast<int>(history_.size());
    result.stopped = !done();
    result.seconds_run = history_.empty() ? 0 : history_.back().seconds;
    result.device = "cpu";
    result.history = history_;
    result.map = map();
    if (find_method(spec_.method)->optimizes_mask) result.drop = drop();
    result.mask = mask();
    result.input = input_;
    result.counterfactual = fill_dropped(input_, result.mask);
    return result;
  }

 private:
  // Returns how far from the middle the mask still drops something; 1 at the middle of an edge.
  static double outer_radius(const Plane& mask) {
    double radius = 0;
    for (int y = 0; y < mask.height; ++y)
      for (int x = 0; x < mask.width; ++x)
        if (mask.at(x, y) < 0.5F)
          radius = std::max(
              radius, std::hypot(2.0 * x / (mask.width - 1) - 1, 2.0 * y / (mask.height - 1) - 1));
    return radius;
  }
  // The drop map moves from 0.5 everywhere to a disc in the middle, which covers what a mask drops
  // and a ring around it.
  Plane dropAt(int steps) const {
    Plane plane(spec_.grid, spec_.grid);
    const double t = std::min(1.0, 2.0 * steps / spec_.iterations), half = (spec_.grid - 1) / 2.0;
    for (int y = 0; y < spec_.grid; ++y)
      for (int x = 0; x < spec_.grid; ++x) {
        const double r = std::hypot(x - half, y - half) / half;
        const double inside = 1 / (1 + std::exp((r - radius_) * 12));  // the disc has a soft edge
        plane.at(x, y) =
            static_cast<float>(0.5 + t * ((keeps_important_ ? 1 - inside : inside) - 0.5));
      }
    return plane;
  }
  double probabilityAt(double dropped) const {
    return std::clamp(kProbabilities[target_] * (1.2 - (keeps_important_ ? 0.4 : 2.0) * dropped),
                      0.02, 0.98);
  }
  Plane map() const {
    Plane plane = upsample_aligned(drop(), card_.width, card_.height);
    if (keeps_important_)
      for (float& value : plane.values) value = 1 - value;
    return plane;
  }
  Plane mask() const {
    return map_estimate_mask(upsample_aligned(drop(), card_.width, card_.height));
  }

  std::shared_ptr<FakeControl> control_;
  RunSpec spec_;
  ImagePtr photo_;
  ClassifierCard card_;
  int target_;
  bool keeps_important_;
  Image input_;
  double radius_ = 0.5;  // of the disc
  std::vector<Step> history_;
  std::shared_ptr<const Image> counterfactual_;
};

class FakeEngine : public Engine {
 public:
  explicit FakeEngine(std::shared_ptr<FakeControl> control) : control_(std::move(control)) {}

  Expected<ClassifierInfo> load(const ClassifierCard& card, const RunSpec&) override {
    ++control_->loads;
    while (control_->hold_load) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (control_->fail_next_load.exchange(false))
      return input_error(card.file.string() +
                         " is not TorchScript. Export it with torch.jit.trace.");
    ClassifierInfo info;
    info.card = card;
    info.labels = {kLabels, kLabels + 4};
    info.device = "cpu";
    info.precision = "fp32";
    info.threads = 2;
    card_ = card;
    return info;
  }

  Expected<Classification> classify(const Image& photo, int top) override {
    ++control_->classifications;
    if (control_->fail_next_classify.exchange(false))
      return input_error("The fake cannot see this photo.");
    Classification classification;
    classification.input = std::make_shared<Image>(resize(photo, card_.width, card_.height));
    classification.visible = {0, 0, photo.width, photo.height};
    classification.predictions = predictions(0, kProbabilities[0]);
    classification.predictions.resize(
        std::min<std::size_t>(classification.predictions.size(), static_cast<std::size_t>(top)));
    return classification;
  }

  Expected<MaskAnswer> answer(const MaskQuestion& question) override {
    ++control_->answers;
    control_->in_answer = true;
    while (control_->hold_answers) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    control_->in_answer = false;
    if (control_->fail_next_answer.exchange(false)) return run_error("The fake has no answer.");
    MaskAnswer answer;
    const int target = class_index(question.target);
    answer.mask = question.mask;
    answer.infilled = fill_dropped(
        resize(*question.photo, question.mask.width, question.mask.height), question.mask);
    const double p = fake_answer(question.mask, target);
    answer.predictions_before = predictions(target, kProbabilities[target]);
    answer.predictions_after = predictions(target, p);
    answer.target_before = prediction(target, kProbabilities[target]);
    answer.target_after = prediction(target, p);
    answer.marginal = {p, p, p, 1};
    answer.samples = {p};
    return answer;
  }

  Expected<std::unique_ptr<Explanation>> explain(const RunSpec& spec, ImagePtr photo,
                                                 std::shared_ptr<const Plane> mask) override {
    control_->run_mask = mask;
    return std::make_unique<FakeRun>(control_, spec, std::move(photo), card_, mask.get());
  }

 private:
  std::shared_ptr<FakeControl> control_;
  ClassifierCard card_;
};

}  // namespace

double fake_answer(const Plane& mask, int target) {
  return std::clamp(kProbabilities[target] * mean(mask), 0.01, 0.99);
}

void FakeControl::closeGate() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  allowed_steps_ = 0;
}

void FakeControl::openGate() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = false;
  }
  gate_changed_.notify_all();
}

void FakeControl::allowSteps(int count) {
  {
    const std::lock_guard lock(mutex_);
    allowed_steps_ += count;
  }
  gate_changed_.notify_all();
}

void FakeControl::passGate() {
  std::unique_lock lock(mutex_);
  gate_changed_.wait(lock, [&] { return !is_closed_ || allowed_steps_ > 0; });
  if (is_closed_) --allowed_steps_;
}

Runner::MakeEngine fake_engine(std::shared_ptr<FakeControl> control) {
  return [control] { return std::make_unique<FakeEngine>(control); };
}

ClassifierCard fake_card(const std::filesystem::path& folder, const std::string& id,
                         const std::string& name) {
  ClassifierCard card;
  card.id = id;
  card.name = name;
  card.file = folder / (id + ".pt");
  std::ofstream(card.file) << "not a network: " << id;
  card.sha256 = sha256_file(card.file).value_or("");
  card.width = 64;
  card.height = 64;
  card.num_classes = 4;
  card.card_path = folder / (id + ".card.json");
  (void)save_classifier_card(card);
  return card;
}

}  // namespace fido
