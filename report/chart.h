// Figures for papers. Each is saved as a PNG (at twice its size) and as a PDF (vector graphics).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/image.h"

namespace fido {

struct BoxGroup {
  std::string name;                          // label under the axis
  std::vector<std::vector<double>> samples;  // one list per series, in the order of `series` below
};

// Saves a box plot of values in [0, 1]. A box extends from the lower to the upper quartile, with a
// line at the median; its whiskers extend to the outermost values within 1.5 times the box's
// height. Values beyond them are not drawn. Writes `stem`.png and `stem`.pdf. Errors: (input) the
// folder does not exist, is read-only, or its disk is full; (run) the figure is too large to be
// drawn.
Expected<void> save_box_plot(const std::filesystem::path& stem, const std::string& title,
                             const std::vector<std::string>& series,
                             const std::vector<BoxGroup>& groups);

struct CaptionedPicture {
  Image picture;        // if empty, its place stays empty
  std::string caption;  // below the picture
};

// Saves pictures with captions in rows under the names of their columns. Writes the same files and
// returns the same errors.
Expected<void> save_picture_table(const std::filesystem::path& stem, const std::string& title,
                                  const std::vector<std::string>& columns,
                                  const std::vector<std::vector<CaptionedPicture>>& rows);

// Saves a table of text. The first column is left-aligned, the others are centred; an empty row
// becomes a rule. Writes the same files and returns the same errors.
Expected<void> save_table(const std::filesystem::path& stem, const std::string& title,
                          const std::vector<std::string>& columns,
                          const std::vector<std::vector<std::string>>& rows);

}  // namespace fido
