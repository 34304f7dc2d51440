// The form for a new evaluation: photos, boxes, classifiers, methods, metrics, settings and the
// output folder.
#pragma once

#include <QFutureWatcher>
#include <QWidget>
#include <optional>
#include <vector>

#include "core/model/catalogue.h"
#include "ui/evaluate/plan.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace fido::ui {

class ClassifierList;
class MethodList;
class MutedLabel;

class EvaluationForm : public QWidget {
  Q_OBJECT
 public:
  explicit EvaluationForm(QWidget* parent = nullptr);

  // Returns the plan that the form describes.
  EvaluationPlan plan() const;
  // Returns plan() for the next session: without classifiers, unless the user chose them here.
  EvaluationPlan planToStore() const;
  // Fills in the form. The output folder is not changed, and neither are the classifiers if the
  // plan has none.
  void setPlan(const EvaluationPlan& plan);
  // Sets the folder of photos, and the file of boxes if there is none yet and one lies beside the
  // photos.
  void setImages(const QString& folder);
  void setBoxes(const QString& file);
  void setModels(const std::vector<CatalogueEntry>& models);
  // Sets the card of the classifier to use unless the user chooses another one here.
  void setDefaultModel(const QString& card);
  // Disables the form while an evaluation is running.
  void setBusy(bool busy);
  // Returns why the boxes cannot be used with the photos; empty if they can, or if this is not
  // known yet.
  QString boxesError() const { return boxes_error_; }

 signals:
  void changed();
  void startRequested();
  void addModelRequested();

 private:
  struct PhotoCount {
    int photos = 0;
    QString error;
  };
  QLineEdit* addPath(QVBoxLayout* column, const QString& name, const QString& label,
                     const QString& placeholder, bool folder, const QString& tip);
  void addPhotoSection(QVBoxLayout* column);
  void addMetricSection(QVBoxLayout* column);
  void addSettingsSection(QVBoxLayout* column);
  QVBoxLayout* makeFooter();
  QWidget* makeSettings();
  void choosePath(QLineEdit* edit, const QString& title, bool folder);
  void countPhotos();
  void refreshCounts();
  void refreshDisclosure();

  QWidget *fields_, *output_row_;
  QLineEdit *images_, *boxes_, *limit_, *out_;
  ClassifierList* classifiers_;
  MethodList* methods_;
  std::vector<QCheckBox*> metrics_;
  std::vector<QWidget*> setting_editors_;  // in the order of shown_fields()
  QToolButton* disclosure_;
  QWidget* settings_area_;
  MutedLabel* photo_count_text_;
  QLabel* boxes_error_text_;
  QLabel* map_count_text_;
  QPushButton* start_;
  QFutureWatcher<PhotoCount> count_watcher_;
  bool recount_pending_ = false;
  std::optional<int> photo_count_;
  QString boxes_error_;
};

}  // namespace fido::ui
