#include "core/evaluate/evaluation_settings.h"

#include <algorithm>
#include <tuple>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/process.h"
#include "core/infill/infillers.h"
#include "core/model/infiller_card.h"

namespace fido {
namespace {

constexpr int kFormat = 1;

// Fields of a RunSpec that are not settings of a method: the photo or the machine decides on them.
constexpr const char* kIgnoredFields[] = {"classifier", "target", "threads"};

Json to_json(const EvaluationSettings::Method& method) {
  Json json{{"method", method.method}, {"infill", method.infill}};
  if (method.infill.empty()) return json;
  json["spec"] = Json::parse(to_json(method.spec));
  for (const char* field : kIgnoredFields) json["spec"].erase(field);
  if (!method.infill_sha256.empty()) json["infill_sha256"] = method.infill_sha256;
  if (!method.saliency_nets.empty()) json["maskers"] = method.saliency_nets;
  return json;
}

std::string string_or_empty(const Json& json, const char* key) {
  return json.contains(key) ? json.at(key).get<std::string>() : std::string();
}

Expected<EvaluationSettings::Method> method_from(const Json& json, const std::string& source) {
  EvaluationSettings::Method out;
  out.method = json.at("method").get<std::string>();
  out.infill = json.at("infill").get<std::string>();
  if (!json.contains("spec")) return out;
  auto spec = spec_from_json(json.at("spec").dump(), source);
  if (!spec) return tl::unexpected(spec.error());
  out.spec = std::move(*spec);
  out.infill_sha256 = string_or_empty(json, "infill_sha256");
  if (json.contains("maskers"))
    out.saliency_nets = json.at("maskers").get<std::vector<std::string>>();
  return out;
}

// Throws Json::exception if the document is not an evaluation's.
Expected<EvaluationSettings> settings_from(const Json& json, const std::string& source) {
  EvaluationSettings out;
  out.version = json.at("version").get<std::string>();
  out.boxes_sha256 = json.at("boxes_sha256").get<std::string>();
  out.limit = json.at("limit").get<std::string>();
  out.photos = json.at("photos").get<std::size_t>();
  out.photos_sha256 = json.at("photos_sha256").get<std::string>();
  for (const auto& classifier : json.at("classifiers"))
    out.classifiers.push_back({classifier.at("id").get<std::string>(),
                               classifier.at("sha256").get<std::string>(),
                               classifier.at("fingerprint").get<std::string>()});
  if (json.contains("metrics")) out.metrics = json.at("metrics").get<std::vector<std::string>>();
  if (const auto judge = json.find("judge"); judge != json.end())
    out.judge = {{judge->at("infill").get<std::string>(), judge->at("sha256").get<std::string>()}};
  for (const auto& entry : json.at("methods")) {
    auto method = method_from(entry, source);
    if (!method) return tl::unexpected(method.error());
    out.methods.push_back(std::move(*method));
  }
  return out;
}

auto comparable(const EvaluationSettings::Judge& judge) {
  return std::tie(judge.infill, judge.sha256);
}

}  // namespace

bool operator==(const EvaluationSettings::Classifier& a, const EvaluationSettings::Classifier& b) {
  return std::tie(a.id, a.sha256, a.fingerprint) == std::tie(b.id, b.sha256, b.fingerprint);
}

bool operator==(const EvaluationSettings::Method& a, const EvaluationSettings::Method& b) {
  const auto without_ignored_fields = [](RunSpec spec) {
    const RunSpec defaults;
    for (const char* field : kIgnoredFields)
      std::visit([&](auto member) { spec.*member = defaults.*member; }, find_field(field)->member);
    return spec;
  };
  return std::tie(a.method, a.infill, a.infill_sha256, a.saliency_nets) ==
             std::tie(b.method, b.infill, b.infill_sha256, b.saliency_nets) &&
         (a.infill.empty() || without_ignored_fields(a.spec) == without_ignored_fields(b.spec));
}

bool operator==(const EvaluationSettings& a, const EvaluationSettings& b) {
  const bool same_judge = a.judge.has_value() == b.judge.has_value() &&
                          (!a.judge || comparable(*a.judge) == comparable(*b.judge));
  return same_judge &&
         std::tie(a.boxes_sha256, a.limit, a.photos, a.photos_sha256, a.metrics) ==
             std::tie(b.boxes_sha256, b.limit, b.photos, b.photos_sha256, b.metrics) &&
         a.classifiers == b.classifiers && a.methods == b.methods;
}

std::string to_json(const EvaluationSettings& settings) {
  Json json;
  json["format"] = kFormat;
  json["version"] = settings.version;
  json["boxes_sha256"] = settings.boxes_sha256;
  json["limit"] = settings.limit;
  json["photos"] = settings.photos;
  json["photos_sha256"] = settings.photos_sha256;
  for (const auto& classifier : settings.classifiers)
    json["classifiers"].push_back({{"id", classifier.id},
                                   {"sha256", classifier.sha256},
                                   {"fingerprint", classifier.fingerprint}});
  for (const auto& group : settings.metrics) json["metrics"].push_back(group);
  if (settings.judge)
    json["judge"] = {{"infill", settings.judge->infill}, {"sha256", settings.judge->sha256}};
  for (const auto& method : settings.methods) json["methods"].push_back(to_json(method));
  return dump_json(json);
}

Expected<EvaluationSettings> load_evaluation_settings(const std::filesystem::path& file) {
  const std::string source = file.string();
  const auto text = read_file(file);
  if (!text) return tl::unexpected(text.error());
  const auto json = parse_json_object(*text, source);
  if (!json) return tl::unexpected(json.error());
  try {
    if (const int format = json->at("format").get<int>(); format != kFormat)
      return input_error(source + ": has format " + std::to_string(format) +
                         ", but this version reads format " + std::to_string(kFormat) +
                         "; update Fidoscope");
    return settings_from(*json, source);
  } catch (const Json::exception&) {
    return input_error(source + ": does not contain the settings of an evaluation");
  }
}

std::string infiller_weights_sha256(const std::string& infill) {
  const InfillerInfo* info = find_infiller(infill);
  if (!info || !info->is_learned()) return {};
  const auto card = load_infiller_card(info->card_path);
  return card ? card->sha256 : std::string();
}

}  // namespace fido
