#include "core/model/torchscript/layers.h"

#include <torch/csrc/jit/api/function_impl.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace fido {
namespace {

using torch::jit::Node;
using torch::jit::Value;

// Where in the network a module lies: empty for the network itself, nothing where it is not an
// attribute of an attribute of it.
std::optional<std::string> path_of(const Value* module, const torch::jit::Graph& graph) {
  std::string path;
  for (; module->node()->kind() == c10::prim::GetAttr; module = module->node()->input(0))
    path = module->node()->s(c10::attr::name) + (path.empty() ? "" : "." + path);
  return module == graph.inputs()[0] ? std::optional(path) : std::nullopt;
}

// Tracing writes a module's second call as forward1, and so on.
bool is_forward(const std::string& method) {
  const std::string name = "forward";
  return method.compare(0, name.size(), name) == 0 &&
         std::all_of(method.begin() + static_cast<std::ptrdiff_t>(name.size()), method.end(),
                     [](unsigned char c) { return std::isdigit(c); });
}

// A copy of `value`, which from then on is read in its place.
Node* insert_copy(Value* value) {
  torch::jit::Graph& graph = *value->owningGraph();
  const torch::jit::WithInsertPoint behind(value->node()->next());
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

// What the call runs; null where that cannot be inlined.
torch::jit::GraphFunction* callee_of(const Node* call) {
  const auto type = call->input(0)->type()->cast<c10::ClassType>();
  auto* const method = type ? type->findMethod(call->s(c10::attr::name)) : nullptr;
  return method ? torch::jit::tryToGraphFunction(*method) : nullptr;
}

// Inlines the calls; the copies that are made of what modules return stay when the values
// themselves are replaced.
std::vector<std::pair<std::string, Node*>> copies_of_returned(torch::jit::Graph& graph) {
  std::vector<std::pair<std::string, Node*>> copies;
  Node* const end = graph.return_node();
  for (Node* node = end->next(); node != end;) {
    auto* const callee = node->kind() == c10::prim::CallMethod ? callee_of(node) : nullptr;
    if (!callee) {
      node = node->next();
      continue;
    }
    const auto path = path_of(node->input(0), graph);
    if (path && !path->empty() && is_forward(node->s(c10::attr::name)) &&
        node->output()->type()->isSubtypeOf(*c10::TensorType::get())) {
      const auto earlier = std::find_if(copies.begin(), copies.end(),
                                        [&](const auto& one) { return one.first == *path; });
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

std::vector<std::pair<std::string, Value*>> returned_by_modules(torch::jit::Graph& graph) {
  std::vector<std::pair<std::string, Value*>> out;
  for (const auto& [path, copy] : copies_of_returned(graph)) out.emplace_back(path, copy->output());
  return out;
}

bool expose(torch::jit::Module& module, const std::string& path) {
  const auto graph = module.get_method("forward").graph();
  // where there is no such module, values keep the names that a card may say
  const auto returned = returned_by_modules(*graph->copy());
  if (std::none_of(returned.begin(), returned.end(),
                   [&](const auto& one) { return one.first == path; }))
    return false;
  Node* kept = nullptr;
  for (const auto& [name, copy] : copies_of_returned(*graph)) {
    if (name == path)
      kept = copy;
    else
      remove_copy(copy);
  }
  insert_copy(kept->output());
  return_tuple(*graph, {graph->outputs()[0], kept->output()});
  return true;
}

}  // namespace fido
