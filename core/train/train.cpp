#include "core/train/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <sstream>
#include <thread>

#include "core/base/exceptions.h"
#include "core/base/files.h"
#include "core/base/process.h"
#include "core/image/codec.h"
#include "core/infill/infiller.h"
#include "core/model/classifier.h"
#include "core/model/saliency_net_card.h"
#include "core/model/torch_version.h"
#include "core/train/holes.h"
#include "core/train/photo_batches.h"
#include "core/train/photos.h"
#include "core/train/training_task.h"

#ifdef FIDOSCOPE_CUDA
#include <ATen/autocast_mode.h>
#endif

namespace fido {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using OnProgress = std::function<bool(const TrainProgress&)>;

constexpr int kPhotoSide = 256;  // pixels: the size to which photos in a folder are resized
constexpr int kWarmupSteps = 200;
constexpr int kSheetPhotos = 6;
constexpr int kLogInterval = 100;  // steps per row of log.csv

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Runs convolutions on CUDA in bf16 while it exists; losses and weights stay in fp32.
class AutocastScope {
 public:
  explicit AutocastScope(bool is_enabled) : is_enabled_(is_enabled) {
#ifdef FIDOSCOPE_CUDA
    if (!is_enabled_) return;
    at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
    at::autocast::set_autocast_enabled(at::kCUDA, true);
#endif
  }
  ~AutocastScope() {
#ifdef FIDOSCOPE_CUDA
    if (!is_enabled_) return;
    at::autocast::set_autocast_enabled(at::kCUDA, false);
    at::autocast::clear_cache();  // it holds bf16 copies of weights, which the step has changed
#endif
  }
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

 private:
  bool is_enabled_;
};

double learning_rate_at(const TrainSpec& spec, int step) {
  const double warmup = std::min(1.0, (step + 1.0) / kWarmupSteps);
  return spec.learning_rate * warmup * 0.5 * (1 + std::cos(M_PI * step / spec.steps));
}

// Returns everything that must be the same for a state to be resumed.
std::string fingerprint(const TrainSpec& spec, const PhotoSet& photos) {
  std::ostringstream text;
  if (spec.precision != "fp32") text << spec.precision << ' ';
  text << spec.architecture << ' ' << spec.width << ' ' << spec.base << ' ' << spec.steps << ' '
       << spec.batch << ' ' << spec.crop << ' ' << spec.learning_rate << ' ' << spec.critics << ' '
       << spec.seed << ' ' << photos.count << ' ' << photos.side;
  if (spec.architecture == "realtime") text << ' ' << spec.classifier.sha256;
  return text.str();
}

// Converts [3,H,W], RGB in [0,1], to an image.
Image to_image(const torch::Tensor& rgb) {
  const auto bytes = rgb.mul(255)
                         .round()
                         .clamp(0, 255)
                         .to(torch::kCPU)
                         .to(torch::kUInt8)
                         .permute({1, 2, 0})
                         .contiguous();
  Image image(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)));
  std::copy_n(bytes.data_ptr<std::uint8_t>(), image.rgb.size(), image.rgb.begin());
  return image;
}

// Writes samples/NNNNNN.png. All sheets of a run show the same photos and masks.
Expected<void> write_sheet(const TrainingTask& task, const PhotoSet& photos, const TrainSpec& spec,
                           const torch::Device& device, int step) {
  const torch::NoGradGuard no_grad;
  auto random = random_for_step(~spec.seed, 0);
  const auto photo = draw_crops(photos, kSheetPhotos, spec.crop, random).to(device);
  const auto keep = draw_holes(kSheetPhotos, spec.crop, random).to(device);
  const auto row = at::cat(task.sheet_columns(photo, keep), 3);
  std::vector<torch::Tensor> rows;
  rows.reserve(kSheetPhotos);
  for (int i = 0; i < kSheetPhotos; ++i) rows.push_back(row[i]);
  std::ostringstream name;
  name << std::string(6 - std::min<std::size_t>(6, std::to_string(step).size()), '0') << step
       << ".png";
  return save_png(spec.out / "samples" / name.str(), to_image(at::cat(rows, 1)));
}

