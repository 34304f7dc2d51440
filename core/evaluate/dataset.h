// Photos with their classes and boxes, as a classifier sees them. Evaluations and figures iterate
// over them.
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
  // The position among the selected photos of all shards; it is added to the photo's seed.
  std::size_t index = 0;
  std::string name;  // the file's
  int label = 0;     // the true class
  ImagePtr photo;
  Classification classification;  // of every class
  Prediction target;              // of the true class on the untouched photo
  std::vector<Box> boxes;         // in pixels of the classifier's input
  // Returns the largest box in whole pixels; empty if the crop has removed all of them.
  Rect largest_box() const;
};

class Dataset {
 public:
  // Reads the boxes and selects `limit` of the photos that the folder and the boxes share, at even
  // distances by name. The shard consists of every `shards`-th of them, starting with number
  // `shard` (0-based). Errors (usage): the folder does not exist; (input): the boxes cannot be
  // read, or the folder contains none of their photos.
  static Expected<Dataset> open(const std::filesystem::path& images,
                                const std::filesystem::path& boxes, int limit, int shard = 0,
                                int shards = 1);

  // Returns the file names of the selected photos of all shards.
  const std::vector<std::string>& photos() const { return photos_; }
  // Returns the indices of this shard's photos in photos().
  std::vector<std::size_t> shard_photos() const;
  // Returns one sentence each about photos without a row and rows without a photo, so that nobody
  // mistakes half of the photos for all.
  std::vector<std::string> omissions() const;

  // Reads a photo and classifies it with the classifier that the engine has loaded. Errors (input):
  // the file or its class cannot be used, or all its boxes lie outside of it.
  Expected<DatasetPhoto> load(std::size_t index, const ClassifierCard& card,
                              EvaluationEngine& engine) const;

 private:
  std::filesystem::path images_, boxes_;
  std::map<std::string, GroundTruth> truth_;
  std::vector<std::string> photos_;
  int shard_ = 0, shards_ = 1;
};

// Iterates over classifiers and photos. All functions except `measure` may be empty.
struct DatasetIterator {
  // Measures one photo. An error is passed to `on_failure` and ends only this photo, unless it is
  // an interruption.
  std::function<Expected<void>(const ClassifierCard&, const DatasetPhoto&)> measure;
  // Returns whether the photo needs to be read at all.
  std::function<bool(const ClassifierCard&, const std::string& photo)> is_wanted;
  // Called before a photo is read; `index` is its index in Dataset::photos().
  std::function<void(const ClassifierCard&, std::size_t index)> on_progress;
  std::function<void(const ClassifierCard&, const std::string& photo, const Error&)> on_failure;

  // Loads each classifier with `machine` (device, precision, threads) before its first wanted
  // photo, and measures its wanted photos. Errors: a classifier cannot be loaded, or the user has
  // interrupted.
  Expected<void> run(const Dataset& dataset, const std::vector<ClassifierCard>& classifiers,
                     const RunSpec& machine, EvaluationEngine& engine) const;
};

}  // namespace fido
