// Writes README.md of `figure all`.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "app/cli/console.h"
#include "app/cli/figure.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/evaluate/entries.h"
#include "core/evaluate/fidelity.h"
#include "core/evaluate/statistics.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTableRows = 40;  // on the page; the CSV file has all rows

// The header comes first. Empty if the file does not exist.
using Table = std::vector<std::vector<std::string>>;

Table load_table(const fs::path& path) {
  Table out;
  std::istringstream lines(read_file(path).value_or(""));
  for (std::string line; std::getline(lines, line);) out.push_back(parse_csv_line(line));
  return out;
}

// Returns the index of a column, or the number of columns if there is none of that name.
std::ptrdiff_t column_index(const Table& table, const std::string& name) {
  return std::find(table.front().begin(), table.front().end(), name) - table.front().begin();
}

// Returns a cell, or an empty string if the row is shorter.
std::string cell_at(const std::vector<std::string>& row, std::ptrdiff_t column) {
  if (column >= static_cast<std::ptrdiff_t>(row.size())) return {};
  return row[static_cast<std::size_t>(column)];
}

// Rounds "0.1234567" to three decimals. Leaves integers and text unchanged.
std::string round_cell(const std::string& cell) {
  std::istringstream in(cell);
  double value = 0;
  if (cell.find('.') == std::string::npos || !(in >> value) || !in.eof()) return cell;
  return fixed(value, 3);
}

std::string markdown(const Table& table) {
  std::string out;
  for (std::size_t r = 0; r < std::min(table.size(), kMaxTableRows + 1); ++r) {
    out += '|';
    for (const auto& cell : table[r]) out += ' ' + round_cell(cell) + " |";
    out += '\n';
    if (r > 0) continue;
    out += '|';
    for (std::size_t c = 0; c < table[0].size(); ++c) out += " --- |";
    out += '\n';
  }
  return out;
}

std::string range_text(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return fixed(*low, 3) + (values.size() > 1 ? " to " + fixed(*high, 3) : "");
}

// Compares learned infillers with the paper's heuristic ones. Push-pull, which is not in the paper,
// does not count as heuristic.
std::string test_infillers(const Claim& claim, const Table& table) {
  const auto infill = column_index(table, "infill"), variant = column_index(table, "variant"),
             value = column_index(table, claim.column), metric = column_index(table, "metric"),
             method = column_index(table, "method");
  std::map<std::string, std::vector<double>> by_infiller;
  for (std::size_t r = 1; r < table.size(); ++r) {
    const auto cell = [&](std::ptrdiff_t column) { return cell_at(table[r], column); };
    if (claim.metric && (cell(metric) != claim.metric || cell(method) != "fido-ssr")) continue;
    std::istringstream number(cell(value));
    if (double v = 0; number >> v)
      by_infiller[cell(infill).empty() ? cell(variant) : cell(infill)].push_back(v);
  }
  std::vector<double> learned, heuristic;
  for (const auto& info : infillers())
    for (const auto& name : {info.id, info.label}) {
      const auto found = by_infiller.find(name);
      if (found == by_infiller.end()) continue;
      if (info.is_learned()) learned.push_back(mean(found->second));
      if (info.id == "mean" || info.id == "blur" || info.id == "random" || info.id == "local")
        heuristic.push_back(mean(found->second));
      break;
    }
  if (learned.empty() || heuristic.empty())
    return "Not measured with both learned and heuristic infillers.";
  const double sign = claim.larger_is_better ? 1 : -1;
  const auto signed_extreme = [&](std::vector<double> values, bool smallest) {
    for (double& v : values) v *= sign;
    return smallest ? *std::min_element(values.begin(), values.end())
                    : *std::max_element(values.begin(), values.end());
  };
  const std::string numbers = ": " + std::string(claim.metric ? claim.metric : claim.column) +
                              " is " + range_text(learned) + " with learned infillers, " +
                              range_text(heuristic) + " with heuristic ones.";
  // The worst learned infiller is better than the best heuristic one.
  if (signed_extreme(learned, true) > signed_extreme(heuristic, false))
    return "**Agrees**" + numbers;
  if (sign * mean(learned) > sign * mean(heuristic))
    return "**Agrees on average**, but not for every infiller" + numbers;
  return "**Does not agree**" + numbers;
}

