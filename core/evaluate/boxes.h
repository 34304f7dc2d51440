// The class and the boxes of photos, from a table.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

// In the photo's own pixels; x1 and y1 are past the end.
struct Box {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

struct Truth {
  int label = 0;  // class index, from 0
  std::vector<Box> boxes;
};

// By the photo's file name. CSV with a header; the columns image, label_0based, x0, y0, x1, y1 are
// looked up by name, others are left alone; a row a box. Errors (input): absent, a column missing,
// a row that is no such row, a photo of two classes; with the line.
Expected<std::map<std::string, Truth>> load_boxes(const std::filesystem::path& path);

// Which photos an evaluation takes: of those that `folder` holds `limit`, evenly, by name. A
// photo's place in it moves its seed.
std::vector<std::string> chosen_photos(const std::map<std::string, Truth>& truth,
                                       const std::filesystem::path& folder, int limit);

inline double area(const Box& b) { return (b.x1 - b.x0) * (b.y1 - b.y0); }
// Whether the middle of a pixel lies in it.
inline bool holds(const Box& b, int x, int y) {
  return x + 0.5 >= b.x0 && x + 0.5 < b.x1 && y + 0.5 >= b.y0 && y + 0.5 < b.y1;
}
// Intersection over union, [0, 1].
double overlap(const Box& a, const Box& b);
// With the one of `boxes` that overlaps it most; 0 for none.
double best_overlap(const Box& box, const std::vector<Box>& boxes);

// The tightest box around a map's values over 1/2 (the paper's localisation); nothing where there
// is none.
std::optional<Box> box_over_half(const Plane& map);
// The share of a map's values over 1/2 that lie outside the union of `boxes` (Fig. 8), a pixel
// lying where its middle does; NaN where there is no such value.
double share_outside(const Plane& map, const std::vector<Box>& boxes);

}  // namespace fido
