// Reads the intermediate feature maps of a TorchScript classifier.
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

// Returns the tensors that the graph's nodes compute, in order.
std::vector<torch::jit::Value*> collect_tensors(torch::jit::Graph& graph) {
  std::vector<torch::jit::Value*> tensors;
  for (torch::jit::Node* node : graph.nodes())
    for (torch::jit::Value* value : node->outputs())
      if (value->type()->isSubtypeOf(*c10::TensorType::get()) &&
          node->kind() != c10::prim::Constant)
        tensors.push_back(value);
  return tensors;
}

// Returns a copy of the graph that returns a tuple: its output, and the tensors of
// collect_tensors() at `indices`.
std::shared_ptr<torch::jit::Graph> copy_with_outputs(torch::jit::Graph& graph,
                                                     const std::vector<std::size_t>& indices) {
  auto copy = graph.copy();
  std::vector<torch::jit::Value*> values{copy->outputs()[0]};
  // Indices are used because a copy does not keep every name.
  const auto tensors = collect_tensors(*copy);
  for (const std::size_t index : indices) values.push_back(tensors[index]);
  return_tuple(*copy, values);
  return copy;
}

std::shared_ptr<torch::jit::Graph> copy_with_all_outputs(torch::jit::Graph& graph) {
  std::vector<std::size_t> indices(collect_tensors(graph).size());
  std::iota(indices.begin(), indices.end(), 0);
  return copy_with_outputs(graph, indices);
}

// Runs a graph that returns a tuple.
std::vector<c10::IValue> run_graph(const std::shared_ptr<torch::jit::Graph>& graph,
                                   const torch::jit::Module& module, const torch::Tensor& input) {
  const torch::jit::GraphOptimizerEnabledGuard no_optimization(false);
  torch::jit::GraphFunction function("features", graph, nullptr);
  torch::jit::Stack stack{module._ivalue(), input};
  function.run(stack);
  return stack.back().toTuple()->elements().vec();
}

// Returns true for [N,C,H,W] with more than one position.
bool is_feature_map(const c10::IValue& value) {
  if (!value.isTensor() || !value.toTensor().is_floating_point()) return false;
  const auto t = value.toTensor();
  return t.dim() == 4 && t.size(2) * t.size(3) >= 2;
}

// Returns 2 for "-2", and 0 for anything but a negative integer.
std::size_t parse_index_from_end(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number < 0
             ? static_cast<std::size_t>(-static_cast<std::int64_t>(number))
             : 0;
}

// Returns true for relu, relu6 and every other clamp with the lower bound 0.
bool is_relu(torch::jit::Node* node) {
  const std::string name = node->kind().toUnqualString();
  if (name == "relu" || name == "relu_" || name == "relu6" || name == "relu6_") return true;
  const bool is_clamp = name == "clamp" || name == "clamp_" || name == "clamp_min" ||
                        name == "clamp_min_" || name == "hardtanh" || name == "hardtanh_" ||
                        name == "bounded";
  if (!is_clamp) return false;
  const auto min = torch::jit::toIValue(node->inputs()[1]);
  return min && min->isScalar() && min->toScalar().toDouble() == 0;
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
  const auto tensors = collect_tensors(*graph);
  std::vector<std::size_t> relus;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (is_relu(tensors[i]->node())) relus.push_back(i);
    if (is_other_activation(tensors[i]->node()))
      return input_error(card_.file.string() + ": uses the activation " +
                         tensors[i]->node()->kind().toUnqualString() +
                         ", but Guided Backpropagation is defined for ReLU only; use another "
                         "method");
  }
  if (relus.empty())
    return input_error(card_.file.string() +
                       ": no ReLU was found in it, so Guided Backpropagation would equal the plain "
                       "gradient; use another method");
  const auto values = run_graph(copy_with_all_outputs(*graph), module_, input.to(dtype_));
  for (const std::size_t relu : relus)
    values[relu + 1].toTensor().register_hook(
        [](torch::Tensor gradient) { return gradient.clamp_min(0); });
  return values[0].toTensor();
}