// Finds the rivals that a paired test ranks above the first row, which is FIDO's.
std::string test_rivals(const Table& table) {
  const auto classifier = column_index(table, "classifier"), method = column_index(table, "method"),
             infill = column_index(table, "infill"), metric = column_index(table, "metric"),
             value = column_index(table, "mean"), p = column_index(table, "p_against_first");
  std::map<std::pair<std::string, std::string>, double> first;  // by classifier and metric
  std::string better;
  int rivals = 0, worse = 0;
  for (std::size_t r = 1; r < table.size(); ++r) {
    const auto cell = [&](std::ptrdiff_t column) { return cell_at(table[r], column); };
    const std::string name = cell(metric);
    if ((name != "wsl_error" && name != "sm") || cell(infill).empty()) continue;
    const double mean = std::atof(cell(value).c_str());
    const auto [reference, is_first] = first.emplace(std::make_pair(cell(classifier), name), mean);
    if (is_first || cell(method) == "fido-ssr") continue;
    ++rivals;
    // p is empty if the two methods have no photo in common.
    if (cell(p).empty() || std::atof(cell(p).c_str()) >= 0.05) continue;
    if (mean > reference->second) ++worse;
    if (mean < reference->second)
      better += (better.empty() ? "" : "; ") + method_text(cell(method), cell(infill)) + " by " +
                name + " (" + fixed(mean, 3) + " against " + fixed(reference->second, 3) + ", " +
                cell(classifier) + ")";
  }
  if (rivals == 0) return "Not measured.";
  const std::string rest = " FIDO is better in " + std::to_string(worse) + " of " +
                           std::to_string(rivals) + " comparisons (p < .05).";
  if (better.empty()) return "**Agrees**: no rival is better by WSL or SM." + rest;
  return "**Does not agree**: better rivals: " + better + "." + rest;
}

std::string test_similarity(const Claim& claim, const Table& table) {
  const auto value = column_index(table, claim.column);
  std::vector<double> values;
  for (std::size_t r = 1; r < table.size(); ++r)
    values.push_back(std::atof(cell_at(table[r], value).c_str()));
  return (mean(values) >= claim.min_mean ? "**Agrees**" : "**Does not agree**") +
         std::string(": two maps of a photo correlate by ") + fixed(mean(values), 3) +
         " on average (at least " + fixed(claim.min_mean, 1) + " counts as agreement).";
}

std::string test_monotone(const Claim& claim, const Table& table) {
  const std::string prefix = claim.metric;
  const auto variant = column_index(table, "variant"), value = column_index(table, claim.column);
  std::map<std::string, std::vector<double>> values;  // by classifier
  for (std::size_t r = 1; r < table.size(); ++r)
    if (cell_at(table[r], variant).compare(0, prefix.size(), prefix) == 0)
      values[cell_at(table[r], 0)].push_back(std::atof(cell_at(table[r], value).c_str()));
  if (values.empty()) return "Not measured.";
  std::string numbers;
  bool falls = true;
  for (const auto& [classifier, row] : values) {
    if (!numbers.empty()) numbers += "; ";
    for (std::size_t i = 0; i < row.size(); ++i) numbers += (i > 0 ? ", " : "") + fixed(row[i], 3);
    falls = falls && std::is_sorted(row.rbegin(), row.rend());
  }
  return (falls ? "**Agrees**" : "**Does not agree**") +
         (": " + std::string(claim.column) + " of " + prefix + ": ") + numbers + '.';
}

std::string verdict(const Claim& claim, const fs::path& out) {
  if (claim.test == Claim::Test::visual) return "To be judged by eye.";
  const Table table = load_table(out / claim.file);
  if (table.size() < 2) return "Not measured.";
  switch (claim.test) {
    case Claim::Test::rivals:
      return test_rivals(table);
    case Claim::Test::similarity:
      return test_similarity(claim, table);
    case Claim::Test::monotone:
      return test_monotone(claim, table);
    default:
      return test_infillers(claim, table);
  }
}

}  // namespace

bool belongs_to_figure(const std::string& figure, const std::string& file) {
  return file.compare(0, figure.size(), figure) == 0 &&
         (file[figure.size()] == '-' || file[figure.size()] == '.');
}

Expected<void> write_reproduction(const FigureState& state, const std::vector<Figure>& figures) {
  const fs::path out = state.out;
  std::ostringstream page;
  page << "# The paper's figures and tables, reproduced\n\nClassifiers:";
  for (const auto& card : state.cards)
    page << ' ' << card.id << (&card == &state.cards.back() ? "." : ",");
  page
      << " Verdicts follow from the numbers beside them. A claim about learned infillers counts as "
         "confirmed if all of them are better than all heuristic ones of the paper.\n";
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(out, ignored))
    files.push_back(entry.path().filename());
  std::sort(files.begin(), files.end());
  for (const Figure& figure : figures) {
    const std::string name = figure.name;
    page << "\n## " << (name[0] == 't' ? "Table " + name.substr(5) : "Fig. " + name.substr(3))
         << ": " << figure.description << "\n\nThe paper: " << figure.paper_claim
         << ".\n\nHere: " << verdict(figure.claim, out) << "\n\n";
    for (const auto& file : files) {
      const auto text = file.string();
      if (belongs_to_figure(name, text) && file.extension() == ".png")
        page << "![" << figure.description << "](" << text << ")\n\n";
    }
    const Table table = load_table(out / (name[0] == 't' ? name + ".csv" : name + "-summary.csv"));
    if (table.size() > 1 && name[0] != 't') page << markdown(table);
  }
  return write_file(out / "README.md", page.str());
}

}  // namespace fido::cli
