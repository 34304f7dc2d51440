// Photos with their classes and boxes, as classifiers see them: what evaluations and figures go
// through.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/evaluate/boxes.h"
#include "core/evaluate/evaluation_engine.h"
#include "core/model/card.h"

namespace fido {

// One photo as a classifier sees it.
struct DatasetPhoto {
  std::size_t index = 0;  // among the chosen photos, whatever the shard: it moves the photo's seed
  std::string name;       // of the file
  int label = 0;          // the true class
  ImagePtr photo;
  Classification classification;  // every class
  Prediction target;              // the true class, of the untouched photo
  std::vector<Box> boxes;         // at the classifier's input
  // The largest of the boxes, in whole pixels; empty where a crop has left all of them out.
  Rect largest_box() const;
};

class Dataset {
 public:
  // Reads the boxes and chooses `limit` of the photos that folder and boxes share, evenly, by name;
  // of these the shard takes every `shards`-th from number `shard` (0-based) on. Errors (usage):
  // there is no such folder; (input): unreadable boxes, or none of their photos is there.
  static Expected<Dataset> open(const std::filesystem::path& images,
                                const std::filesystem::path& boxes, int limit, int shard = 0,
                                int shards = 1);

  // Names of the chosen photos, of all shards.
  const std::vector<std::string>& photos() const { return photos_; }
  // Numbers among these of the shard's own.
  std::vector<std::size_t> shard_photos() const;
  // One sentence each about what folder and boxes do not share, so that nobody takes half of the
  // photos for all.
  std::vector<std::string> omissions() const;

  // Reads and classifies a photo with the classifier that the engine has loaded. Errors (input):
  // the file or its class cannot be used, or its boxes lie outside of it.
  Expected<DatasetPhoto> load(std::size_t index, const ClassifierCard& card,
                              EvaluationEngine& engine) const;

 private:
  std::filesystem::path images_, boxes_;
  std::map<std::string, Truth> truth_;
  std::vector<std::string> photos_;
  int shard_ = 0, shards_ = 1;
};

// Goes through classifiers and photos; every function but `measure` may be empty.
struct DatasetIterator {
  // Measures one photo. An error is reported to `on_failure` and ends nothing but this photo,
  // unless it is an interruption.
  std::function<Expected<void>(const ClassifierCard&, const DatasetPhoto&)> measure;
  // Whether the photo is to be read at all.
  std::function<bool(const ClassifierCard&, const std::string& photo)> is_wanted;
  // Called before a photo is read; `number` is its number among all chosen ones.
  std::function<void(const ClassifierCard&, std::size_t number)> on_progress;
  std::function<void(const ClassifierCard&, const std::string& photo, const Error&)> on_failure;

  // Loads each classifier with `machine` (device, precision, threads) before its first wanted
  // photo. Errors: a classifier cannot be loaded; interrupted.
  Expected<void> run(const Dataset& dataset, const std::vector<ClassifierCard>& classifiers,
                     const RunSpec& machine, EvaluationEngine& engine) const;
};

}  // namespace fido
