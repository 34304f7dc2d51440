#include "core/model/torchscript/graph.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/jit/ir/alias_analysis.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/library.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/simd.h"

namespace fido {
namespace {

using torch::jit::Block;
using torch::jit::Node;
using torch::jit::Value;

void append_nodes(Block* block, std::vector<Node*>& nodes) {
  for (Node* node : block->nodes()) {
    for (Block* inner : node->blocks()) append_nodes(inner, nodes);
    nodes.push_back(node);
  }
}

// Returns every node, those of inner blocks before the node that contains them. The list is a copy,
// so that nodes can be erased while it is traversed.
std::vector<Node*> collect_nodes(torch::jit::Graph& graph) {
  std::vector<Node*> nodes;
  append_nodes(graph.block(), nodes);
  return nodes;
}

bool is_tensor_constant(const Node* node) {
  return node->kind() == c10::prim::Constant && node->hasAttribute(c10::attr::value) &&
         node->kindOf(c10::attr::value) == torch::jit::AttributeKind::t;
}

// Returns the constant weights of convolutions and matrix products in the order in which the graph
// uses them.
std::vector<Node*> collect_weights(torch::jit::Graph& graph) {
  std::vector<Node*> weights;
  for (Node* node : collect_nodes(graph)) {
    const std::string kind = node->kind().toUnqualString();
    if (kind.find("conv") == std::string::npos && kind.find("linear") == std::string::npos &&
        kind.find("mm") == std::string::npos && kind != "matmul")
      continue;
    for (Value* input : node->inputs()) {
      Node* constant = input->node();
      if (is_tensor_constant(constant) && constant->t(c10::attr::value).dim() >= 2 &&
          std::find(weights.begin(), weights.end(), constant) == weights.end())
        weights.push_back(constant);
    }
  }
  return weights;
}

// Returns the integers of a list if they are constants.
std::optional<std::vector<std::int64_t>> constant_integers(const Value* value) {
  if (const auto list = torch::jit::toIValue(value))
    return list->isIntList() ? std::optional(list->toIntVector()) : std::nullopt;
  if (value->node()->kind() != c10::prim::ListConstruct) return std::nullopt;
  std::vector<std::int64_t> out;
  for (const Value* item : value->node()->inputs()) {
    const auto constant = torch::jit::toIValue(item);
    if (!constant || !constant->isInt()) return std::nullopt;
    out.push_back(constant->toInt());
  }
  return out;
}

// Returns how much a node pads each side of its first input with constant zeros, last dimension
// first; nothing if the node does not do that.
std::optional<std::vector<std::int64_t>> zero_padding(const Node* node) {
  const bool is_constant_pad =
      node->kind() == c10::aten::constant_pad_nd && node->inputs().size() == 3;
  if (!is_constant_pad) {
    if (std::string(node->kind().toUnqualString()) != "pad" || node->inputs().size() != 4)
      return std::nullopt;
    const auto mode = torch::jit::toIValue(node->input(2));
    if (!mode || !mode->isString() || mode->toStringRef() != "constant") return std::nullopt;
  }
  const auto value = torch::jit::toIValue(node->inputs().back());
  if (!value || !(value->isNone() || (value->isScalar() && value->toScalar().toDouble() == 0)))
    return std::nullopt;
  return constant_integers(node->input(1));
}

// The index of a convolution's padding among its inputs, for conv2d and _convolution alike.
constexpr std::size_t kPaddingInput = 4;

bool is_convolution(const Node* node) {
  if (node->kind() == c10::aten::conv2d) return true;
  constexpr std::size_t kTransposedInput = 6;
  if (node->kind() != c10::aten::_convolution || node->inputs().size() <= kTransposedInput)
    return false;
  const auto transposed = torch::jit::toIValue(node->input(kTransposedInput));
  return transposed && transposed->isBool() && !transposed->toBool();
}

// Adds the padding to that of the convolution which alone reads it. Returns false, and changes
// nothing, if the padding is not symmetric or there is no such convolution.
bool fold_into_convolution(Node* pad, const std::vector<std::int64_t>& sides) {
  if (sides.size() != 4 || sides[0] != sides[1] || sides[2] != sides[3] || sides[0] < 0 ||
      sides[2] < 0 || pad->output()->uses().size() != 1)
    return false;
  const auto use = pad->output()->uses().front();
  if (use.offset != 0 || !is_convolution(use.user)) return false;
  const auto padding = constant_integers(use.user->input(kPaddingInput));
  if (!padding || padding->size() != 2) return false;  // not a 2-D convolution
  const std::vector<std::int64_t> sum{padding->front() + sides[2], padding->back() + sides[0]};
  const torch::jit::WithInsertPoint insert_point(use.user);
  use.user->replaceInput(kPaddingInput, pad->owningGraph()->insertConstant(sum));
  return true;
}

inline float bf16_to_float(std::uint16_t bits) {
  const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16;
  float value;
  std::memcpy(&value, &wide, sizeof value);
  return value;
}

// Converts a float whose lower 16 bits are zero, so that nothing is rounded and NaN stays NaN.
inline std::uint16_t float_to_bf16(float value) {
  std::uint32_t wide;
  std::memcpy(&wide, &value, sizeof wide);
  return static_cast<std::uint16_t>(wide >> 16);
}

FIDO_SIMD void clamp_bf16(const std::uint16_t* from, std::int64_t count, float low, float high,
                          std::uint16_t* to) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float value = bf16_to_float(from[i]), raised = value < low ? low : value;
    to[i] = float_to_bf16(raised > high ? high : raised);
  }
}

