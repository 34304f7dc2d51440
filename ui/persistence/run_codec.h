// A run as bytes: in a session file, and in the library of runs.
#pragma once

#include <QCborMap>

#include "core/base/error.h"
#include "ui/document/document.h"

namespace fido::ui {

// All but the photo, to the last bit. CBOR (RFC 8949); numbers in planes are little-endian float32,
// compressed.
QCborMap encode_run(const Run& run);
// Errors (input) say what is wrong, without a name.
Expected<Run> decode_run(const QCborMap& map);

// How they are kept: rows of pixels, compressed.
QCborValue encode_plane(const Plane& plane);
Expected<Plane> decode_plane(const QCborValue& value);

// qUncompress, for data that nobody vouches for: exactly `size` bytes, or nothing.
QByteArray uncompressed(const QByteArray& data, qsizetype size);

}  // namespace fido::ui
