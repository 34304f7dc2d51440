// Every LibTorch header that we use, precompiled: otherwise each file would take 10 s and 1.2 GB to
// compile. Only files of fidoscope_engine may include it.
#pragma once

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>
#include <torch/script.h>
#include <torch/version.h>
