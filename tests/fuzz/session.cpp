// Sessions of the window. What follows the hash is fuzzed: a wrong hash is refused before it is
// looked at.
#include <QByteArray>
#include <QCryptographicHash>
#include <QString>

#include "ui/persistence/session_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const QByteArray payload(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  const QByteArray hash = QCryptographicHash::hash(payload, QCryptographicHash::Sha256).toHex();
  const auto session = fido::ui::decode_session("fidoscope-session 1\n" + hash + '\n' + payload,
                                                QStringLiteral("input"));
  // What is read can be written, and is then the same again.
  if (session &&
      !fido::ui::decode_session(fido::ui::encode_session(*session), QStringLiteral("again")))
    abort();
  return 0;
}
