#include "core/train/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <future>
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
#include "core/train/photos.h"
#include "core/train/task.h"

#ifdef FIDOSCOPE_CUDA
#include <ATen/autocast_mode.h>
#endif

namespace fido {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kStoredSide = 256;  // of a photo in a folder
constexpr int kWarmup = 200;
constexpr int kSheetPhotos = 6;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

// The numbers of one step, whatever came before it: a run that is resumed draws what it would have
// drawn.
std::mt19937_64 random_of(std::uint64_t seed, int step) {
  std::seed_seq words{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U),
                      static_cast<std::uint32_t>(step)};
  return std::mt19937_64(words);
}

// [count,3,crop,crop], RGB in [0,1]: parts of photos, every other one mirrored.
torch::Tensor draw_crops(const PhotoSet& photos, int count, int crop, std::mt19937_64& random) {
  auto out = torch::empty({count, 3, crop, crop});
  float* at = out.data_ptr<float>();
  for (int i = 0; i < count; ++i) {
    const std::uint8_t* photo = photos.photo(
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(photos.count)));
    const auto room = static_cast<std::uint64_t>(photos.side - crop + 1);
    const auto y = static_cast<int>(random() % room), x = static_cast<int>(random() % room);
    const bool mirrored = random() % 2 == 0;
    for (int c = 0; c < 3; ++c)
      for (int v = 0; v < crop; ++v)
        for (int u = 0; u < crop; ++u) {
          const int column = x + (mirrored ? crop - 1 - u : u);
          *at++ = static_cast<float>(
                      photo[3 * (static_cast<std::int64_t>(y + v) * photos.side + column) + c]) /
                  255;
        }
  }
  return out;
}

// What a step is given, and the random numbers that it goes on with.
struct Given {
  torch::Tensor photo, keep;
  std::mt19937_64 random;
};

// The steps' photos and masks, drawn by `threads` others while a GPU works, which is done with a
// step sooner than one processor has drawn the next. Each comes from its own random numbers, so
// nothing depends on how far ahead they are. With none they are drawn when they are asked for:
// where the network has all processors, another thread would be in its way.
class Ahead {
 public:
  Ahead(const TrainSpec& spec, const PhotoSet& photos, int first, std::size_t threads, bool holes)
      : spec_(spec), photos_(photos), next_(first), threads_(threads), holes_(holes) {}

  Given take() {
    if (threads_ == 0) return draw(next_++);
    for (; drawn_.size() < threads_ && (drawn_.empty() || next_ < spec_.steps); ++next_)
      drawn_.push_back(std::async(std::launch::async, [this, step = next_] { return draw(step); }));
    Given given = drawn_.front().get();
    drawn_.pop_front();
    return given;
  }

 private:
  Given draw(int step) const {
    Given given{{}, {}, random_of(spec_.seed, step)};
    given.photo = draw_crops(photos_, spec_.batch, spec_.crop, given.random);
    if (holes_) given.keep = draw_holes(spec_.batch, spec_.crop, given.random);
    return given;
  }

  const TrainSpec& spec_;
  const PhotoSet& photos_;
  int next_;
  std::size_t threads_;
  bool holes_;
  std::deque<std::future<Given>> drawn_;
};

