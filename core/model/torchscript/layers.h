// A classifier's layers by the paths of its modules, as PyTorch's named_modules() has them:
// layer4.1, features.12. Known only before freezing, which leaves no modules.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/torch.h"

namespace fido {

// Lets the graph give a tuple of `values` in place of its output.
void return_tuple(torch::jit::Graph& graph, const std::vector<torch::jit::Value*>& values);

// Every tensor that a module returns to another within `graph`, forward's own, with the module's
// path, in the order in which they are called; of a module that is called several times the last.
// Inlines those calls. Modules that are called under a condition or in a loop are left out.
std::vector<std::pair<std::string, torch::jit::Value*>> returned_by_modules(
    torch::jit::Graph& graph);

// Lets forward return (answer, what the module at `path` returns): it goes through freezing, which
// would otherwise fold it away. Later nodes that write over it write over a copy. False: there is
// no such module, and forward is as it was.
bool expose(torch::jit::Module& module, const std::string& path);

}  // namespace fido
