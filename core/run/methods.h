// What methods there are, and what each is: the one description from which command line, spec
// files, window, evaluation, figures, documents and tests are made. Every method describes itself
// in its own file under core/explain; methods.def lists the files. No tensors here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/run/run_spec.h"

namespace fido {

// How a method comes to its map, for menus.
enum class MethodGroup {
  mask,          // optimises a mask, step by step
  perturbation,  // changes the photo and watches the score
  gradient,      // follows the network's gradient
  trained,       // asks a network that was trained for it
};

struct MethodInfo {
  MethodInfo() { defaults.infill.clear(); }

  std::string id;           // "fido-ssr", as options and files write it
  std::string label;        // "SSR: keep", as a menu writes it
  std::string description;  // one sentence
  std::string paper;        // "Fong & Vedaldi 2017"; empty where it is ours
  std::string computes;     // what the map holds, for documents: goes on after the name
  MethodGroup group = MethodGroup::mask;

  // The defaults of the fields that apply; `infill` empty: default_infiller().
  RunSpec defaults;
  // Keys of the settings (SpecScope::setting) that change what the method finds or how fast it is.
  // It refuses the others.
  std::vector<std::string> settings;
  // Steps of a whole run; null: spec.iterations where that applies, otherwise one.
  int (*planned_steps)(const RunSpec&) = nullptr;
  // What the infiller does for the map, for documents: "in the window". Empty: it only shows the
  // result.
  std::string infill_use;

  bool optimizes_mask = false;  // otherwise the map is a sum of what a fixed number of steps found
  bool samples_masks = false;  // masks are drawn from the map; otherwise the map is itself the mask
  // The mask keeps the important pixels (SSR) or drops them (SDR).
  bool keeps_important = true;
  // What is kept shall sustain the class and what is dropped shall have held it: SSR and SDR at
  // once.
  bool is_joint = false;
  bool answers_contrast = true;  // explains s(target) - s(contrast) where a contrast is named
  bool needs_top_class = false;  // the target must be the class that the classifier names
  bool accepts_mask = false;     // a hand-made mask may start or bind the run
  // Begins with everything kept: an infiller that gives kept pixels back as they are would leave it
  // no gradient.
  bool starts_fully_kept = false;
};

// In the order of menus.
const std::vector<MethodInfo>& methods();
// Null: there is none of that id.
const MethodInfo* find_method(const std::string& id);

// Whether the field changes what this method does: a gradient has no price of pixels. True for a
// method that is unknown.
bool applies_to(const SpecField& field, const std::string& method);

// Whether the map depends on random numbers, those of a stochastic infiller among them.
bool depends_on_seed(const std::string& method);

// Steps of a whole run.
int planned_steps(const RunSpec& spec);

// The same run with every field that does not apply at its default, so that a result claims no more
// than was done.
RunSpec without_unused_fields(RunSpec spec);

// Values of fields as text, by key: the options that were given for many methods at once.
using FieldValues = std::map<std::string, std::string>;

// Returns the method's defaults with this infiller (empty: its own) and those of the values that it
// takes. Settings that step an optimiser (iterations, samples, grid) would be something else to a
// method that takes a fixed number of steps, which leaves them alone. Errors (usage).
Expected<RunSpec> spec_with_common_fields(const std::string& method, const std::string& infill,
                                          const FieldValues& common);

// Errors (usage): none of the methods takes one of the values.
Expected<void> check_fields_taken(const std::vector<std::string>& methods,
                                  const FieldValues& common);

// The table of methods in docs/method.md, in Markdown.
std::string methods_table();

}  // namespace fido
