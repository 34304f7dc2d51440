// Learned infillers: weight files, the network Fast, and TorchScript modules of every convention.
#include "core/base/torch.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <cmath>
#include <random>

#include "core/base/files.h"
#include "core/infill/infiller.h"
#include "core/infill/infillers.h"
#include "core/infill/net/fast_net.h"
#include "core/train/holes.h"
#include "infiller_support.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

// Writes random weights of a network whose last layer is not zero, so that it changes the fill.
std::filesystem::path write_random_weights(const Folder& folder) {
  FastNet net(3);
  const torch::NoGradGuard no_grad;
  for (const auto& [name, value] : net.weights())
    if (name == "out.weight") value.normal_(0, 0.05);
  const auto file = folder / "fast.safetensors";
  (void)save_weights(file, net.weights());
  return file;
}

// Saves a TorchScript module with the given source of forward().
std::filesystem::path save_module(const Folder& folder, const std::string& source) {
  torch::jit::Module module("inpainter");
  module.define(source);
  const auto file = folder / "module.pt";
  module.save(file.string());
  return file;
}

// Turns single quotes into double quotes, so that JSON is readable in C++ source.
std::string with_double_quotes(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

}  // namespace

class TestLearned : public QObject {
  Q_OBJECT

 private slots:
  void weights_round_trip() {
    const Folder folder;
    const Weights weights{{"a.weight", torch::randn({2, 3, 3, 3})},
                          {"b", torch::tensor({std::int64_t{7}})},
                          {"c", torch::tensor({std::uint8_t{1}, std::uint8_t{255}})}};
    FIDO_WORKS(save_weights(folder / "w.safetensors", weights));
    const auto back = load_weights(folder / "w.safetensors");
    QVERIFY(back);
    QCOMPARE(back->size(), weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      QCOMPARE((*back)[i].first, weights[i].first);
      QVERIFY(torch::equal((*back)[i].second, weights[i].second));
    }
    FIDO_WORKS(save_weights(folder / "half.safetensors", weights, true));
    const auto half = load_weights(folder / "half.safetensors");
    QVERIFY((*half)[0].second.scalar_type() == torch::kFloat16);
    QVERIFY(max_difference((*half)[0].second.to(torch::kFloat32), weights[0].second) < 2e-3);
    QVERIFY(torch::equal((*half)[1].second, weights[1].second));
  }

