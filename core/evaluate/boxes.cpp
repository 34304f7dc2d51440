#include "core/evaluate/boxes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/base/csv.h"
#include "core/base/files.h"

namespace fido {
namespace {

bool number(const std::string& text, double& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(out);
}

}  // namespace

Expected<std::map<std::string, Truth>> load_boxes(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  constexpr std::array<const char*, 6> kColumns{"image", "label_0based", "x0", "y0", "x1", "y1"};
  std::array<std::size_t, kColumns.size()> column{};
  std::map<std::string, Truth> out;
  std::size_t line_number = 0;
  const std::string mark = "\xEF\xBB\xBF";  // which spreadsheets put in front
  for (std::size_t begin = bytes->compare(0, mark.size(), mark) == 0 ? mark.size() : 0;
       begin < bytes->size();) {
    const auto end = std::min(bytes->find('\n', begin), bytes->size());
    std::string line = bytes->substr(begin, end - begin);
    begin = end + 1;
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const auto row = csv_cells(line);
    const std::string where = path.string() + ", line " + std::to_string(line_number) + ": ";
    if (line_number == 1) {
      for (std::size_t i = 0; i < kColumns.size(); ++i) {
        const auto at = std::find(row.begin(), row.end(), kColumns[i]);
        if (at == row.end())
          return input_error(where + "has no column \"" + kColumns[i] +
                             "\"; the first line names image, label_0based, x0, y0, x1 and y1, "
                             "with commas between them");
        column[i] = static_cast<std::size_t>(at - row.begin());
      }
      continue;
    }
    if (row.size() <= *std::max_element(column.begin(), column.end()))
      return input_error(where + "has too few columns");
    double label = 0;
    Box box;
    if (!number(row[column[1]], label) || label < 0 || label != std::floor(label) || label > 1e6)
      return input_error(where + "\"" + row[column[1]] + "\" is no class index");
    double* const sides[] = {&box.x0, &box.y0, &box.x1, &box.y1};
    for (std::size_t i = 0; i < 4; ++i)
      if (!number(row[column[i + 2]], *sides[i]))
        return input_error(where + kColumns[i + 2] + " is \"" + row[column[i + 2]] +
                           "\", which is no number of pixels");
    if (box.x0 >= box.x1 || box.y0 >= box.y1)
      return input_error(where + "the box is none; x0 < x1 and y0 < y1 in pixels are expected");
    if (row[column[0]].find_first_of(std::string("/\0", 2)) != std::string::npos)
      return input_error(
          where + "\"" + row[column[0]].c_str() +
          "\" is no name of a file; the photos lie in one folder, and are named without it");
    const auto [at, fresh] = out.try_emplace(row[column[0]]);
    if (!fresh && at->second.label != static_cast<int>(label))
      return input_error(where + row[column[0]] + " is of another class in an earlier line");
    at->second.label = static_cast<int>(label);
    at->second.boxes.push_back(box);
  }
  if (out.empty()) return input_error(path.string() + ": holds no boxes");
  return out;
}

std::vector<std::string> chosen_photos(const std::map<std::string, Truth>& truth,
                                       const std::filesystem::path& folder, int limit) {
  std::vector<std::string> there;
  std::error_code ignored;
  for (const auto& [name, about] : truth)
    if (std::filesystem::is_regular_file(folder / name, ignored)) there.push_back(name);
  if (static_cast<int>(there.size()) <= limit) return there;
  std::vector<std::string> out;
  for (int i = 0; i < limit; ++i)
    out.push_back(
        there[static_cast<std::size_t>(i) * there.size() / static_cast<std::size_t>(limit)]);
  return out;
}

double overlap(const Box& a, const Box& b) {
  const double width = std::min(a.x1, b.x1) - std::max(a.x0, b.x0),
               height = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  if (width <= 0 || height <= 0) return 0;
  return width * height / (area(a) + area(b) - width * height);
}

double best_overlap(const Box& box, const std::vector<Box>& boxes) {
  double best = 0;
  for (const Box& one : boxes) best = std::max(best, overlap(box, one));
  return best;
}

std::optional<Box> box_over_half(const Plane& map) {
  int x0 = map.width, y0 = map.height, x1 = 0, y1 = 0;
  for (int y = 0; y < map.height; ++y)
    for (int x = 0; x < map.width; ++x) {
      if (map.at(x, y) <= 0.5F) continue;
      x0 = std::min(x0, x);
      y0 = std::min(y0, y);
      x1 = std::max(x1, x + 1);
      y1 = std::max(y1, y + 1);
    }
  if (x1 == 0) return std::nullopt;
  return Box{static_cast<double>(x0), static_cast<double>(y0), static_cast<double>(x1),
             static_cast<double>(y1)};
}

double share_outside(const Plane& map, const std::vector<Box>& boxes) {
  int all = 0, outside = 0;
  for (int y = 0; y < map.height; ++y)
    for (int x = 0; x < map.width; ++x) {
      if (map.at(x, y) <= 0.5F) continue;
      ++all;
      outside +=
          std::none_of(boxes.begin(), boxes.end(), [&](const Box& b) { return holds(b, x, y); });
    }
  return static_cast<double>(outside) / all;
}

}  // namespace fido