using MakeTask = Expected<std::unique_ptr<TrainingTask>> (*)(const TrainSpec&,
                                                             const torch::Device&);
struct Architecture {
  const char* name;
  MakeTask make_task;
  int default_width;  // 0: the width is fixed
  double default_learning_rate;
  int crop_multiple;  // the side of a crop must be a multiple of it
  int default_crop = 128;
};
constexpr Architecture kArchitectures[] = {{"fast", make_fast_task, 0, 2e-3, 8},
                                           {"vae", make_vae_task, 32, 1e-3, 8},
                                           {"ca", make_ca_task, 32, 5e-4, 32},
                                           {"realtime", make_saliency_task, 0, 1e-3, 8, 224}};

// Checks the spec, fills in the defaults of its architecture and returns that. Errors: (usage).
Expected<const Architecture*> resolve_spec(TrainSpec& spec) {
  const auto* architecture =
      std::find_if(std::begin(kArchitectures), std::end(kArchitectures),
                   [&](const auto& a) { return spec.architecture == a.name; });
  if (architecture == std::end(kArchitectures))
    return usage_error("train: the network " + spec.architecture +
                       " is unknown; use fast, vae, ca or realtime");
  if (spec.crop == 0) spec.crop = architecture->default_crop;
  if (spec.crop % architecture->crop_multiple != 0)
    return usage_error("--crop " + std::to_string(spec.crop) + ": must be a multiple of " +
                       std::to_string(architecture->crop_multiple));
  if (spec.width > 0 && architecture->default_width == 0)
    return usage_error("--width: the width of " + spec.architecture +
                       " is fixed; leave the option out");
  if (spec.width % 2 != 0)
    return usage_error("--width " + std::to_string(spec.width) + ": must be even");
  if (spec.precision != "fp32" && spec.precision != "bf16")
    return usage_error("--precision " + spec.precision + ": is unknown; use fp32 or bf16");
  if (spec.base != "push-pull" && spec.base != "none")
    return usage_error("--base: " + spec.base + " is unknown; use push-pull or none");
  if (spec.architecture == "realtime" && spec.classifier.file.empty())
    return usage_error(
        "train: realtime needs the classifier that the saliency network is to explain; name it "
        "with --classifier");
  if (spec.architecture == "realtime" && !spec.start_from.empty())
    return usage_error(
        "--start-from: realtime starts with a class filter that is fitted to the classifier; leave "
        "the option out");
  if (spec.width == 0) spec.width = architecture->default_width;
  if (spec.learning_rate == 0) spec.learning_rate = architecture->default_learning_rate;
  return architecture;
}

// Flushes denormal numbers to zero while it exists: gradients that vanish on their way through CA
// made a step 25 times slower on a CPU.
struct FlushDenormalsScope {
  FlushDenormalsScope() { at::globalContext().setFlushDenormal(true); }
  ~FlushDenormalsScope() { at::globalContext().setFlushDenormal(false); }
};

// The losses since the last row of log.csv.
struct LossSums {
  double total = 0, metric = 0;
  int count = 0;

  void add(const StepLosses& losses) {
    total += losses.total;
    metric += losses.metric;
    ++count;
  }
};

// One training: its state in memory and in the output folder.
class TrainingRun {
 public:
  TrainingRun(const TrainSpec& spec, PhotoSet photos, torch::Device device,
              std::unique_ptr<TrainingTask> task)
      : spec_(spec), photos_(std::move(photos)), device_(device), task_(std::move(task)) {}

