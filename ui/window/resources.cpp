#include "ui/window/resources.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace fido::ui {

QString resource_folder() {
  const QString candidates[] = {
      qEnvironmentVariable("FIDOSCOPE_RESOURCES"),
      QCoreApplication::applicationDirPath() + QStringLiteral("/../share/fidoscope"),
      QStringLiteral(FIDOSCOPE_SOURCE_RESOURCES)};
  for (const QString& folder : candidates)
    if (!folder.isEmpty() && QFileInfo(folder + QStringLiteral("/samples")).isDir())
      return QDir::cleanPath(folder);
  return {};
}

std::vector<WelcomeSample> sample_photos() {
  std::vector<WelcomeSample> samples;
  const QString folder = resource_folder();
  if (folder.isEmpty()) return samples;
  const QDir dir(folder + QStringLiteral("/samples"));
  const QStringList pictures{QStringLiteral("*.png"), QStringLiteral("*.jpg"),
                             QStringLiteral("*.jpeg"), QStringLiteral("*.webp")};
  for (const QFileInfo& file :
       dir.entryInfoList(pictures, QDir::Files | QDir::Readable, QDir::Name)) {
    QString title = file.completeBaseName().replace(QLatin1Char('_'), QLatin1Char(' '));
    title[0] = title[0].toUpper();
    samples.push_back({title, file.absoluteFilePath()});
  }
  return samples;
}

QString imagenet_labels() {
  const QString file = resource_folder() + QStringLiteral("/labels/imagenet1k.txt");
  return QFileInfo(file).isReadable() ? file : QString();
}

}  // namespace fido::ui
