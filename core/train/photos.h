// The photos that an infiller is trained on: all of one size, in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace fido {

// [count, side, side, 3], RGB, 8 bit.
struct PhotoSet {
  int side = 0;
  std::int64_t count = 0;
  std::vector<std::uint8_t> pixels;
  std::vector<std::string> skipped;  // files that are no pictures, or too small: path and reason

  const std::uint8_t* photo(std::int64_t index) const {
    return pixels.data() + index * side * side * 3;
  }
};

// Every picture in a folder and in the folders in it, by name: the shorter side brought to `side`,
// the middle of the longer one taken. Or an array that was packed before: NPY, uint8 [N, side,
// side, 3], of any side. `told` hears how many are read, and of how many; it says whether to go on.
// Errors (input): absent, no picture in it, another kind of array. (interrupted): told so.
Expected<PhotoSet> load_photos(const std::filesystem::path& path, int side,
                               const std::function<bool(std::int64_t, std::int64_t)>& told);

}  // namespace fido
