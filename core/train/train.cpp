#include "core/train/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <sstream>
#include <thread>

#include "core/files.h"
#include "core/image/codec.h"
#include "core/infill/infiller.h"
#include "core/infill/infiller_card.h"
#include "core/infill/net/fast_net.h"
#include "core/model/torch_version.h"
#include "core/run/process.h"
#include "core/train/holes.h"
#include "core/train/photos.h"

namespace fido {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kStoredSide = 256;  // of a photo in a folder
constexpr int kWarmup = 200;
constexpr double kBeta1 = 0.9, kBeta2 = 0.99, kEpsilon = 1e-8, kMostGradient = 1;
constexpr int kSheetPhotos = 6;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

// The numbers of one step, whatever came before it: a run that is resumed draws what it would have drawn.
std::mt19937_64 random_of(std::uint64_t seed, int step) {
  std::seed_seq words{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U), static_cast<std::uint32_t>(step)};
  return std::mt19937_64(words);
}

// [count,3,crop,crop], RGB in [0,1]: parts of photos, every other one mirrored.
torch::Tensor draw_crops(const PhotoSet& photos, int count, int crop, std::mt19937_64& random) {
  auto out = torch::empty({count, 3, crop, crop});
  for (int i = 0; i < count; ++i) {
    const auto index = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(photos.count));
    const auto room = static_cast<std::uint64_t>(photos.side - crop + 1);
    const auto y = static_cast<std::int64_t>(random() % room), x = static_cast<std::int64_t>(random() % room);
    const bool mirrored = random() % 2 == 0;
    const auto photo = torch::from_blob(const_cast<std::uint8_t*>(photos.photo(index)), {photos.side, photos.side, 3}, torch::kUInt8);
    auto part = photo.slice(0, y, y + crop).slice(1, x, x + crop).permute({2, 0, 1}).to(torch::kFloat32).div(255);
    out[i].copy_(mirrored ? part.flip(2) : part);
  }
  return out;
}

struct Losses {
  torch::Tensor total;
  double l1 = 0;
};

// Mean over the images of the L1 distance in the hole, and of that of the differences between neighbours there: without it,
// what cannot be known is smeared.
Losses fast_loss(const FastNet& net, const torch::Tensor& photo, const torch::Tensor& keep) {
  const auto fill = push_pull_aten(photo, keep);
  const auto hole = 1 - keep;
  const auto error = (fill + net.residual(fill, keep) - photo) * hole;
  const auto holes = hole.sum({1, 2, 3}) * 3;
  const auto mean = [&](const torch::Tensor& values) { return (values.abs().sum({1, 2, 3}) / holes).mean(); };
  const auto l1 = mean(error);
  const auto slopes = mean(error.diff(1, 2)) + mean(error.diff(1, 3));
  return {l1 + 0.5F * slopes, l1.item<double>()};
}

class Adam {
 public:
  explicit Adam(const Weights& weights) : weights_(weights) {
    for (const auto& [name, value] : weights) {
      first_.emplace_back("first." + name, torch::zeros_like(value));
      second_.emplace_back("second." + name, torch::zeros_like(value));
    }
  }
  // What a state file holds beside the weights.
  const Weights& first() const { return first_; }
  const Weights& second() const { return second_; }

  void step(int step, double learning_rate) {
    const torch::NoGradGuard no_grad;
    auto squares = torch::zeros({}, weights_.front().second.options());
    for (const auto& [name, value] : weights_) squares += value.grad().square().sum();
    const double norm = std::sqrt(squares.item<double>());
    const double scale = norm > kMostGradient ? kMostGradient / norm : 1;
    const double correct1 = 1 - std::pow(kBeta1, step + 1), correct2 = 1 - std::pow(kBeta2, step + 1);
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      auto& value = weights_[i].second;
      const auto gradient = value.grad() * scale;
      first_[i].second.mul_(kBeta1).add_(gradient, 1 - kBeta1);
      second_[i].second.mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
      value.addcdiv_(first_[i].second, (second_[i].second / correct2).sqrt_().add_(kEpsilon), -learning_rate / correct1);
      value.mutable_grad().zero_();
    }
  }

 private:
  Weights weights_, first_, second_;  // the first are the network's own tensors
};

double rate_at(const TrainSpec& spec, int step) {
  const double risen = std::min(1.0, (step + 1.0) / kWarmup);
  return spec.learning_rate * risen * 0.5 * (1 + std::cos(M_PI * step / spec.steps));
}

// What must be the same for a state to be resumed.
std::string fingerprint(const TrainSpec& spec, const PhotoSet& photos) {
  std::ostringstream text;
  text << spec.architecture << ' ' << spec.steps << ' ' << spec.batch << ' ' << spec.crop << ' ' << spec.learning_rate << ' ' << spec.seed << ' '
       << photos.count << ' ' << photos.side;
  return text.str();
}

