#include "core/model/torch_version.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#ifdef FIDOSCOPE_CUDA
#include <c10/cuda/CUDACachingAllocator.h>
#endif

namespace fido {

std::string libtorch_version() { return TORCH_VERSION; }

Expected<torch::Device> parse_device(const std::string& text) {
  const bool cuda = torch::cuda::is_available();
  if (text == "cpu" || (text == "auto" && !cuda)) return torch::Device(torch::kCPU);
  if (!cuda)
    return usage_error("--device " + text + ": no CUDA device can be used here; use cpu or auto");
  const int index = text.rfind("cuda:", 0) == 0 ? std::stoi(text.substr(5)) : 0;
  const int count = static_cast<int>(torch::cuda::device_count());
  if (index >= count)
    return usage_error("--device " + text +
                       ": the highest CUDA device here is cuda:" + std::to_string(count - 1));
  return torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(index));
}

std::string script_reason(const std::exception& error) {
  constexpr const char* kMark = "RuntimeError: ";
  const std::string text = error.what();
  const auto at = text.rfind(kMark);
  if (at == std::string::npos) return first_line(error);
  const std::string reason = text.substr(at + std::strlen(kMark));
  return reason.substr(0, reason.find('\n'));
}

std::string shape_text(const torch::Tensor& tensor) {
  std::ostringstream out;
  out << tensor.sizes();
  return out.str();
}

void release_cached_memory(const torch::Device& device) {
#ifdef FIDOSCOPE_CUDA
  if (device.is_cuda()) c10::cuda::CUDACachingAllocator::emptyCache();
#else
  (void)device;
#endif
}

std::string blas_in_use() {
  std::ifstream maps("/proc/self/maps");
  std::string line, found = "unknown";
  while (std::getline(maps, line)) {
    const auto slash = line.find('/');
    if (slash == std::string::npos) continue;
    const std::string path = line.substr(slash);
    const std::string name = path.substr(path.rfind('/') + 1);
    // The OpenBLAS itself says more than the libblas.so.3 that it may stand behind.
    if (name.rfind("libopenblas", 0) == 0 || name.rfind("libmkl", 0) == 0) return path;
    if (name.rfind("libblas", 0) == 0) found = path;
  }
  return found;
}

bool single_image_is_fast() {
  static const bool fast = [] {
    const std::string blas = blas_in_use();
    // PyPI's LibTorch carries its own BLAS inside and shows none.
    return blas == "unknown" || blas.find("openblas-openmp") != std::string::npos ||
           blas.find("libopenblaso") != std::string::npos ||
           blas.find("libmkl") != std::string::npos;
  }();
  return fast;
}

}  // namespace fido
