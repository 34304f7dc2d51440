#include "core/run/results.h"

#include <unistd.h>

#include <atomic>
#include <functional>
#include <limits>
#include <utility>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/image/codec.h"
#include "core/image/colormap.h"
#include "core/image/resample.h"
#include "core/run/methods.h"

namespace fido {
namespace {

namespace fs = std::filesystem;

Json to_json(const Prediction& p) {
  return {
      {"index", p.index}, {"label", p.label}, {"probability", p.probability}, {"score", p.score}};
}

Json to_json(const Interval& i) {
  return {{"mean", i.mean}, {"low", i.low}, {"high", i.high}, {"samples", i.samples}};
}

// Reads a number. NaN and infinity are written as null.
double number_from(const Json& json, const char* key) {
  const Json& value = json.at(key);
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

Prediction prediction_from(const Json& json) {
  return {json.at("index").get<int>(), json.at("label").get<std::string>(),
          number_from(json, "probability"), number_from(json, "score")};
}

struct File {
  std::string name;
  std::function<Expected<void>(const fs::path&)> write;
};

// Writes all files to a staging folder and moves them only when all are complete, so a full disk
// leaves the earlier files as they were. The last file is removed first and moved last, so a folder
// that contains it is complete. Files in `stale` are removed.
Expected<void> write_files(const fs::path& folder, const std::vector<File>& files,
                           const std::vector<std::string>& stale) {
  std::error_code error;
  const bool created = fs::create_directories(folder, error);
  if (error)
    return input_error(folder.string() + ": the folder cannot be created: " + error.message() +
                       "; choose another");
  static std::atomic<unsigned> count{0};
  const fs::path staging =
      folder / (".fidoscope-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  fs::create_directory(staging, error);
  if (error)
    return input_error(folder.string() + ": cannot be written to: " + error.message() +
                       "; choose another folder");
  const auto clean_up = [&](Expected<void> outcome) {
    std::error_code ignored;
    fs::remove_all(staging, ignored);
    if (!outcome && created) fs::remove(folder, ignored);  // only if it is empty
    return outcome;
  };
  for (const auto& file : files)
    if (auto written = file.write(staging / file.name); !written) {
      // The message must name the requested folder, not the staging folder.
      std::string message = written.error().message;
      for (auto at = message.find(staging.string()); at != std::string::npos;
           at = message.find(staging.string(), at))
        message.replace(at, staging.string().size(), folder.string());
      return clean_up(tl::unexpected(Error{written.error().code, message}));
    }
  const auto write_failure = [&](const std::string& name) {
    return clean_up(input_error((folder / name).string() + ": cannot be written: " +
                                error.message() + "; choose another folder"));
  };
  const std::string& last = files.back().name;
  fs::remove(folder / last, error);
  if (error) return write_failure(last);
  for (const auto& name : stale) fs::remove(folder / name, error);
  for (const auto& file : files) {
    fs::rename(staging / file.name, folder / file.name, error);
    if (error) return write_failure(file.name);
  }
  return clean_up({});
}

}  // namespace

std::string history_csv(const std::vector<Step>& history) {
  std::string text = "iteration,loss,score,probability,expected_drop,seconds\n";
  for (const auto& step : history) {
    text += std::to_string(step.iteration);
    for (const double value :
         {step.loss, step.score, step.probability, step.expected_drop, step.seconds})
      text += "," + shortest_decimal(value);
    text += "\n";
  }
  return text;
}

std::string result_json(const RunResult& r) {
  Json json;
  json["format"] = 1;
  json["version"] = FIDOSCOPE_VERSION;
  json["image"] = {{"path", r.image_path},
                   {"sha256", r.image_sha256},
                   {"width", r.image_width},
                   {"height", r.image_height}};
  json["spec"] = Json::parse(to_json(r.spec));
  json["classifier"] = {{"id", r.classifier_id},
                        {"sha256", r.classifier_sha256},
                        {"fingerprint", r.classifier_fingerprint}};
  json["target"] = {{"index", r.target}, {"label", r.target_label}};
  if (r.contrast) json["contrast"] = {{"index", *r.contrast}, {"label", r.contrast_label}};
  json["predictions"] = Json::array();
  for (const auto& prediction : r.predictions) json["predictions"].push_back(to_json(prediction));
  json["probability_original"] = r.probability_original;
  json["score_original"] = r.score_original;
  json["probability_counterfactual"] = r.probability_counterfactual;
  json["score_counterfactual"] = r.score_counterfactual;
  // null: no samples were requested, or the run was stopped
  json["marginal"] = r.marginal.samples > 0 ? to_json(r.marginal) : Json();
  if (r.score_infilled) json["score_infilled"] = *r.score_infilled;
  json["pixel_price"] = r.lambda_per_pixel;
  if (r.score_target) json["score_target"] = *r.score_target;
  if (r.evidence_reached) json["evidence_reached"] = *r.evidence_reached;
  if (r.score_under_masks) json["score_under_masks"] = *r.score_under_masks;
  json["loss_final"] = r.loss_final;
  json["area"] = r.area;
  json["iterations_done"] = r.iterations_done;
  json["stopped"] = r.stopped;
  json["seconds"] = {{"load", r.seconds_load}, {"run", r.seconds_run}, {"total", r.seconds_total}};
  json["device"] = r.device;
  json["precision"] = r.precision;
  json["threads"] = r.threads;
  json["libtorch"] = r.libtorch;
  json["peak_memory_bytes"] = r.peak_memory_bytes;
  if (!r.given_mask_sha256.empty()) json["given_mask"] = {{"sha256", r.given_mask_sha256}};
  json["notes"] = r.notes;
  return dump_json(json);
}

Expected<RunResult> result_from_json(const std::string& text, const std::string& source) {
  const auto parsed = parse_json_object(text, source);
  if (!parsed) return tl::unexpected(parsed.error());
  const Json& json = *parsed;
  try {
    if (const int format = json.at("format").get<int>(); format != 1)
      return input_error(source + ": has format " + std::to_string(format) +
                         "; this version reads format 1. Update Fidoscope");
    auto spec = spec_from_json(json.at("spec").dump(), source);
    if (!spec) return tl::unexpected(spec.error());
    RunResult r;
    r.spec = std::move(*spec);
    r.image_path = json.at("image").at("path").get<std::string>();
    r.image_sha256 = json.at("image").at("sha256").get<std::string>();
    r.image_width = json.at("image").at("width").get<int>();
    r.image_height = json.at("image").at("height").get<int>();
    r.classifier_id = json.at("classifier").at("id").get<std::string>();
    r.classifier_sha256 = json.at("classifier").at("sha256").get<std::string>();
    r.classifier_fingerprint = json.at("classifier").at("fingerprint").get<std::string>();
    r.target = json.at("target").at("index").get<int>();
    r.target_label = json.at("target").at("label").get<std::string>();
    if (const auto contrast = json.find("contrast"); contrast != json.end()) {
      r.contrast = contrast->at("index").get<int>();
      r.contrast_label = contrast->at("label").get<std::string>();
    }
    for (const Json& prediction : json.at("predictions"))
      r.predictions.push_back(prediction_from(prediction));
    r.probability_original = number_from(json, "probability_original");
    r.score_original = number_from(json, "score_original");
    r.probability_counterfactual = number_from(json, "probability_counterfactual");
    r.score_counterfactual = number_from(json, "score_counterfactual");
    if (json.contains("score_infilled")) r.score_infilled = number_from(json, "score_infilled");
    if (json.contains("score_target")) r.score_target = number_from(json, "score_target");
    if (json.contains("evidence_reached"))
      r.evidence_reached = number_from(json, "evidence_reached");
    if (json.contains("score_under_masks"))
      r.score_under_masks = number_from(json, "score_under_masks");
    r.lambda_per_pixel =
        json.contains("pixel_price") ? number_from(json, "pixel_price") : r.spec.lambda;
    if (const Json& marginal = json.at("marginal"); !marginal.is_null())
      r.marginal = {number_from(marginal, "mean"), number_from(marginal, "low"),
                    number_from(marginal, "high"), marginal.at("samples").get<int>()};
    r.loss_final = number_from(json, "loss_final");
    r.area = number_from(json, "area");
    r.iterations_done = json.at("iterations_done").get<int>();
    // Older results do not have this key.
    r.stopped = json.contains("stopped") ? json["stopped"].get<bool>()
                                         : r.iterations_done < r.spec.iterations;
    r.seconds_load = number_from(json.at("seconds"), "load");
    r.seconds_run = number_from(json.at("seconds"), "run");
    r.seconds_total = number_from(json.at("seconds"), "total");
    r.device = json.at("device").get<std::string>();
    r.precision = json.at("precision").get<std::string>();
    r.threads = json.at("threads").get<int>();
    r.libtorch = json.at("libtorch").get<std::string>();
    r.peak_memory_bytes = json.at("peak_memory_bytes").get<std::int64_t>();
    if (const auto given = json.find("given_mask"); given != json.end())
      r.given_mask_sha256 = given->at("sha256").get<std::string>();
    r.notes = json.at("notes").get<std::vector<std::string>>();
    return r;
  } catch (const Json::exception& e) {
    return input_error(source + ": is not the result of a run (" + e.what() + ")");
  }
}

Expected<void> write_result(const fs::path& folder, const RunResult& result, const Image* photo) {
  Image background = result.input;
  if (photo != nullptr && !photo->empty())
    background = result.visible.width > 0 ? crop(*photo, result.visible) : *photo;
  std::vector<File> files;
  std::vector<std::string> stale;
  const auto add = [&](bool is_present, const char* name,
                       std::function<Expected<void>(const fs::path&)> write) {
    if (is_present)
      files.push_back({name, std::move(write)});
    else
      stale.emplace_back(name);  // an earlier run may have written it into this folder
  };
  const bool has_map = !result.map.empty();
  add(has_map, "map.npy", [&](const fs::path& path) { return save_npy(path, result.map); });
  add(!result.drop.empty(), "drop.npy",
      [&](const fs::path& path) { return save_npy(path, result.drop); });
  add(!result.attribution.empty(), "attribution.npy",
      [&](const fs::path& path) { return save_npy(path, result.attribution); });
  add(!result.mask.empty(), "mask.png",
      [&](const fs::path& path) { return save_png(path, result.mask); });
  add(!result.given_mask.empty(), "given_mask.png",
      [&](const fs::path& path) { return save_png(path, result.given_mask); });
  add(has_map, "map.png",
      [&](const fs::path& path) { return save_png(path, colorize(result.map)); });
  add(has_map && !background.empty(), "overlay.png",
      [&](const fs::path& path) { return save_png(path, overlay(background, result.map)); });
  add(!result.counterfactual.empty(), "counterfactual.png",
      [&](const fs::path& path) { return save_png(path, result.counterfactual); });
  stale.insert(stale.end(),
               {"regions.png", "regions.json"});  // written after the result, if at all
  add(true, "history.csv",
      [&](const fs::path& path) { return write_file(path, history_csv(result.history)); });
  add(true, "result.json",
      [&](const fs::path& path) { return write_file(path, result_json(result)); });
  return write_files(folder, files, stale);
}

double probability_after(const RunResult& r) {
  if (r.marginal.samples > 0) return r.marginal.mean;
  const MethodInfo* method = find_method(r.spec.method);
  return method && method->samples_masks && !r.history.empty() ? r.history.back().probability
                                                               : r.probability_counterfactual;
}

Expected<void> write_answer(const fs::path& folder, const MaskAnswer& answer,
                            const std::string& json) {
  return write_files(
      folder,
      {{"infilled.png", [&](const fs::path& path) { return save_png(path, answer.infilled); }},
       {"result.json", [&](const fs::path& path) { return write_file(path, json); }}},
      {});
}

}  // namespace fido