  void damaged_weights_are_refused() {
    const Folder folder;
    const auto file = write_random_weights(folder);
    const std::string good = read_test_file(file);
    const auto bad = folder / "bad.safetensors";
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{5}, std::size_t{200}, good.size() / 2, good.size() - 1}) {
      write_test_file(bad, good.substr(0, size));
      FIDO_FAILS(load_weights(bad), ErrorCode::input, "bad.safetensors");
    }
    write_test_file(bad, std::string("\x89PNG\r\n\x1a\n and more that is no weights"));
    FIDO_FAILS(load_weights(bad), ErrorCode::input, "bad.safetensors");
    std::mt19937 random(4);
    for (int i = 0; i < 200; ++i) {  // a corrupted header must not crash the reader
      std::string text = good;
      text[8 + random() % 900] = static_cast<char>(random());
      write_test_file(bad, text);
      (void)load_weights(bad);
    }
    Weights other = FastNet().weights();
    other.pop_back();
    FIDO_WORKS(save_weights(bad, other));
    FIDO_FAILS(load_fast_infiller(make_card(bad), torch::kCPU, torch::kFloat32), ErrorCode::input,
               "has no \"out.bias\"");
    other.emplace_back("out.bias", torch::zeros({5}));
    FIDO_WORKS(save_weights(bad, other));
    FIDO_FAILS(load_fast_infiller(make_card(bad), torch::kCPU, torch::kFloat32), ErrorCode::input,
               "\"out.bias\" is [5], expected [12]");
    FIDO_FAILS(save_weights("/dev/full/w.safetensors", other), ErrorCode::input, "/dev/full");
  }

  void holes_cover_all_areas_and_repeat() {
    std::mt19937_64 random(1), again(1);
    const auto masks = draw_holes(200, 48, random);
    QVERIFY(torch::equal(masks, draw_holes(200, 48, again)));
    QVERIFY(((masks == 0) | (masks == 1)).all().item<bool>());
    const auto kept = masks.mean({1, 2, 3});
    QVERIFY(kept.min().item<double>() > 0 && kept.max().item<double>() < 1);
    for (const double low : {0.0, 0.2, 0.4, 0.6, 0.8})
      QVERIFY(((kept >= low) & (kept < low + 0.2)).sum().item<int>() > 8);
  }

  void modules_of_every_convention_are_supported() {
    const Folder folder;
    // Each module fills the hole with (0.8, 0.5, 0.2) in RGB and returns arbitrary values
    // elsewhere; kept pixels must come back unchanged.
    struct Convention {
      const char* name;
      std::string source;
      std::function<void(InfillerCard&)> edit_card;
    };
    const std::string colors = "  c = torch.tensor([0.8, 0.5, 0.2]).view(1, 3, 1, 1)\n";
    const std::vector<Convention> conventions{
        {"apart", "def forward(self, x, m):\n" + colors + "  return x * (1 - m) + c * m\n",
         [](InfillerCard&) {}},
        {"kept, 0 to 255",
         "def forward(self, m, x):\n" + colors + "  return x * m + 255 * c * (1 - m)\n",
         [](InfillerCard& c) {
           c.inputs = {"mask", "image"};
           c.mask_is_hole = false;
           c.value_range = c.output_range = {0, 255};
         }},
        {"concatenated, BGR, -1 to 1, a tuple, multiples of 8",
         "def forward(self, x):\n" + colors +
             "  assert x.size(1) == 5 and x.size(2) % 8 == 0\n  m = x[:, 4:5]\n  y = x[:, :3] + (2 "
             "* c.flip(1) - 1) * m\n  return x[:, 3:4], y\n",
         [](InfillerCard& c) {
           c.inputs = {"masked_image", "ones", "mask"};
           c.concatenates_inputs = true;
           c.color_order = "BGR";
           c.value_range = c.output_range = {-1, 1};
           c.output_index = 1;
           c.multiple_of = 8;
         }},
        {"a size of its own, another range out",
         "def forward(self, x, m):\n" + colors +
             "  assert x.size(2) == 64 and x.size(3) == 48\n  return 2 * (x * (1 - m) + c * m) - "
             "1\n",
         [](InfillerCard& c) {
           c.height = 64;
           c.width = 48;
           c.output_range = {-1, 1};
         }},
        {"noise",
         "def forward(self, x, m, n):\n" + colors + "  return x * (1 - m) + c * m + 0 * n\n",
         [](InfillerCard& c) {
           c.inputs = {"image", "mask", "noise"};
         }}};
    const auto expected = torch::tensor({0.8F, 0.5F, 0.2F}).view({1, 3, 1, 1});
    for (const auto& convention : conventions) {
      auto card = make_card(save_module(folder, convention.source), "torchscript");
      convention.edit_card(card);
      const auto loaded = load_torchscript_infiller(card, torch::kCPU, torch::kFloat32);
      QVERIFY2(loaded, loaded ? convention.name : loaded.error().message.c_str());
      const auto infiller = create_infiller(loaded);
      const auto in = random_input(3, 37, 51);
      auto keep = torch::ones({2, 1, 37, 51});
      keep.slice(2, 10, 25).slice(3, 10, 40).zero_();
      infiller->begin(in);
      const auto out = infiller->fill(keep);
      QVERIFY2(torch::equal(torch::where(keep > 0.5, out, in.image), in.image.expand_as(out)),
               convention.name);
      // Leaves out the rim, which is blended when the module has another size.
      const auto inside = (out * in.std + in.mean).slice(2, 13, 22).slice(3, 13, 37);
      QVERIFY2(max_difference(inside, expected.expand_as(inside)) < 1e-4, convention.name);
    }
  }

  void error_names_the_card_key_that_the_module_contradicts() {
    const Folder folder;
    const auto fails = [&](const std::string& source,
                           const std::function<void(InfillerCard&)>& edit_card, const char* key) {
      auto card = make_card(save_module(folder, source), "torchscript");
      edit_card(card);
      FIDO_FAILS(load_torchscript_infiller(card, torch::kCPU, torch::kFloat32), ErrorCode::input,
                 key);
    };
    const std::string good = "def forward(self, x, m):\n  return x * (1 - m) + 0.5 * m\n";
    fails(
        good, [](InfillerCard& c) { c.concatenates_inputs = true; }, "\"passed\"");
    fails(
        good, [](InfillerCard& c) { c.mask_is_hole = false; }, "\"mask_value\"");
    fails(
        good, [](InfillerCard& c) { c.output_index = 1; }, "\"output_index\"");
    fails(
        good,
        [](InfillerCard& c) {
          c.value_range = c.output_range = {0, 255};
          c.output_range = {0, 1};
        },
        "\"output_range\"");
    fails(
        "def forward(self, x, m):\n  return x, m\n", [](InfillerCard& c) { c.output_index = 1; },
        "\"output_index\"");
    fails(
        "def forward(self, x, m):\n  return x[:, :, 1:]\n", [](InfillerCard&) {},
        "returns [2, 3, 63, 64]");
    fails(
        "def forward(self, x, m):\n  return (x / 0).sqrt()\n", [](InfillerCard&) {}, "NaN");
    write_test_file(folder / "module.pt", std::string("no module"));
    FIDO_FAILS(load_torchscript_infiller(make_card(folder / "module.pt", "torchscript"),
                                         torch::kCPU, torch::kFloat32),
               ErrorCode::input, "not a TorchScript module");
  }

  void card_errors_name_the_invalid_key() {
    const Folder folder;
    const std::string head =
        with_double_quotes(
            "{'format': 1, 'kind': 'infiller', 'id': 'lama', 'file': 'big-lama.pt', 'sha256': '") +
        std::string(64, 'a') + with_double_quotes("', 'runtime': 'torchscript', ");
    const auto read = [&](const std::string& rest) {
      write_test_file(folder / "lama.card.json", head + rest + "}");
      return load_infiller_card(folder / "lama.card.json");
    };
    const auto card = read(
        with_double_quotes("'mask_value': 'hole', 'inputs': ['image', 'mask'], 'multiple_of': 8, "
                           "'license': 'Apache-2.0', 'colour': 1"));
    QVERIFY(card);
    QCOMPARE(card->multiple_of, 8);
    QVERIFY(card->mask_is_hole && !card->concatenates_inputs);
    QCOMPARE(card->warnings.size(), std::size_t{1});
    FIDO_FAILS(read(with_double_quotes("'inputs': ['image', 'mask']")), ErrorCode::input,
               "\"mask_value\" is missing");
    FIDO_FAILS(read(with_double_quotes("'mask_value': 'white'")), ErrorCode::input,
               "\"mask_value\" must be");
    FIDO_FAILS(read(with_double_quotes("'mask_value': 'hole', 'inputs': ['mask']")),
               ErrorCode::input, "\"inputs\" must be");
    FIDO_FAILS(read(with_double_quotes("'mask_value': 'hole', 'inputs': ['picture', 'mask']")),
               ErrorCode::input, "\"inputs\" must be");
    FIDO_FAILS(read(with_double_quotes("'mask_value': 'hole', 'value_range': [1, 0]")),
               ErrorCode::input, "\"value_range\" must be");
    FIDO_FAILS(read(with_double_quotes("'mask_value': 'hole', 'input_size': [3, 0, 8]")),
               ErrorCode::input, "\"input_size\" must be");
    FIDO_FAILS(read(with_double_quotes("'mask_value': 'hole', 'multiple_of': 0")), ErrorCode::input,
               "\"multiple_of\" must be");
    FIDO_FAILS(read(with_double_quotes("'mask_value': 'hole', 'passed': 'stacked'")),
               ErrorCode::input, "\"passed\" must be");
  }
};

QTEST_GUILESS_MAIN(TestLearned)
#include "test_learned.moc"
