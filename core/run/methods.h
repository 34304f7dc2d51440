// The list of methods. Command line, spec files, window, evaluation, figures, documents and tests
// are all generated from these descriptions. Every method describes itself in its own file under
// core/explain; methods.def lists the files. No tensors here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/run/run_spec.h"

namespace fido {

// How a method makes its map, for menus.
enum class MethodGroup {
  mask,          // optimises a mask
  perturbation,  // changes the photo and measures the score
  gradient,      // uses the network's gradient
  trained,       // uses a network that is trained for it
};

struct MethodInfo {
  MethodInfo() { defaults.infill.clear(); }

  std::string id;           // "fido-ssr", in options and files
  std::string label;        // "SSR: keep", in menus
  std::string description;  // what the method finds, for tooltips: a sentence or two
  std::string paper;        // "Fong & Vedaldi 2017"
  std::string computes;     // what the map holds, for documents: a phrase without a full stop
  MethodGroup group = MethodGroup::mask;

  // The defaults of the fields that apply; `infill` empty: default_infiller_id().
  RunSpec defaults;
  // The keys of the settings (SpecScope::setting) that change what the method finds or how long it
  // takes. All other settings are refused.
  std::vector<std::string> settings;
  // Returns the number of steps of a whole run. Null: spec.iterations if that is a setting of the
  // method, otherwise one.
  int (*planned_steps)(const RunSpec&) = nullptr;
  // What the infiller does for the map, for documents: "in the window". Empty: it only shows the
  // result.
  std::string infill_use;

  // Optimises a mask. Otherwise a fixed number of steps accumulates the map.
  bool optimizes_mask = false;
  bool samples_masks = false;  // draws masks from the map; otherwise the map itself is the mask
  // The mask keeps the important pixels (SSR) or drops them (SDR).
  bool keeps_important = true;
  // SSR and SDR at once: what is kept must sustain the class, and dropping it must destroy the
  // class.
  bool is_joint = false;
  // The default of keep_evidence where it replaces the price. SSR can keep all evidence; dropped
  // pixels hardly ever take away all of it, because the infiller restores some.
  double evidence_share = 1;
  bool answers_contrast = true;  // explains s(target) - s(contrast) if there is a contrast class
  bool needs_top_class = false;  // the target must be the class that the classifier predicts
  bool accepts_mask = false;     // a hand-made mask may initialise or constrain the run
  // Starts with everything kept, where an infiller that returns kept pixels unchanged leaves no
  // gradient.
  bool starts_fully_kept = false;
};

// Returns all methods in the order of menus.
const std::vector<MethodInfo>& methods();
// Returns null if there is no method with that id.
const MethodInfo* find_method(const std::string& id);

// Returns whether the field changes what the method does; a gradient has no price of pixels, for
// example. True if the method is unknown.
bool applies_to(const SpecField& field, const std::string& method);
// Returns whether the field changes what this run does: a run that searches the evidence has no
// price, and one with a price has no share of the evidence.
bool applies_to(const SpecField& field, const RunSpec& spec);

// Returns whether the map depends on random numbers, including those of a stochastic infiller.
bool depends_on_seed(const std::string& method);

// Returns the number of steps of a whole run.
int planned_steps(const RunSpec& spec);

// Returns `spec` with every field that the method does not use at its default, so that a result
// claims no more than was done.
RunSpec without_unused_fields(RunSpec spec);

// Values of fields as text, by key: options that are set for several methods at once.
using FieldValues = std::map<std::string, std::string>;

// Returns the method's defaults with this infiller (empty: its own) and with the common values that
// the method uses. Only methods that optimise a mask use iterations, samples and grid from there,
// because these mean something else to the other methods. Errors (usage): a value is invalid.
Expected<RunSpec> spec_with_common_fields(const std::string& method, const std::string& infill,
                                          const FieldValues& common);

// Checks that every common value is used by at least one method. Errors (usage): one is not.
Expected<void> check_fields_used(const std::vector<std::string>& methods,
                                 const FieldValues& common);

// Returns the table of methods for docs/method.md, in Markdown.
std::string methods_table();

}  // namespace fido
