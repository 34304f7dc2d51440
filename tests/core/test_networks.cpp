// Fast, VAE, CA and its critics: against an independent implementation, against rules that every
// infiller keeps, against calculus.
#include "core/base/torch.h"
// Torch before Qt: both claim the word "slots".
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

const torch::Tensor& named(const Weights& all, const std::string& name) {
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

// Of networks that draw from the first step on; `fresh`: of those that begin as Push-pull.
std::filesystem::path weights_of(const Folder& folder, const std::string& runtime,
                                 bool fresh = false) {
  const auto file = folder / (runtime + ".safetensors");
  const FastNet fast(3);
  if (!fresh) named(fast.weights(), "out.weight").copy_(0.05 * torch::randn({12, 32, 3, 3}));
  (void)save_weights(file, runtime == "fast" ? fast.weights()
                           : runtime == "vae"
                               ? VaeNet(4, 3, fresh).weights()
                               : CaNet(4, CaConvention::pytorch, 3, fresh).weights());
  return file;
}

}  // namespace

class TestNetworks : public QObject {
  Q_OBJECT

  Folder folder_;

 private slots:
  // A random checkpoint in the authors' format and in the port's, imported; and what a plain fp64
  // implementation says at every stage.
  void initTestCase() {
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral(FIDOSCOPE_SOURCE_DIR "/tests/import/make_case.py"),
                  QString::fromStdString((folder_ / "case").string())});
    QVERIFY(python.waitForFinished(120'000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
  }

  void ca_agrees_with_the_reference_at_every_stage_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("tensorflow") << QStringLiteral("tensorflow");
    QTest::newRow("pytorch") << QStringLiteral("pytorch");
  }
  void ca_agrees_with_the_reference_at_every_stage() {
    QFETCH(QString, name);
    const auto convention =
        name == QLatin1String("tensorflow") ? CaConvention::tensorflow : CaConvention::pytorch;
    const auto folder = folder_ / "case" / name.toStdString();
    const auto card = load_infiller_card(folder / "ca.card.json");
    QVERIFY2(card, card ? "" : card.error().message.c_str());
    QCOMPARE(card->convention, name.toStdString());
    FIDO_WORKS(load_ca_infiller(*card, torch::kCPU, torch::kFloat32));
    const auto weights = load_weights(card->file);
    const auto wanted = load_weights(folder / "stages.safetensors");
    QVERIFY(weights && wanted);
    const torch::NoGradGuard no_grad;
    const auto compare = [&](CaConvention with) {
      CaNet net(4, with);
      (void)assign_weights(net.weights(), *weights, "case");
      net.to(torch::kCPU, torch::kFloat32);
      Weights activations;
      const auto image = named(*wanted, "image"), hole = named(*wanted, "hole");
      const auto answer = net.complete(image, hole, &activations);
      activations.emplace_back("completed", answer.fine * hole + image * (1 - hole));
      return activations;
    };
    const auto stages = compare(convention);
    QCOMPARE(stages.size() + 2, wanted->size());  // and image and hole
    for (const auto& [stage, value] : stages) {
      const auto& reference = named(*wanted, stage);
      const double apart = worst(value, reference), scale = reference.abs().max().item<double>();
      QVERIFY2(
          apart < 1e-4 && apart < 1e-4 * std::max(scale, 1e-3),
          qPrintable(QStringLiteral("%1: %2 apart").arg(QString::fromStdString(stage)).arg(apart)));
    }
    const auto other = compare(convention == CaConvention::pytorch ? CaConvention::tensorflow
                                                                   : CaConvention::pytorch);
    // the test can tell them apart
    QVERIFY(worst(named(other, "completed"), named(*wanted, "completed")) > 0.05);
  }

  void every_network_keeps_pixels_and_goes_with_any_size_and_order() {
    for (const auto& [runtime, load] : kNetworks) {
      const auto loaded =
          load(card_of(weights_of(folder_, runtime), runtime), torch::kCPU, torch::kFloat32);
      QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
      for (const auto& [channels, height, width] :
           {std::array{3, 41, 29}, {3, 32, 48}, {1, 17, 9}, {3, 1, 1}}) {
        const auto infiller = make(loaded);
        const auto in = input_of(channels, height, width);
        const auto keep = masks_of(height, width);
        infiller->begin(in);
        const auto out = infiller->fill(keep).clone();
        QCOMPARE(out.sizes().vec(), (std::vector<std::int64_t>{5, channels, height, width}));
        QVERIFY(torch::equal(torch::where(keep > 0.5, out, in.image), in.image.expand_as(out)));
        const auto colors = out * in.std + in.mean;
        QVERIFY(colors.min().item<double>() > -1e-5 && colors.max().item<double>() < 1 + 1e-5);
        QVERIFY(torch::equal(infiller->fill(keep), out));  // again
        // An image's answer does not depend on its neighbours: to rounding on their number, not at
        // all on what they hold.
        for (int n = 0; n < 5; ++n)
          QVERIFY(worst(infiller->fill(keep.slice(0, n, n + 1))[0], out[n]) < 1e-4);
        QVERIFY(torch::equal(
            infiller->fill(at::cat({keep.slice(0, 0, 1), 1 - keep.slice(0, 1, 5)}))[0], out[0]));
        // Nor on what lies under the hole.
        auto painted = in;
        painted.image = in.image.clone();
        painted.image.masked_fill_(keep.slice(0, 0, 1) < 0.5, 0.3);
        const auto again = make(loaded);
        again->begin(painted);
        QVERIFY(worst(again->fill(keep.slice(0, 0, 1))[0], infiller->fill(keep.slice(0, 0, 1))[0]) <
                1e-6);
      }
      auto rgb = input_of(3, 24, 24), bgr = rgb;
      bgr.image = rgb.image.flip(1);
      bgr.mean = rgb.mean.flip(1);
      bgr.std = rgb.std.flip(1);
      bgr.bgr = true;
      const auto keep = masks_of(24, 24);
      const auto one = make(loaded), other = make(loaded);
      one->begin(rgb);
      other->begin(bgr);
      QVERIFY(worst(one->fill(keep), other->fill(keep).flip(1)) < 1e-5);
    }
  }

  void an_untrained_network_over_push_pull_is_push_pull() {
    const auto in = input_of(3, 24, 40);
    const auto keep = masks_of(24, 40);
    const auto push_pull = make_push_pull();
    push_pull->begin(in);
    const auto wanted = push_pull->fill(keep);
    for (const auto& [runtime, load] : kNetworks) {
      auto card = card_of(weights_of(folder_, runtime, true), runtime);
      card.base = "push-pull";
      const auto infiller = make(load(card, torch::kCPU, torch::kFloat32));
      infiller->begin(in);
      QVERIFY(worst(infiller->fill(keep), wanted) < 1e-4);
      QVERIFY(worst(infiller->fill_preview(keep), wanted) < 1e-4);
    }
  }

  // Fast folds and unfolds its pictures in loops of its own where sides are multiples of eight.
  void fast_is_push_pull_and_its_networks_residual() {
    const auto card = card_of(weights_of(folder_, "fast"), "fast");
    const auto weights = load_weights(card.file);
    QVERIFY(weights);
    const torch::NoGradGuard no_grad;
    for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
      FastNet net;
      FIDO_WORKS(assign_weights(net.weights(), *weights, "fast"));
      net.to(torch::kCPU, type);
      for (const bool bgr : {false, true}) {
        auto in = input_of(3, 24, 40);
        in.bgr = bgr;
        const auto keep = masks_of(24, 40);
        const auto infiller = make(load_fast_infiller(card, torch::kCPU, type)),
                   push_pull = make_push_pull();
        infiller->begin(in);
        push_pull->begin(in);
        const auto filled = push_pull->fill(keep);
        const RgbConverter converter(in);
        const auto added = converter.difference_from_rgb(
            net.residual(converter.to_rgb(filled), keep).to(torch::kFloat32));
        QVERIFY((added * (1 - keep)).abs().max().item<double>() > 0.05);
        const auto bounded =
            at::minimum(at::maximum(filled + added, -in.mean / in.std), (1 - in.mean) / in.std);
        const auto found = infiller->fill(keep),
                   wanted = torch::where(keep > 0.5, in.image, bounded);
        // the loops may fuse a product and a sum
        QVERIFY(worst(found, wanted) < (type == torch::kFloat32 ? 1e-4 : 0.02));
      }
    }
  }

  void elu_is_libtorchs() {
    struct Open : FastNet {
      using ConvNet::elu;
    };
    const auto x = torch::linspace(-8, 8, 4097).to(torch::kBFloat16).view({1, 4097, 1, 1});
    const auto wanted = at::elu(x);
    const torch::NoGradGuard no_grad;
    QVERIFY(torch::equal(Open::elu(x.clone()), wanted));
    QVERIFY(Open::elu(torch::full({1, 1, 1, 1}, NAN, torch::kBFloat16)).isnan().all().item<bool>());
    const auto over = x.to(torch::kFloat32);
    const auto same = at::elu(over);
    QVERIFY(torch::equal(Open::elu(over), same) && torch::equal(over, same));  // in place
  }

  void a_network_of_another_size_sees_kept_pixels_alone() {
    auto card = card_of(weights_of(folder_, "ca"), "ca");
    card.height = card.width = 64;
    const auto loaded = load_ca_infiller(card, torch::kCPU, torch::kFloat32);
    auto in = input_of(3, 40, 40);
    const auto keep = masks_of(40, 40).slice(0, 0, 1);
    const auto one = make(loaded), other = make(loaded);
    one->begin(in);
    const auto out = one->fill(keep);
    QCOMPARE(out.size(2), 40);
    in.image = in.image.clone();
    in.image.masked_fill_(keep < 0.5, -1);
    other->begin(in);
    QVERIFY(worst(other->fill(keep), out) < 1e-5);
  }

  void ca_has_a_coarse_answer() {
    const auto infiller = make(
        load_ca_infiller(card_of(weights_of(folder_, "ca"), "ca"), torch::kCPU, torch::kFloat32));
    const auto in = input_of(3, 32, 32);
    const auto keep = masks_of(32, 32);
    infiller->begin(in);
    const auto coarse = infiller->fill_preview(keep);
    QVERIFY(torch::equal(torch::where(keep > 0.5, coarse, in.image), in.image.expand_as(coarse)));
    QVERIFY(worst(coarse, infiller->fill(keep)) > 1e-3);
    const CaNet net(4, CaConvention::pytorch, 3);
    const torch::NoGradGuard no_grad;
    const auto rgb = in.image * in.std + in.mean;
    const auto wanted =
        ((net.complete_coarsely(2 * rgb.expand({5, 3, 32, 32}) - 1, 1 - keep) + 1) / 2 - in.mean) /
        in.std;
    QVERIFY(worst(coarse * (1 - keep), wanted * (1 - keep)) < 1e-4);
  }

  void bf16_is_near() {
    for (const auto& [runtime, load] : kNetworks) {
      const auto card = card_of(weights_of(folder_, runtime), runtime);
      const auto full = make(load(card, torch::kCPU, torch::kFloat32)),
                 brief = make(load(card, torch::kCPU, torch::kBFloat16));
      const auto in = input_of(3, 32, 32);
      full->begin(in);
      brief->begin(in);
      const auto keep = masks_of(32, 32);
      const auto difference = (full->fill(keep) - brief->fill(keep)).abs();
      QVERIFY2(
          difference.mean().item<double>() < 0.05,
          qPrintable(QStringLiteral("%1: %2").arg(runtime).arg(difference.mean().item<double>())));
      QVERIFY(difference.max().item<double>() > 0);  // it is another precision
    }
  }

  void a_sampling_vae_draws_by_its_seed() {
    auto card = card_of(weights_of(folder_, "vae"), "vae");
    card.stochastic = true;
    const auto loaded = load_vae_infiller(card, torch::kCPU, torch::kFloat32);
    auto in = input_of(3, 24, 24);
    const auto keep = masks_of(24, 24).slice(0, 0, 1);
    const auto one = make(loaded), other = make(loaded);
    one->begin(in);
    const auto first = one->fill(keep).clone();
    QVERIFY(worst(one->fill(keep), first) > 1e-3);
    other->begin(in);
    QVERIFY(torch::equal(other->fill(keep), first));
    in.seed = 6;
    other->begin(in);
    QVERIFY(worst(other->fill(keep), first) > 1e-3);
  }

  // Nor does anybody else's chance, LibTorch's own generator among them.
  void a_sampling_infiller_draws_alone() {
    auto card = card_of(weights_of(folder_, "vae"), "vae");
    card.stochastic = true;
    const auto loaded = load_vae_infiller(card, torch::kCPU, torch::kFloat32);
    const auto in = input_of(3, 24, 24);
    const auto keep = masks_of(24, 24).slice(0, 0, 1);
    const auto alone = make(loaded);
    alone->begin(in);
    std::vector<torch::Tensor> wanted;
    for (int i = 0; i < 3; ++i) wanted.push_back(alone->fill(keep).clone());

    torch::manual_seed(7);
    const auto global = torch::rand({4});
    torch::manual_seed(7);
    const auto asked = make(loaded), disturbing = make(loaded);
    asked->begin(in);
    for (int i = 0; i < 3; ++i) {
      disturbing->begin(in);
      (void)disturbing->fill(keep);
      QVERIFY(torch::equal(asked->fill(keep), wanted[static_cast<std::size_t>(i)]));
    }
    QVERIFY(torch::equal(torch::rand({4}), global));
  }

  // Of the weights that come along: a code that was given up in training would draw the same
  // picture for ever.
  void the_vae_that_comes_along_uses_its_code() {
    const auto card =
        load_infiller_card(FIDOSCOPE_SOURCE_DIR "/models/infillers/vae-samples.card.json");
    FIDO_WORKS(card);
    const auto infiller = make(load_vae_infiller(*card, torch::kCPU, torch::kFloat32));
    infiller->begin(input_of(3, 64, 64));
    auto keep = torch::ones({1, 1, 64, 64});
    keep.slice(2, 16, 48).slice(3, 16, 48).zero_();
    const auto one = infiller->fill(keep).clone(), other = infiller->fill(keep);
    // in units of a colour's deviation
    QVERIFY(((one - other).abs() * (1 - keep)).sum().item<double>() / (3 * 32 * 32) > 0.05);
  }

  void weights_of_another_network_are_refused() {
    const auto fast = folder_ / "fast.safetensors";
    FIDO_WORKS(save_weights(fast, FastNet().weights()));
    FIDO_FAILS(load_ca_infiller(card_of(fast, "ca"), torch::kCPU, torch::kFloat32),
               ErrorCode::input, "conv1.weight");
    FIDO_FAILS(load_vae_infiller(card_of(fast, "vae"), torch::kCPU, torch::kFloat32),
               ErrorCode::input, "weights of another");
    for (const auto& [runtime, load] : kNetworks) {
      const auto file = weights_of(folder_, runtime);
      put(file, get(file).substr(0, 3000));
      FIDO_FAILS(load(card_of(file, runtime), torch::kCPU, torch::kFloat32), ErrorCode::input,
                 runtime);
    }
    std::string card = "{'format': 1, 'kind': 'infiller', 'id': 'ca', 'file': 'x', 'sha256': '" +
                       std::string(64, 'a') + "', 'runtime': 'ca', 'convention': 'caffe'}";
    std::replace(card.begin(), card.end(), '\'', '"');
    put(folder_ / "ca.card.json", card);
    FIDO_FAILS(load_infiller_card(folder_ / "ca.card.json"), ErrorCode::input,
               "\"convention\" must be");
  }

  // Of a linear judge the gradient is its weights, whatever the point: (|w * hole| - 1)^2, and its
  // derivative in closed form.
  void the_gradient_penalty_of_a_linear_judge() {
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
    const auto inside = (w * hole[0]).detach();
    const double norm = inside.norm().item<double>();
    QVERIFY(std::abs(penalty.item<double>() - (norm - 1) * (norm - 1)) < 1e-4);
    penalty.backward();
    QVERIFY(worst(w.grad(), inside * (2 * (norm - 1) / norm)) < 1e-4);
  }

  // Of a critic: autograd's double backward against differences, in double precision.
  void the_gradient_penalty_of_a_critic() {
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
               between = torch::rand({2, 1, 1, 1}, options);
    const auto hole = (torch::rand({2, 1, 16, 16}, options) < 0.5).to(torch::kFloat64);
    const auto penalty = [&] {
      return gradient_penalty([&](const torch::Tensor& x) { return critic.forward(x); }, real, fake,
                              hole, between);
    };
    penalty().backward();
    const auto weight = named(critic.weights(), "conv2.weight"), slope = weight.grad().clone();
    QVERIFY(slope.abs().max().item<double>() > 1e-6);
    constexpr double kStep = 1e-6;
    for (const std::int64_t i : {0, 7, 31, 60}) {
      const auto at = [&](double by) { weight.data_ptr<double>()[i] += by; };
      at(kStep);
      const double up = penalty().item<double>();
      at(-2 * kStep);
      const double down = penalty().item<double>();
      at(kStep);
      QVERIFY(std::abs((up - down) / (2 * kStep) - slope.data_ptr<double>()[i]) < 1e-5);
    }
  }
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "test_networks.moc"
