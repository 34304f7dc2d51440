// What differs between LibTorch 1.13, 2.6 and 2.11, and what can be learned of the process it runs
// in.
#pragma once

#include <exception>
#include <string>

#include "core/error.h"
#include "core/torch.h"

namespace fido {

// "auto", "cpu", "cuda" or "cuda:N". Errors (usage): there is none of that number here.
Expected<torch::Device> parse_device(const std::string& text);

// For messages. LibTorch's carry a stack trace; the first line says what happened.
std::string first_line(const std::exception& error);
// What a TorchScript module itself complained of, or else the first line.
std::string script_reason(const std::exception& error);
// "[2, 3, 64, 64]"
std::string shape_text(const torch::Tensor& tensor);

// An allocation on the accelerator or the host failed: the batch may be split and tried again.
bool is_out_of_memory(const std::exception& error);
void release_cached_memory(const torch::Device& device);

// The path of the BLAS library loaded into this process, e.g. ".../openblas-openmp/libblas.so.3";
// "unknown" if none is seen.
std::string blas_in_use();
// One image goes through BLAS rather than oneDNN. Only OpenBLAS in its OpenMP build shares
// LibTorch's threads and is fast there; with any other a pair of images, which oneDNN takes, is
// several times faster than a single one.
bool single_image_is_fast();

}  // namespace fido
