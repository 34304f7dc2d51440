// All that is used of LibTorch, precompiled: 10 s and 1.2 GB a file otherwise. Only files of
// fidoscope_engine may include it.
#pragma once

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>
#include <torch/script.h>
#include <torch/version.h>
