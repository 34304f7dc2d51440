#include "core/model/card_reader.h"

#include "core/model/catalogue.h"

namespace fido {

namespace fs = std::filesystem;

bool usable_id(const std::string& id) {
  // It becomes a part of file names.
  return !id.empty() && id[0] != '.' && std::none_of(id.begin(), id.end(), [](unsigned char c) {
    return c < 0x20 || c == 0x7F || c == '/' || c == '\\';
  });
}

bool usable_hash(const std::string& hash) {
  return hash.size() == 64 && hash.find_first_not_of("0123456789abcdef") == std::string::npos;
}

fs::path beside(const fs::path& card_path, const std::string& file) {
  std::error_code ignored;
  const fs::path folder = fs::absolute(card_path, ignored).parent_path();
  return (folder / file).lexically_normal();  // an absolute `file` wins
}

std::string stored_path(const fs::path& file, const fs::path& card_path) {
  if (file.empty()) return {};
  std::error_code ignored;
  const fs::path folder = fs::absolute(card_path, ignored).parent_path().lexically_normal();
  const fs::path whole = fs::absolute(file, ignored).lexically_normal();
  const fs::path relative = whole.lexically_relative(folder);
  return relative.empty() || *relative.begin() == ".." ? whole.string() : relative.string();
}

std::vector<std::string> CardReader::unknown(const std::vector<std::string>& known) const {
  std::vector<std::string> warnings;
  for (const auto& [key, value] : json_.items())
    if (std::find(known.begin(), known.end(), key) == known.end())
      warnings.push_back(unknown_key(source_, key, nearest(key, known)));
  return warnings;
}

}  // namespace fido
