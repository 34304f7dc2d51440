#include "core/infill/net/weights.h"

#include <algorithm>
#include <cstring>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/model/torch_version.h"

namespace fido {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "safetensors is little-endian, and tensors are copied to it from memory");

constexpr std::uint64_t kMaxHeaderBytes = 16 << 20;

constexpr std::pair<const char*, torch::Dtype> kDtypes[] = {
    {"F32", torch::kFloat32}, {"F16", torch::kFloat16}, {"BF16", torch::kBFloat16},
    {"F64", torch::kFloat64}, {"I64", torch::kInt64},   {"U8", torch::kUInt8}};

// Reads the tensor that a header entry describes; the data starts at `begin` in the file. Returns
// an undefined tensor if the entry does not match the data.
torch::Tensor read_tensor(const Json& entry, const std::string& bytes, std::size_t begin) {
  const auto type = std::find_if(std::begin(kDtypes), std::end(kDtypes), [&](const auto& t) {
    return entry.value("dtype", "") == t.first;
  });
  if (type == std::end(kDtypes)) return {};
  const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
  const auto offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
  const std::uint64_t size = bytes.size() - begin;
  std::uint64_t count = 1;
  for (const auto side : shape) {
    if (side < 0 || (side > 0 && count > size / static_cast<std::uint64_t>(side))) return {};
    count *= static_cast<std::uint64_t>(side);
  }
  const auto options = torch::TensorOptions().dtype(type->second);
  const std::uint64_t length = count * torch::empty({0}, options).element_size();
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > size ||
      offsets[1] - offsets[0] != length)
    return {};
  auto tensor = torch::empty(shape, options);
  if (length == 0) return tensor;  // without a data pointer to copy to
  std::memcpy(tensor.data_ptr(), bytes.data() + begin + offsets[0], length);
  return tensor;
}

}  // namespace

Expected<Weights> load_weights(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  const std::string source = path.string();
  const auto damaged = [&](const std::string& why) {
    return input_error(source + ": " + why + "; copy or train the weights again");
  };
  std::uint64_t length = 0;
  if (bytes->size() < sizeof length) return damaged("is too short to be a safetensors file");
  std::memcpy(&length, bytes->data(), sizeof length);
  if (length > kMaxHeaderBytes) return damaged("is not a safetensors file");
  if (length > bytes->size() - sizeof length) return damaged("is cut short");
  const std::size_t begin = sizeof length + length;
  const auto header = parse_json_object(bytes->substr(sizeof length, length), source);
  if (!header) return damaged("is not a safetensors file");
  // Restore the order of the data in the file: the header may be sorted by name.
  std::vector<std::pair<std::uint64_t, std::pair<std::string, torch::Tensor>>> by_offset;
  try {
    for (const auto& [name, entry] : header->items()) {
      if (name == "__metadata__") continue;
      auto tensor = read_tensor(entry, *bytes, begin);
      if (!tensor.defined())
        return damaged("the tensor \"" + name + "\" does not match the file's data");
      by_offset.push_back(
          {entry.at("data_offsets").at(0).get<std::uint64_t>(), {name, std::move(tensor)}});
    }
  } catch (const Json::exception&) {
    return damaged("has no valid safetensors header");
  }
  std::stable_sort(by_offset.begin(), by_offset.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Weights weights;
  for (auto& [offset, weight] : by_offset) weights.push_back(std::move(weight));
  return weights;
}

Expected<void> save_weights(const std::filesystem::path& path, const Weights& weights, bool half) {
  Json header = Json::object();
  std::string data;
  for (const auto& [name, value] : weights) {
    auto tensor = value.detach().to(torch::kCPU);
    if (half && tensor.is_floating_point()) tensor = tensor.to(torch::kFloat16);
    tensor = tensor.contiguous();
    const auto type = std::find_if(std::begin(kDtypes), std::end(kDtypes),
                                   [&](const auto& t) { return tensor.scalar_type() == t.second; });
    if (type == std::end(kDtypes))
      return run_error(path.string() + ": the tensor \"" + name +
                       "\" has a type that cannot be saved as safetensors");
    const std::size_t length = tensor.nbytes();
    header[name] = {{"dtype", type->first},
                    {"shape", tensor.sizes().vec()},
                    {"data_offsets", {data.size(), data.size() + length}}};
    data.append(static_cast<const char*>(tensor.data_ptr()), length);
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');  // align the data to 8 bytes
  const std::uint64_t length = text.size();
  std::string bytes(sizeof length, '\0');
  std::memcpy(&bytes[0], &length, sizeof length);
  return write_file(path, bytes + text + data);
}

Expected<void> assign_weights(const Weights& into, const Weights& from, const std::string& source) {
  const torch::NoGradGuard no_grad;
  for (const auto& [name, value] : into) {
    const auto found =
        std::find_if(from.begin(), from.end(),
                     [&, tensor_name = name](const auto& w) { return w.first == tensor_name; });
    if (found == from.end())
      return input_error(source + ": has no \"" + name +
                         "\"; these are the weights of another network");
    if (found->second.sizes() != value.sizes())
      return input_error(source + ": \"" + name + "\" is " + format_shape(found->second) +
                         ", expected " + format_shape(value) +
                         "; these are the weights of another network");
    value.copy_(found->second);
  }
  for (const auto& [name, value] : from)
    if (std::none_of(into.begin(), into.end(),
                     [&, tensor_name = name](const auto& w) { return w.first == tensor_name; }))
      return input_error(
          source + ": \"" + name +
          "\" is not part of this network; these are the weights of another network");
  return {};
}

}  // namespace fido
