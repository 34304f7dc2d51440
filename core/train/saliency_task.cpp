// The training of a saliency network (Dabkowski & Gal 2017, Eq. 4): TV and area of the mask, the
// class's log-probability under what it keeps, and a power of its probability under what it leaves.
// Of every photo also the mask of a class that it is not of is asked for, which is to be empty.
#include "core/explain/saliency_net.h"
#include "core/model/classifier.h"
#include "core/train/photos.h"
#include "core/train/task.h"

namespace fido {
namespace {

// TV's weight is that of the authors' code for trained maskers, the destroyed class's are those of
// Eq. 4. Their code's price of area, 8 times the mean of m^0.3, emptied our masks within a hundred
// steps, never to be filled again: here it is linear, and rises.
constexpr double kRough = 0.005, kArea = 5, kDestroyed = 5, kDestroyedPower = 0.3;
constexpr double kRise = 0.2;  // the share of the steps in which it does
constexpr int kFitBatch = 16;

class SaliencyTask : public TrainingTask {
 public:
  SaliencyTask(const TrainSpec& spec, const torch::Device& device,
               std::shared_ptr<Classifier> classifier, const std::vector<int>& channels)
      : steps_(spec.steps),
        classifier_(std::move(classifier)),
        device_(device),
        colors_(InfillerInput{{}, classifier_->mean(), classifier_->std(), 0, bgr()}),
        net_(channels, classifier_->card().num_classes,
             std::min({SaliencyNet::kRank, channels.back(), classifier_->card().num_classes}),
             spec.seed),
        adam_(enter(net_.net, "", device, 0.9, 0.99)) {
    net_.filter.to(device, torch::kFloat32);
    keep(net_.filter.weights());
    weights_ = net_.weights();
  }

  // The class filter is fitted, and the network's first layers are brought to the features' size.
  Expected<void> prepare(const PhotoSet& photos,
                         const std::function<bool(std::int64_t)>& told) override {
    const torch::NoGradGuard no_grad;
    ClassFilter::Moments moments;
    std::vector<double> squares;
    for (std::int64_t begin = 0; begin < photos.count; begin += kFitBatch) {
      if (!told(begin))
        return tl::unexpected(
            Error{ErrorCode::interrupted, "interrupted while the class filter was fitted"});
      const auto count = std::min<std::int64_t>(kFitBatch, photos.count - begin);
      const auto bytes = torch::from_blob(const_cast<std::uint8_t*>(photos.photo(begin)),
                                          {count, photos.side, photos.side, 3}, torch::kUInt8);
      const auto seen = classifier_->scales(
          input_of(bytes.permute({0, 3, 1, 2}).to(torch::kFloat32).div(255).to(device_)));
      if (!seen) return tl::unexpected(seen.error());
      moments.add(seen->maps.back(), seen->logits);
      squares.resize(seen->maps.size());
      for (std::size_t i = 0; i < squares.size(); ++i)
        squares[i] += seen->maps[i].square().mean().item<double>() * static_cast<double>(count);
    }
    net_.filter.fit(moments);
    for (std::size_t i = 0; i < squares.size(); ++i)
      net_.net.settle(i, std::sqrt(squares[i] / moments.count));
    return {};
  }