// Copies the gradient of those values that lie strictly between the bounds, and writes 0 for the
// others.
FIDO_SIMD void clamp_backward_bf16(const std::uint16_t* values, const std::uint16_t* gradient,
                                   std::int64_t count, float low, float high, std::uint16_t* to) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float value = bf16_to_float(values[i]);
    to[i] =
        static_cast<std::uint16_t>(gradient[i] & -static_cast<int>((value > low) & (value < high)));
  }
}

std::uint16_t* bf16_data(const torch::Tensor& tensor) {
  return static_cast<std::uint16_t*>(tensor.data_ptr());
}

// clamp with a backward pass that reads the memory once. ATen's takes six passes, most of them not
// vectorised, and LibTorch 1.13 has no gradient of hardtanh in bf16 on a CPU: there both loops are
// our own (docs/benchmarks.md).
struct BoundedFunction : torch::autograd::Function<BoundedFunction> {
  static constexpr std::int64_t kGrain = 1 << 15;

  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                               const at::Scalar& min, const at::Scalar& max) {
    // The bounds are rounded to the type of y, because those are the values at which y is clamped.
    const double low = at::scalar_tensor(min, x.scalar_type()).item<double>(),
                 high = at::scalar_tensor(max, x.scalar_type()).item<double>();
    torch::Tensor y;
    if (has_own_kernel(x)) {
      const auto contiguous = x.contiguous(x.suggest_memory_format());
      y = torch::empty_like(contiguous);
      parallel_for(y.numel(), kGrain,
                   [from = bf16_data(contiguous), to = bf16_data(y), low, high](std::int64_t begin,
                                                                                std::int64_t end) {
                     clamp_bf16(from + begin, end - begin, static_cast<float>(low),
                                static_cast<float>(high), to + begin);
                   });
    } else {
      y = x.clamp(min, max);
    }
    context->save_for_backward({y});
    context->saved_data["min"] = low;
    context->saved_data["max"] = high;
    return y;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    const auto y = context->get_saved_variables()[0];
    const double low = context->saved_data["min"].toDouble(),
                 high = context->saved_data["max"].toDouble();
    if (!has_own_kernel(y)) return {at::hardtanh_backward(gradients[0], y, low, high), {}, {}};
    const auto contiguous = y.contiguous(y.suggest_memory_format());
    const auto gradient =
        gradients[0].expand_as(y).to(torch::kBFloat16).contiguous(y.suggest_memory_format());
    auto out = torch::empty_like(contiguous);
    parallel_for(y.numel(), kGrain,
                 [values = bf16_data(contiguous), from = bf16_data(gradient), to = bf16_data(out),
                  low, high](std::int64_t begin, std::int64_t end) {
                   clamp_backward_bf16(values + begin, from + begin, end - begin,
                                       static_cast<float>(low), static_cast<float>(high),
                                       to + begin);
                 });
    return {out, {}, {}};
  }

 private:
  static bool has_own_kernel(const torch::Tensor& tensor) {
    return tensor.scalar_type() == torch::kBFloat16 && tensor.is_cpu();
  }
};

TORCH_LIBRARY(fidoscope, library) {
  library.def("bounded(Tensor x, Scalar min, Scalar max) -> Tensor",
              [](const torch::Tensor& x, const at::Scalar& min, const at::Scalar& max) {
                return x.is_floating_point() ? BoundedFunction::apply(x, min, max)
                                             : x.clamp(min, max);
              });
}

// Knows which nodes of the exported graph overwrite which values. It stays valid because nodes are
// erased only after it is no longer needed.
class WriteAnalysis {
 public:
  explicit WriteAnalysis(const std::shared_ptr<torch::jit::Graph>& graph)
      : nodes_(collect_nodes(*graph)), aliases_(graph) {}

  // Returns true if any node other than `except` overwrites the value.
  bool is_written(Value* value, const Node* except = nullptr) const {
    return std::any_of(nodes_.begin(), nodes_.end(), [&](Node* node) {
      return node != except && aliases_.writesToAlias(node, torch::jit::ValueSet{value});
    });
  }
  const std::vector<Node*>& nodes() const { return nodes_; }

