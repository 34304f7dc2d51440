#include "core/model/card_reader.h"

#include "core/model/catalogue.h"

namespace fido {

namespace fs = std::filesystem;

bool is_valid_id(const std::string& id) {
  return !id.empty() && id[0] != '.' && std::none_of(id.begin(), id.end(), [](unsigned char c) {
    return c < 0x20 || c == 0x7F || c == '/' || c == '\\';
  });
}

bool is_valid_sha256(const std::string& hash) {
  return hash.size() == 64 && hash.find_first_not_of("0123456789abcdef") == std::string::npos;
}

fs::path resolve_from_card(const fs::path& card_path, const std::string& file) {
  std::error_code ignored;
  const fs::path folder = fs::absolute(card_path, ignored).parent_path();
  return (folder / file).lexically_normal();  // `/` returns an absolute `file` as it is
}

std::string path_relative_to_card(const fs::path& file, const fs::path& card_path) {
  if (file.empty()) return {};
  std::error_code ignored;
  const fs::path folder = fs::absolute(card_path, ignored).parent_path().lexically_normal();
  const fs::path absolute = fs::absolute(file, ignored).lexically_normal();
  const fs::path relative = absolute.lexically_relative(folder);
  return relative.empty() || *relative.begin() == ".." ? absolute.string() : relative.string();
}

std::vector<std::string> CardReader::unknown_key_warnings(
    const std::vector<std::string>& allowed) const {
  std::vector<std::string> warnings;
  for (const auto& [key, value] : json_.items())
    if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
      warnings.push_back(unknown_key_message(source_, key, closest_match(key, allowed)));
  return warnings;
}

}  // namespace fido
