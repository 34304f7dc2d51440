// The photos that a network is trained on: all of one size, in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace fido {

struct PhotoSet {
  int side = 0;
  std::int64_t count = 0;
  std::vector<std::uint8_t> pixels;  // [count, side, side, 3], RGB, 8 bit
  std::vector<std::string> skipped;  // files that are not pictures or too small: path and reason

  // Returns the pixels of one photo, [side, side, 3].
  const std::uint8_t* photo(std::int64_t index) const {
    return pixels.data() + index * side * side * 3;
  }
};

// Loads photos. If `path` is a folder, every picture in it and in its subfolders is read in the
// order of the paths; its shorter side is resized to `side` and the longer one is cropped to its
// centre. Otherwise `path` is an array in NPY format, uint8 [N, any side, same side, 3].
// `on_progress` gets the number of files read so far and the number of all files, and returns
// whether to continue. Errors: (input) the path does not exist, the folder contains no usable
// picture, or the array has another type or shape; (interrupted) on_progress returned false.
Expected<PhotoSet> load_photos(const std::filesystem::path& path, int side,
                               const std::function<bool(std::int64_t, std::int64_t)>& on_progress);

}  // namespace fido
