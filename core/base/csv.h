// Writes and reads the cells of CSV files, which cannot contain line breaks. Internal.
#pragma once

#include <string>
#include <vector>

namespace fido {

// Returns `text` as one cell: in quotation marks if it contains a comma, a quotation mark or a line
// break. Line breaks become spaces.
inline std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"')
      quoted += "\"\"";
    else
      quoted += c == '\n' || c == '\r' ? ' ' : c;
  }
  return quoted + "\"";
}

// Splits a line, without its line end, into cells and removes their quotation marks.
inline std::vector<std::string> parse_csv_line(const std::string& line) {
  std::vector<std::string> cells(1);
  bool in_quotes = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (in_quotes && i + 1 < line.size() && line[i + 1] == '"')
        cells.back() += line[i++];
      else
        in_quotes = !in_quotes;
    } else if (line[i] == ',' && !in_quotes) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

}  // namespace fido
