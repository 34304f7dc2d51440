// The engine's part of the list of methods: how each method is started.
#include <map>
#include <string>
#include <vector>

#include "core/explain/run_common.h"
#include "core/run/methods.h"

namespace fido {

#define METHOD_FILE(file)                    \
  std::vector<MethodInfo> describe_##file(); \
  Expected<std::unique_ptr<Explanation>> start_##file(Classifier& classifier, RunInput input);
#include "core/run/methods.def"
#undef METHOD_FILE

StartMethod find_start_method(const std::string& method) {
  static const std::map<std::string, StartMethod> start_methods = [] {
    std::map<std::string, StartMethod> starts;
#define METHOD_FILE(file) \
  for (const auto& info : describe_##file()) starts[info.id] = start_##file;
#include "core/run/methods.def"
#undef METHOD_FILE
    return starts;
  }();
  const auto found = start_methods.find(method);
  return found == start_methods.end() ? nullptr : found->second;
}

}  // namespace fido
