#include "ui/window/resources.h"

#include <QDir>
#include <QFileInfo>

#include "core/base/paths.h"
#include "ui/document/text.h"

namespace fido::ui {

QString resource_folder() {
  const QString folder = qstr(data_folder());
  return QFileInfo(folder + QStringLiteral("/samples")).isDir() ? QDir::cleanPath(folder)
                                                                : QString();
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
