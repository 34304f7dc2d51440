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
    return usage_error("--device " + text + ": no CUDA device is available; use cpu or auto");
  const int index = text.rfind("cuda:", 0) == 0 ? std::stoi(text.substr(5)) : 0;
  const int count = static_cast<int>(torch::cuda::device_count());
  if (index >= count)
    return usage_error("--device " + text + ": the highest CUDA device here is cuda:" +
                       std::to_string(count - 1) + "; use that or a lower one");
  return torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(index));
}

std::string script_error_message(const std::exception& error) {
  constexpr const char* kPrefix = "RuntimeError: ";
  const std::string text = error.what();
  const auto at = text.rfind(kPrefix);
  if (at == std::string::npos) return first_line(error);
  const std::string message = text.substr(at + std::strlen(kPrefix));
  return message.substr(0, message.find('\n'));
}

std::string format_shape(const torch::Tensor& tensor) {
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
    // OpenBLAS's own name says more than a libblas.so.3 that may stand for it.
    if (name.rfind("libopenblas", 0) == 0 || name.rfind("libmkl", 0) == 0) return path;
    if (name.rfind("libblas", 0) == 0) found = path;
  }
  return found;
}

bool is_single_image_fast() {
  static const bool is_fast = [] {
    const std::string blas = blas_in_use();
    // PyPI's LibTorch contains its own BLAS, so none is found.
    return blas == "unknown" || blas.find("openblas-openmp") != std::string::npos ||
           blas.find("libopenblaso") != std::string::npos ||
           blas.find("libmkl") != std::string::npos;
  }();
  return is_fast;
}

}  // namespace fido
