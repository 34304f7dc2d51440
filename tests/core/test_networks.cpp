// The networks Fast, VAE and CA and the critics of CA: compared with an independent implementation,
// with properties that every infiller has, and with derivatives in closed form or by finite
// differences.
#include "core/base/torch.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
#include <QProcess>
#include <cmath>

#include "core/infill/net/ca_net.h"
#include "core/infill/net/fast_net.h"
#include "core/infill/net/vae_net.h"
#include "core/train/critic.h"
#include "infiller_support.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

const torch::Tensor& find_weight(const Weights& all, const std::string& name) {
  for (const auto& [key, value] : all)
    if (key == name) return value;
  throw std::runtime_error("no " + name);
}

struct Network {
  const char* runtime;
  Expected<InfillerFactory> (*load)(const InfillerCard&, const torch::Device&, torch::Dtype);
};
constexpr Network kNetworks[] = {
    {"fast", load_fast_infiller}, {"vae", load_vae_infiller}, {"ca", load_ca_infiller}};

// Writes weights of a network that changes the fill from the start; if `untrained`, of one that
// returns its base infill (Push-pull).
std::filesystem::path write_weights(const Folder& folder, const std::string& runtime,
                                    bool untrained = false) {
  const auto file = folder / (runtime + ".safetensors");
  const FastNet fast(3);
  if (!untrained)
    find_weight(fast.weights(), "out.weight").copy_(0.05 * torch::randn({12, 32, 3, 3}));
  (void)save_weights(file, runtime == "fast" ? fast.weights()
                           : runtime == "vae"
                               ? VaeNet(4, 3, untrained).weights()
                               : CaNet(4, CaConvention::pytorch, 3, untrained).weights());
  return file;
}

}  // namespace

class TestNetworks : public QObject {
  Q_OBJECT

  Folder folder_;

