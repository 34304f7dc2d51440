// Lets the user choose two to four methods to answer the current question side by side.
#pragma once

#include <QDialog>
#include <QString>
#include <string>
#include <vector>

#include "core/run/methods.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace fido::ui {

class Workspace;

class MethodPicker : public QDialog {
  Q_OBJECT
 public:
  static constexpr std::size_t kMinMethods = 2;

  // Starts with the methods that were chosen last time.
  explicit MethodPicker(Workspace& workspace, QWidget* parent = nullptr);

  // Returns the ids of the chosen methods, in the order of methods().
  std::vector<std::string> chosen() const;

 signals:
  void submitted(const std::vector<std::string>& methods);

 private:
  // Returns why the method cannot answer the current question, or an empty string. The engine may
  // still refuse, for example if the saliency network was trained for other weights.
  QString refusalReason(const MethodInfo& method) const;
  void findSaliencyNet();
  void refresh();
  void submit();

  Workspace& workspace_;
  bool has_saliency_net_ = false;  // for the current classifier
  std::vector<QCheckBox*> boxes_;  // in the order of methods()
  QLabel *reasons_, *note_;
  QPushButton* explain_;
};

}  // namespace fido::ui
