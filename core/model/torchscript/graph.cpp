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

// Every node, those of inner blocks before the one that holds them. A copy, for nodes may be erased
// meanwhile.
void collect_nodes(Block* block, std::vector<Node*>& all) {
  for (Node* node : block->nodes()) {
    for (Block* inner : node->blocks()) collect_nodes(inner, all);
    all.push_back(node);
  }
}

std::vector<Node*> nodes_of(torch::jit::Graph& graph) {
  std::vector<Node*> all;
  collect_nodes(graph.block(), all);
  return all;
}

bool is_tensor_constant(const Node* node) {
  return node->kind() == c10::prim::Constant && node->hasAttribute(c10::attr::value) &&
         node->kindOf(c10::attr::value) == torch::jit::AttributeKind::t;
}

// What convolutions and matrix products multiply with, in the order in which the graph uses it.
std::vector<Node*> weights_of(torch::jit::Graph& graph) {
  std::vector<Node*> weights;
  for (Node* node : nodes_of(graph)) {
    const std::string kind = node->kind().toUnqualString();
    if (kind.find("conv") == std::string::npos && kind.find("linear") == std::string::npos &&
        kind.find("mm") == std::string::npos && kind != "matmul")
      continue;
    for (Value* input : node->inputs()) {
      Node* from = input->node();
      if (is_tensor_constant(from) && from->t(c10::attr::value).dim() >= 2 &&
          std::find(weights.begin(), weights.end(), from) == weights.end())
        weights.push_back(from);
    }
  }
  return weights;
}

std::optional<std::vector<std::int64_t>> integers(const Value* value) {
  if (const auto known = torch::jit::toIValue(value))
    return known->isIntList() ? std::optional(known->toIntVector()) : std::nullopt;
  if (value->node()->kind() != c10::prim::ListConstruct) return std::nullopt;
  std::vector<std::int64_t> out;
  for (const Value* item : value->node()->inputs()) {
    const auto known = torch::jit::toIValue(item);
    if (!known || !known->isInt()) return std::nullopt;
    out.push_back(known->toInt());
  }
  return out;
}

// What a node that surrounds its first input with constant zeros adds on each side, last dimension
// first.
std::optional<std::vector<std::int64_t>> zero_padding(const Node* node) {
  const bool plain = node->kind() == c10::aten::constant_pad_nd && node->inputs().size() == 3;
  if (!plain) {
    if (std::string(node->kind().toUnqualString()) != "pad" || node->inputs().size() != 4)
      return std::nullopt;
    const auto mode = torch::jit::toIValue(node->input(2));
    if (!mode || !mode->isString() || mode->toStringRef() != "constant") return std::nullopt;
  }
  const auto value = torch::jit::toIValue(node->inputs().back());
  if (!value || !(value->isNone() || (value->isScalar() && value->toScalar().toDouble() == 0)))
    return std::nullopt;
  return integers(node->input(1));
}

// The place of a convolution's padding among its inputs, for the two ways to write one down.
constexpr std::size_t kPadding = 4;

bool is_convolution(const Node* node) {
  if (node->kind() == c10::aten::conv2d) return true;
  constexpr std::size_t kTransposed = 6;
  if (node->kind() != c10::aten::_convolution || node->inputs().size() <= kTransposed) return false;
  const auto transposed = torch::jit::toIValue(node->input(kTransposed));
  return transposed && transposed->isBool() && !transposed->toBool();
}

bool move_into_convolution(Node* pad, const std::vector<std::int64_t>& sides) {
  if (sides.size() != 4 || sides[0] != sides[1] || sides[2] != sides[3] || sides[0] < 0 ||
      sides[2] < 0 || pad->output()->uses().size() != 1)
    return false;
  const auto use = pad->output()->uses().front();
  if (use.offset != 0 || !is_convolution(use.user)) return false;
  const auto padding = integers(use.user->input(kPadding));
  if (!padding || padding->size() != 2) return false;  // of two dimensions
  const std::vector<std::int64_t> sum{padding->front() + sides[2], padding->back() + sides[0]};
  const torch::jit::WithInsertPoint before(use.user);
  use.user->replaceInput(kPadding, pad->owningGraph()->insertConstant(sum));
  return true;
}

