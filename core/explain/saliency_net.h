// The saliency network of Dabkowski & Gal (2017, Section 5): one forward pass of a small network
// over the classifier's own features predicts the mask that keeps the evidence of a class. A class
// filter reduces the coarsest features to where that class is, by the sigmoid of their product with
// the vector of the class. A U-Net enlarges what is left, with the features of the finer scales.
// Internal: tensors.
//
// Different from the paper: The class vectors are of low rank and fitted in closed form to the
// classifier's logits. The authors learn them in a phase of their own, for which our few thousand
// photos contain too few of any class (docs/method.md). The mask is one channel under a sigmoid.
#pragma once

#include "core/infill/net/conv_net.h"

namespace fido {

// Locates a class in the coarsest features, linearly. One filter holds the vectors of all classes.
class ClassFilter : public ConvNet {
 public:
  ClassFilter(int channels, int classes, int rank, std::uint64_t seed);

  // Returns [N,1,h,w]: how strongly each position speaks for the class, in the classifier's logits
  // minus their mean. features: [N,C,h,w]; classes: [N], int64.
  torch::Tensor evidence(const torch::Tensor& features, const torch::Tensor& classes) const;

  // Sums over photos of the mean features x and the centred logits y, and of their products.
  struct Moments {
    double count = 0;
    torch::Tensor x, y, xx, xy;  // float64: [C], [K], [C,C], [C,K]
    void add(const torch::Tensor& features, const torch::Tensor& logits);  // [N,C,h,w], [N,K]
  };
  // Fits the filter, at its rank, by ridge regression from mean features to centred logits.
  void fit(const Moments& moments);
};

// The U-Net that turns feature maps and evidence into a mask.
class MaskDecoder : public ConvNet {
 public:
  // channels: those of each scale, the finest first.
  MaskDecoder(const std::vector<int>& channels, std::uint64_t seed);

  // Returns the mask's logits, [N,1,h,w] at the finest scale. maps: as
  // Classifier::multi_scale_features returns them; evidence: that of the coarsest map.
  torch::Tensor logits(const std::vector<torch::Tensor>& maps, const torch::Tensor& evidence) const;
  // Divides the weights of the first layer of a scale by the root mean square of its features, so
  // that training starts alike however large the features of a classifier are.
  void normalize_scale(std::size_t scale, double feature_rms);
};

// The class filter and the mask decoder together.
class SaliencyNet {
 public:
  static constexpr int kRank = 256;

  SaliencyNet(const std::vector<int>& channels_of, int classes, int rank, std::uint64_t seed)
      : channels(channels_of),
        filter(channels.back(), classes, rank, seed),
        decoder(channels, seed + 1) {}
  // Creates a network from its weights, which determine its shape. Errors (input), which name
  // `source`: the weights are not those of a saliency network.
  static Expected<std::unique_ptr<SaliencyNet>> from_weights(const Weights& weights,
                                                             const std::string& source);

  void to(const torch::Device& device) {
    filter.to(device, torch::kFloat32);
    decoder.to(device, torch::kFloat32);
  }
  // Returns the masks, [N,1,h,w] in [0, 1], 1 = kept. maps: as Classifier::multi_scale_features
  // returns them; classes: [N], int64.
  torch::Tensor mask(const std::vector<torch::Tensor>& maps, const torch::Tensor& classes) const {
    return at::sigmoid(decoder.logits(maps, filter.evidence(maps.back(), classes)));
  }
  Weights weights() const {
    Weights all = filter.weights();
    all.insert(all.end(), decoder.weights().begin(), decoder.weights().end());
    return all;
  }

  std::vector<int> channels;  // those of the scales that it reads, the finest first
  ClassFilter filter;
  MaskDecoder decoder;
};

}  // namespace fido
