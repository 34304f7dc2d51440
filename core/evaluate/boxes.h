// The class and the boxes of photos, from a table.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/error.h"

namespace fido {

// In the photo's own pixels; x1 and y1 are past the end.
struct Box {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

struct Truth {
  int label = 0;  // class index, from 0
  std::vector<Box> boxes;
};

// By the photo's file name. CSV with a header; the columns image, label_0based, x0, y0, x1, y1 are looked up by name, others are
// left alone; a row a box. Errors (input): absent, a column missing, a row that is no such row, a photo of two classes; with the line.
Expected<std::map<std::string, Truth>> load_boxes(const std::filesystem::path& path);

}  // namespace fido
