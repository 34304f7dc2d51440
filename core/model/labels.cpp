#include <algorithm>
#include <cctype>
#include <charconv>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/model/card.h"

namespace fido {
namespace {

std::string without_wordnet_id(const std::string& line) {
  constexpr std::size_t kId = 9;  // n01440764
  if (line.size() <= kId || line[0] != 'n' || (line[kId] != ' ' && line[kId] != '\t')) return line;
  const bool digits = std::all_of(line.begin() + 1, line.begin() + kId,
                                  [](unsigned char c) { return std::isdigit(c) != 0; });
  return digits ? trimmed(line.substr(kId)) : line;
}

std::vector<std::string> names_of(const std::string& label) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= label.size();) {
    const auto end = std::min(label.find(',', begin), label.size());
    if (auto name = trimmed(label.substr(begin, end - begin)); !name.empty())
      names.push_back(std::move(name));
    begin = end + 1;
  }
  return names;
}

std::string numbered(const std::vector<std::string>& labels, int index) {
  return std::to_string(index) + " (" + labels[static_cast<std::size_t>(index)] + ")";
}

// One index, or an error that names them all.
Expected<int> only(const std::vector<std::string>& labels, const std::vector<int>& found,
                   const std::string& text) {
  if (found.size() == 1) return found.front();
  std::string list;
  for (std::size_t i = 0; i < found.size() && i < 8; ++i)
    list += (i == 0 ? "" : ", ") + numbered(labels, found[i]);
  if (found.size() > 8) list += ", ...";
  return usage_error("\"" + text + "\" names " + std::to_string(found.size()) + " classes, " +
                     list + "; give the index");
}

}  // namespace

Expected<std::vector<std::string>> load_labels(const std::filesystem::path& file, int count) {
  std::vector<std::string> labels;
  const auto unnamed = [](std::size_t index) { return "class " + std::to_string(index); };
  if (file.empty()) {
    for (int i = 0; i < count; ++i) labels.push_back(unnamed(static_cast<std::size_t>(i)));
    return labels;
  }
  const auto text = read_file(file);
  if (!text) return tl::unexpected(text.error());
  const std::size_t mark = text->compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0;
  for (std::size_t begin = mark; begin < text->size();) {
    const auto end = std::min(text->find('\n', begin), text->size());
    labels.push_back(without_wordnet_id(trimmed(text->substr(begin, end - begin))));
    begin = end + 1;
  }
  const auto wanted = static_cast<std::size_t>(std::max(count, 0));
  while (labels.size() > wanted && labels.back().empty()) labels.pop_back();
  if (labels.size() != wanted)
    return input_error(file.string() + ": has " + std::to_string(labels.size()) +
                       " labels, but the model has " + std::to_string(count) +
                       " classes; give a text file with one line a class");
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i].empty()) labels[i] = unnamed(i);
  return labels;
}

Expected<int> find_class(const std::vector<std::string>& labels, const std::string& text) {
  const std::string wanted = lowered(trimmed(text));
  if (labels.empty()) return usage_error("\"" + text + "\" is no class: the classifier has none");
  if (wanted.empty())
    return usage_error("no class is named; give an index from 0 to " +
                       std::to_string(labels.size() - 1) + " or a label");

  const std::string digits =
      wanted.compare(0, 6, "class ") == 0 ? trimmed(wanted.substr(6)) : wanted;
  long long index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (end == digits.data() + digits.size() && error != std::errc::invalid_argument) {
    if (error == std::errc{} && index >= 0 && index < static_cast<long long>(labels.size()))
      return static_cast<int>(index);
    return usage_error("class " + digits + " is out of range; use 0 to " +
                       std::to_string(labels.size() - 1) + " or a label");
  }

  std::vector<int> whole, part;
  std::vector<std::string> names;
  std::vector<int> name_index;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int at = static_cast<int>(i);
    if (lowered(labels[i]) == wanted) whole.push_back(at);
    bool named = false;
    for (auto& name : names_of(labels[i])) {
      named = named || lowered(name) == wanted;
      names.push_back(std::move(name));
      name_index.push_back(at);
    }
    if (named) part.push_back(at);
  }
  if (!whole.empty()) return only(labels, whole, text);
  if (!part.empty()) return only(labels, part, text);
  const std::string close = nearest(text, names);
  const auto at = std::find(names.begin(), names.end(), close);
  const std::string hint =
      at == names.end()
          ? "give an index"
          : "did you mean \"" + close + "\" (class " +
                std::to_string(name_index[static_cast<std::size_t>(at - names.begin())]) + ")?";
  return usage_error("\"" + text + "\" is none of the " + std::to_string(labels.size()) +
                     " classes; " + hint);
}

}  // namespace fido
