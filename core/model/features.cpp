// What lies between a classifier's layers.
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include <map>
#include <numeric>
#include <set>

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

// A copy of the graph that gives a tuple: its output, and those of tensors_of() at `places`.
std::shared_ptr<torch::jit::Graph> with_outputs(torch::jit::Graph& graph, const std::vector<std::size_t>& places) {
  auto copy = graph.copy();
  std::vector<torch::jit::Value*> values{copy->outputs()[0]};
  const auto tensors = tensors_of(*copy);  // by place: a copy does not keep every name
  for (const std::size_t place : places) values.push_back(tensors[place]);
  torch::jit::Node* tuple = copy->appendNode(copy->createTuple(values));
  copy->eraseOutput(0);
  copy->registerOutput(tuple->output());
  return copy;
}

std::shared_ptr<torch::jit::Graph> with_all(torch::jit::Graph& graph) {
  std::vector<std::size_t> places(tensors_of(graph).size());
  std::iota(places.begin(), places.end(), 0);
  return with_outputs(graph, places);
}

std::vector<c10::IValue> run(const std::shared_ptr<torch::jit::Graph>& graph, const torch::jit::Module& module, const torch::Tensor& input) {
  const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
  torch::jit::GraphFunction function("features", graph, nullptr);
  torch::jit::Stack stack{module._ivalue(), input};
  function.run(stack);
  return stack.back().toTuple()->elements().vec();
}

// relu, relu6 and what else is cut off at zero.
bool is_relu(torch::jit::Node* node) {
  const std::string name = node->kind().toUnqualString();
  if (name == "relu" || name == "relu_" || name == "relu6" || name == "relu6_") return true;
  const bool clamps = name == "clamp" || name == "clamp_" || name == "clamp_min" || name == "clamp_min_" || name == "hardtanh" || name == "hardtanh_" || name == "bounded";
  if (!clamps) return false;
  const auto least = torch::jit::toIValue(node->inputs()[1]);
  return least && least->isScalar() && least->toScalar().toDouble() == 0;
}

bool is_other_activation(torch::jit::Node* node) {
  static const std::set<std::string> names{"leaky_relu", "prelu", "rrelu", "elu", "selu", "celu", "gelu", "silu", "mish", "hardswish", "hardsigmoid", "sigmoid", "tanh", "softplus"};
  std::string name = node->kind().toUnqualString();
  if (!name.empty() && name.back() == '_') name.pop_back();
  return names.count(name) > 0;
}

}  // namespace

Expected<ScoreGradient> Classifier::guided_gradient(const torch::Tensor& input, int target, std::optional<int> contrast) {
  const auto graph = module_.get_method("forward").graph();
  const auto tensors = tensors_of(*graph);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (is_relu(tensors[i]->node())) places.push_back(i);
    if (is_other_activation(tensors[i]->node()))
      return input_error(card_.file.string() + ": has " + tensors[i]->node()->kind().toUnqualString() + " among its activations; Guided Backpropagation is for ReLU alone, so take another method");
  }
  if (places.empty()) return input_error(card_.file.string() + ": has no ReLU that can be found, so Guided Backpropagation would be the gradient; take another method");
  auto x = input.detach().requires_grad_(true);
  const auto values = run(with_all(*graph), module_, x.to(dtype_));
  for (const std::size_t place : places) values[place + 1].toTensor().register_hook([](torch::Tensor slope) { return slope.clamp_min(0); });
  const auto y = logits_of(values[0].toTensor());
  ScoreGradient out;
  const auto slope = slopes(y.detach().to(torch::kCPU).contiguous(), 1, target, contrast, out.scores, out.probabilities);
  out.input_gradient = torch::autograd::grad({y}, {x}, {slope})[0].to(torch::kFloat32);
  return out;
}

Expected<Features> Classifier::features(const torch::Tensor& input, int target, std::optional<int> contrast) {
  const auto graph = module_.get_method("forward").graph();
  const auto tensors = tensors_of(*graph);
  std::string layer, known;
  std::size_t place = 0;
  {
    const torch::NoGradGuard no_grad;
    const auto values = run(with_all(*graph), module_, input.to(dtype_));
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
  const auto values = run(with_outputs(*graph, {place}), module_, x.to(dtype_));
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

Expected<Scales> Classifier::scales(const torch::Tensor& input) {
  constexpr std::size_t kMostScales = 4;
  const torch::NoGradGuard no_grad;
  if (!scales_) {
    const auto values = run(with_all(*exported_), module_, input.slice(0, 0, 1).to(dtype_));
    std::map<std::int64_t, std::size_t> last;  // of a number of places
    std::optional<std::size_t> any;
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (!values[i].isTensor()) continue;
      const auto map = values[i].toTensor();
      if (map.dim() != 4 || !map.is_floating_point() || map.size(2) * map.size(3) < 2) continue;
      any = i - 1;
      if (4 * map.size(2) <= input.size(2) && 4 * map.size(3) <= input.size(3)) last[map.size(2) * map.size(3)] = i - 1;
    }
    if (!any) return input_error(card_.file.string() + ": has no feature maps for a masker to read; take another method");
    std::vector<std::size_t> places;  // map's keys rise: the smallest come first
    for (const auto& [size, place] : last)
      if (places.size() < kMostScales) places.insert(places.begin(), place);
    if (places.empty()) places.push_back(*any);
    scales_ = with_outputs(*exported_, places);
  }
  const auto values = run(scales_, module_, input.to(dtype_));
  Scales out;
  out.logits = logits_of(values[0].toTensor());
  for (std::size_t i = 1; i < values.size(); ++i) out.maps.push_back(values[i].toTensor().to(torch::kFloat32));
  return out;
}

}  // namespace fido
