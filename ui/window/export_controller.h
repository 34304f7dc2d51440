// Saves and copies what the window shows: results, report, animation, pictures and the command
// line.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <functional>

#include "ui/engine/animation_exporter.h"
#include "ui/persistence/report.h"

namespace fido::ui {

class Banner;
class FileDialogs;
class ImageCanvas;
class MainActions;

// Implements and enables the export actions of the window. Progress, success and failure appear on
// the banner.
class ExportController : public QObject {
  Q_OBJECT
 public:
  // Returns the pictures on screen with their captions; called when a report is written.
  using PicturesOnScreen = std::function<ReportPictures()>;

  // `map_canvas` gives the colour map and the opacity of the map.
  ExportController(Workspace& workspace, MainActions& actions, FileDialogs& dialogs, Banner& banner,
                   const ImageCanvas& map_canvas, PicturesOnScreen pictures,
                   QObject* parent = nullptr);

  // Writes the files of docs/results.md to a new folder inside `folder`.
  void saveResults(const QString& folder);
  void askForResultsFolder();
  // Writes a PDF of one page.
  void saveReport(const QString& path);
  // `path` is as in AnimationExporter::begin().
  void saveAnimation(const QString& path);
  void copyCommand();
  // Asks for a path and writes a PNG. `name` is the suggested file name without its ending.
  void askWhereToSave(const QString& title, const QImage& picture, const QString& name);

 private:
  void refreshActions();
  void askForFile(const QString& title, const QString& filter, const QString& suffix,
                  const std::function<void(const QString&)>& save);
  void savePicture(const QString& path, const QImage& picture);
  void showSaved(const QString& message, const QString& folder);
  void onExported(const QString& path);

  Workspace& workspace_;
  MainActions& actions_;
  FileDialogs& dialogs_;
  Banner& banner_;
  const ImageCanvas& map_canvas_;
  PicturesOnScreen pictures_;
  AnimationExporter animation_;
};

}  // namespace fido::ui
