// What lies between the layers of a TorchScript classifier.
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <set>

#include "core/base/exceptions.h"
#include "core/model/torchscript/layers.h"
#include "core/model/torchscript/torchscript_backend.h"

namespace fido {
namespace {

// The tensors that the graph's nodes compute, in order.
std::vector<torch::jit::Value*> tensors_of(torch::jit::Graph& graph) {
  std::vector<torch::jit::Value*> out;
  for (torch::jit::Node* node : graph.nodes())
    for (torch::jit::Value* value : node->outputs())
      if (value->type()->isSubtypeOf(*c10::TensorType::get()) &&
          node->kind() != c10::prim::Constant)
        out.push_back(value);
  return out;
}

// A copy of the graph that gives a tuple: its output, and those of tensors_of() at `places`.
std::shared_ptr<torch::jit::Graph> with_outputs(torch::jit::Graph& graph,
                                                const std::vector<std::size_t>& places) {
  auto copy = graph.copy();
  std::vector<torch::jit::Value*> values{copy->outputs()[0]};
  const auto tensors = tensors_of(*copy);  // by place: a copy does not keep every name
  for (const std::size_t place : places) values.push_back(tensors[place]);
  return_tuple(*copy, values);
  return copy;
}

std::shared_ptr<torch::jit::Graph> with_all(torch::jit::Graph& graph) {
  std::vector<std::size_t> places(tensors_of(graph).size());
  std::iota(places.begin(), places.end(), 0);
  return with_outputs(graph, places);
}

std::vector<c10::IValue> run(const std::shared_ptr<torch::jit::Graph>& graph,
                             const torch::jit::Module& module, const torch::Tensor& input) {
  const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
  torch::jit::GraphFunction function("features", graph, nullptr);
  torch::jit::Stack stack{module._ivalue(), input};
  function.run(stack);
  return stack.back().toTuple()->elements().vec();
}

// [N,C,H,W] of more than one place.
bool is_map(const c10::IValue& value) {
  if (!value.isTensor() || !value.toTensor().is_floating_point()) return false;
  const auto t = value.toTensor();
  return t.dim() == 4 && t.size(2) * t.size(3) >= 2;
}

// 2 of "-2"; 0 of what is no such number.
std::size_t place_from_end(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number < 0
             ? static_cast<std::size_t>(-static_cast<std::int64_t>(number))
             : 0;
}

// relu, relu6 and what else is cut off at zero.
bool is_relu(torch::jit::Node* node) {
  const std::string name = node->kind().toUnqualString();
  if (name == "relu" || name == "relu_" || name == "relu6" || name == "relu6_") return true;
  const bool clamps = name == "clamp" || name == "clamp_" || name == "clamp_min" ||
                      name == "clamp_min_" || name == "hardtanh" || name == "hardtanh_" ||
                      name == "bounded";
  if (!clamps) return false;
  const auto least = torch::jit::toIValue(node->inputs()[1]);
  return least && least->isScalar() && least->toScalar().toDouble() == 0;
}

bool is_other_activation(torch::jit::Node* node) {
  static const std::set<std::string> names{
      "leaky_relu", "prelu", "rrelu",     "elu",         "selu",    "celu", "gelu",
      "silu",       "mish",  "hardswish", "hardsigmoid", "sigmoid", "tanh", "softplus"};
  std::string name = node->kind().toUnqualString();
  if (!name.empty() && name.back() == '_') name.pop_back();
  return names.count(name) > 0;
}

}  // namespace

Expected<torch::Tensor> TorchScriptBackend::forward_guided(const torch::Tensor& input) {
  const auto graph = module_.get_method("forward").graph();
  const auto tensors = tensors_of(*graph);
  std::vector<std::size_t> relus;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (is_relu(tensors[i]->node())) relus.push_back(i);
    if (is_other_activation(tensors[i]->node()))
      return input_error(card_.file.string() + ": has " +
                         tensors[i]->node()->kind().toUnqualString() +
                         " among its activations; Guided Backpropagation is for ReLU alone, so "
                         "take another method");
  }
  if (relus.empty())
    return input_error(card_.file.string() +
                       ": has no ReLU that can be found, so Guided Backpropagation would be the "
                       "gradient; take another method");
  const auto values = run(with_all(*graph), module_, input.to(dtype_));
  for (const std::size_t relu : relus)
    values[relu + 1].toTensor().register_hook(
        [](torch::Tensor slope) { return slope.clamp_min(0); });
  return values[0].toTensor();
}

