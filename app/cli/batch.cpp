#include "app/cli/batch.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/run/methods.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

std::string stem_of(const std::string& image) {
  const std::string stem = fs::path(image).stem().string();
  return stem.empty() || stem == "." || stem == ".." ? "image" : stem;
}

// Returns the value at a JSON pointer such as "/marginal/mean" as a CSV cell. Numbers are written
// as in the file; the cell is empty if there is no value.
// Returns the value at a JSON pointer as text; empty if there is none.
std::string text_at(const Json& result, const char* pointer) {
  const Json::json_pointer location(pointer);
  if (!result.contains(location) || result[location].is_null()) return "";
  const Json& value = result[location];
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string cell(const Json& result, const char* pointer) {
  return csv_cell(text_at(result, pointer));
}

constexpr std::pair<const char*, const char*> kColumns[] = {
    {"target", "/target/index"},
    {"label", "/target/label"},
    {"probability_original", "/probability_original"},
    {"score_original", "/score_original"},
    {"probability_counterfactual", "/probability_counterfactual"},
    {"score_counterfactual", "/score_counterfactual"},
    {"marginal_mean", "/marginal/mean"},
    {"marginal_low", "/marginal/low"},
    {"marginal_high", "/marginal/high"},
    {"loss_final", "/loss_final"},
    {"area", "/area"},
    {"iterations_done", "/iterations_done"},
    {"seconds_total", "/seconds/total"},
};

}  // namespace

Json predictions_json(const std::vector<Prediction>& predictions) {
  Json json = Json::array();
  for (const auto& p : predictions)
    json.push_back({{"index", p.index},
                    {"label", p.label},
                    {"probability", p.probability},
                    {"score", p.score}});
  return json;
}

int report_failure(const std::string& path, const Error& error) {
  const bool has_path = error.message.compare(0, path.size(), path) == 0;
  if (has_path || error.code == ErrorCode::interrupted) return fail(error);
  return fail({error.code, path + ": " + error.message});
}

Expected<void> check_writable(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return input_error(folder.string() + ": the folder cannot be created: " + error.message() +
                       "; choose another with --out");
  const fs::path probe = folder / (".fidoscope-" + std::to_string(::getpid()));
  const auto write_error = [&](int reason) {
    return input_error(folder.string() + ": cannot be written to: " + std::strerror(reason) +
                       "; choose another folder with --out");
  };
  const int file = ::open(probe.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return write_error(errno);
  // On a full disk a file can be created, but not filled.
  const std::string content(4096, ' ');
  const auto written = ::write(file, content.data(), content.size());
  int reason = 0;
  if (written < 0)
    reason = errno;
  else if (written < static_cast<ssize_t>(content.size()))
    reason = ENOSPC;
  if (::close(file) != 0 && reason == 0) reason = errno;
  ::unlink(probe.c_str());
  if (reason != 0) return write_error(reason);
  return {};
}

std::vector<std::string> folder_names(const std::vector<std::string>& images) {
  // All stems are reserved first, so that a.png and x/a.png do not get the folder of a-2.png.
  std::set<std::string> reserved{"summary.csv"};
  for (const auto& image : images) reserved.insert(stem_of(image));
  std::set<std::string> used{"summary.csv"};
  std::vector<std::string> names;
  for (const auto& image : images) {
    std::string name = stem_of(image);
    if (!used.insert(name).second) {
      int number = 2;
      while (!reserved.insert(name + "-" + std::to_string(number)).second) ++number;
      name += "-" + std::to_string(number);
    }
    names.push_back(name);
  }
  return names;
}

std::optional<Json> load_result(const fs::path& folder) {
  const auto path = folder / "result.json";
  auto json = read_file(path).and_then(
      [&](const std::string& text) { return parse_json_object(text, path.string()); });
  return json ? std::optional<Json>(std::move(*json)) : std::nullopt;
}

bool is_finished(const Json& json, const fs::path& folder, const RunSpec& spec,
                 const std::string& mask_sha256, const std::string& image_sha256,
                 const ClassifierCard& card) {
  if (!json.contains("spec")) return false;
  for (const char* number : {"/target/index", "/probability_original",
                             "/probability_counterfactual", "/loss_final", "/area"})
    if (const Json::json_pointer location(number);
        !json.contains(location) || !json[location].is_number())
      return false;
  std::error_code absent;
  const MethodInfo* method = find_method(spec.method);
  for (const char* name :
       {"map.npy", method && !method->optimizes_mask ? "attribution.npy" : "drop.npy", "map.png",
        "mask.png", "overlay.png", "counterfactual.png", "history.csv"})
    if (fs::file_size(folder / name, absent) == 0 || absent) return false;
  const auto before =
      spec_from_json(json["spec"].dump(-1, ' ', false, Json::error_handler_t::replace),
                     (folder / "result.json").string());
  return before && *before == spec && text_at(json, "/image/sha256") == image_sha256 &&
         text_at(json, "/given_mask/sha256") == mask_sha256 &&
         text_at(json, "/classifier/sha256") == card.sha256 &&
         text_at(json, "/classifier/fingerprint") == card.fingerprint &&
         // Results of the first versions do not say whether the run was stopped.
         (json.contains("stopped")
              ? json["stopped"] == false
              : text_at(json, "/iterations_done") == std::to_string(spec.iterations));
}

std::string conflicting_picture(const Json& result, const std::string& image,
                                const std::string& image_sha256) {
  const std::string before = text_at(result, "/image/path");
  if (before == image || text_at(result, "/image/sha256") == image_sha256) return {};
  return before;
}

Expected<void> check_result_folders(const std::vector<fs::path>& folders,
                                    const std::vector<std::string>& inputs) {
  std::error_code ignored;
  std::map<fs::path, std::string> input_by_folder;
  for (const auto& input : inputs)
    input_by_folder.emplace(fs::canonical(fs::absolute(input).parent_path(), ignored), input);
  for (const auto& folder : folders) {
    if (!fs::exists(folder, ignored)) continue;
    if (!fs::is_directory(folder, ignored))
      return input_error(
          folder.string() +
          ": is a file, but a folder for the result is needed there; choose another --out");
    const auto found = input_by_folder.find(fs::canonical(folder, ignored));
    if (found != input_by_folder.end())
      return input_error(found->second + ": lies in " + folder.string() +
                         ", where its result would be written; choose another --out");
  }
  return {};
}

std::string summary_csv(const std::vector<Outcome>& outcomes) {
  std::string text = "image,folder";
  for (const auto& [name, pointer] : kColumns) text += std::string(",") + name;
  text += ",error\n";
  for (const auto& outcome : outcomes) {
    text +=
        csv_cell(outcome.path) + "," + (outcome.error ? std::string{} : csv_cell(outcome.folder));
    for (const auto& [name, pointer] : kColumns)
      text += "," + (outcome.error ? std::string{} : cell(outcome.result, pointer));
    text += "," + (outcome.error ? csv_cell(outcome.error->message) : std::string{}) + "\n";
  }
  return text;
}

Json summary_json(const std::vector<Outcome>& outcomes) {
  Json images = Json::array();
  for (const auto& outcome : outcomes) {
    Json image{{"path", outcome.path}};
    if (outcome.error) {
      image["error"] = {{"code", static_cast<int>(outcome.error->code)},
                        {"message", outcome.error->message}};
    } else {
      image["folder"] = outcome.folder;
      image["skipped"] = outcome.skipped;
      image["result"] = outcome.result;
    }
    images.push_back(std::move(image));
  }
  return {{"images", images}};
}

}  // namespace fido::cli
