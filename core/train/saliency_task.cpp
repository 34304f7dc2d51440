// Trains a saliency network (Dabkowski & Gal 2017, Eq. 4). The loss consists of the mask's total
// variation and area, the class's log-probability if only the masked part is preserved, and a power
// of its probability if the masked part is destroyed. For every photo, the network also predicts
// the mask of a random wrong class, which should be empty.
#include "core/explain/saliency_net.h"
#include "core/model/classifier.h"
#include "core/train/photos.h"
#include "core/train/training_task.h"

namespace fido {
namespace {

// The weight of the total variation is that of the authors' code for trained networks; weight and
// power for the destroyed class are those of Eq. 4. The authors' code penalises the area by 8 times
// the mean of m^0.3. This emptied our masks within a hundred steps for good, so the penalty is
// linear here, and its weight rises over the first kAreaRampShare of the steps.
constexpr double kTvWeight = 0.005, kAreaWeight = 5, kDestroyedWeight = 5, kDestroyedPower = 0.3;
constexpr double kAreaRampShare = 0.2;
constexpr int kFitBatch = 16;  // photos per batch when the class filter is fitted

class SaliencyTask : public TrainingTask {
 public:
  SaliencyTask(const TrainSpec& spec, const torch::Device& device,
               std::shared_ptr<Classifier> classifier, const std::vector<int>& channels)
      : steps_(spec.steps),
        classifier_(std::move(classifier)),
        device_(device),
        converter_(InfillerInput{{}, classifier_->mean(), classifier_->std(), 0, is_bgr()}),
        net_(channels, classifier_->card().num_classes,
             std::min({SaliencyNet::kRank, channels.back(), classifier_->card().num_classes}),
             spec.seed),
        optimizer_(add_network(net_.decoder, "", device, 0.9, 0.99)) {
    net_.filter.to(device, torch::kFloat32);
    add_fixed_weights(net_.filter.weights());
    weights_ = net_.weights();
  }

  // Fits the class filter, and scales the decoder's first layers to the features' magnitude.
  Expected<void> prepare(const PhotoSet& photos,
                         const std::function<bool(std::int64_t)>& on_progress) override {
    const torch::NoGradGuard no_grad;
    ClassFilter::Moments moments;
    std::vector<double> square_sums;
    for (std::int64_t begin = 0; begin < photos.count; begin += kFitBatch) {
      if (!on_progress(begin))
        return tl::unexpected(
            Error{ErrorCode::interrupted, "interrupted while fitting the class filter"});
      const auto count = std::min<std::int64_t>(kFitBatch, photos.count - begin);
      const auto bytes = torch::from_blob(const_cast<std::uint8_t*>(photos.photo(begin)),
                                          {count, photos.side, photos.side, 3}, torch::kUInt8);
      const auto scales = classifier_->multi_scale_features(
          classifier_input(bytes.permute({0, 3, 1, 2}).to(torch::kFloat32).div(255).to(device_)));
      if (!scales) return tl::unexpected(scales.error());
      moments.add(scales->maps.back(), scales->logits);
      square_sums.resize(scales->maps.size());
      for (std::size_t i = 0; i < square_sums.size(); ++i)
        square_sums[i] +=
            scales->maps[i].square().mean().item<double>() * static_cast<double>(count);
    }
    net_.filter.fit(moments);
    for (std::size_t i = 0; i < square_sums.size(); ++i)
      net_.decoder.normalize_scale(i, std::sqrt(square_sums[i] / moments.count));
    return {};
  }

  StepLosses step(const torch::Tensor& photo, const torch::Tensor&, int step, double learning_rate,
                  std::mt19937_64& random) override {
    const auto x = classifier_input(photo);
    const auto scales =
        classifier_->multi_scale_features(x).value();  // make_saliency_task() has checked it
    const auto count = x.size(0);
    const auto top_class = scales.logits.argmax(1);
    auto offset = torch::empty({count}, torch::kInt64);
    const auto classes = static_cast<std::uint64_t>(classifier_->card().num_classes);
    for (std::int64_t i = 0; i < count; ++i)
      offset[i] = static_cast<std::int64_t>(1 + random() % (classes - 1));
    const auto wrong_class =
        (top_class + offset.to(device_)).remainder(static_cast<std::int64_t>(classes));
    std::vector<torch::Tensor> doubled_maps;
    for (const auto& map : scales.maps) doubled_maps.push_back(at::cat({map, map}));
    const auto masks = net_.mask(doubled_maps, at::cat({top_class, wrong_class}));
    const auto top_mask =
        at::upsample_bilinear2d(masks.slice(0, 0, count), {x.size(2), x.size(3)}, false);
    const auto [preserved, destroyed] = preserve_and_destroy(x, top_mask, random);
    const auto log_p =
        classifier_
            ->forward(at::cat({preserved, destroyed}).contiguous(torch::MemoryFormat::ChannelsLast))
            .log_softmax(1)
            .gather(1, at::cat({top_class, top_class}).unsqueeze(1));
    const auto total_variation =
        (masks.diff(1, 2).square().sum() + masks.diff(1, 3).square().sum()) /
        (2.0 * static_cast<double>(count));
    const double area_weight = kAreaWeight * std::min(1.0, step / (kAreaRampShare * steps_));
    const auto total = kTvWeight * total_variation + area_weight * 2 * masks.mean() -
                       log_p.slice(0, 0, count).mean() +
                       kDestroyedWeight * (kDestroyedPower * log_p.slice(0, count)).exp().mean();
    total.backward();
    optimizer_.step(step, learning_rate);
    return {total.item<double>(), masks.slice(0, 0, count).mean().item<double>()};
  }

