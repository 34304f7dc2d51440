#include "ui/panels/model_gate.h"

#include <QPushButton>
#include <utility>

#include "ui/document/text.h"
#include "ui/panels/banner.h"

namespace fido::ui {

ModelGate::ModelGate(Workspace& workspace, ModelTrust trust, Banner& banner, QObject* parent)
    : QObject(parent), trust_(std::move(trust)), banner_(banner) {
  connect(&workspace, &Workspace::classifierLoaded, this, [this, &workspace] {
    trust_.allow(qstr(workspace.document().classifier()->card.card_path));
  });
}

void ModelGate::check(const QStringList& models, const QString& source, const QString& refusal,
                      std::function<void(const QStringList&)> proceed) {
  const QStringList untrusted = trust_.untrusted(models);
  if (untrusted.isEmpty()) return proceed({});
  banner_.showWarning(
      tr("%1 loads a model from outside your model folders: %2. A model file is a program. Load it "
         "only if you trust where it comes from.")
          .arg(source, untrusted.join(QStringLiteral(", "))));
  connect(banner_.addButton(tr("Load it")), &QPushButton::clicked, this,
          [this, untrusted, proceed] {
            for (const QString& model : untrusted) trust_.allow(model);
            banner_.dismiss();
            proceed({});
          });
  connect(banner_.addButton(refusal), &QPushButton::clicked, this, [this, untrusted, proceed] {
    banner_.dismiss();
    proceed(untrusted);
  });
}

}  // namespace fido::ui
