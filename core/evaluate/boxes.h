// The class and the bounding boxes of photos, read from a table.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

// In pixels of the photo; x1 and y1 are exclusive.
struct Box {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

struct GroundTruth {
  int label = 0;  // class index, from 0
  std::vector<Box> boxes;
};

// Reads a CSV file with a header and one row per box. Finds the columns image, label_0based, x0,
// y0, x1 and y1 by name and ignores all others. Returns the ground truth by the photo's file name.
// Errors (input): the file does not exist or contains no boxes, a column is missing, a row cannot
// be parsed, or a photo has two classes (the message names the line).
Expected<std::map<std::string, GroundTruth>> load_boxes(const std::filesystem::path& path);

// Selects the photos of an evaluation: of those that exist in `folder`, sorted by name, `limit` at
// even distances. A photo's position in the result is added to its seed.
std::vector<std::string> select_photos(const std::map<std::string, GroundTruth>& truth,
                                       const std::filesystem::path& folder, int limit);

inline double area(const Box& b) { return (b.x1 - b.x0) * (b.y1 - b.y0); }
// Returns whether the centre of pixel (x, y) lies in the box.
inline bool contains(const Box& b, int x, int y) {
  return x + 0.5 >= b.x0 && x + 0.5 < b.x1 && y + 0.5 >= b.y0 && y + 0.5 < b.y1;
}
// Returns the intersection over union, [0, 1].
double box_iou(const Box& a, const Box& b);
// Returns the largest IoU of `box` with one of `boxes`; 0 if there are none.
double best_iou(const Box& box, const std::vector<Box>& boxes);

// Returns the tightest box around a map's values over 1/2 (the paper's localisation), or nothing if
// no value is over 1/2.
std::optional<Box> box_over_half(const Plane& map);
// Returns the share of a map's values over 1/2 that lie outside the union of `boxes` (Fig. 8), [0,
// 1]; NaN if no value is over 1/2. A pixel lies where its centre does.
double share_outside(const Plane& map, const std::vector<Box>& boxes);

}  // namespace fido
