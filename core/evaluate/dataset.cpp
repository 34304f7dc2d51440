#include "core/evaluate/dataset.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/image/codec.h"

namespace fido {
namespace {

namespace fs = std::filesystem;

// Converts boxes from pixels of the photo to pixels of the classifier's input. Drops those that the
// crop has removed.
std::vector<Box> boxes_at_input(const std::vector<Box>& boxes, const Rect& visible,
                                const Image& input) {
  const double sx = static_cast<double>(input.width) / visible.width,
               sy = static_cast<double>(input.height) / visible.height;
  const auto clamped = [](double v, int size) {
    return std::clamp(v, 0.0, static_cast<double>(size));
  };
  std::vector<Box> out;
  for (const Box& b : boxes) {
    const Box at_input{clamped((b.x0 - visible.x) * sx, input.width),
                       clamped((b.y0 - visible.y) * sy, input.height),
                       clamped((b.x1 - visible.x) * sx, input.width),
                       clamped((b.y1 - visible.y) * sy, input.height)};
    if (area(at_input) > 0) out.push_back(at_input);
  }
  return out;
}

// "Skipped, because DIR does not contain them: a.jpg, b.jpg, c.jpg and 4 more"
std::string omission(const std::string& reason, const std::vector<std::string>& names) {
  constexpr std::size_t kMaxNames = 3;
  std::string text = "Skipped, because " + reason + ": ";
  for (std::size_t i = 0; i < std::min(kMaxNames, names.size()); ++i)
    text += (i > 0 ? ", " : "") + names[i];
  if (names.size() <= kMaxNames) return text;
  return text + " and " + std::to_string(names.size() - kMaxNames) + " more";
}

}  // namespace

Rect DatasetPhoto::largest_box() const {
  const auto largest = std::max_element(
      boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return area(a) < area(b); });
  if (largest == boxes.end()) return {};
  const auto rounded = [](double v) { return static_cast<int>(std::lround(v)); };
  const int x = rounded(largest->x0), y = rounded(largest->y0);
  return {x, y, rounded(largest->x1) - x, rounded(largest->y1) - y};
}

Expected<Dataset> Dataset::open(const fs::path& images, const fs::path& boxes, int limit, int shard,
                                int shards) {
  std::error_code ignored;
  if (!fs::is_directory(images, ignored))
    return usage_error("--images: the folder " + images.string() + " does not exist");
  auto truth = load_boxes(boxes);
  if (!truth) return tl::unexpected(truth.error());
  Dataset out;
  out.images_ = images;
  out.boxes_ = boxes;
  out.truth_ = std::move(*truth);
  out.photos_ = select_photos(out.truth_, images, limit);
  out.shard_ = shard;
  out.shards_ = shards;
  if (out.photos_.empty())
    return input_error(images.string() + ": contains none of the photos that " + boxes.string() +
                       " lists; check --images and --boxes");
  return out;
}

std::vector<std::size_t> Dataset::shard_photos() const {
  std::vector<std::size_t> out;
  for (auto i = static_cast<std::size_t>(shard_); i < photos_.size();
       i += static_cast<std::size_t>(shards_))
    out.push_back(i);
  return out;
}

std::vector<std::string> Dataset::omissions() const {
  std::vector<std::string> without_photo, without_row, out;
  std::error_code ignored;
  for (const auto& [name, truth] : truth_)
    if (!fs::is_regular_file(images_ / name, ignored)) without_photo.push_back(name);
  for (const auto& entry : fs::directory_iterator(images_, ignored)) {
    const auto name = entry.path().filename().string();
    if (entry.is_regular_file(ignored) && !truth_.count(name) &&
        !fs::equivalent(entry.path(), boxes_, ignored))
      without_row.push_back(name);
  }
  std::sort(without_row.begin(), without_row.end());
  if (!without_photo.empty())
    out.push_back(omission(images_.string() + " does not contain them", without_photo));
  if (!without_row.empty())
    out.push_back(omission(boxes_.string() + " has no rows for them", without_row));
  return out;
}

Expected<DatasetPhoto> Dataset::load(std::size_t index, const ClassifierCard& card,
                                     EvaluationEngine& engine) const {
  const std::string& name = photos_[index];
  const GroundTruth& truth = truth_.at(name);
  if (truth.label >= card.num_classes)
    return input_error("class " + std::to_string(truth.label) + " is out of range; " + card.id +
                       " has " + std::to_string(card.num_classes) + " classes");
  auto photo = load_image(images_ / name);
  if (!photo) return tl::unexpected(photo.error());
  DatasetPhoto out;
  out.index = index;
  out.name = name;
  out.label = truth.label;
  out.photo = std::make_shared<Image>(std::move(*photo));
  auto classification = engine.classify(out.photo, card.num_classes);
  if (!classification) return tl::unexpected(classification.error());
  out.classification = std::move(*classification);
  const auto& predictions = out.classification.predictions;
  out.target = *std::find_if(predictions.begin(), predictions.end(),
                             [&](const Prediction& p) { return p.index == truth.label; });
  const auto lies_inside = [&](const Box& b) {
    return b.x0 < out.photo->width && b.y0 < out.photo->height && b.x1 > 0 && b.y1 > 0;
  };
  if (std::none_of(truth.boxes.begin(), truth.boxes.end(), lies_inside))
    return input_error(
        "all its boxes lie outside the photo of " + std::to_string(out.photo->width) + " x " +
        std::to_string(out.photo->height) + " pixels; they belong to another size of it");
  out.boxes = boxes_at_input(truth.boxes, out.classification.visible, *out.classification.input);
  return out;
}

Expected<void> DatasetIterator::run(const Dataset& dataset,
                                    const std::vector<ClassifierCard>& classifiers,
                                    const RunSpec& machine, EvaluationEngine& engine) const {
  for (const auto& card : classifiers) {
    bool loaded = false;
    for (const std::size_t i : dataset.shard_photos()) {
      const std::string& name = dataset.photos()[i];
      if (is_wanted && !is_wanted(card, name)) continue;
      if (!std::exchange(loaded, true))
        if (const auto info = engine.load(card, machine); !info)
          return tl::unexpected(info.error());
      if (on_progress) on_progress(card, i);
      const auto measured = dataset.load(i, card, engine).and_then([&](const DatasetPhoto& photo) {
        return measure(card, photo);
      });
      if (measured) continue;
      if (measured.error().code == ErrorCode::interrupted) return tl::unexpected(measured.error());
      if (on_failure) on_failure(card, name, measured.error());
    }
  }
  return {};
}

}  // namespace fido