inline float of_bf16(std::uint16_t bits) {
  const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16;
  float value;
  std::memcpy(&value, &wide, sizeof value);
  return value;
}

// The upper half of a float that has nothing in the lower one; what is not a number stays one.
inline std::uint16_t to_bf16(float value) {
  std::uint32_t wide;
  std::memcpy(&wide, &value, sizeof wide);
  return static_cast<std::uint16_t>(wide >> 16);
}

FIDO_SIMD void clamp_bf16(const std::uint16_t* from, std::int64_t count, float low, float high,
                          std::uint16_t* to) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float value = of_bf16(from[i]), above = value < low ? low : value;
    to[i] = to_bf16(above > high ? high : above);
  }
}

// The slopes of those values that lie between the bounds.
FIDO_SIMD void pass_bf16(const std::uint16_t* at, const std::uint16_t* slope, std::int64_t count,
                         float low, float high, std::uint16_t* to) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float value = of_bf16(at[i]);
    to[i] =
        static_cast<std::uint16_t>(slope[i] & -static_cast<int>((value > low) & (value < high)));
  }
}

std::uint16_t* bits_of(const torch::Tensor& tensor) {
  return static_cast<std::uint16_t*>(tensor.data_ptr());
}

// clamp, whose gradient is one pass over the memory. ATen's own takes six, most of them not
// vectorised, and 1.13 has none of hardtanh in bf16 on a processor: there both loops are our own
// (docs/benchmarks.md).
struct Bounded : torch::autograd::Function<Bounded> {
  static constexpr std::int64_t kGrain = 1 << 15;

  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                               const at::Scalar& least, const at::Scalar& most) {
    // As y's type has them, for that is where y stops.
    const double low = at::scalar_tensor(least, x.scalar_type()).item<double>(),
                 high = at::scalar_tensor(most, x.scalar_type()).item<double>();
    torch::Tensor y;
    if (is_ours(x)) {
      const auto flat = x.contiguous(x.suggest_memory_format());
      y = torch::empty_like(flat);
      parallel_for(
          y.numel(), kGrain,
          [from = bits_of(flat), to = bits_of(y), low, high](std::int64_t begin, std::int64_t end) {
            clamp_bf16(from + begin, end - begin, static_cast<float>(low), static_cast<float>(high),
                       to + begin);
          });
    } else {
      y = x.clamp(least, most);
    }
    context->save_for_backward({y});
    context->saved_data["least"] = low;
    context->saved_data["most"] = high;
    return y;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list slopes) {
    const auto y = context->get_saved_variables()[0];
    const double low = context->saved_data["least"].toDouble(),
                 high = context->saved_data["most"].toDouble();
    if (!is_ours(y)) return {at::hardtanh_backward(slopes[0], y, low, high), {}, {}};
    const auto flat = y.contiguous(y.suggest_memory_format());
    const auto slope =
        slopes[0].expand_as(y).to(torch::kBFloat16).contiguous(y.suggest_memory_format());
    auto out = torch::empty_like(flat);
    parallel_for(y.numel(), kGrain,
                 [at = bits_of(flat), from = bits_of(slope), to = bits_of(out), low, high](
                     std::int64_t begin, std::int64_t end) {
                   pass_bf16(at + begin, from + begin, end - begin, static_cast<float>(low),
                             static_cast<float>(high), to + begin);
                 });
    return {out, {}, {}};
  }

 private:
  static bool is_ours(const torch::Tensor& tensor) {
    return tensor.scalar_type() == torch::kBFloat16 && tensor.is_cpu();
  }
};

TORCH_LIBRARY(fidoscope, library) {
  library.def("bounded(Tensor x, Scalar least, Scalar most) -> Tensor",
              [](const torch::Tensor& x, const at::Scalar& least, const at::Scalar& most) {
                return x.is_floating_point() ? Bounded::apply(x, least, most)
                                             : x.clamp(least, most);
              });
}

// Who writes over what in a graph as it was exported. Nodes are replaced and erased only
// afterwards, so that it stays true.
class Writes {
 public:
  explicit Writes(const std::shared_ptr<torch::jit::Graph>& graph)
      : nodes_(nodes_of(*graph)), aliases_(graph) {}