  // Columns: the photo, its mask, the preserved and the destroyed photo.
  std::vector<torch::Tensor> sheet_columns(const torch::Tensor& photo,
                                           const torch::Tensor&) const override {
    auto random = std::mt19937_64(0);
    const auto x = classifier_input(photo);
    const auto scales = classifier_->multi_scale_features(x).value();
    const auto mask = at::upsample_bilinear2d(net_.mask(scales.maps, scales.logits.argmax(1)),
                                              {x.size(2), x.size(3)}, false);
    const auto [preserved, destroyed] = preserve_and_destroy(x, mask, random);
    return {converter_.to_rgb(x), mask.expand({-1, 3, -1, -1}), converter_.to_rgb(preserved),
            converter_.to_rgb(destroyed)};
  }

  bool is_infiller() const override { return false; }
  const char* metric_name() const override { return "area"; }
  const Weights& weights() const override { return weights_; }

 private:
  bool is_bgr() const { return classifier_->card().color_order == "BGR"; }

  // Converts RGB in [0,1], [N,3,S,S], to the classifier's input.
  torch::Tensor classifier_input(const torch::Tensor& photo) const {
    const auto& card = classifier_->card();
    const auto resized = photo.size(2) == card.height && photo.size(3) == card.width
                             ? photo
                             : at::_upsample_bilinear2d_aa(photo, {card.height, card.width}, false);
    return converter_.from_rgb(resized).contiguous(torch::MemoryFormat::ChannelsLast);
  }

  // Returns the photos with only the masked part preserved and with only the masked part destroyed.
  // The removed part is replaced by a blur of the photo or by a colour with noise, each with
  // probability 1/2.
  std::pair<torch::Tensor, torch::Tensor> preserve_and_destroy(const torch::Tensor& x,
                                                               const torch::Tensor& mask,
                                                               std::mt19937_64& random) const {
    std::vector<torch::Tensor> fills;
    {
      const torch::NoGradGuard no_grad;
      for (std::int64_t i = 0; i < x.size(0); ++i) {
        const auto infiller = make_infiller(random() % 2 == 0 ? "blur" : "random").value();
        const auto sample = x.slice(0, i, i + 1);
        infiller->begin({sample, classifier_->mean(), classifier_->std(), random(), is_bgr()});
        fills.push_back(infiller->fill(torch::zeros({1, 1, x.size(2), x.size(3)}).to(device_)));
      }
    }
    const auto fill = at::cat(fills), difference = x - fill;
    return {fill + mask * difference, x - mask * difference};
  }

  int steps_;
  std::shared_ptr<Classifier> classifier_;
  torch::Device device_;
  RgbConverter converter_;
  SaliencyNet net_;
  Adam& optimizer_;
  Weights weights_;
};

}  // namespace

Expected<std::unique_ptr<TrainingTask>> make_saliency_task(const TrainSpec& spec,
                                                           const torch::Device& device) {
  auto loaded = Classifier::load(spec.classifier, device.str(), "fp32");
  if (!loaded) return tl::unexpected(loaded.error());
  const std::shared_ptr<Classifier> classifier = std::move(*loaded);
  const auto& card = classifier->card();
  if (card.num_classes < 2)
    return input_error(card.card_path.string() +
                       ": has only one class, but a saliency network needs at least two");
  const auto scales = classifier->multi_scale_features(
      torch::zeros({1, card.channels, card.height, card.width}).to(device));
  if (!scales) return tl::unexpected(scales.error());
  std::vector<int> channels;
  for (const auto& map : scales->maps) channels.push_back(static_cast<int>(map.size(1)));
  return std::make_unique<SaliencyTask>(spec, device, classifier, channels);
}

}  // namespace fido