tl::unexpected<Error> TorchScriptBackend::no_such_layer(const torch::Tensor& input,
                                                        const std::string& layer,
                                                        std::size_t map_count) const {
  constexpr std::size_t kMaxNamed = 30;
  std::vector<std::string> modules;
  std::string known;
  try {
    const torch::NoGradGuard no_grad;
    auto module = torch::jit::load(card_.file.string(), device_);
    module.eval();
    const auto graph = module.get_method("forward").graph()->copy();
    const auto returned = returned_by_modules(*graph);
    std::vector<torch::jit::Value*> values{graph->outputs()[0]};
    for (const auto& [path, value] : returned) values.push_back(value);
    return_tuple(*graph, values);
    const auto seen = run(graph, module, input.to(torch::kFloat32));
    for (std::size_t i = 0; i < returned.size(); ++i)
      if (is_map(seen[i + 1])) modules.push_back(returned[i].first);
  } catch (const std::exception& e) {
    known = "its modules could not be asked (" + first_line(e) + "), so use";
  }
  if (!modules.empty()) {
    // Where there are many, only the outermost.
    const auto depth = [](const std::string& path) {
      return std::count(path.begin(), path.end(), '.');
    };
    const auto all = modules.size();
    std::ptrdiff_t deepest = 0;
    for (const auto& path : modules) deepest = std::max(deepest, depth(path));
    for (; modules.size() > kMaxNamed && deepest > 0; --deepest)
      modules.erase(std::remove_if(modules.begin(), modules.end(),
                                   [&](const auto& path) { return depth(path) == deepest; }),
                    modules.end());
    known = "those that its modules return are ";
    for (const auto& path : modules) known += path + ", ";
    if (modules.size() < all) known += std::to_string(all - modules.size()) + " within these, ";
    known += "or use";
  }
  if (known.empty())
    known = "none of its modules returns any (or the file has lost their names), so use";
  return input_error(card_.card_path.string() + ": feature_layer: " + layer +
                     " names no feature maps of this network; " + known +
                     " a number from -1, the last of all, to -" + std::to_string(map_count) +
                     ". Leave it out for the last");
}

Expected<FeatureMaps> TorchScriptBackend::forward_with_layer(const torch::Tensor& input,
                                                             const std::string& layer) {
  const auto graph = module_.get_method("forward").graph();
  const auto tensors = tensors_of(*graph);
  std::vector<std::size_t> maps;
  {
    const torch::NoGradGuard no_grad;
    const auto values = run(with_all(*graph), module_, input.to(dtype_));
    for (std::size_t i = 0; i < tensors.size(); ++i)
      if (is_map(values[i + 1])) maps.push_back(i);
  }
  if (maps.empty())
    return input_error(card_.file.string() +
                       ": has no feature maps for this method to read; take another method");
  FeatureMaps out;
  out.layer = layer.empty() ? tensors[maps.back()]->debugName() : layer;
  const bool exposed = with_layer_ && layer == card_.feature_layer;
  std::shared_ptr<torch::jit::Graph> read;
  if (exposed) {
    read = with_layer_->get_method("forward").graph();
  } else {
    const auto from_end = place_from_end(layer.empty() ? "-1" : layer);
    const auto named = std::find_if(maps.begin(), maps.end(), [&](std::size_t place) {
      return tensors[place]->debugName() == layer;
    });
    if (named == maps.end() && (from_end < 1 || from_end > maps.size()))
      return no_such_layer(input, layer, maps.size());
    read = with_outputs(*graph, {named == maps.end() ? maps[maps.size() - from_end] : *named});
  }
  const auto values = run(read, exposed ? *with_layer_ : module_, input.to(dtype_));
  if (!is_map(values[1])) return no_such_layer(input, layer, maps.size());
  out.output = values[0].toTensor();
  out.maps = {values[1].toTensor()};
  return out;
}

Expected<FeatureMaps> TorchScriptBackend::forward_with_scales(const torch::Tensor& input) {
  constexpr std::size_t kMaxScales = 4;
  if (!with_scales_) {
    const auto values = run(with_all(*exported_), module_, input.slice(0, 0, 1).to(dtype_));
    std::map<std::int64_t, std::size_t> last;  // by the number of positions
    std::optional<std::size_t> any;
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (!is_map(values[i])) continue;
      const auto map = values[i].toTensor();
      any = i - 1;
      if (4 * map.size(2) <= input.size(2) && 4 * map.size(3) <= input.size(3))
        last[map.size(2) * map.size(3)] = i - 1;
    }
    if (!any)
      return input_error(card_.file.string() +
                         ": has no feature maps for a saliency network to read; take another "
                         "method");
    std::vector<std::size_t> places;  // the map's keys rise: the smallest come first
    for (const auto& [size, place] : last)
      if (places.size() < kMaxScales) places.insert(places.begin(), place);
    if (places.empty()) places.push_back(*any);
    with_scales_ = with_outputs(*exported_, places);
  }
  const auto values = run(with_scales_, module_, input.to(dtype_));
  FeatureMaps out;
  out.output = values[0].toTensor();
  for (std::size_t i = 1; i < values.size(); ++i) out.maps.push_back(values[i].toTensor());
  return out;
}

}  // namespace fido
