#include <algorithm>
#include <cctype>
#include <charconv>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/model/card.h"

namespace fido {
namespace {

std::string without_wordnet_id(const std::string& line) {
  constexpr std::size_t kIdLength = 9;  // n01440764
  if (line.size() <= kIdLength || line[0] != 'n' ||
      (line[kIdLength] != ' ' && line[kIdLength] != '\t'))
    return line;
  const bool has_id = std::all_of(line.begin() + 1, line.begin() + kIdLength,
                                  [](unsigned char c) { return std::isdigit(c) != 0; });
  return has_id ? trimmed(line.substr(kIdLength)) : line;
}

// Splits a label such as "tench, Tinca tinca" into its names.
std::vector<std::string> split_label(const std::string& label) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= label.size();) {
    const auto end = std::min(label.find(',', begin), label.size());
    if (auto name = trimmed(label.substr(begin, end - begin)); !name.empty())
      names.push_back(std::move(name));
    begin = end + 1;
  }
  return names;
}

// Returns "2 (tabby)".
std::string index_with_label(const std::vector<std::string>& labels, int index) {
  return std::to_string(index) + " (" + labels[static_cast<std::size_t>(index)] + ")";
}

// Returns the only match, or an error that lists all of them.
Expected<int> require_single_match(const std::vector<std::string>& labels,
                                   const std::vector<int>& matches, const std::string& text) {
  constexpr std::size_t kMaxListed = 8;
  if (matches.size() == 1) return matches.front();
  std::string list;
  for (std::size_t i = 0; i < matches.size() && i < kMaxListed; ++i)
    list += (i == 0 ? "" : ", ") + index_with_label(labels, matches[i]);
  if (matches.size() > kMaxListed) list += ", ...";
  return usage_error("\"" + text + "\" matches " + std::to_string(matches.size()) +
                     " classes: " + list + "; give the index");
}

}  // namespace

Expected<std::vector<std::string>> load_labels(const std::filesystem::path& file, int count) {
  std::vector<std::string> labels;
  const auto default_label = [](std::size_t index) { return "class " + std::to_string(index); };
  if (file.empty()) {
    for (int i = 0; i < count; ++i) labels.push_back(default_label(static_cast<std::size_t>(i)));
    return labels;
  }
  const auto text = read_file(file);
  if (!text) return tl::unexpected(text.error());
  const std::size_t bom_size = text->compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0;
  for (std::size_t begin = bom_size; begin < text->size();) {
    const auto end = std::min(text->find('\n', begin), text->size());
    labels.push_back(without_wordnet_id(trimmed(text->substr(begin, end - begin))));
    begin = end + 1;
  }
  const auto expected = static_cast<std::size_t>(std::max(count, 0));
  while (labels.size() > expected && labels.back().empty()) labels.pop_back();
  if (labels.size() != expected)
    return input_error(file.string() + ": has " + std::to_string(labels.size()) +
                       " labels, but the model has " + std::to_string(count) +
                       " classes; give a text file with one line per class");
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i].empty()) labels[i] = default_label(i);
  return labels;
}

Expected<int> find_class(const std::vector<std::string>& labels, const std::string& text) {
  const std::string query = to_lower(trimmed(text));
  if (labels.empty())
    return usage_error("\"" + text + "\" matches nothing: the classifier has no classes");
  if (query.empty())
    return usage_error("no class was given; give an index from 0 to " +
                       std::to_string(labels.size() - 1) + " or a label");

  const std::string digits = query.compare(0, 6, "class ") == 0 ? trimmed(query.substr(6)) : query;
  long long index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (end == digits.data() + digits.size() && error != std::errc::invalid_argument) {
    if (error == std::errc{} && index >= 0 && index < static_cast<long long>(labels.size()))
      return static_cast<int>(index);
    return usage_error("class " + digits + " is out of range; use 0 to " +
                       std::to_string(labels.size() - 1) + " or a label");
  }

  std::vector<int> label_matches, name_matches;
  std::vector<std::string> names;
  std::vector<int> class_of_name;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int class_index = static_cast<int>(i);
    if (to_lower(labels[i]) == query) label_matches.push_back(class_index);
    bool matches_name = false;
    for (auto& name : split_label(labels[i])) {
      matches_name = matches_name || to_lower(name) == query;
      names.push_back(std::move(name));
      class_of_name.push_back(class_index);
    }
    if (matches_name) name_matches.push_back(class_index);
  }
  if (!label_matches.empty()) return require_single_match(labels, label_matches, text);
  if (!name_matches.empty()) return require_single_match(labels, name_matches, text);
  const std::string closest = closest_match(text, names);
  const auto at = std::find(names.begin(), names.end(), closest);
  const std::string hint =
      at == names.end()
          ? "give an index"
          : "did you mean \"" + closest + "\" (class " +
                std::to_string(class_of_name[static_cast<std::size_t>(at - names.begin())]) + ")?";
  return usage_error("\"" + text + "\" is not one of the " + std::to_string(labels.size()) +
                     " classes; " + hint);
}

}  // namespace fido