Image picture(const torch::Tensor& rows) {
  const auto bytes = rows.mul(255).round().clamp(0, 255).to(torch::kCPU).to(torch::kUInt8).permute({1, 2, 0}).contiguous();
  Image image(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)));
  std::copy_n(bytes.data_ptr<std::uint8_t>(), image.rgb.size(), image.rgb.begin());
  return image;
}

// The same photos and masks in every sheet of a run.
Expected<void> write_sheet(const FastNet& net, const PhotoSet& photos, const TrainSpec& spec, const torch::Device& device, int step) {
  const torch::NoGradGuard no_grad;
  auto random = random_of(~spec.seed, 0);
  const auto photo = draw_crops(photos, kSheetPhotos, spec.crop, random).to(device);
  const auto keep = draw_holes(kSheetPhotos, spec.crop, random).to(device);
  const auto fill = push_pull_aten(photo, keep);
  const auto out = torch::where(keep > 0.5, photo, fill + net.residual(fill, keep));
  std::vector<torch::Tensor> rows;
  for (int i = 0; i < kSheetPhotos; ++i) rows.push_back(at::cat({photo[i] * keep[i] + 0.5F * (1 - keep[i]), fill[i], out[i], photo[i]}, 2));
  std::ostringstream name;
  name << std::string(6 - std::min<std::size_t>(6, std::to_string(step).size()), '0') << step << ".png";
  return save_png(spec.out / "samples" / name.str(), picture(at::cat(rows, 1)));
}

Expected<void> check(const TrainSpec& spec) {
  if (spec.architecture != "fast") return usage_error("train: there is no network " + spec.architecture + " to train; there is fast");
  if (spec.crop % FastNet::kMultiple != 0)
    return usage_error("--crop " + std::to_string(spec.crop) + ": must be a multiple of " + std::to_string(FastNet::kMultiple));
  return {};
}

// One training: what is on disk, and what is in memory.
class Training {
 public:
  Training(const TrainSpec& spec, PhotoSet photos, torch::Device device)
      : spec_(spec), photos_(std::move(photos)), device_(device), net_(spec.seed) {
    net_.to(device_, torch::kFloat32);
    for (const auto& [name, value] : net_.weights()) {
      auto leaf = value;
      leaf.set_requires_grad(true);
    }
    adam_.emplace(net_.weights());
  }

  Expected<void> begin() {
    std::error_code error;
    fs::create_directories(spec_.out / "samples", error);
    if (error) return input_error(spec_.out.string() + ": cannot be made: " + error.message() + "; choose another --out");
    const bool there = fs::exists(statePath(), error);
    if (there && !spec_.resume)
      return usage_error(spec_.out.string() + ": holds a training already; go on with --resume, or choose another --out");
    if (!there) {
      log_ = "step,loss,l1,seconds\n";
      return {};
    }
    return resume();
  }

