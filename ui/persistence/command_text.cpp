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
#include "core/run/methods.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

struct CommandTexts {
  Q_DECLARE_TR_FUNCTIONS(CommandText)
};

// Removes only files whose names are those that save_mask() gives.
void remove_old_masks(const QString& folder) {
  const QFileInfoList files = QDir(folder).entryInfoList({QStringLiteral("mask-????????????.png")},
                                                         QDir::Files, QDir::Time);
  for (const QFileInfo& file : files.mid(kMaxMaskFiles)) QFile::remove(file.absoluteFilePath());
}

// Writes the mask to a PNG named by its content and returns the path.
Expected<QString> save_mask(const Plane& mask, const QString& folder) {
  QDir().mkpath(folder);
  const std::string bytes(reinterpret_cast<const char*>(mask.values.data()),
                          mask.values.size() * sizeof(float));
  const QString path =
      QStringLiteral("%1/mask-%2.png").arg(folder, qstr(sha256_text(bytes)).left(12));
  if (QFile file(path); file.exists()) {  // the same mask again becomes the newest file
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
    return input_error(
        CommandTexts::tr("Open a photo and choose a classifier first.").toStdString());
  if (photo->path.isEmpty())
    return input_error(
        CommandTexts::tr(
            "This picture has no file that a command could name. Save it and open the file.")
            .toStdString());
  const bool by_hand = document.byHand();
  const RunSpec spec = !by_hand && document.run() ? document.run()->spec : document.question();
  QStringList words{QStringLiteral("fidoscope-cli"),
                    by_hand ? QStringLiteral("infill") : QStringLiteral("explain"), photo->path};
  words << QStringLiteral("--classifier")
        << QFileInfo(qstr(document.classifier()->card.card_path)).absoluteFilePath();
  if (by_hand) {
    const auto mask = save_mask(document.paintedMask(), mask_folder);
    if (!mask) return mask;
    words << QStringLiteral("--mask") << *mask << QStringLiteral("--infill") << qstr(spec.infill)
          << QStringLiteral("--target") << QString::number(document.target());
    if (document.isPaintedMaskSoft()) words << QStringLiteral("--soft");
    if (const InfillerInfo* infiller = find_infiller(spec.infill); infiller && infiller->stochastic)
      words << QStringLiteral("--samples")
            << QString::number(document.shown().marginal ? document.shown().marginal->samples : 8);
    if (spec.seed != 0) words << QStringLiteral("--seed") << QString::number(spec.seed);
  } else {
    const RunSpec defaults = defaults_of(spec);
    const RunSpec standard = default_spec(spec.method);
    // Without its unit, the command line would read lambda in the paper's unit.
    const bool names_lambda =
        spec.lambda != defaults.lambda || spec.lambda_unit != defaults.lambda_unit;
    for (const SpecField& field : spec_fields()) {
      const std::string value = field_text(spec, field);
      const std::string key = field.key;
      const bool is_always_named = key == "method" ||
                                   (key == "preset" && spec.preset != standard.preset) ||
                                   (key == "infill" && spec.infill != standard.infill) ||
                                   (names_lambda && (key == "lambda" || key == "lambda_unit"));
      if (key == "classifier" || key == "mask" || !applies_to(field, spec) ||
          (!is_always_named && value == field_text(defaults, field)))
        continue;
      words << qstr(option_of(field)) << qstr(value);
    }
    if (spec.mask_role != "none") {
      // The mask that the run was given, at the size of its grid, or the one that a new run would
      // be given.
      const bool has_given_mask =
          document.run() && document.run()->result && !document.run()->result->given_mask.empty();
      const auto next_mask = has_given_mask ? nullptr : document.maskForRun();
      if (!has_given_mask && !next_mask)
        return input_error(
            CommandTexts::tr("The run needs a painted mask, but there is none. Paint one first.")
                .toStdString());
      const auto mask =
          save_mask(has_given_mask ? document.run()->result->given_mask : *next_mask, mask_folder);
      if (!mask) return mask;
      words << QStringLiteral("--mask") << *mask;
    }
  }
  words << QStringLiteral("--out") << QStringLiteral("results");
  for (QString& word : words) word = shell_quoted(word);
  return words.join(QLatin1Char(' '));
}

}  // namespace fido::ui