  // Creates the output folder, and either resumes from the saved state or prepares the first step.
  Expected<void> prepare(const OnProgress& on_progress) {
    std::error_code error;
    fs::create_directories(spec_.out / "samples", error);
    if (error)
      return input_error(spec_.out.string() + ": cannot be created: " + error.message() +
                         "; choose another --out");
    const bool has_state = fs::exists(state_path(), error);
    if (has_state && !spec_.resume)
      return usage_error(spec_.out.string() +
                         ": already holds a training; continue it with --resume, or choose "
                         "another --out");
    if (has_state) return resume();
    log_ = std::string("step,loss,") + task_->metric_name() + ",seconds\n";
    const auto on_photos = [&](std::int64_t processed) {
      return on_progress({processed, photos_.count, 0, spec_.steps, 0, 0});
    };
    if (auto ok = task_->prepare(photos_, on_photos); !ok) return ok;
    if (spec_.start_from.empty()) return {};
    const auto weights = load_weights(spec_.start_from);
    if (!weights) return tl::unexpected(weights.error());
    return assign_weights(task_->weights(), *weights, spec_.start_from.string());
  }

  // Makes the remaining steps and saves the network with its card.
  Expected<TrainResult> run(const OnProgress& on_progress) {
    const auto start = Clock::now();
    auto last_report = start;
    const int first_step = step_;
    LossSums sums;
    double logged_loss = last_logged_loss();
    PhotoBatches batches(spec_, photos_, first_step,
                         device_.is_cpu() ? 0 : static_cast<std::size_t>(at::get_num_threads()),
                         task_->is_infiller());
    for (; step_ < spec_.steps; ++step_) {
      const StepLosses losses = run_step(batches.next());
      if (!std::isfinite(losses.total))
        return run_error("step " + std::to_string(step_ + 1) +
                         ": the loss is not a finite number; lower --learning-rate");
      sums.add(losses);
      const bool is_last = step_ + 1 == spec_.steps;
      if ((step_ + 1) % kLogInterval == 0 || is_last) {
        append_log_row(step_ + 1, sums, earlier_seconds_ + seconds_since(start));
        logged_loss = sums.total / sums.count;
        sums = {};
      }
      const bool saves_state = (step_ + 1) % spec_.save_every == 0 || is_last;
      if (saves_state)
        if (auto ok = save(step_ + 1, earlier_seconds_ + seconds_since(start)); !ok)
          return tl::unexpected(ok.error());
      if (seconds_since(last_report) < 1 && !saves_state) continue;
      last_report = Clock::now();
      TrainProgress progress{photos_.count,
                             photos_.count,
                             step_ + 1,
                             spec_.steps,
                             sums.count > 0 ? sums.total / sums.count : logged_loss,
                             0};
      progress.seconds_left =
          seconds_since(start) / (step_ + 1 - first_step) * (spec_.steps - step_ - 1);
      if (!on_progress(progress) && !is_last) {
        if (auto ok = save(step_ + 1, earlier_seconds_ + seconds_since(start)); !ok)
          return tl::unexpected(ok.error());
        return tl::unexpected(Error{
            ErrorCode::interrupted,
            "interrupted after step " + std::to_string(step_ + 1) + "; continue with --resume"});
      }
    }
    TrainResult out;
    out.steps = spec_.steps;
    out.photos = photos_.count;
    out.loss = logged_loss;
    out.seconds = earlier_seconds_ + seconds_since(start);
    out.skipped = photos_.skipped;
    return save_network(out);
  }

 private:
  StepLosses run_step(PhotoBatch batch) {
    const AutocastScope autocast(uses_bf16());
    return task_->step(batch.photo.to(device_),
                       batch.keep.defined() ? batch.keep.to(device_) : batch.keep, step_,
                       learning_rate_at(spec_, step_), batch.random);
  }

  void append_log_row(int step, const LossSums& sums, double seconds) {
    std::ostringstream row;
    row << step << ',' << sums.total / sums.count << ',' << sums.metric / sums.count << ','
        << seconds << '\n';
    log_ += row.str();
  }

  // Returns the loss of the log's last row, which is the result if a finished training is resumed;
  // 0 if there is no row.
  double last_logged_loss() const {
    const auto row = log_.size() > 1 ? log_.rfind('\n', log_.size() - 2) : std::string::npos;
    const auto comma = row == std::string::npos ? row : log_.find(',', row);
    return comma == std::string::npos ? 0 : std::atof(log_.c_str() + comma + 1);
  }

