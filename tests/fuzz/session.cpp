// Fuzzes the reader of window sessions. Only the part after the hash is fuzzed, because a wrong
// hash is refused before anything else is read.
#include <QByteArray>
#include <QCryptographicHash>
#include <QString>

#include "ui/persistence/session_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const QByteArray payload(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  const QByteArray hash = QCryptographicHash::hash(payload, QCryptographicHash::Sha256).toHex();
  const auto session = fido::ui::decode_session("fidoscope-session 1\n" + hash + '\n' + payload,
                                                QStringLiteral("input"));
  // A session that can be read can be written and read again.
  if (session &&
      !fido::ui::decode_session(fido::ui::encode_session(*session), QStringLiteral("again")))
    abort();
  return 0;
}