tl::unexpected<Error> TorchScriptBackend::layer_error(const torch::Tensor& input,
                                                      const std::string& layer,
                                                      std::size_t map_count) const {
  constexpr std::size_t kMaxListed = 30;
  std::vector<std::string> modules;
  std::string hint;
  try {
    const torch::NoGradGuard no_grad;
    auto module = torch::jit::load(card_.file.string(), device_);
    module.eval();
    const auto graph = module.get_method("forward").graph()->copy();
    const auto outputs = inline_module_outputs(*graph);
    std::vector<torch::jit::Value*> values{graph->outputs()[0]};
    for (const auto& [path, value] : outputs) values.push_back(value);
    return_tuple(*graph, values);
    const auto results = run_graph(graph, module, input.to(torch::kFloat32));
    for (std::size_t i = 0; i < outputs.size(); ++i)
      if (is_feature_map(results[i + 1])) modules.push_back(outputs[i].first);
  } catch (const std::exception& e) {
    hint = "its modules could not be listed (" + first_line(e) + "); use";
  }
  if (!modules.empty()) {
    // If there are too many, only the outermost modules are listed.
    const auto depth = [](const std::string& path) {
      return std::count(path.begin(), path.end(), '.');
    };
    const auto total = modules.size();
    std::ptrdiff_t deepest = 0;
    for (const auto& path : modules) deepest = std::max(deepest, depth(path));
    for (; modules.size() > kMaxListed && deepest > 0; --deepest)
      modules.erase(std::remove_if(modules.begin(), modules.end(),
                                   [&](const auto& path) { return depth(path) == deepest; }),
                    modules.end());
    hint = "use one of its modules: ";
    for (const auto& path : modules) hint += path + ", ";
    if (modules.size() < total)
      hint += std::to_string(total - modules.size()) + " more inside these, ";
    hint += "or";
  }
  if (hint.empty())
    hint = "none of its modules returns any (or the file has lost their names); use";
  return input_error(card_.card_path.string() + ": feature_layer: " + layer +
                     " names no feature maps of this network; " + hint +
                     " a number from -1, the last of all, to -" + std::to_string(map_count) +
                     ", or leave feature_layer out for the last");
}

Expected<FeatureMaps> TorchScriptBackend::forward_with_layer(const torch::Tensor& input,
                                                             const std::string& layer) {
  const auto graph = module_.get_method("forward").graph();
  const auto tensors = collect_tensors(*graph);
  std::vector<std::size_t> maps;
  {
    const torch::NoGradGuard no_grad;
    const auto values = run_graph(copy_with_all_outputs(*graph), module_, input.to(dtype_));
    for (std::size_t i = 0; i < tensors.size(); ++i)
      if (is_feature_map(values[i + 1])) maps.push_back(i);
  }
  if (maps.empty())
    return input_error(card_.file.string() +
                       ": has no feature maps, which this method needs; use another method");
  FeatureMaps out;
  out.layer = layer.empty() ? tensors[maps.back()]->debugName() : layer;
  const bool is_exposed = module_with_layer_ && layer == card_.feature_layer;
  std::shared_ptr<torch::jit::Graph> graph_with_layer;
  if (is_exposed) {
    graph_with_layer = module_with_layer_->get_method("forward").graph();
  } else {
    const auto from_end = parse_index_from_end(layer.empty() ? "-1" : layer);
    const auto by_name = std::find_if(maps.begin(), maps.end(), [&](std::size_t index) {
      return tensors[index]->debugName() == layer;
    });
    if (by_name == maps.end() && (from_end < 1 || from_end > maps.size()))
      return layer_error(input, layer, maps.size());
    graph_with_layer = copy_with_outputs(
        *graph, {by_name == maps.end() ? maps[maps.size() - from_end] : *by_name});
  }
  const auto values =
      run_graph(graph_with_layer, is_exposed ? *module_with_layer_ : module_, input.to(dtype_));
  if (!is_feature_map(values[1])) return layer_error(input, layer, maps.size());
  out.output = values[0].toTensor();
  out.maps = {values[1].toTensor()};
  return out;
}

Expected<FeatureMaps> TorchScriptBackend::forward_with_scales(const torch::Tensor& input) {
  constexpr std::size_t kMaxScales = 4;
  if (!graph_with_scales_) {
    const auto values = run_graph(copy_with_all_outputs(*unsimplified_graph_), module_,
                                  input.slice(0, 0, 1).to(dtype_));
    std::map<std::int64_t, std::size_t> last_of_size;  // key: the number of positions
    std::optional<std::size_t> last;
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (!is_feature_map(values[i])) continue;
      const auto map = values[i].toTensor();
      last = i - 1;
      if (4 * map.size(2) <= input.size(2) && 4 * map.size(3) <= input.size(3))
        last_of_size[map.size(2) * map.size(3)] = i - 1;
    }
    if (!last)
      return input_error(card_.file.string() +
                         ": has no feature maps, which a saliency network needs; use another "
                         "method");
    // The keys ascend, so the smallest sizes are chosen, and the finest of these becomes the first.
    std::vector<std::size_t> indices;
    for (const auto& [size, index] : last_of_size)
      if (indices.size() < kMaxScales) indices.insert(indices.begin(), index);
    if (indices.empty()) indices.push_back(*last);
    graph_with_scales_ = copy_with_outputs(*unsimplified_graph_, indices);
  }
  const auto values = run_graph(graph_with_scales_, module_, input.to(dtype_));
  FeatureMaps out;
  out.output = values[0].toTensor();
  for (std::size_t i = 1; i < values.size(); ++i) out.maps.push_back(values[i].toTensor());
  return out;
}

}  // namespace fido