  bool any(Value* value, const Node* but = nullptr) const {
    return std::any_of(nodes_.begin(), nodes_.end(), [&](Node* node) {
      return node != but && aliases_.writesToAlias(node, torch::jit::ValueSet{value});
    });
  }
  const std::vector<Node*>& nodes() const { return nodes_; }

 private:
  std::vector<Node*> nodes_;
  torch::jit::AliasDb aliases_;
};

// May a node that writes over its input be replaced by one that does not? Where nothing else reads
// that memory.
bool is_sole_reader(const Node* node) {
  const std::string from = node->input(0)->node()->kind().toUnqualString();
  const bool fresh = from.find("conv") != std::string::npos ||
                     from.find("pad") != std::string::npos || from == "batch_norm" ||
                     from == "linear" || from == "add";
  return fresh && node->input(0)->uses().size() == 1;
}

// clamp, hardtanh or ReLU6, with or without an underscore.
bool is_clamp(const Node* node) {
  std::string name = node->kind().toUnqualString();
  if (!name.empty() && name.back() == '_') {
    if (!is_sole_reader(node)) return false;
    name.pop_back();
  }
  if (name == "relu6") return true;
  if ((name != "clamp" && name != "hardtanh") || node->inputs().size() != 3) return false;
  const auto least = torch::jit::toIValue(node->input(1)),
             most = torch::jit::toIValue(node->input(2));
  return least && most && least->isScalar() && most->isScalar();
}

// What it made is read no more.
void replace_clamp(Node* node) {
  torch::jit::Graph& graph = *node->owningGraph();
  const torch::jit::WithInsertPoint before(node);
  const bool six = node->inputs().size() == 1;
  Value* const least = six ? graph.insertConstant(0.0) : node->input(1);
  Value* const most = six ? graph.insertConstant(6.0) : node->input(2);
  Value* const old = node->output();
  Value* const made =
      graph
          .insertNode(graph.create(c10::Symbol::fromQualString("fidoscope::bounded"),
                                   {node->input(0), least, most}))
          ->output();
  made->setType(old->type());
  old->replaceAllUsesWith(made);
  if (!old->hasDebugName()) return;
  const std::string name = old->debugName();  // Grad-CAM's layers are asked for by it
  old->setDebugName(name + ".clamp");
  made->setDebugName(name);
}

}  // namespace

void convert_constants(torch::jit::Graph& graph, torch::Dtype dtype) {
  constexpr std::size_t kAllowTf32 = 12;  // of _convolution's arguments, the last
  for (Node* node : nodes_of(graph)) {
    if (node->kind() == c10::aten::_convolution && node->inputs().size() == kAllowTf32 + 1) {
      const torch::jit::WithInsertPoint before(node);
      node->replaceInput(kAllowTf32, graph.insertConstant(false));
    }
    if (!is_tensor_constant(node)) continue;
    torch::Tensor t = node->t(c10::attr::value).detach();
    if (t.is_floating_point()) t = t.to(dtype);
    if (t.dim() == 4) t = t.contiguous(torch::MemoryFormat::ChannelsLast);
    node->t_(c10::attr::value, t);
    node->output()->inferTypeFrom(t);
  }
}

void simplify(const std::shared_ptr<torch::jit::Graph>& graph) {
  const Writes writes(graph);
  std::vector<Node*> done;
  for (Node* node : writes.nodes()) {
    if (is_clamp(node) && !writes.any(node->output(), node)) {  // its gradient needs what it made
      replace_clamp(node);
      done.push_back(node);
    } else if (const auto sides = zero_padding(node);
               sides && !writes.any(node->input(0)) && !writes.any(node->output())) {
      const bool nothing =
          std::all_of(sides->begin(), sides->end(), [](std::int64_t side) { return side == 0; });
      if (!nothing && !move_into_convolution(node, *sides)) continue;
      node->output()->replaceAllUsesWith(node->input(0));
      done.push_back(node);
    }
  }
  for (Node* node : done) node->destroy();
}

void shuffle_weights(torch::jit::Graph& graph, int layers) {
  const auto weights = weights_of(graph);
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
