#include "ui/persistence/command_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>
#include <variant>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/infill/infillers.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(CommandText)
};

// Only what mask_file() wrote, by its name.
void remove_old_masks(const QString& folder) {
  const QFileInfoList files = QDir(folder).entryInfoList({QStringLiteral("mask-????????????.png")},
                                                         QDir::Files, QDir::Time);
  for (const QFileInfo& file : files.mid(kMaskFiles)) QFile::remove(file.absoluteFilePath());
}

Expected<QString> mask_file(const Plane& mask, const QString& folder) {
  QDir().mkpath(folder);
  const std::string bytes(reinterpret_cast<const char*>(mask.values.data()),
                          mask.values.size() * sizeof(float));
  const QString path =
      QStringLiteral("%1/mask-%2.png").arg(folder, qstr(sha256_text(bytes)).left(12));
  if (QFile file(path); file.exists()) {  // the same mask again: it counts as new
    if (file.open(QIODevice::ReadWrite))
      file.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime);
    return path;
  }
  if (auto written = save_png(to_path(path), mask); !written)
    return tl::unexpected(written.error());
  remove_old_masks(folder);
  return path;
}

}  // namespace

QString shell_quoted(const QString& word) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=,+@%-]+$"));
  if (plain.match(word).hasMatch()) return word;
  QString inner = word;
  return QLatin1Char('\'') + inner.replace(QLatin1Char('\''), QStringLiteral("'\\''")) +
         QLatin1Char('\'');
}

Expected<QString> command_text(const Document& document, const QString& mask_folder) {
  const PhotoPtr& photo = document.photo();
  if (!photo || !document.classifier())
    return input_error(Words::tr("Open a photo and choose a classifier first.").toStdString());
  if (photo->path.isEmpty())
    return input_error(
        Words::tr("The picture has no file that a command could name. Save it, and open the file.")
            .toStdString());
  const bool by_hand = document.byHand();
  const RunSpec spec = !by_hand && document.run() ? document.run()->spec : document.question();
  QStringList words{QStringLiteral("fidoscope-cli"),
                    by_hand ? QStringLiteral("infill") : QStringLiteral("explain"), photo->path};
  words << QStringLiteral("--classifier")
        << QFileInfo(qstr(document.classifier()->card.card_path)).absoluteFilePath();
  if (by_hand) {
    const auto mask = mask_file(document.handMask(), mask_folder);
    if (!mask) return mask;
    words << QStringLiteral("--mask") << *mask << QStringLiteral("--infill") << qstr(spec.infill)
          << QStringLiteral("--target") << QString::number(document.target());
    if (document.handIsSoft()) words << QStringLiteral("--soft");
    if (const InfillerInfo* infiller = find_infiller(spec.infill); infiller && infiller->stochastic)
      words << QStringLiteral("--samples")
            << QString::number(document.shown().marginal ? document.shown().marginal->samples : 8);
    if (spec.seed != 0) words << QStringLiteral("--seed") << QString::number(spec.seed);
  } else {
    const RunSpec usual = default_spec(spec.method, spec.infill), bare = default_spec(spec.method);
    // A price without its unit is the paper's.
    const bool price = spec.lambda != usual.lambda || spec.lambda_unit != usual.lambda_unit;
    for (const SpecField& field : spec_fields()) {
      const std::string value = field_text(spec, field);
      const std::string key = field.key;
      const bool said = key == "method" || (key == "infill" && spec.infill != bare.infill) ||
                        (price && (key == "lambda" || key == "lambda_unit"));
      if (key == "classifier" || key == "mask" || (!said && value == field_text(usual, field)))
        continue;
      words << qstr(option_of(field)) << qstr(value);
    }
    if (spec.mask_role != "none") {
      // The run's own, at the size of its grid; the one that a run now would be given, else.
      const bool given =
          document.run() && document.run()->result && !document.run()->result->given.empty();
      const auto now = given ? nullptr : document.runMask();
      if (!given && !now)
        return input_error(
            Words::tr("The run is to be given a painted mask, and there is none.").toStdString());
      const auto mask = mask_file(given ? document.run()->result->given : *now, mask_folder);
      if (!mask) return mask;
      words << QStringLiteral("--mask") << *mask;
    }
  }
  words << QStringLiteral("--out") << QStringLiteral("results");
  for (QString& word : words) word = shell_quoted(word);
  return words.join(QLatin1Char(' '));
}

}  // namespace fido::ui
