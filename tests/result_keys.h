// Lists the keys of result.json in the order that docs/results.md specifies.
#pragma once

#include <string>
#include <vector>

inline std::vector<std::string> result_keys() {
  return {"format",
          "version",
          "image",
          "spec",
          "classifier",
          "target",
          "predictions",
          "probability_original",
          "score_original",
          "probability_counterfactual",
          "score_counterfactual",
          "marginal",
          "pixel_price",
          "loss_final",
          "area",
          "iterations_done",
          "stopped",
          "seconds",
          "device",
          "precision",
          "threads",
          "libtorch",
          "peak_memory_bytes",
          "notes"};
}
