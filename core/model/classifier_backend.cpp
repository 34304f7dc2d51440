#include "core/model/classifier_backend.h"

#include "core/model/torchscript/torchscript_backend.h"

namespace fido {

Expected<std::unique_ptr<ClassifierBackend>> load_backend(const ClassifierCard& card,
                                                          const BackendOptions& options) {
  switch (card.runtime) {
    case ClassifierRuntime::torchscript:
      return TorchScriptBackend::load(card, options);
  }
  return input_error(card.card_path.string() + ": this build cannot run its \"runtime\"");
}

}  // namespace fido
