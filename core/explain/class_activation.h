// Class activation maps: the feature maps of one layer, weighted by their gradients, summed, cut
// off at 0 and enlarged to the input. Methods of this family differ in the weights alone.
#pragma once

#include "core/explain/attribution.h"

namespace fido {

// Returns the weights of [1,K,h,w] feature maps, given the gradient of the score with respect to
// them. The shape of the weights must broadcast to that of the maps.
using FeatureMapWeights = torch::Tensor (*)(const torch::Tensor& gradient);

// Starts a run on the layer that the card names, or on the last feature maps with more than one
// position; the notes of the result say which. Errors (input): the network has no such layer.
Expected<std::unique_ptr<Explanation>> start_class_activation(Classifier& classifier,
                                                              RunInput input,
                                                              FeatureMapWeights weights);

}  // namespace fido