  bool uses_bf16() const { return spec_.precision == "bf16" && device_.is_cuda(); }
  fs::path state_path() const { return spec_.out / "state.safetensors"; }

  // Returns the task's tensors, and as tensors of their own the step, the time, the fingerprint
  // ("of") and the log.
  Weights state(int step, double seconds) const {
    Weights all = task_->state();
    const auto to_tensor = [](const std::string& text) {
      auto out = torch::empty({static_cast<std::int64_t>(text.size())}, torch::kUInt8);
      std::copy(text.begin(), text.end(), out.data_ptr<std::uint8_t>());
      return out;
    };
    all.emplace_back("step", torch::tensor({static_cast<std::int64_t>(step)}, torch::kInt64));
    all.emplace_back("seconds", torch::tensor({seconds}, torch::kFloat64));
    all.emplace_back("of", to_tensor(fingerprint(spec_, photos_)));
    all.emplace_back("log", to_tensor(log_));
    return all;
  }

  // Saves the log, a sample sheet and the state.
  Expected<void> save(int step, double seconds) {
    if (auto ok = write_file(spec_.out / "log.csv", log_); !ok) return ok;
    if (auto ok = write_sheet(*task_, photos_, spec_, device_, step); !ok) return ok;
    return save_weights(state_path(), state(step, seconds));
  }

  Expected<void> resume() {
    auto loaded = load_weights(state_path());
    if (!loaded) return tl::unexpected(loaded.error());
    const std::string source = state_path().string();
    const auto extract = [&](const std::string& name) {
      const auto found = std::find_if(loaded->begin(), loaded->end(),
                                      [&](const auto& w) { return w.first == name; });
      if (found == loaded->end()) return torch::Tensor();
      auto value = found->second;
      loaded->erase(found);
      return value;
    };
    const auto step = extract("step"), seconds = extract("seconds"),
               saved_fingerprint = extract("of"), log = extract("log");
    if (!step.defined() || !seconds.defined() || !saved_fingerprint.defined() || !log.defined())
      return input_error(source + ": is not the state of a training; choose another --out");
    const auto to_text = [](const torch::Tensor& t) {
      return std::string(t.data_ptr<std::uint8_t>(), t.data_ptr<std::uint8_t>() + t.numel());
    };
    if (to_text(saved_fingerprint) != fingerprint(spec_, photos_))
      return usage_error(source + ": belongs to a training with other settings or photos (" +
                         to_text(saved_fingerprint) + "); repeat those, or choose another --out");
    if (auto ok = assign_weights(task_->state(), *loaded, source); !ok) return ok;
    step_ = static_cast<int>(step.item<std::int64_t>());
    earlier_seconds_ = seconds.item<double>();
    log_ = to_text(log);
    return {};
  }

  // Saves the trained weights and their cards. Returns `out` with the path of the card.
  Expected<TrainResult> save_network(TrainResult out) const {
    const std::string id =
        task_->is_infiller() ? spec_.architecture : spec_.architecture + '-' + spec_.classifier.id;
    const fs::path file = spec_.out / (id + ".safetensors");
    if (auto ok = save_weights(file, task_->weights(), true); !ok)
      return tl::unexpected(ok.error());
    const auto hash = sha256_file(file);
    if (!hash) return tl::unexpected(hash.error());
    out.card_path = spec_.out / (id + ".card.json");
    const auto saved = task_->is_infiller() ? save_infiller_cards(id, file, *hash, out)
                                            : save_saliency_card(id, file, *hash, out);
    if (!saved) return tl::unexpected(saved.error());
    return out;
  }

