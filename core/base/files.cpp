#include "core/base/files.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>

namespace fido {
namespace {

namespace fs = std::filesystem;

std::string system_message(int error) { return std::generic_category().message(error); }

template <class Container>
Expected<Container> read_whole(const fs::path& path) {
  if (auto ok = check_readable(path); !ok) return tl::unexpected(ok.error());
  errno = 0;
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const auto size = in ? static_cast<std::streamoff>(in.tellg()) : std::streamoff{-1};
  if (size < 0)
    return input_error(path.string() + ": cannot be read: " + system_message(errno) +
                       "; check its permissions");
  Container out(static_cast<std::size_t>(size), {});
  in.seekg(0);
  if (size > 0 && !in.read(reinterpret_cast<char*>(out.data()), size))
    return input_error(path.string() + ": cannot be read to its end: " + system_message(errno) +
                       "; check the disk");
  return out;
}

Error write_error(const fs::path& path, int error) {
  const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const std::string folder = parent.string();
  std::string why;
  switch (error) {
    case ENOENT:
      why = "the folder " + folder + " does not exist; create it or choose another";
      break;
    case ENOTDIR:
      why = folder + " is not a folder; choose another";
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      why = "the folder " + folder + " is read-only; choose another";
      break;
    case ENOSPC:
    case EDQUOT:
      why = "the disk is full; free some space or choose another folder";
      break;
    default:
      why = system_message(error) + "; choose another folder";
      break;
  }
  return {ErrorCode::input, path.string() + ": cannot be written: " + why};
}

// Returns 0, or the errno of the call that failed. Always closes the file: a full disk may be
// reported only then.
int write_and_close(int file, const std::string& bytes) {
  int error = 0;
  for (std::size_t written = 0; written < bytes.size() && error == 0;) {
    const auto count = ::write(file, bytes.data() + written, bytes.size() - written);
    if (count >= 0)
      written += static_cast<std::size_t>(count);
    else if (errno != EINTR)
      error = errno;
  }
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

std::string to_hex(const unsigned char* digest, unsigned length) {
  std::string out;
  for (unsigned i = 0; i < length; ++i) {
    constexpr char hex[] = "0123456789abcdef";
    out += hex[digest[i] >> 4U];
    out += hex[digest[i] & 15U];
  }
  return out;
}

}  // namespace

Expected<void> check_readable(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    return input_error(path.string() + ": there is no such file; check the path");
  if (error)
    return input_error(path.string() + ": cannot be read: " + error.message() +
                       "; check its permissions");
  if (fs::is_directory(status))
    return input_error(path.string() + ": is a folder; give a file in it");
  if (!fs::is_regular_file(status))
    return input_error(path.string() + ": is not a regular file; copy its contents to one");
  return {};
}

Expected<std::vector<std::uint8_t>> read_bytes(const fs::path& path) {
  return read_whole<std::vector<std::uint8_t>>(path);
}

Expected<void> write_file(const fs::path& path, const std::string& bytes) {
  const auto failed = [&](int error) { return tl::unexpected(write_error(path, error)); };
  struct stat before {};
  const bool exists = ::stat(path.c_str(), &before) == 0;
  if (exists && S_ISDIR(before.st_mode))
    return input_error(path.string() + ": cannot be written: it is a folder; give a file in it");
  if (exists && !S_ISREG(before.st_mode)) {
    // A device or pipe (/dev/stdout): renaming over it would replace it with a regular file.
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const int error = file < 0 ? errno : write_and_close(file, bytes);
    return error != 0 ? Expected<void>(failed(error)) : Expected<void>();
  }
  // Write to the target of a symbolic link, so that the link stays one.
  std::error_code ignored;
  const fs::path target = exists ? fs::canonical(path, ignored) : path;
  static std::atomic<unsigned> count{0};
  const fs::path temporary = target.parent_path() / (".fidoscope-" + std::to_string(::getpid()) +
                                                     "-" + std::to_string(++count) + ".tmp");
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return failed(errno);
  if (exists) (void)::fchmod(file, before.st_mode & 07777U);
  int error = write_and_close(file, bytes);
  if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return {};
  (void)::unlink(temporary.c_str());
  return failed(error);
}

Expected<std::string> read_file(const fs::path& path) { return read_whole<std::string>(path); }

Expected<std::string> sha256_file(const fs::path& path) {
  if (auto ok = check_readable(path); !ok) return tl::unexpected(ok.error());
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return input_error(path.string() + ": cannot be read: " + system_message(errno) +
                       "; check its permissions");
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1)
    return run_error("OpenSSL does not provide SHA-256; install a build of it that does");
  std::vector<char> buffer(1U << 20U);
  while (in) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    if (in.bad()) return input_error(path.string() + ": cannot be read to its end; check the disk");
    (void)EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  (void)EVP_DigestFinal_ex(context.get(), digest, &length);
  return to_hex(digest, length);
}

std::string sha256_bytes(const void* bytes, std::size_t size) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  (void)EVP_Digest(bytes, size, digest, &length, EVP_sha256(), nullptr);
  return to_hex(digest, length);
}

std::string sha256_text(const std::string& bytes) {
  return sha256_bytes(bytes.data(), bytes.size());
}

}  // namespace fido