 private:
  std::vector<Node*> nodes_;
  torch::jit::AliasDb aliases_;
};

// Returns true if nothing else reads the memory of the node's input, so that a node which
// overwrites it can be replaced by one that does not.
bool is_sole_reader(const Node* node) {
  const std::string source = node->input(0)->node()->kind().toUnqualString();
  const bool is_newly_allocated = source.find("conv") != std::string::npos ||
                                  source.find("pad") != std::string::npos ||
                                  source == "batch_norm" || source == "linear" || source == "add";
  return is_newly_allocated && node->input(0)->uses().size() == 1;
}

// Returns true for clamp and hardtanh with two constant bounds and for ReLU6; for their in-place
// variants only if these can be replaced.
bool is_clamp(const Node* node) {
  std::string name = node->kind().toUnqualString();
  if (!name.empty() && name.back() == '_') {
    if (!is_sole_reader(node)) return false;
    name.pop_back();
  }
  if (name == "relu6") return true;
  if ((name != "clamp" && name != "hardtanh") || node->inputs().size() != 3) return false;
  const auto min = torch::jit::toIValue(node->input(1)), max = torch::jit::toIValue(node->input(2));
  return min && max && min->isScalar() && max->isScalar();
}

// Lets the readers of a clamp, hardtanh or ReLU6 read a new fidoscope::bounded instead; the node
// itself stays, without readers.
void replace_clamp(Node* node) {
  torch::jit::Graph& graph = *node->owningGraph();
  const torch::jit::WithInsertPoint insert_point(node);
  const bool is_relu6 = node->inputs().size() == 1;
  Value* const min = is_relu6 ? graph.insertConstant(0.0) : node->input(1);
  Value* const max = is_relu6 ? graph.insertConstant(6.0) : node->input(2);
  Value* const old = node->output();
  Value* const replacement =
      graph
          .insertNode(graph.create(c10::Symbol::fromQualString("fidoscope::bounded"),
                                   {node->input(0), min, max}))
          ->output();
  replacement->setType(old->type());
  old->replaceAllUsesWith(replacement);
  if (!old->hasDebugName()) return;
  const std::string name = old->debugName();  // a card may name a layer for Grad-CAM by it
  old->setDebugName(name + ".clamp");
  replacement->setDebugName(name);
}

}  // namespace

void convert_constants(torch::jit::Graph& graph, torch::Dtype dtype) {
  constexpr std::size_t kAllowTf32Input = 12;  // the last of _convolution's inputs
  for (Node* node : collect_nodes(graph)) {
    if (node->kind() == c10::aten::_convolution && node->inputs().size() == kAllowTf32Input + 1) {
      const torch::jit::WithInsertPoint insert_point(node);
      node->replaceInput(kAllowTf32Input, graph.insertConstant(false));
    }
    if (!is_tensor_constant(node)) continue;
    torch::Tensor t = node->t(c10::attr::value).detach();
    if (t.is_floating_point()) t = t.to(dtype);
    if (t.dim() == 4) t = t.contiguous(torch::MemoryFormat::ChannelsLast);
    node->t_(c10::attr::value, t);
    node->output()->inferTypeFrom(t);
  }
}

void simplify_graph(const std::shared_ptr<torch::jit::Graph>& graph) {
  const WriteAnalysis writes(graph);
  std::vector<Node*> unused;
  for (Node* node : writes.nodes()) {
    // The gradient needs the output, which therefore must not be overwritten.
    if (is_clamp(node) && !writes.is_written(node->output(), node)) {
      replace_clamp(node);
      unused.push_back(node);
    } else if (const auto sides = zero_padding(node);
               sides && !writes.is_written(node->input(0)) && !writes.is_written(node->output())) {
      const bool has_no_width =
          std::all_of(sides->begin(), sides->end(), [](std::int64_t side) { return side == 0; });
      if (!has_no_width && !fold_into_convolution(node, *sides)) continue;
      node->output()->replaceAllUsesWith(node->input(0));
      unused.push_back(node);
    }
  }
  for (Node* node : unused) node->destroy();
}

void shuffle_weights(torch::jit::Graph& graph, int layers) {
  const auto weights = collect_weights(graph);
  const auto first = weights.size() - std::min(weights.size(), static_cast<std::size_t>(layers));
  for (auto i = first; i < weights.size(); ++i) {
    const torch::Tensor t = weights[i]->t(c10::attr::value);
    const auto order = at::randperm(t.numel(), at::make_generator<at::CPUGeneratorImpl>(i),
                                    torch::TensorOptions().dtype(torch::kLong))
                           .to(t.device());
    weights[i]->t_(c10::attr::value,
                   t.contiguous().view(-1).index_select(0, order).view(t.sizes()).contiguous(
                       t.suggest_memory_format()));
  }
}

}  // namespace fido