  Expected<void> save_saliency_card(const std::string& id, const fs::path& file,
                                    const std::string& hash, const TrainResult& result) const {
    const auto classifier_hash =
        Classifier::load(spec_.classifier, "cpu", "fp32").and_then([](const auto& loaded) {
          return loaded->weights_sha256();
        });
    if (!classifier_hash) return tl::unexpected(classifier_hash.error());
    return save_saliency_net_card({id,
                                   "Realtime, for " + spec_.classifier.name,
                                   file,
                                   hash,
                                   spec_.classifier.id,
                                   *classifier_hash,
                                   kLicense,
                                   card_source(),
                                   training_summary(result),
                                   result.card_path,
                                   {}});
  }

  Expected<void> save_infiller_cards(const std::string& id, const fs::path& file,
                                     const std::string& hash, const TrainResult& result) const {
    InfillerCard card;
    card.id = id;
    card.file = file;
    card.sha256 = hash;
    card.runtime = spec_.architecture;
    task_->describe(card);
    if (spec_.width > 0) card.base = spec_.base;
    card.license = kLicense;
    card.source = card_source();
    card.training = training_summary(result);
    card.card_path = result.card_path;
    if (auto ok = save_infiller_card(card); !ok) return ok;
    for (const InfillerCard& variant : task_->card_variants(card))
      if (auto ok = save_infiller_card(variant); !ok) return ok;
    return {};
  }

  static constexpr const char* kLicense = "GPL-3.0-or-later";
  static std::string card_source() { return "fidoscope-cli train, version " + fidoscope_version(); }

  // Returns the text of the card's "training": data, settings, final loss and time.
  std::string training_summary(const TrainResult& result) const {
    std::ostringstream text;
    if (!spec_.start_from.empty()) text << "from " << spec_.start_from.filename().string() << ", ";
    if (spec_.width > 0) text << "width " << spec_.width << "; ";
    text << photos_.count << " photos of " << photos_.side << " pixels; " << spec_.steps
         << " steps of " << spec_.batch << " crops of " << spec_.crop << " pixels, learning rate "
         << spec_.learning_rate << ", seed " << spec_.seed << "; final loss " << result.loss << "; "
         << static_cast<int>(result.seconds / 60) << " minutes on " << device_.str();
    if (uses_bf16()) text << " in bf16";
    if (spec_.architecture == "ca" && spec_.critics > 0)
      text << "; critics in the last " << spec_.critics * 100 << " %";
    return text.str();
  }

  TrainSpec spec_;
  PhotoSet photos_;
  torch::Device device_;
  std::unique_ptr<TrainingTask> task_;
  std::string log_;
  int step_ = 0;                // steps done
  double earlier_seconds_ = 0;  // the duration of earlier calls
};

}  // namespace

Expected<TrainResult> train(const TrainSpec& requested, const OnProgress& on_progress) {
  TrainSpec spec = requested;
  const auto architecture = resolve_spec(spec);
  if (!architecture) return tl::unexpected(architecture.error());
  const auto device = parse_device(spec.device);
  if (!device) return tl::unexpected(device.error());
  const FlushDenormalsScope flush_denormals;
  at::set_num_threads(spec.threads > 0
                          ? spec.threads
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
  auto last_report = Clock::now();
  auto photos = load_photos(spec.data, kPhotoSide, [&](std::int64_t read, std::int64_t count) {
    if (seconds_since(last_report) < 1) return true;
    last_report = Clock::now();
    return on_progress({read, count, 0, spec.steps, 0, 0});
  });
  if (!photos) return tl::unexpected(photos.error());
  if (photos->side < spec.crop)
    return usage_error("--crop " + std::to_string(spec.crop) + ": is larger than the photos (" +
                       std::to_string(photos->side) + " pixels)");
  try {
    auto task = (*architecture)->make_task(spec, *device);
    if (!task) return tl::unexpected(task.error());
    TrainingRun run(spec, std::move(*photos), *device, std::move(*task));
    if (auto ok = run.prepare(on_progress); !ok) return tl::unexpected(ok.error());
    return run.run(on_progress);
  } catch (const std::exception& e) {
    return tl::unexpected(to_error(e, "the training"));
  }
}

}  // namespace fido