  StepLosses step(const torch::Tensor& photo, const torch::Tensor&, int step, double learning_rate,
                  std::mt19937_64& random) override {
    const auto x = input_of(photo);
    const auto seen = classifier_->scales(x).value();  // prepare() has seen that there are some
    const auto count = x.size(0);
    const auto top = seen.logits.argmax(1);
    auto other = torch::empty({count}, torch::kInt64);
    const auto classes = static_cast<std::uint64_t>(classifier_->card().num_classes);
    for (std::int64_t i = 0; i < count; ++i)
      other[i] = static_cast<std::int64_t>(1 + random() % (classes - 1));
    const auto wrong = (top + other.to(device_)).remainder(static_cast<std::int64_t>(classes));
    std::vector<torch::Tensor> twice;
    for (const auto& map : seen.maps) twice.push_back(at::cat({map, map}));
    const auto masks = net_.mask(twice, at::cat({top, wrong}));
    const auto large =
        at::upsample_bilinear2d(masks.slice(0, 0, count), {x.size(2), x.size(3)}, false);
    const auto [preserved, destroyed] = under(x, large, random);
    const auto log_p =
        classifier_
            ->forward(at::cat({preserved, destroyed}).contiguous(torch::MemoryFormat::ChannelsLast))
            .log_softmax(1)
            .gather(1, at::cat({top, top}).unsqueeze(1));
    const auto rough = (masks.diff(1, 2).square().sum() + masks.diff(1, 3).square().sum()) /
                       (2.0 * static_cast<double>(count));
    const double price = kArea * std::min(1.0, step / (kRise * steps_));
    const auto total = kRough * rough + price * 2 * masks.mean() - log_p.slice(0, 0, count).mean() +
                       kDestroyed * (kDestroyedPower * log_p.slice(0, count)).exp().mean();
    total.backward();
    adam_.step(step, learning_rate);
    return {total.item<double>(), masks.slice(0, 0, count).mean().item<double>()};
  }

  std::vector<torch::Tensor> shown(const torch::Tensor& photo,
                                   const torch::Tensor&) const override {
    auto random = std::mt19937_64(0);
    const auto x = input_of(photo);
    const auto seen = classifier_->scales(x).value();
    const auto mask = at::upsample_bilinear2d(net_.mask(seen.maps, seen.logits.argmax(1)),
                                              {x.size(2), x.size(3)}, false);
    const auto [preserved, destroyed] = under(x, mask, random);
    return {colors_.rgb(x), mask.expand({-1, 3, -1, -1}), colors_.rgb(preserved),
            colors_.rgb(destroyed)};
  }

  bool fills() const override { return false; }
  const char* measure() const override { return "area"; }
  const Weights& weights() const override { return weights_; }

 private:
  bool bgr() const { return classifier_->card().color_order == "BGR"; }

  // RGB in [0,1] to what the classifier is given.
  torch::Tensor input_of(const torch::Tensor& photo) const {
    const auto& card = classifier_->card();
    const auto sized = photo.size(2) == card.height && photo.size(3) == card.width
                           ? photo
                           : at::_upsample_bilinear2d_aa(photo, {card.height, card.width}, false);
    return colors_.fromRgb(sized).contiguous(torch::MemoryFormat::ChannelsLast);
  }

  // What the mask keeps, and what it leaves, over a blur of the photo or over a colour with noise,
  // each half of the time.
  std::pair<torch::Tensor, torch::Tensor> under(const torch::Tensor& x, const torch::Tensor& mask,
                                                std::mt19937_64& random) const {
    std::vector<torch::Tensor> fills;
    {
      const torch::NoGradGuard no_grad;
      for (std::int64_t i = 0; i < x.size(0); ++i) {
        const auto infiller = make_infiller(random() % 2 == 0 ? "blur" : "random").value();
        const auto one = x.slice(0, i, i + 1);
        infiller->begin({one, classifier_->mean(), classifier_->std(), random(), bgr()});
        fills.push_back(infiller->fill(torch::zeros({1, 1, x.size(2), x.size(3)}).to(device_)));
      }
    }
    const auto fill = at::cat(fills), difference = x - fill;
    return {fill + mask * difference, x - mask * difference};
  }

  int steps_;
  std::shared_ptr<Classifier> classifier_;
  torch::Device device_;
  Colors colors_;
  SaliencyNet net_;
  Adam& adam_;
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
                       ": has one class, and a saliency network is trained on at least two");
  const auto seen =
      classifier->scales(torch::zeros({1, card.channels, card.height, card.width}).to(device));
  if (!seen) return tl::unexpected(seen.error());
  std::vector<int> channels;
  for (const auto& map : seen->maps) channels.push_back(static_cast<int>(map.size(1)));
  return std::make_unique<SaliencyTask>(spec, device, classifier, channels);
}

}  // namespace fido
