// Figures on paper: each is drawn once and kept twice, as PNG (at twice its size) and as PDF (lines
// and letters).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

struct BoxGroup {
  std::string name;                          // under the axis
  std::vector<std::vector<double>> samples;  // one list a series, in the order of the series' names
};

// Values in [0, 1] on the axis. Boxes from the lower to the upper quartile with the median as a
// line; whiskers to the outermost values within 1.5 times the box's height; what lies beyond is
// left out. Writes `stem`.png and `stem`.pdf; errors (input): the folder is absent, read-only or
// full.
Expected<void> save_box_plot(const std::filesystem::path& stem, const std::string& title,
                             const std::vector<std::string>& series,
                             const std::vector<BoxGroup>& groups);

struct CaptionedPicture {
  Image picture;        // empty: the place stays free
  std::string caption;  // under it
};

// Pictures in rows under the names of their columns, each with a caption. The same files and
// errors.
Expected<void> save_picture_table(const std::filesystem::path& stem, const std::string& title,
                                  const std::vector<std::string>& columns,
                                  const std::vector<std::vector<CaptionedPicture>>& rows);

// Rows of words under the names of their columns, the first column from the left, the others
// centred. Empty rows become lines. The same files and errors.
Expected<void> save_table(const std::filesystem::path& stem, const std::string& title,
                          const std::vector<std::string>& columns,
                          const std::vector<std::vector<std::string>>& rows);

}  // namespace fido
