#include "core/model/torchscript/layers.h"

#include <torch/csrc/jit/api/function_impl.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace fido {
namespace {

using torch::jit::Node;
using torch::jit::Value;

// Returns the module's path in the network: empty for the network itself, nothing if the module is
// not reached through attributes alone.
std::optional<std::string> module_path(const Value* module, const torch::jit::Graph& graph) {
  std::string path;
  for (; module->node()->kind() == c10::prim::GetAttr; module = module->node()->input(0))
    path = module->node()->s(c10::attr::name) + (path.empty() ? "" : "." + path);
  return module == graph.inputs()[0] ? std::optional(path) : std::nullopt;
}

// Tracing names the method of a module's second call forward1, and so on.
bool is_forward_method(const std::string& method) {
  const std::string name = "forward";
  return method.compare(0, name.size(), name) == 0 &&
         std::all_of(method.begin() + static_cast<std::ptrdiff_t>(name.size()), method.end(),
                     [](unsigned char c) { return std::isdigit(c); });
}

// Inserts a copy of `value`, which all later nodes read instead of it.
Node* insert_copy(Value* value) {
  torch::jit::Graph& graph = *value->owningGraph();
  const torch::jit::WithInsertPoint insert_point(value->node()->next());
  Value* const none = graph.insertConstant(c10::IValue());
  Node* const copy = graph.insertNode(graph.create(c10::aten::clone, {value, none}));
  value->replaceAllUsesWith(copy->output());
  copy->replaceInput(0, value);
  return copy;
}

void remove_copy(Node* copy) {
  copy->output()->replaceAllUsesWith(copy->input(0));
  copy->destroy();
}

// Returns the function that is called; null if it cannot be inlined.
torch::jit::GraphFunction* find_callee(const Node* call) {
  const auto type = call->input(0)->type()->cast<c10::ClassType>();
  auto* const method = type ? type->findMethod(call->s(c10::attr::name)) : nullptr;
  return method ? torch::jit::tryToGraphFunction(*method) : nullptr;
}

// Inlines the calls and inserts a copy of each module's output. Unlike the values themselves, which
// inlining replaces, the copies stay valid.
std::vector<std::pair<std::string, Node*>> inline_with_output_copies(torch::jit::Graph& graph) {
  std::vector<std::pair<std::string, Node*>> copies;
  Node* const end = graph.return_node();
  for (Node* node = end->next(); node != end;) {
    auto* const callee = node->kind() == c10::prim::CallMethod ? find_callee(node) : nullptr;
    if (!callee) {
      node = node->next();
      continue;
    }
    const auto path = module_path(node->input(0), graph);
    if (path && !path->empty() && is_forward_method(node->s(c10::attr::name)) &&
        node->output()->type()->isSubtypeOf(*c10::TensorType::get())) {
      const auto earlier = std::find_if(copies.begin(), copies.end(),
                                        [&](const auto& entry) { return entry.first == *path; });
      if (earlier != copies.end()) {
        remove_copy(earlier->second);
        copies.erase(earlier);
      }
      copies.emplace_back(*path, insert_copy(node->output()));
    }
    Node* const before = node->prev();
    torch::jit::inlineCallTo(node, callee, callee->graph().get());
    node = before->next();
  }
  return copies;
}

}  // namespace

void return_tuple(torch::jit::Graph& graph, const std::vector<Value*>& values) {
  Node* const tuple = graph.appendNode(graph.createTuple(values));
  graph.eraseOutput(0);
  graph.registerOutput(tuple->output());
}

std::vector<std::pair<std::string, Value*>> inline_module_outputs(torch::jit::Graph& graph) {
  std::vector<std::pair<std::string, Value*>> outputs;
  for (const auto& [path, copy] : inline_with_output_copies(graph))
    outputs.emplace_back(path, copy->output());
  return outputs;
}

bool expose_module_output(torch::jit::Module& module, const std::string& path) {
  const auto graph = module.get_method("forward").graph();
  // The search runs on a copy: if there is no such module, the values keep their names, which a
  // card may refer to.
  const auto outputs = inline_module_outputs(*graph->copy());
  if (std::none_of(outputs.begin(), outputs.end(),
                   [&](const auto& entry) { return entry.first == path; }))
    return false;
  Node* exposed = nullptr;
  for (const auto& [name, copy] : inline_with_output_copies(*graph)) {
    if (name == path)
      exposed = copy;
    else
      remove_copy(copy);
  }
  insert_copy(exposed->output());
  return_tuple(*graph, {graph->outputs()[0], exposed->output()});
  return true;
}

}  // namespace fido
