// Finds a classifier's layers by the paths of its modules, as PyTorch's named_modules() lists them:
// layer4.1, features.12. The modules exist only before freezing, which removes them.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/torch.h"

namespace fido {

// Makes the graph return a tuple of `values` instead of its output.
void return_tuple(torch::jit::Graph& graph, const std::vector<torch::jit::Value*>& values);

// Inlines the calls of modules in `graph`, that of the network's forward method, and returns each
// module's path and output tensor in the order of the calls. If a module is called several times,
// the last call counts. Modules that are called under a condition or in a loop are left out.
std::vector<std::pair<std::string, torch::jit::Value*>> inline_module_outputs(
    torch::jit::Graph& graph);

// Makes forward return (output, output of the module at `path`), so that freezing cannot fold the
// latter away. Later nodes that overwrite it overwrite a copy. Returns false, and changes nothing,
// if there is no such module.
bool expose_module_output(torch::jit::Module& module, const std::string& path);

}  // namespace fido
