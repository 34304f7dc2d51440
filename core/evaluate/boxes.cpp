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

bool parse_number(const std::string& text, double& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(out);
}

}  // namespace

Expected<std::map<std::string, GroundTruth>> load_boxes(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  constexpr std::array<const char*, 6> kColumns{"image", "label_0based", "x0", "y0", "x1", "y1"};
  std::array<std::size_t, kColumns.size()> column{};
  std::map<std::string, GroundTruth> out;
  std::size_t line_number = 0;
  const std::string byte_order_mark = "\xEF\xBB\xBF";  // spreadsheets write it
  const bool has_mark = bytes->compare(0, byte_order_mark.size(), byte_order_mark) == 0;
  for (std::size_t begin = has_mark ? byte_order_mark.size() : 0; begin < bytes->size();) {
    const auto end = std::min(bytes->find('\n', begin), bytes->size());
    std::string line = bytes->substr(begin, end - begin);
    begin = end + 1;
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const auto row = parse_csv_line(line);
    const std::string where = path.string() + ", line " + std::to_string(line_number) + ": ";
    if (line_number == 1) {
      for (std::size_t i = 0; i < kColumns.size(); ++i) {
        const auto found = std::find(row.begin(), row.end(), kColumns[i]);
        if (found == row.end())
          return input_error(where + "has no column \"" + kColumns[i] +
                             "\"; the first line must name image, label_0based, x0, y0, x1 and y1, "
                             "separated by commas");
        column[i] = static_cast<std::size_t>(found - row.begin());
      }
      continue;
    }
    if (row.size() <= *std::max_element(column.begin(), column.end()))
      return input_error(where + "has too few columns");
    double label = 0;
    Box box;
    if (!parse_number(row[column[1]], label) || label < 0 || label != std::floor(label) ||
        label > 1e6)
      return input_error(where + "\"" + row[column[1]] + "\" is not a class index");
    double* const sides[] = {&box.x0, &box.y0, &box.x1, &box.y1};
    for (std::size_t i = 0; i < 4; ++i)
      if (!parse_number(row[column[i + 2]], *sides[i]))
        return input_error(where + kColumns[i + 2] + " is \"" + row[column[i + 2]] +
                           "\", which is not a number of pixels");
    if (box.x0 >= box.x1 || box.y0 >= box.y1)
      return input_error(where + "the box is empty; x0 must be less than x1 and y0 less than y1");
    if (row[column[0]].find_first_of(std::string("/\0", 2)) != std::string::npos)
      return input_error(where + "\"" + row[column[0]].c_str() +
                         "\" is not a file name; name the photos without their folder");
    const auto [entry, is_new] = out.try_emplace(row[column[0]]);
    if (!is_new && entry->second.label != static_cast<int>(label))
      return input_error(where + row[column[0]] + " has another class in an earlier line");
    entry->second.label = static_cast<int>(label);
    entry->second.boxes.push_back(box);
  }
  if (out.empty()) return input_error(path.string() + ": contains no boxes");
  return out;
}

std::vector<std::string> select_photos(const std::map<std::string, GroundTruth>& truth,
                                       const std::filesystem::path& folder, int limit) {
  std::vector<std::string> present;
  std::error_code ignored;
  for (const auto& [name, boxes] : truth)
    if (std::filesystem::is_regular_file(folder / name, ignored)) present.push_back(name);
  if (static_cast<int>(present.size()) <= limit) return present;
  std::vector<std::string> out;
  for (int i = 0; i < limit; ++i)
    out.push_back(
        present[static_cast<std::size_t>(i) * present.size() / static_cast<std::size_t>(limit)]);
  return out;
}

double box_iou(const Box& a, const Box& b) {
  const double width = std::min(a.x1, b.x1) - std::max(a.x0, b.x0),
               height = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  if (width <= 0 || height <= 0) return 0;
  return width * height / (area(a) + area(b) - width * height);
}

double best_iou(const Box& box, const std::vector<Box>& boxes) {
  double best = 0;
  for (const Box& other : boxes) best = std::max(best, box_iou(box, other));
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
  int total = 0, outside = 0;
  for (int y = 0; y < map.height; ++y)
    for (int x = 0; x < map.width; ++x) {
      if (map.at(x, y) <= 0.5F) continue;
      ++total;
      outside +=
          std::none_of(boxes.begin(), boxes.end(), [&](const Box& b) { return contains(b, x, y); });
    }
  return static_cast<double>(outside) / total;
}

}  // namespace fido
