// What differs between LibTorch 1.13, 2.6 and 2.11, and what can be learned of the process it runs
// in.
#pragma once

#include <exception>
#include <string>

#include "core/base/error.h"
#include "core/base/exceptions.h"
#include "core/base/torch.h"

namespace fido {

// "auto", "cpu", "cuda" or "cuda:N". Errors (usage): there is none of that number here.
Expected<torch::Device> parse_device(const std::string& text);

std::string libtorch_version();

// What a TorchScript module itself complained of, or else the first line.
std::string script_reason(const std::exception& error);
// "[2, 3, 64, 64]"
std::string shape_text(const torch::Tensor& tensor);

void release_cached_memory(const torch::Device& device);

// The path of the BLAS library loaded into this process, e.g. ".../openblas-openmp/libblas.so.3";
// "unknown" if none is seen.
std::string blas_in_use();
// One image goes through BLAS rather than oneDNN. Only OpenBLAS in its OpenMP build shares
// LibTorch's threads and is fast there; with any other a pair of images, which oneDNN takes, is
// several times faster than a single one.
bool single_image_is_fast();

}  // namespace fido
