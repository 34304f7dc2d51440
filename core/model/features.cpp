// What lies between a classifier's layers.
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include "core/model/classifier.h"

namespace fido {
namespace {

// The tensors that the graph's nodes say, one after the other.
std::vector<torch::jit::Value*> tensors_of(torch::jit::Graph& graph) {
  std::vector<torch::jit::Value*> out;
  for (torch::jit::Node* node : graph.nodes())
    for (torch::jit::Value* value : node->outputs())
      if (value->type()->isSubtypeOf(*c10::TensorType::get()) && node->kind() != c10::prim::Constant) out.push_back(value);
  return out;
}

// A copy of the graph that gives a tuple: its output, and those of tensors_of() from `first` up to `end`.
std::shared_ptr<torch::jit::Graph> with_outputs(torch::jit::Graph& graph, std::size_t first, std::size_t end) {
  auto copy = graph.copy();
  std::vector<torch::jit::Value*> values{copy->outputs()[0]};
  const auto tensors = tensors_of(*copy);  // by place: a copy does not keep every name
  values.insert(values.end(), tensors.begin() + static_cast<std::ptrdiff_t>(first), tensors.begin() + static_cast<std::ptrdiff_t>(end));
  torch::jit::Node* tuple = copy->appendNode(copy->createTuple(values));
  copy->eraseOutput(0);
  copy->registerOutput(tuple->output());
  return copy;
}

std::vector<c10::IValue> run(const std::shared_ptr<torch::jit::Graph>& graph, const torch::jit::Module& module, const torch::Tensor& input) {
  const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
  torch::jit::GraphFunction function("features", graph, nullptr);
  torch::jit::Stack stack{module._ivalue(), input};
  function.run(stack);
  return stack.back().toTuple()->elements().vec();
}

}  // namespace

Expected<Features> Classifier::features(const torch::Tensor& input, int target, std::optional<int> contrast) {
  const auto graph = module_.get_method("forward").graph();
  const auto tensors = tensors_of(*graph);
  std::string layer, known;
  std::size_t place = 0;
  {
    const torch::NoGradGuard no_grad;
    const auto values = run(with_outputs(*graph, 0, tensors.size()), module_, input.to(dtype_));
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const auto& t = values[i + 1];
      if (!t.isTensor() || t.toTensor().dim() != 4 || t.toTensor().size(2) * t.toTensor().size(3) < 2) continue;
      const std::string name = tensors[i]->debugName();
      known += (known.empty() ? "" : ", ") + name;
      if (!card_.feature_layer.empty() && card_.feature_layer != name) continue;
      layer = name;
      place = i;
    }
  }
  if (layer.empty() && known.empty()) return input_error(card_.file.string() + ": has no feature maps, so there is nothing for Grad-CAM to read; take another method");
  if (layer.empty())
    return input_error(card_.card_path.string() + ": feature_layer: " + card_.feature_layer + " is no feature map of this network; it has " + known + ". Leave it out for the last");

  auto x = input.detach().requires_grad_(true);
  const auto values = run(with_outputs(*graph, place, place + 1), module_, x.to(dtype_));
  const auto y = logits_of(values[0].toTensor());
  std::vector<double> scores, probabilities;
  const auto slope = slopes(y.detach().to(torch::kCPU).contiguous(), 1, target, contrast, scores, probabilities);
  Features out;
  out.layer = layer;
  const auto maps = values[1].toTensor();
  out.gradient = torch::autograd::grad({y}, {maps}, {slope})[0].to(torch::kFloat32);
  out.maps = maps.detach().to(torch::kFloat32);
  out.score = scores.front();
  out.probability = probabilities.front();
  return out;
}

}  // namespace fido
