// Encodes a run as bytes, for session files and the run library.
#pragma once

#include <QCborMap>

#include "core/base/error.h"
#include "ui/document/document.h"

namespace fido::ui {

// The number of bytes that a file may still make the program allocate. A few bytes of zlib can
// stand for gigabytes, and sessions come from other people.
class MemoryBudget {
 public:
  explicit MemoryBudget(qint64 bytes) : left_(bytes) {}
  // Subtracts this many bytes from the budget. Returns false, and subtracts nothing, if fewer are
  // left.
  bool consume(qint64 bytes) {
    if (bytes < 0 || bytes > left_) return false;
    left_ -= bytes;
    return true;
  }

 private:
  qint64 left_;
};

// Encodes everything but the photo, without loss, as CBOR (RFC 8949). The values of planes are
// compressed little-endian float32.
QCborMap encode_run(const Run& run);
// Errors (input): the run is damaged or larger than the budget. The message does not name the file.
Expected<Run> decode_run(const QCborMap& map, MemoryBudget& budget);

// Like qUncompress(), for untrusted data: returns exactly `size` bytes, or nothing.
QByteArray uncompressed(const QByteArray& data, qsizetype size);

}  // namespace fido::ui
