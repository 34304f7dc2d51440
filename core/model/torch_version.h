// Helpers around LibTorch that hide the differences between versions 1.13, 2.6 and 2.11, and facts
// about the process that it runs in.
#pragma once

#include <exception>
#include <string>

#include "core/base/error.h"
#include "core/base/exceptions.h"
#include "core/base/torch.h"

namespace fido {

// Returns the device for "auto", "cpu", "cuda" or "cuda:N". Errors (usage): this machine has no
// such device.
Expected<torch::Device> parse_device(const std::string& text);

std::string libtorch_version();

// Returns the error that a TorchScript module itself raised, or else the first line of the message.
std::string script_error_message(const std::exception& error);
// Returns the tensor's shape, such as "[2, 3, 64, 64]".
std::string format_shape(const torch::Tensor& tensor);

// Returns cached CUDA memory to the driver. Does nothing on a CPU.
void release_cached_memory(const torch::Device& device);

// Returns the path of the BLAS library that is loaded into this process, such as
// ".../openblas-openmp/libblas.so.3"; "unknown" if none is found.
std::string blas_in_use();
// Returns true if a single image is classified quickly on the CPU. LibTorch passes a single image
// to BLAS instead of oneDNN. Only the OpenMP build of OpenBLAS shares LibTorch's threads and is
// fast there (MKL counts as fast, too). With any other BLAS a pair of images, which goes to oneDNN,
// is several times faster than a single one.
bool is_single_image_fast();

}  // namespace fido
