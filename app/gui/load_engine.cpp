#include "load_engine.h"

#include <dlfcn.h>

#include <filesystem>
#include <string>
#include <utility>

namespace fido {
namespace {

class MissingEngine : public Engine {
 public:
  explicit MissingEngine(std::string reason) : reason_(std::move(reason)) {}
  Expected<ClassifierInfo> load(const ClassifierCard&, const RunSpec&) override {
    return run_error(reason_);
  }
  Expected<Classification> classify(const Image&, int) override { return run_error(reason_); }
  Expected<MaskAnswer> answer(const MaskQuestion&) override { return run_error(reason_); }
  Expected<std::unique_ptr<Explanation>> explain(const RunSpec&, ImagePtr,
                                                 std::shared_ptr<const Plane>) override {
    return run_error(reason_);
  }

 private:
  std::string reason_;
};

}  // namespace

std::unique_ptr<Engine> load_engine() {
  std::error_code error;
  const auto bin = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  const std::filesystem::path beside = bin / "fidoscope-engine.so",
                              installed = bin / "../lib/fidoscope/fidoscope-engine.so";
  const auto& path = std::filesystem::exists(beside, error) ? beside : installed;
  // for good: LibTorch cannot be unloaded
  void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  using NewEngine = Engine* (*)();
  const auto make =
      module ? reinterpret_cast<NewEngine>(dlsym(module, "fidoscope_new_engine")) : nullptr;
  if (make) return std::unique_ptr<Engine>(make());
  const char* reason = dlerror();
  return std::make_unique<MissingEngine>("The engine cannot be loaded (" +
                                         std::string(reason ? reason : path.string()) +
                                         "). Install or build the program again.");
}

}  // namespace fido