// Convolutions in bf16 on CUDA, the losses and the weights in fp32.
class Autocast {
 public:
  explicit Autocast(bool on) : on_(on) {
#ifdef FIDOSCOPE_CUDA
    if (!on_) return;
    at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
    at::autocast::set_autocast_enabled(at::kCUDA, true);
#endif
  }
  ~Autocast() {
#ifdef FIDOSCOPE_CUDA
    if (!on_) return;
    at::autocast::set_autocast_enabled(at::kCUDA, false);
    at::autocast::clear_cache();  // of weights, which a step moves
#endif
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  bool on_;
};

double rate_at(const TrainSpec& spec, int step) {
  const double risen = std::min(1.0, (step + 1.0) / kWarmup);
  return spec.learning_rate * risen * 0.5 * (1 + std::cos(M_PI * step / spec.steps));
}

// What must be the same for a state to be resumed.
std::string fingerprint(const TrainSpec& spec, const PhotoSet& photos) {
  std::ostringstream text;
  if (spec.precision != "fp32") text << spec.precision << ' ';
  text << spec.architecture << ' ' << spec.width << ' ' << spec.base << ' ' << spec.steps << ' '
       << spec.batch << ' ' << spec.crop << ' ' << spec.learning_rate << ' ' << spec.critics << ' '
       << spec.seed << ' ' << photos.count << ' ' << photos.side;
  if (spec.architecture == "realtime") text << ' ' << spec.classifier.sha256;
  return text.str();
}

Image picture(const torch::Tensor& rows) {
  const auto bytes = rows.mul(255)
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

// The same photos and masks in every sheet of a run.
Expected<void> write_sheet(const TrainingTask& trainee, const PhotoSet& photos,
                           const TrainSpec& spec, const torch::Device& device, int step) {
  const torch::NoGradGuard no_grad;
  auto random = random_of(~spec.seed, 0);
  const auto photo = draw_crops(photos, kSheetPhotos, spec.crop, random).to(device);
  const auto keep = draw_holes(kSheetPhotos, spec.crop, random).to(device);
  const auto row = at::cat(task.shown(photo, keep), 3);
  std::vector<torch::Tensor> rows;
  for (int i = 0; i < kSheetPhotos; ++i) rows.push_back(row[i]);
  std::ostringstream name;
  name << std::string(6 - std::min<std::size_t>(6, std::to_string(step).size()), '0') << step
       << ".png";
  return save_png(spec.out / "samples" / name.str(), picture(at::cat(rows, 1)));
}

using Make = Expected<std::unique_ptr<TrainingTask>> (*)(const TrainSpec&, const torch::Device&);
struct Architecture {
  const char* name;
  Make make;
  int width;  // 0: it has but one
  double learning_rate;
  int multiple;  // of a crop's side
  int crop = 128;
};
constexpr Architecture kArchitectures[] = {{"fast", make_fast_task, 0, 2e-3, 8},
                                           {"vae", make_vae_task, 32, 1e-3, 8},
                                           {"ca", make_ca_task, 32, 5e-4, 32},
                                           {"realtime", make_saliency_task, 0, 1e-3, 8, 224}};

Expected<const Architecture*> settle(TrainSpec& spec) {
  const auto* at = std::find_if(std::begin(kArchitectures), std::end(kArchitectures),
                                [&](const auto& a) { return spec.architecture == a.name; });
  if (at == std::end(kArchitectures))
    return usage_error("train: there is no network " + spec.architecture +
                       " to train; there are fast, vae, ca and realtime");
  if (spec.crop == 0) spec.crop = at->crop;
  if (spec.crop % at->multiple != 0)
    return usage_error("--crop " + std::to_string(spec.crop) + ": must be a multiple of " +
                       std::to_string(at->multiple));
  if (spec.width > 0 && at->width == 0)
    return usage_error("--width: " + spec.architecture + " has but one width; leave it out");
  if (spec.width % 2 != 0)
    return usage_error("--width " + std::to_string(spec.width) + ": must be even");
  if (spec.precision != "fp32" && spec.precision != "bf16")
    return usage_error("--precision " + spec.precision + ": is unknown; use fp32 or bf16");
  if (spec.base != "push-pull" && spec.base != "none")
    return usage_error("--base: " + spec.base + " is unknown; use push-pull or none");
  if (spec.architecture == "realtime" && spec.classifier.file.empty())
    return usage_error(
        "train: realtime needs a classifier whose masks it is to give; name one with --classifier");
  if (spec.architecture == "realtime" && !spec.start_from.empty())
    return usage_error(
        "--start-from: realtime begins with a class filter that is fitted to the classifier; leave "
        "it out");
  if (spec.width == 0) spec.width = at->width;
  if (spec.learning_rate == 0) spec.learning_rate = at->learning_rate;
  return at;
}

// Gradients that fade out on their way through CA made a step 25 times slower on a processor.
struct FlushDenormals {
  FlushDenormals() { at::globalContext().setFlushDenormal(true); }
  ~FlushDenormals() { at::globalContext().setFlushDenormal(false); }
};

// One training: what is on disk, and what is in memory.
class Training {
 public:
  Training(const TrainSpec& spec, PhotoSet photos, torch::Device device,
           std::unique_ptr<TrainingTask> trainee)
      : spec_(spec), photos_(std::move(photos)), device_(device), task_(std::move(trainee)) {}

  Expected<void> begin(const std::function<bool(const TrainProgress&)>& told) {
    std::error_code error;
    fs::create_directories(spec_.out / "samples", error);
    if (error)
      return input_error(spec_.out.string() + ": cannot be made: " + error.message() +
                         "; choose another --out");
    const bool there = fs::exists(statePath(), error);
    if (there && !spec_.resume)
      return usage_error(
          spec_.out.string() +
          ": holds a training already; go on with --resume, or choose another --out");
    if (there) return resume();
    log_ = std::string("step,loss,") + task_->measure() + ",seconds\n";
    if (auto ok = task_->prepare(photos_,
                                 [&](std::int64_t seen) {
                                   return told({seen, photos_.count, 0, spec_.steps, 0, 0});
                                 });
        !ok)
      return ok;
    return spec_.start_from.empty()
               ? Expected<void>()
               : load_weights(spec_.start_from).and_then([&](const Weights& weights) {
                   return assign_weights(task_->weights(), weights, spec_.start_from.string());
                 });
  }

  Expected<TrainResult> run(const std::function<bool(const TrainProgress&)>& told) {
    const auto begun = Clock::now();
    auto last_told = begun;
    const int first = step_;
    double sum = 0, sum_l1 = 0, recent = lastLogged();
    int count = 0;
    Ahead ahead(spec_, photos_, first,
                device_.is_cpu() ? 0 : static_cast<std::size_t>(at::get_num_threads()),
                task_->fills());
    for (; step_ < spec_.steps; ++step_) {
      auto [photo, keep, random] = ahead.take();
      const auto loss = [&, &photo = photo, &keep = keep, &random = random] {
        const Autocast autocast(inBf16());
        return task_->step(photo.to(device_), keep.defined() ? keep.to(device_) : keep, step_,
                           rate_at(spec_, step_), random);
      }();
      if (!std::isfinite(loss.total))
        return run_error("step " + std::to_string(step_ + 1) +
                         ": the loss is no longer a number; take a lower --learning-rate");
      sum += loss.total;
      sum_l1 += loss.l1;
      ++count;
      const bool last = step_ + 1 == spec_.steps;
      if ((step_ + 1) % kLogged == 0 || last) {
        std::ostringstream row;
        row << step_ + 1 << ',' << sum / count << ',' << sum_l1 / count << ','
            << before_ + seconds_since(begun) << '\n';
        log_ += row.str();
        recent = sum / count;
        sum = sum_l1 = 0;
        count = 0;
      }
      const bool saved = (step_ + 1) % spec_.save_every == 0 || last;
      if (saved)
        if (auto ok = save(step_ + 1, before_ + seconds_since(begun)); !ok)
          return tl::unexpected(ok.error());
      if (seconds_since(last_told) < 1 && !saved) continue;
      last_told = Clock::now();
      TrainProgress progress{photos_.count,
                             photos_.count,
                             step_ + 1,
                             spec_.steps,
                             count > 0 ? sum / count : recent,
                             0};
      progress.seconds_left =
          seconds_since(begun) / (step_ + 1 - first) * (spec_.steps - step_ - 1);
      if (!told(progress) && !last) {
        if (auto ok = save(step_ + 1, before_ + seconds_since(begun)); !ok)
          return tl::unexpected(ok.error());
        return tl::unexpected(
            Error{ErrorCode::interrupted,
                  "interrupted after step " + std::to_string(step_ + 1) + "; go on with --resume"});
      }
    }
    TrainResult out;
    out.steps = spec_.steps;
    out.photos = photos_.count;
    out.loss = recent;
    out.seconds = before_ + seconds_since(begun);
    out.skipped = photos_.skipped;
    return finish(out);
  }

 private:
  static constexpr int kLogged = 100;  // steps a row of log.csv

  // Of a training that had come to its end before.
  double lastLogged() const {
    const auto row = log_.size() > 1 ? log_.rfind('\n', log_.size() - 2) : std::string::npos;
    const auto comma = row == std::string::npos ? row : log_.find(',', row);
    return comma == std::string::npos ? 0 : std::atof(log_.c_str() + comma + 1);
  }

  bool inBf16() const { return spec_.precision == "bf16" && device_.is_cuda(); }
  fs::path statePath() const { return spec_.out / "state.safetensors"; }

  Weights state(int step, double seconds) const {
    Weights all = task_->state();
    const auto bytes = [](const std::string& text) {
      auto out = torch::empty({static_cast<std::int64_t>(text.size())}, torch::kUInt8);
      std::copy(text.begin(), text.end(), out.data_ptr<std::uint8_t>());
      return out;
    };
    all.emplace_back("step", torch::tensor({static_cast<std::int64_t>(step)}, torch::kInt64));
    all.emplace_back("seconds", torch::tensor({seconds}, torch::kFloat64));
    all.emplace_back("of", bytes(fingerprint(spec_, photos_)));
    all.emplace_back("log", bytes(log_));
    return all;
  }

  Expected<void> save(int step, double seconds) {
    if (auto ok = write_file(spec_.out / "log.csv", log_); !ok) return ok;
    if (auto ok = write_sheet(*task_, photos_, spec_, device_, step); !ok) return ok;
    return save_weights(statePath(), state(step, seconds));
  }

  Expected<void> resume() {
    auto loaded = load_weights(statePath());
    if (!loaded) return tl::unexpected(loaded.error());
    const std::string source = statePath().string();
    const auto take = [&](const std::string& name) {
      const auto at = std::find_if(loaded->begin(), loaded->end(),
                                   [&](const auto& w) { return w.first == name; });
      if (at == loaded->end()) return torch::Tensor();
      const auto value = at->second;
      loaded->erase(at);
      return value;
    };
    const auto step = take("step"), seconds = take("seconds"), of = take("of"), log = take("log");
    if (!step.defined() || !seconds.defined() || !of.defined() || !log.defined())
      return input_error(source + ": is no state of a training; choose another --out");
    const auto text = [](const torch::Tensor& t) {
      return std::string(t.data_ptr<std::uint8_t>(), t.data_ptr<std::uint8_t>() + t.numel());
    };
    if (text(of) != fingerprint(spec_, photos_))
      return usage_error(source + ": belongs to a training with other settings or photos (" +
                         text(of) + "); repeat those, or choose another --out");
    if (auto ok = assign_weights(task_->state(), *loaded, source); !ok) return ok;
    step_ = static_cast<int>(step.item<std::int64_t>());
    before_ = seconds.item<double>();
    log_ = text(log);
    return {};
  }

  Expected<TrainResult> finish(TrainResult out) const {
    const std::string id =
        task_->fills() ? spec_.architecture : spec_.architecture + '-' + spec_.classifier.id;
    const fs::path file = spec_.out / (id + ".safetensors");
    if (auto ok = save_weights(file, task_->weights(), true); !ok)
      return tl::unexpected(ok.error());
    const auto hash = sha256_file(file);
    if (!hash) return tl::unexpected(hash.error());
    out.card = spec_.out / (id + ".card.json");
    const std::string license = "GPL-3.0-or-later",
                      source = "fidoscope-cli train, version " + fidoscope_version();
    if (!task_->fills()) {
      const auto weights =
          Classifier::load(spec_.classifier, "cpu", "fp32").and_then([](const auto& loaded) {
            return loaded->weights_sha256();
          });
      if (!weights) return tl::unexpected(weights.error());
      SaliencyNetCard card{id,
                           "Realtime, for " + spec_.classifier.name,
                           file,
                           *hash,
                           spec_.classifier.id,
                           *weights,
                           license,
                           source,
                           training(out),
                           out.card,
                           {}};
      if (auto ok = save_saliency_net_card(card); !ok) return tl::unexpected(ok.error());
      return out;
    }
    InfillerCard card;
    card.id = id;
    card.file = file;
    card.sha256 = *hash;
    card.runtime = spec_.architecture;
    task_->describe(card);
    if (spec_.width > 0) card.base = spec_.base;
    card.license = license;
    card.source = source;
    card.training = training(out);
    card.card_path = out.card;
    if (auto ok = save_infiller_card(card); !ok) return tl::unexpected(ok.error());
    for (const InfillerCard& variant : task_->variants(card))
      if (auto ok = save_infiller_card(variant); !ok) return tl::unexpected(ok.error());
    return out;
  }

  // What a card says of it.
  std::string training(const TrainResult& out) const {
    std::ostringstream training;
    if (!spec_.start_from.empty())
      training << "from " << spec_.start_from.filename().string() << ", ";
    if (spec_.width > 0) training << "width " << spec_.width << "; ";
    training << photos_.count << " photos of " << photos_.side << " pixels; " << spec_.steps
             << " steps of " << spec_.batch << " crops of " << spec_.crop
             << " pixels, learning rate " << spec_.learning_rate << ", seed " << spec_.seed
             << "; final loss " << out.loss << "; " << static_cast<int>(out.seconds / 60)
             << " minutes on " << device_.str();
    if (inBf16()) training << " in bf16";
    if (spec_.architecture == "ca" && spec_.critics > 0)
      training << "; critics in the last " << spec_.critics * 100 << " %";
    return training.str();
  }

  TrainSpec spec_;
  PhotoSet photos_;
  torch::Device device_;
  std::unique_ptr<TrainingTask> task_;
  std::string log_;
  int step_ = 0;
  double before_ = 0;  // seconds of earlier calls
};

}  // namespace

Expected<TrainResult> train(const TrainSpec& wanted,
                            const std::function<bool(const TrainProgress&)>& told) {
  TrainSpec spec = wanted;
  const auto architecture = settle(spec);
  if (!architecture) return tl::unexpected(architecture.error());
  const auto device = parse_device(spec.device);
  if (!device) return tl::unexpected(device.error());
  const FlushDenormals flush;
  at::set_num_threads(spec.threads > 0
                          ? spec.threads
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
  auto last_told = Clock::now();
  auto photos = load_photos(spec.data, kStoredSide, [&](std::int64_t read, std::int64_t of) {
    if (seconds_since(last_told) < 1) return true;
    last_told = Clock::now();
    return told({read, of, 0, spec.steps, 0, 0});
  });
  if (!photos) return tl::unexpected(photos.error());
  if (photos->side < spec.crop)
    return usage_error("--crop " + std::to_string(spec.crop) +
                       ": is larger than the photos, which are of " + std::to_string(photos->side) +
                       " pixels");
  try {
    auto trainee = (*architecture)->make(spec, *device);
    if (!trainee) return tl::unexpected(task.error());
    Training training(spec, std::move(*photos), *device, std::move(*trainee));
    if (auto ok = training.begin(told); !ok) return tl::unexpected(ok.error());
    return training.run(told);
  } catch (const std::exception& e) {
    return tl::unexpected(to_error(e, "the training"));
  }
}

}  // namespace fido