 private slots:
  // Imports a random checkpoint in the authors' format and in the port's, and computes the
  // activations of every stage with a plain float64 implementation.
  void initTestCase() {
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral(FIDOSCOPE_SOURCE_DIR "/tests/import/make_case.py"),
                  QString::fromStdString((folder_ / "case").string())});
    QVERIFY(python.waitForFinished(120'000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
  }

  void ca_matches_reference_at_every_stage_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("tensorflow") << QStringLiteral("tensorflow");
    QTest::newRow("pytorch") << QStringLiteral("pytorch");
  }
  void ca_matches_reference_at_every_stage() {
    QFETCH(QString, name);
    const auto convention =
        name == QLatin1String("tensorflow") ? CaConvention::tensorflow : CaConvention::pytorch;
    const auto folder = folder_ / "case" / name.toStdString();
    const auto card = load_infiller_card(folder / "ca.card.json");
    QVERIFY2(card, card ? "" : card.error().message.c_str());
    QCOMPARE(card->convention, name.toStdString());
    FIDO_WORKS(load_ca_infiller(*card, torch::kCPU, torch::kFloat32));
    const auto weights = load_weights(card->file);
    const auto expected = load_weights(folder / "stages.safetensors");
    QVERIFY(weights && expected);
    const torch::NoGradGuard no_grad;
    const auto compute_stages = [&](CaConvention net_convention) {
      CaNet net(4, net_convention);
      (void)assign_weights(net.weights(), *weights, "case");
      net.to(torch::kCPU, torch::kFloat32);
      Weights activations;
      const auto image = find_weight(*expected, "image"), hole = find_weight(*expected, "hole");
      const auto completed = net.complete(image, hole, &activations);
      activations.emplace_back("completed", completed.fine * hole + image * (1 - hole));
      return activations;
    };
    const auto stages = compute_stages(convention);
    QCOMPARE(stages.size() + 2, expected->size());  // the file also holds image and hole
    for (const auto& [stage, value] : stages) {
      const auto& reference = find_weight(*expected, stage);
      const double difference = max_difference(value, reference),
                   scale = reference.abs().max().item<double>();
      QVERIFY2(
          difference < 1e-4 && difference < 1e-4 * std::max(scale, 1e-3),
          qPrintable(
              QStringLiteral("%1: %2 apart").arg(QString::fromStdString(stage)).arg(difference)));
    }
    const auto other_stages = compute_stages(
        convention == CaConvention::pytorch ? CaConvention::tensorflow : CaConvention::pytorch);
    // The test can tell the two conventions apart.
    QVERIFY(max_difference(find_weight(other_stages, "completed"),
                           find_weight(*expected, "completed")) > 0.05);
  }

  void networks_preserve_kept_pixels_for_any_size_and_color_order() {
    for (const auto& [runtime, load] : kNetworks) {
      const auto loaded =
          load(make_card(write_weights(folder_, runtime), runtime), torch::kCPU, torch::kFloat32);
      QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
      for (const auto& [channels, height, width] :
           {std::array{3, 41, 29}, {3, 32, 48}, {1, 17, 9}, {3, 1, 1}}) {
        const auto infiller = create_infiller(loaded);
        const auto in = random_input(channels, height, width);
        const auto keep = random_masks(height, width);
        infiller->begin(in);
        const auto out = infiller->fill(keep).clone();
        QCOMPARE(out.sizes().vec(), (std::vector<std::int64_t>{5, channels, height, width}));
        QVERIFY(torch::equal(torch::where(keep > 0.5, out, in.image), in.image.expand_as(out)));
        const auto colors = out * in.std + in.mean;
        QVERIFY(colors.min().item<double>() > -1e-5 && colors.max().item<double>() < 1 + 1e-5);
        QVERIFY(torch::equal(infiller->fill(keep), out));  // the same mask gives the same fill
        // The fill of an image does not depend on its neighbours in the batch: up to rounding on
        // their number, and not at all on their content.
        for (int n = 0; n < 5; ++n)
          QVERIFY(max_difference(infiller->fill(keep.slice(0, n, n + 1))[0], out[n]) < 1e-4);
        QVERIFY(torch::equal(
            infiller->fill(at::cat({keep.slice(0, 0, 1), 1 - keep.slice(0, 1, 5)}))[0], out[0]));
        // It does not depend on the pixels under the hole either.
        auto painted = in;
        painted.image = in.image.clone();
        painted.image.masked_fill_(keep.slice(0, 0, 1) < 0.5, 0.3);
        const auto painted_infiller = create_infiller(loaded);
        painted_infiller->begin(painted);
        QVERIFY(max_difference(painted_infiller->fill(keep.slice(0, 0, 1))[0],
                               infiller->fill(keep.slice(0, 0, 1))[0]) < 1e-6);
      }
      auto rgb = random_input(3, 24, 24), bgr = rgb;
      bgr.image = rgb.image.flip(1);
      bgr.mean = rgb.mean.flip(1);
      bgr.std = rgb.std.flip(1);
      bgr.bgr = true;
      const auto keep = random_masks(24, 24);
      const auto rgb_infiller = create_infiller(loaded), bgr_infiller = create_infiller(loaded);
      rgb_infiller->begin(rgb);
      bgr_infiller->begin(bgr);
      QVERIFY(max_difference(rgb_infiller->fill(keep), bgr_infiller->fill(keep).flip(1)) < 1e-5);
    }
  }

  void untrained_network_over_push_pull_equals_push_pull() {
    const auto in = random_input(3, 24, 40);
    const auto keep = random_masks(24, 40);
    const auto push_pull = make_push_pull();
    push_pull->begin(in);
    const auto expected = push_pull->fill(keep);
    for (const auto& [runtime, load] : kNetworks) {
      auto card = make_card(write_weights(folder_, runtime, true), runtime);
      card.base = "push-pull";
      const auto infiller = create_infiller(load(card, torch::kCPU, torch::kFloat32));
      infiller->begin(in);
      QVERIFY(max_difference(infiller->fill(keep), expected) < 1e-4);
      QVERIFY(max_difference(infiller->fill_preview(keep), expected) < 1e-4);
    }
  }

  // Fast folds and unfolds its pictures in loops of its own where the sides are multiples of eight.
  void fast_adds_the_network_residual_to_push_pull() {
    const auto card = make_card(write_weights(folder_, "fast"), "fast");
    const auto weights = load_weights(card.file);
    QVERIFY(weights);
    const torch::NoGradGuard no_grad;
    for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
      FastNet net;
      FIDO_WORKS(assign_weights(net.weights(), *weights, "fast"));
      net.to(torch::kCPU, type);
      for (const bool bgr : {false, true}) {
        auto in = random_input(3, 24, 40);
        in.bgr = bgr;
        const auto keep = random_masks(24, 40);
        const auto infiller = create_infiller(load_fast_infiller(card, torch::kCPU, type)),
                   push_pull = make_push_pull();
        infiller->begin(in);
        push_pull->begin(in);
        const auto filled = push_pull->fill(keep);
        const RgbConverter converter(in);
        const auto residual = converter.difference_from_rgb(
            net.residual(converter.to_rgb(filled), keep).to(torch::kFloat32));
        QVERIFY((residual * (1 - keep)).abs().max().item<double>() > 0.05);
        const auto bounded =
            at::minimum(at::maximum(filled + residual, -in.mean / in.std), (1 - in.mean) / in.std);
        const auto result = infiller->fill(keep),
                   expected = torch::where(keep > 0.5, in.image, bounded);
        // The loops may fuse a product and a sum, which rounds differently.
        QVERIFY(max_difference(result, expected) < (type == torch::kFloat32 ? 1e-4 : 0.02));
      }
    }
  }

  void elu_matches_libtorch() {
    struct ExposedElu : FastNet {
      using ConvNet::elu;
    };
    const auto x = torch::linspace(-8, 8, 4097).to(torch::kBFloat16).view({1, 4097, 1, 1});
    const auto expected = at::elu(x);
    const torch::NoGradGuard no_grad;
    QVERIFY(torch::equal(ExposedElu::elu(x.clone()), expected));
    QVERIFY(ExposedElu::elu(torch::full({1, 1, 1, 1}, NAN, torch::kBFloat16))
                .isnan()
                .all()
                .item<bool>());
    const auto in_out = x.to(torch::kFloat32);
    const auto expected_fp32 = at::elu(in_out);
    QVERIFY(torch::equal(ExposedElu::elu(in_out), expected_fp32) &&
            torch::equal(in_out, expected_fp32));  // works in place
  }

  void network_of_fixed_size_ignores_pixels_under_the_hole() {
    auto card = make_card(write_weights(folder_, "ca"), "ca");
    card.height = card.width = 64;
    const auto loaded = load_ca_infiller(card, torch::kCPU, torch::kFloat32);
    auto in = random_input(3, 40, 40);
    const auto keep = random_masks(40, 40).slice(0, 0, 1);
    const auto first = create_infiller(loaded), second = create_infiller(loaded);
    first->begin(in);
    const auto out = first->fill(keep);
    QCOMPARE(out.size(2), 40);
    in.image = in.image.clone();
    in.image.masked_fill_(keep < 0.5, -1);
    second->begin(in);
    QVERIFY(max_difference(second->fill(keep), out) < 1e-5);
  }

  void ca_preview_is_the_coarse_network_output() {
    const auto infiller = create_infiller(load_ca_infiller(
        make_card(write_weights(folder_, "ca"), "ca"), torch::kCPU, torch::kFloat32));
    const auto in = random_input(3, 32, 32);
    const auto keep = random_masks(32, 32);
    infiller->begin(in);
    const auto coarse = infiller->fill_preview(keep);
    QVERIFY(torch::equal(torch::where(keep > 0.5, coarse, in.image), in.image.expand_as(coarse)));
    QVERIFY(max_difference(coarse, infiller->fill(keep)) > 1e-3);
    const CaNet net(4, CaConvention::pytorch, 3);
    const torch::NoGradGuard no_grad;
    const auto rgb = in.image * in.std + in.mean;
    const auto expected =
        ((net.complete_coarsely(2 * rgb.expand({5, 3, 32, 32}) - 1, 1 - keep) + 1) / 2 - in.mean) /
        in.std;
    QVERIFY(max_difference(coarse * (1 - keep), expected * (1 - keep)) < 1e-4);
  }

  void bf16_is_close_to_fp32() {
    for (const auto& [runtime, load] : kNetworks) {
      const auto card = make_card(write_weights(folder_, runtime), runtime);
      const auto fp32 = create_infiller(load(card, torch::kCPU, torch::kFloat32)),
                 bf16 = create_infiller(load(card, torch::kCPU, torch::kBFloat16));
      const auto in = random_input(3, 32, 32);
      fp32->begin(in);
      bf16->begin(in);
      const auto keep = random_masks(32, 32);
      const auto difference = (fp32->fill(keep) - bf16->fill(keep)).abs();
      QVERIFY2(
          difference.mean().item<double>() < 0.05,
          qPrintable(QStringLiteral("%1: %2").arg(runtime).arg(difference.mean().item<double>())));
      QVERIFY(difference.max().item<double>() > 0);  // the precision really differs
    }
  }

  void stochastic_vae_samples_from_its_seed() {
    auto card = make_card(write_weights(folder_, "vae"), "vae");
    card.stochastic = true;
    const auto loaded = load_vae_infiller(card, torch::kCPU, torch::kFloat32);
    auto in = random_input(3, 24, 24);
    const auto keep = random_masks(24, 24).slice(0, 0, 1);
    const auto one = create_infiller(loaded), other = create_infiller(loaded);
    one->begin(in);
    const auto first = one->fill(keep).clone();
    QVERIFY(max_difference(one->fill(keep), first) > 1e-3);
    other->begin(in);
    QVERIFY(torch::equal(other->fill(keep), first));
    in.seed = 6;
    other->begin(in);
    QVERIFY(max_difference(other->fill(keep), first) > 1e-3);
  }

  // The samples do not depend on other random generators, LibTorch's global one included.
  void stochastic_infiller_has_its_own_generator() {
    auto card = make_card(write_weights(folder_, "vae"), "vae");
    card.stochastic = true;
    const auto loaded = load_vae_infiller(card, torch::kCPU, torch::kFloat32);
    const auto in = random_input(3, 24, 24);
    const auto keep = random_masks(24, 24).slice(0, 0, 1);
    const auto alone = create_infiller(loaded);
    alone->begin(in);
    std::vector<torch::Tensor> expected;
    for (int i = 0; i < 3; ++i) expected.push_back(alone->fill(keep).clone());

    torch::manual_seed(7);
    const auto global = torch::rand({4});
    torch::manual_seed(7);
    const auto tested = create_infiller(loaded), disturbing = create_infiller(loaded);
    tested->begin(in);
    for (int i = 0; i < 3; ++i) {
      disturbing->begin(in);
      (void)disturbing->fill(keep);
      QVERIFY(torch::equal(tested->fill(keep), expected[static_cast<std::size_t>(i)]));
    }
    QVERIFY(torch::equal(torch::rand({4}), global));
  }

  // The shipped weights must use the latent code: a decoder that had learned to ignore it would
  // draw the same picture every time.
  void shipped_vae_samples_differ() {
    const auto card =
        load_infiller_card(FIDOSCOPE_SOURCE_DIR "/models/infillers/vae-samples.card.json");
    FIDO_WORKS(card);
    const auto infiller = create_infiller(load_vae_infiller(*card, torch::kCPU, torch::kFloat32));
    infiller->begin(random_input(3, 64, 64));
    auto keep = torch::ones({1, 1, 64, 64});
    keep.slice(2, 16, 48).slice(3, 16, 48).zero_();
    const auto one = infiller->fill(keep).clone(), other = infiller->fill(keep);
    // The difference is in units of a colour channel's standard deviation.
    QVERIFY(((one - other).abs() * (1 - keep)).sum().item<double>() / (3 * 32 * 32) > 0.05);
  }

  void weights_of_another_network_are_refused() {
    const auto fast = folder_ / "fast.safetensors";
    FIDO_WORKS(save_weights(fast, FastNet().weights()));
    FIDO_FAILS(load_ca_infiller(make_card(fast, "ca"), torch::kCPU, torch::kFloat32),
               ErrorCode::input, "conv1.weight");
    FIDO_FAILS(load_vae_infiller(make_card(fast, "vae"), torch::kCPU, torch::kFloat32),
               ErrorCode::input, "weights of another");
    for (const auto& [runtime, load] : kNetworks) {
      const auto file = write_weights(folder_, runtime);
      write_test_file(file, read_test_file(file).substr(0, 3000));
      FIDO_FAILS(load(make_card(file, runtime), torch::kCPU, torch::kFloat32), ErrorCode::input,
                 runtime);
    }
    std::string card = "{'format': 1, 'kind': 'infiller', 'id': 'ca', 'file': 'x', 'sha256': '" +
                       std::string(64, 'a') + "', 'runtime': 'ca', 'convention': 'caffe'}";
    std::replace(card.begin(), card.end(), '\'', '"');
    write_test_file(folder_ / "ca.card.json", card);
    FIDO_FAILS(load_infiller_card(folder_ / "ca.card.json"), ErrorCode::input,
               "\"convention\" must be");
  }

  // The gradient of a linear critic is its weights at every point, so the penalty is (|w * hole| -
  // 1)^2, with its derivative in closed form.
  void gradient_penalty_of_a_linear_critic_has_closed_form() {
    torch::manual_seed(3);
    auto w = torch::randn({3, 6, 6}).set_requires_grad(true);
    const auto real = torch::randn({2, 3, 6, 6}), fake = torch::randn({2, 3, 6, 6});
    auto hole = torch::zeros({2, 1, 6, 6});
    hole.slice(2, 1, 4).fill_(1);
    const auto penalty = gradient_penalty(
        [&](const torch::Tensor& x) {
          return (x * w).sum({1, 2, 3});
        },
        real, fake, hole, torch::rand({2, 1, 1, 1}));
    const auto hole_weights = (w * hole[0]).detach();
    const double norm = hole_weights.norm().item<double>();
    QVERIFY(std::abs(penalty.item<double>() - (norm - 1) * (norm - 1)) < 1e-4);
    penalty.backward();
    QVERIFY(max_difference(w.grad(), hole_weights * (2 * (norm - 1) / norm)) < 1e-4);
  }

  // Compares autograd's double backward with finite differences, in double precision.
  void gradient_penalty_matches_finite_differences() {
    Critic critic(3, 2, 4, 16, 5);
    critic.to(torch::kCPU, torch::kFloat64);
    for (const auto& [name, value] : critic.weights()) {
      auto leaf = value;
      leaf.set_requires_grad(true);
    }
    torch::manual_seed(4);
    const auto options = torch::TensorOptions().dtype(torch::kFloat64);
    const auto real = torch::randn({2, 3, 16, 16}, options),
               fake = torch::randn({2, 3, 16, 16}, options),
               interpolation = torch::rand({2, 1, 1, 1}, options);
    const auto hole = (torch::rand({2, 1, 16, 16}, options) < 0.5).to(torch::kFloat64);
    const auto penalty = [&] {
      return gradient_penalty([&](const torch::Tensor& x) { return critic.forward(x); }, real, fake,
                              hole, interpolation);
    };
    penalty().backward();
    const auto weight = find_weight(critic.weights(), "conv2.weight"),
               slope = weight.grad().clone();
    QVERIFY(slope.abs().max().item<double>() > 1e-6);
    constexpr double kStep = 1e-6;
    for (const std::int64_t i : {0, 7, 31, 60}) {
      const auto shift_weight = [&](double by) { weight.data_ptr<double>()[i] += by; };
      shift_weight(kStep);
      const double up = penalty().item<double>();
      shift_weight(-2 * kStep);
      const double down = penalty().item<double>();
      shift_weight(kStep);
      QVERIFY(std::abs((up - down) / (2 * kStep) - slope.data_ptr<double>()[i]) < 1e-5);
    }
  }
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "test_networks.moc"
