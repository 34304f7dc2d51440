// The saliency network of Dabkowski & Gal (2017, Section 5): one forward of a small network over
// the classifier's own features gives the mask that a class's evidence lies under. A class filter
// cuts the coarsest features down to where that class is, sigmoid of their product with the class's
// own vector; a U-Net with the features of the finer scales enlarges what is left. Internal:
// tensors.
//
// Otherwise than theirs: the class vectors are of low rank, and fitted in closed form to the
// classifier's answers instead of learned in a phase of their own: our few thousand photos hold too
// few of any class (docs/method.md). The mask is one channel under a sigmoid.
#pragma once

#include "core/infill/net/conv_net.h"

namespace fido {

// What says where a class is: of all classes, linear in the coarsest features.
class ClassFilter : public ConvNet {
 public:
  ClassFilter(int channels, int classes, int rank, std::uint64_t seed);

  // features [N,C,h,w], classes [N] (int64). Gives [N,1,h,w]: how much each place speaks for the
  // class, in the classifier's logits less their mean.
  torch::Tensor evidence(const torch::Tensor& features, const torch::Tensor& classes) const;

  // Ridge regression of rank at most `rank` from mean features to centred logits: sums over photos
  // of their products and of themselves.
  struct Moments {
    double count = 0;
    torch::Tensor x, y, xx, xy;  // float64: [C], [K], [C,C], [C,K]
    void add(const torch::Tensor& features, const torch::Tensor& logits);  // [N,C,h,w], [N,K]
  };
  void fit(const Moments& moments);
};

class MaskerNet : public ConvNet {
 public:
  // channels: of the scales, the finest first.
  MaskerNet(const std::vector<int>& channels, std::uint64_t seed);

  // maps as Classifier::scales gives them; evidence of the coarsest. Gives the mask's logits,
  // [N,1,h,w] at the finest scale.
  torch::Tensor logits(const std::vector<torch::Tensor>& maps, const torch::Tensor& evidence) const;
  // Divides what the first layers make of a scale by its features' spread, so that networks with
  // large features begin like others.
  void settle(std::size_t scale, double spread);
};

// The two together.
class SaliencyNet {
 public:
  static constexpr int kRank = 256;

  SaliencyNet(const std::vector<int>& channels_of, int classes, int rank, std::uint64_t seed)
      : channels(channels_of),
        filter(channels.back(), classes, rank, seed),
        net(channels, seed + 1) {}
  // Takes the network's shape from the weights. Errors (input): they are not those of a saliency
  // network.
  static Expected<std::unique_ptr<SaliencyNet>> from(const Weights& weights,
                                                     const std::string& source);

  void to(const torch::Device& device) {
    filter.to(device, torch::kFloat32);
    net.to(device, torch::kFloat32);
  }
  // [N,1,h,w] in [0, 1].
  torch::Tensor mask(const std::vector<torch::Tensor>& maps, const torch::Tensor& classes) const {
    return at::sigmoid(net.logits(maps, filter.evidence(maps.back(), classes)));
  }
  Weights weights() const {
    Weights all = filter.weights();
    all.insert(all.end(), net.weights().begin(), net.weights().end());
    return all;
  }

  std::vector<int> channels;  // of the scales that it reads, the finest first
  ClassFilter filter;
  MaskerNet net;
};

}  // namespace fido