  Expected<TrainResult> run(const std::function<bool(const TrainProgress&)>& told) {
    const auto begun = Clock::now();
    auto last_told = begun;
    const int first = step_;
    double sum = 0, sum_l1 = 0, recent = lastLogged();
    int count = 0;
    for (; step_ < spec_.steps; ++step_) {
      auto random = random_of(spec_.seed, step_);
      const auto photo = draw_crops(photos_, spec_.batch, spec_.crop, random).to(device_);
      const auto keep = draw_holes(spec_.batch, spec_.crop, random).to(device_);
      const auto loss = fast_loss(net_, photo, keep);
      loss.total.backward();
      const double value = loss.total.item<double>();
      if (!std::isfinite(value)) return run_error("step " + std::to_string(step_ + 1) + ": the loss is no longer a number; take a lower --learning-rate");
      adam_->step(step_, rate_at(spec_, step_));
      sum += value;
      sum_l1 += loss.l1;
      ++count;
      const bool last = step_ + 1 == spec_.steps;
      if ((step_ + 1) % kLogged == 0 || last) {
        std::ostringstream row;
        row << step_ + 1 << ',' << sum / count << ',' << sum_l1 / count << ',' << before_ + seconds_since(begun) << '\n';
        log_ += row.str();
        recent = sum / count;
        sum = sum_l1 = 0;
        count = 0;
      }
      if ((step_ + 1) % spec_.save_every == 0 || last)
        if (auto ok = save(step_ + 1, before_ + seconds_since(begun)); !ok) return tl::unexpected(ok.error());
      if (seconds_since(last_told) < 1 && !last) continue;
      last_told = Clock::now();
      TrainProgress progress{photos_.count, photos_.count, step_ + 1, spec_.steps, count > 0 ? sum / count : recent, 0};
      progress.seconds_left = seconds_since(begun) / (step_ + 1 - first) * (spec_.steps - step_ - 1);
      if (!told(progress) && !last) {
        if (auto ok = save(step_ + 1, before_ + seconds_since(begun)); !ok) return tl::unexpected(ok.error());
        return tl::unexpected(Error{ErrorCode::interrupted, "interrupted after step " + std::to_string(step_ + 1) + "; go on with --resume"});
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

  fs::path statePath() const { return spec_.out / "state.safetensors"; }

  Weights state(int step, double seconds) const {
    Weights all = net_.weights();
    all.insert(all.end(), adam_->first().begin(), adam_->first().end());
    all.insert(all.end(), adam_->second().begin(), adam_->second().end());
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
    if (auto ok = write_sheet(net_, photos_, spec_, device_, step); !ok) return ok;
    return save_weights(statePath(), state(step, seconds));
  }

  Expected<void> resume() {
    auto loaded = load_weights(statePath());
    if (!loaded) return tl::unexpected(loaded.error());
    const std::string source = statePath().string();
    const auto take = [&](const std::string& name) {
      const auto at = std::find_if(loaded->begin(), loaded->end(), [&](const auto& w) { return w.first == name; });
      if (at == loaded->end()) return torch::Tensor();
      const auto value = at->second;
      loaded->erase(at);
      return value;
    };
    const auto step = take("step"), seconds = take("seconds"), of = take("of"), log = take("log");
    if (!step.defined() || !seconds.defined() || !of.defined() || !log.defined())
      return input_error(source + ": is no state of a training; choose another --out");
    const auto text = [](const torch::Tensor& t) { return std::string(t.data_ptr<std::uint8_t>(), t.data_ptr<std::uint8_t>() + t.numel()); };
    if (text(of) != fingerprint(spec_, photos_))
      return usage_error(source + ": belongs to a training with other settings or photos (" + text(of) + "); repeat those, or choose another --out");
    Weights all = net_.weights();
    all.insert(all.end(), adam_->first().begin(), adam_->first().end());
    all.insert(all.end(), adam_->second().begin(), adam_->second().end());
    if (auto ok = assign_weights(all, *loaded, source); !ok) return ok;
    step_ = static_cast<int>(step.item<std::int64_t>());
    before_ = seconds.item<double>();
    log_ = text(log);
    return {};
  }

  Expected<TrainResult> finish(TrainResult out) const {
    const fs::path file = spec_.out / (spec_.architecture + ".safetensors");
    if (auto ok = save_weights(file, net_.weights(), true); !ok) return tl::unexpected(ok.error());
    const auto hash = sha256_file(file);
    if (!hash) return tl::unexpected(hash.error());
    InfillerCard card;
    card.id = spec_.architecture;
    card.name = "Fast";
    card.file = file;
    card.sha256 = *hash;
    card.runtime = spec_.architecture;
    card.multiple_of = FastNet::kMultiple;
    card.description = "Push-pull, refined by a small network that was trained on photos.";
    card.license = "GPL-3.0-or-later";
    card.source = "fidoscope-cli train, version " + fidoscope_version();
    std::ostringstream training;
    training << photos_.count << " photos of " << photos_.side << " pixels; " << spec_.steps << " steps of " << spec_.batch << " crops of " << spec_.crop
             << " pixels, learning rate " << spec_.learning_rate << ", seed " << spec_.seed << "; final loss " << out.loss << "; "
             << static_cast<int>(out.seconds / 60) << " minutes on " << device_.str();
    card.training = training.str();
    card.card_path = spec_.out / (spec_.architecture + ".card.json");
    if (auto ok = save_infiller_card(card); !ok) return tl::unexpected(ok.error());
    out.card = card.card_path;
    return out;
  }

  TrainSpec spec_;
  PhotoSet photos_;
  torch::Device device_;
  FastNet net_;
  std::optional<Adam> adam_;
  std::string log_;
  int step_ = 0;
  double before_ = 0;  // seconds of earlier calls
};

}  // namespace

Expected<TrainResult> train(const TrainSpec& spec, const std::function<bool(const TrainProgress&)>& told) {
  if (auto ok = check(spec); !ok) return tl::unexpected(ok.error());
  const auto device = parse_device(spec.device);
  if (!device) return tl::unexpected(device.error());
  at::set_num_threads(spec.threads > 0 ? spec.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
  auto last_told = Clock::now();
  auto photos = load_photos(spec.data, kStoredSide, [&](std::int64_t read, std::int64_t of) {
    if (seconds_since(last_told) < 1) return true;
    last_told = Clock::now();
    return told({read, of, 0, spec.steps, 0, 0});
  });
  if (!photos) return tl::unexpected(photos.error());
  if (photos->side < spec.crop)
    return usage_error("--crop " + std::to_string(spec.crop) + ": is larger than the photos, which are of " + std::to_string(photos->side) + " pixels");
  try {
    Training training(spec, std::move(*photos), *device);
    if (auto ok = training.begin(); !ok) return tl::unexpected(ok.error());
    return training.run(told);
  } catch (const std::exception& e) {
    return run_error(std::string("the training failed: ") + e.what());
  }
}

}  // namespace fido
