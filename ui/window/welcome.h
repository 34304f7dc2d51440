// The page that the window starts with: an invitation to open a photo.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

class QLabel;
class QPushButton;

namespace fido::ui {

class SampleCard;

struct WelcomeSample {
  QString title;
  QString path;
};

// Takes the place of the pictures while no photo is open. Files dropped on it reach the window.
class Welcome : public QWidget {
  Q_OBJECT
 public:
  explicit Welcome(QWidget* parent = nullptr);
  explicit Welcome(const std::vector<WelcomeSample>& samples, QWidget* parent = nullptr);

  // Shows a card for each sample at once. Thumbnails are read and scaled outside the GUI thread.
  void setSamples(const std::vector<WelcomeSample>& samples);

 signals:
  void sampleChosen(const QString& path);
  void openRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void layoutCards();
  void applyTheme();

  QLabel* logo_;
  QLabel* title_;
  QLabel* hint_;
  QPushButton* open_;
  QLabel* samples_hint_;
  QWidget* cards_area_;
  std::vector<SampleCard*> cards_;
};

}  // namespace fido::ui
