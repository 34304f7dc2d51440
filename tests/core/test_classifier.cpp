// Loading a TorchScript classifier, what it refuses, and the score.
#include "core/model/classifier.h"
// Torch before Qt: both claim the word "slots".
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/irparser.h>

#include <QtTest>
#include <cmath>
#include <filesystem>

#include "core/model/score.h"
#include "core/model/torch_version.h"
#include "core/model/torchscript/graph.h"
#include "core/run/engine.h"
#include "tests/core/run_support.h"

using namespace fido;
using fido::test::card_of;

namespace {

Expected<std::unique_ptr<Classifier>> load(const std::string& name,
                                           const std::string& device = "cpu",
                                           const std::string& precision = "fp32") {
  return Classifier::load(card_of(name), device, precision);
}

Image gradient_photo(int width, int height) {
  Image image(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      image.row(y)[3 * x] = static_cast<std::uint8_t>(255 * x / std::max(1, width - 1));
      image.row(y)[3 * x + 1] = static_cast<std::uint8_t>(255 * y / std::max(1, height - 1));
      image.row(y)[3 * x + 2] = static_cast<std::uint8_t>((x * y) % 256);
    }
  return image;
}

double worst(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

// A network as converters from TensorFlow leave it: paddings by themselves, some of them by
// nothing, and clamp for ReLU6.
std::shared_ptr<torch::jit::Graph> converted_graph() {
  const auto graph = std::make_shared<torch::jit::Graph>();
  torch::jit::parseIR(R"IR(
graph(%x : Tensor, %w : Tensor):
  %no : bool = prim::Constant[value=0]()
  %none : NoneType = prim::Constant()
  %zero : int = prim::Constant[value=0]()
  %one : int = prim::Constant[value=1]()
  %six : int = prim::Constant[value=6]()
  %half : float = prim::Constant[value=0.5]()
  %constant : str = prim::Constant[value="constant"]()
  %reflect : str = prim::Constant[value="reflect"]()
  %nothing : int[] = prim::ListConstruct(%zero, %zero, %zero, %zero)
  %around : int[] = prim::ListConstruct(%one, %one, %one, %one)
  %behind : int[] = prim::ListConstruct(%zero, %one, %zero, %one)
  %less : int = prim::Constant[value=-1]()
  %crop : int[] = prim::ListConstruct(%less, %less, %less, %less)
  %stay : int[] = prim::ListConstruct(%zero, %zero)
  %step : int[] = prim::ListConstruct(%one, %one)
  %a : Tensor = aten::pad(%x, %around, %constant, %none)
  %b : Tensor = aten::conv2d(%a, %w, %none, %step, %stay, %step, %one)
  %c : Tensor = aten::clamp(%b, %zero, %six)
  %d : Tensor = aten::pad(%c, %nothing, %constant, %none)
  %e : Tensor = aten::constant_pad_nd(%d, %behind, %zero)
  %f : Tensor = aten::conv2d(%e, %w, %none, %step, %stay, %step, %one)
  %g : Tensor = aten::clamp(%f, %none, %half)
  %h : Tensor = aten::pad(%g, %around, %reflect, %none)
  %i : Tensor = aten::conv2d(%h, %w, %none, %step, %stay, %step, %one)
  %j : Tensor = aten::constant_pad_nd(%i, %around, %half)
  %k : Tensor = aten::conv2d(%j, %w, %none, %step, %stay, %step, %one)
  %l : Tensor = aten::pad(%k, %around, %constant, %none)
  %m : Tensor = aten::conv2d(%l, %w, %none, %step, %step, %step, %one)
  %n : Tensor = aten::slice(%l, %zero, %none, %none, %one)
  %o : Tensor = aten::add(%m, %m, %one)
  %p : Tensor = aten::mul(%n, %n)
  %q : Tensor = aten::add(%o, %p, %one)
  %r : Tensor = aten::pad(%q, %crop, %constant, %none)
  %s : Tensor = aten::conv2d(%r, %w, %none, %step, %step, %step, %one)
  %t : Tensor = aten::pad(%s, %nothing, %constant, %none)
  %u : Tensor = aten::relu_(%t)
  %v : Tensor = aten::mul(%u, %s)
  return (%v))IR",
                      graph.get());
  return graph;
}

int count(torch::jit::Graph& graph, const std::string& kind) {
  int n = 0;
  for (const auto* node : graph.nodes()) n += node->kind().toUnqualString() == kind;
  return n;
}

// Output and gradient with respect to the input.
std::pair<torch::Tensor, torch::Tensor> run_with_gradient(
    const std::shared_ptr<torch::jit::Graph>& graph, torch::Dtype dtype) {
  const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
  const auto numbers = [](std::vector<std::int64_t> shape) {
    const auto n = torch::TensorOptions().dtype(torch::kDouble);
    return (torch::arange(shape[0] * shape[1] * shape[2] * shape[3], n) * 1.7).sin().view(shape);
  };
  const auto w =
      (numbers({4, 4, 3, 3}) * 1.5).to(dtype).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto x = (numbers({2, 4, 12, 10}) * 3)
                     .to(dtype)
                     .contiguous(torch::MemoryFormat::ChannelsLast)
                     .requires_grad_(true);
  torch::jit::GraphFunction function("test", graph, nullptr);
  torch::jit::Stack stack{x, w};
  function.run(stack);
  const auto y = stack.back().toTensor();
  return {y.detach().to(torch::kFloat32),
          torch::autograd::grad({y}, {x}, {torch::ones_like(y)})[0].to(torch::kFloat32)};
}

}  // namespace

class TestClassifier : public QObject {
  Q_OBJECT

 private slots:
  // What is shuffled stays the same set of numbers, and comes out the same every time.
  void weights_are_shuffled_from_the_output_on() {
    const auto trained = load("tiny"),
               shuffled = Classifier::load(card_of("tiny"), "cpu", "fp32", 1),
               again = Classifier::load(card_of("tiny"), "cpu", "fp32", 1),
               all = Classifier::load(card_of("tiny"), "cpu", "fp32", 10'000);
    QVERIFY(trained && shuffled && again && all);
    const auto x = (*trained)->normalize((*trained)->crop_and_resize(gradient_photo(40, 30)));
    const auto before = (*trained)->logits(x), after = (*shuffled)->logits(x);
    QVERIFY(worst(before, after) > 1e-3);
    QVERIFY(torch::equal(after, (*again)->logits(x)));
    QVERIFY(worst(after, (*all)->logits(x)) > 1e-3);
  }

  void simplified_graphs_say_the_same() {
    const auto [y, slope] = run_with_gradient(converted_graph(), torch::kFloat32);
    QVERIFY(slope.abs().max().item<double>() > 1);
    const auto graph = converted_graph();
    simplify_graph(graph);
    QCOMPARE(count(*graph, "clamp"), 1);  // the one with a single bound
    QCOMPARE(count(*graph, "bounded"), 1);
    // by reflection; what two nodes read; what crops; what is written over
    QCOMPARE(count(*graph, "pad"), 4);
    QCOMPARE(count(*graph, "constant_pad_nd"), 2);  // one side; and not by zeros
    const auto [z, other] = run_with_gradient(graph, torch::kFloat32);
    QVERIFY(worst(y, z) <= 1e-5 * y.abs().max().item<double>());
    QVERIFY(worst(slope, other) <= 1e-5 * slope.abs().max().item<double>());
  }

  // Writing over is kept where somebody reads what was there before, or where the gradient would
  // need it.
  void what_is_written_over_stays() {
    const auto graph = std::make_shared<torch::jit::Graph>();
    torch::jit::parseIR(R"IR(
graph(%x : Tensor, %n : Tensor):
  %least : int = prim::Constant[value=-1]()
  %most : int = prim::Constant[value=6]()
  %a : Tensor = aten::add(%x, %x, %most)
  %b : Tensor = aten::hardtanh_(%a, %least, %most)
  %c : Tensor = aten::add(%x, %x, %most)
  %d : Tensor = aten::hardtanh_(%c, %least, %most)
  %e : Tensor = aten::mul(%c, %d)
  %f : Tensor = aten::relu6(%e)
  %g : Tensor = aten::clamp(%f, %least, %most)
  %h : Tensor = aten::div_(%g, %most)
  %i : Tensor = aten::add(%b, %h, %most)
  %j : Tensor = aten::clamp(%n, %least, %most)
  %t : (Tensor, Tensor) = prim::TupleConstruct(%i, %j)
  return (%t))IR",
                        graph.get());
    const auto ask = [](const std::shared_ptr<torch::jit::Graph>& g) {
      const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
      torch::jit::GraphFunction function("test", g, nullptr);
      const auto x = torch::linspace(-2, 7, 30).requires_grad_(true);
      torch::jit::Stack stack{x, torch::arange(-3, 9)};
      function.run(stack);
      const auto parts = stack.back().toTuple()->elements();
      return std::tuple(parts[0].toTensor().detach(),
                        torch::autograd::grad({parts[0].toTensor()}, {x}, {torch::ones({30})})[0],
                        parts[1].toTensor());
    };
    const auto [y, slope, index] = ask(graph->copy());
    simplify_graph(graph);
    QCOMPARE(count(*graph, "bounded"), 3);    // %b, %f, %j
    QCOMPARE(count(*graph, "hardtanh_"), 1);  // whose input is read once more
    QCOMPARE(count(*graph, "clamp"), 1);      // which div_ writes over
    const auto [z, other, number] = ask(graph);
    QVERIFY(torch::equal(y, z) && torch::equal(slope, other));
    QVERIFY(torch::equal(index, number));
    QCOMPARE(number.scalar_type(), torch::kLong);
  }

  // bf16 goes through a loop of its own, here with numbers at and beside both bounds; 0.7 is none
  // of its numbers.
  void the_bounded_operator_and_its_gradient_in_bf16() {
    const auto graph = std::make_shared<torch::jit::Graph>();
    torch::jit::parseIR(R"IR(
graph(%x : Tensor):
  %least : float = prim::Constant[value=-1.]()
  %most : float = prim::Constant[value=0.69999999999999996]()
  %y : Tensor = aten::clamp(%x, %least, %most)
  return (%y))IR",
                        graph.get());
    simplify_graph(graph);
    const torch::jit::GraphOptimizerEnabledGuard as_it_stands(false);
    torch::jit::GraphFunction function("test", graph, nullptr);
    for (const bool last : {false, true}) {
      const auto format =
          last ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
      const auto x = torch::linspace(-2, 2, 2 * 3 * 7 * 5)
                         .view({2, 3, 7, 5})
                         .to(torch::kBFloat16)
                         .contiguous(format)
                         .requires_grad_(true);
      // in the other order of memory
      const auto slope =
          torch::linspace(-1, 1, 2 * 3 * 7 * 5).view({2, 3, 7, 5}).to(torch::kBFloat16);
      torch::jit::Stack stack{x};
      function.run(stack);
      const auto y = stack.back().toTensor();
      QVERIFY(torch::equal(y, x.detach().clamp(-1, 0.7)));
      const auto found = torch::autograd::grad({y}, {x}, {slope})[0];
      stack = {torch::full({3}, NAN, torch::kBFloat16)};
      function.run(stack);
      QVERIFY(stack.back().toTensor().isnan().all().item<bool>());
      const auto within = (y.detach() > y.min()) & (y.detach() < y.max());
      QVERIFY(torch::equal(found, torch::where(within, slope, torch::zeros_like(slope))));
      QVERIFY(within.any().item<bool>() && !within.all().item<bool>());
    }
  }

  void score_is_the_log_odds() {
    const std::vector<float> logits{1.F, 2.F, -0.5F, 0.3F};
    for (int c = 0; c < 4; ++c) {
      const double p = probability(logits.data(), 4, c);
      QVERIFY(std::abs(score(logits.data(), 4, c) - std::log(p / (1 - p))) < 1e-9);
    }
    // Neither overflows nor saturates where p rounds to 1 or 0.
    const std::vector<float> certain{200.F, 0.F, -300.F};
    QVERIFY(std::abs(score(certain.data(), 3, 0) - 200) < 1e-9);
    QVERIFY(std::abs(score(certain.data(), 3, 2) + 500) < 1e-9);
    // A constant added to the row changes nothing.
    auto shifted = logits;
    for (float& v : shifted) v += 64;
    QVERIFY(std::abs(score(logits.data(), 4, 1) - score(shifted.data(), 4, 1)) < 1e-5);
  }

  void scores_gradient_by_differences() {
    const std::vector<float> logits{1.F, 2.F, -0.5F, 0.3F};
    for (int c = 0; c < 4; ++c) {
      std::vector<float> gradient(4, 0.F);
      add_score_gradient(logits.data(), 4, c, 2.0, gradient.data());
      for (int j = 0; j < 4; ++j) {
        auto up = logits, down = logits;
        up[j] += 0.01F;
        down[j] -= 0.01F;
        const double slope = (score(up.data(), 4, c) - score(down.data(), 4, c)) / 0.02;
        QVERIFY(std::abs(static_cast<double>(gradient[j]) - 2 * slope) < 1e-3);
      }
    }
  }

  void three_output_kinds_score_alike() {
    const auto photo = gradient_photo(32, 32);
    std::vector<double> scores;
    torch::Tensor slope;
    for (const char* name : {"tiny", "tiny-log-probabilities", "tiny-probabilities"}) {
      const auto classifier = load(name);
      QVERIFY2(classifier.has_value(), name);
      const auto x = (*classifier)->normalize((*classifier)->crop_and_resize(photo));
      const auto found = (*classifier)->score_gradient(x, 4, std::nullopt);
      scores.push_back(found.scores[0]);
      if (slope.defined()) QVERIFY(worst(found.input_gradient, slope) < 1e-4);
      slope = found.input_gradient;
    }
    QVERIFY(std::abs(scores[0] - scores[1]) < 1e-4 && std::abs(scores[0] - scores[2]) < 1e-4);
  }

  void channel_order_follows_the_card() {
    const auto photo = gradient_photo(32, 32);
    const auto rgb = load("tiny"), bgr = load("tiny-bgr");
    QVERIFY(rgb && bgr);
    const auto a = (*rgb)->logits((*rgb)->normalize((*rgb)->crop_and_resize(photo)));
    const auto b = (*bgr)->logits((*bgr)->normalize((*bgr)->crop_and_resize(photo)));
    QVERIFY(worst(a, b) < 1e-4);
    const auto back = (*bgr)->to_image((*bgr)->normalize((*bgr)->crop_and_resize(photo)));
    QVERIFY(back.rgb == photo.rgb);
  }

  void any_input_size_and_crop() {
    const auto wide = load("tiny-wide");
    QVERIFY(wide.has_value());
    const auto view = (*wide)->crop_and_resize(gradient_photo(300, 200));
    QCOMPARE(view.size(2), std::int64_t{24});
    QCOMPARE(view.size(3), std::int64_t{40});
    // The centre of the photo is the centre of the view, and the crop keeps the middle of the red
    // ramp only.
    const Rect part = visible_part(card_of("tiny-wide"), 300, 200);
    QVERIFY(part.width < 300 && part.height < 200);
    QVERIFY(std::abs(part.x + part.width / 2.0 - 150) <= 1 &&
            std::abs(part.y + part.height / 2.0 - 100) <= 1);
    QVERIFY(std::abs(static_cast<double>(part.width) / part.height - 40.0 / 24) < 0.02);
    QVERIFY(std::abs(view[0][0].mean().item<double>() - 0.5) < 0.01);
    QVERIFY(view[0][0][0][0].item<double>() > 0.02);

    const auto grey = load("tiny-grey");
    QVERIFY(grey.has_value());
    QCOMPARE((*grey)->crop_and_resize(gradient_photo(20, 20)).size(1), std::int64_t{1});
  }

  void shrinking_is_anti_aliased() {
    // A one-pixel checkerboard shrunk to a third must be grey, not a moire.
    Image board(96, 96);
    for (int y = 0; y < 96; ++y)
      for (int x = 0; x < 96; ++x)
        std::fill_n(board.row(y) + 3 * x, 3, static_cast<std::uint8_t>((x + y) % 2 ? 255 : 0));
    const auto classifier = load("tiny");
    const auto view = (*classifier)->crop_and_resize(board).slice(2, 2, 30).slice(3, 2, 30);
    QVERIFY(std::abs(view.mean().item<double>() - 0.5) < 0.02);
    QVERIFY(view.max().item<double>() - view.min().item<double>() < 0.15);
  }

  void a_batch_is_its_images() {
    const auto classifier = load("tiny");
    const auto x = torch::randn({5, 3, 32, 32}).contiguous(torch::MemoryFormat::ChannelsLast);
    const auto together = (*classifier)->logits(x);
    for (int i = 0; i < 5; ++i)
      QVERIFY(worst((*classifier)->logits(x.slice(0, i, i + 1))[0], together[i]) < 1e-5);
    const auto whole = (*classifier)->score_gradient(x, 2, 5);
    (*classifier)->simulate_memory_limit(2);
    const auto split = (*classifier)->score_gradient(x, 2, 5);
    QVERIFY(worst(whole.input_gradient, split.input_gradient) < 1e-6);
    for (int i = 0; i < 5; ++i) QVERIFY(std::abs(whole.scores[i] - split.scores[i]) < 1e-5);
  }

  void brain_floats_are_close() {
    QVERIFY(load("index-buffer", "cpu", "bf16"));
    const auto exact = load("tiny"), brain = load("tiny", "cpu", "bf16");
    QVERIFY(exact && brain);
    const auto x = torch::randn({2, 3, 32, 32}).contiguous(torch::MemoryFormat::ChannelsLast);
    const auto a = (*exact)->score_gradient(x, 2, std::nullopt),
               b = (*brain)->score_gradient(x, 2, std::nullopt);
    QVERIFY(std::abs(a.scores[0] - b.scores[0]) < 0.3);
    const auto cosine = (a.input_gradient * b.input_gradient).sum() / a.input_gradient.norm() /
                        b.input_gradient.norm();
    QVERIFY(cosine.item<double>() > 0.97);
    QVERIFY(b.input_gradient.scalar_type() == torch::kFloat32);
  }

  void what_cannot_be_used_is_refused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* text) {
      QTest::newRow(name) << name << text;
    };
    row("absent-file", "absent");
    row("wrong-hash", "its SHA-256 is");
    row("not-torchscript", "not a TorchScript module");
    row("truncated", "not a TorchScript module");
    row("wrong-input", "rejects an input of [2, 3, 32, 32]");
    row("wrong-output", "returns 7 values for 10 classes");
    row("output-4d", "returns a tensor of [2, 10, 1, 1]");
    row("one-row", "returns a tensor of [1, 10]");
    row("returns-tuple", "returns Tuple, not one tensor");
    row("returns-nan", "returns NaN or infinite values");
    row("no-gradient", "its gradient with respect to the input is zero");
  }
  void what_cannot_be_used_is_refused() {
    QFETCH(QString, name);
    QFETCH(QString, text);
    FIDO_FAILS(load(name.toStdString()), ErrorCode::input, text.toStdString());
  }

  void output_kinds_that_cannot_be() {
    auto card = card_of("tiny");
    card.output = OutputKind::probabilities;
    FIDO_FAILS(Classifier::load(card, "cpu", "fp32"), ErrorCode::input, "outside [0, 1]");
    card.output = OutputKind::log_probabilities;
    FIDO_FAILS(Classifier::load(card, "cpu", "fp32"), ErrorCode::input, "above 0");
  }

  void a_device_that_is_not_there() {
    if (torch::cuda::is_available()) {
      FIDO_FAILS(load("tiny", "cuda:99"), ErrorCode::usage, "the highest CUDA device here");
    } else {
      FIDO_FAILS(load("tiny", "cuda"), ErrorCode::usage, "no CUDA device is available");
    }
  }

  void the_engine_keeps_what_it_had() {
    const auto engine = make_engine();
    FIDO_FAILS(engine->classify(gradient_photo(32, 32), 5), ErrorCode::usage,
               "no classifier is loaded");
    FIDO_WORKS(engine->load(card_of("tiny"), default_spec()));
    const auto before = engine->classify(gradient_photo(40, 40), 5);
    FIDO_FAILS(engine->load(card_of("returns-nan"), default_spec()), ErrorCode::input, "NaN");
    FIDO_FAILS(engine->load(card_of("wrong-labels"), default_spec()), ErrorCode::input,
               "short_labels.txt");
    const auto after = engine->classify(gradient_photo(40, 40), 5);
    QVERIFY(before && after);
    QCOMPARE(after->predictions.size(), std::size_t{5});
    for (int i = 0; i < 5; ++i) QCOMPARE(after->predictions[i].index, before->predictions[i].index);
    for (int i = 1; i < 5; ++i)
      QVERIFY(after->predictions[i - 1].probability >= after->predictions[i].probability);
  }

  void a_photo_the_classifier_fails_on() {
    const auto engine = make_engine();
    FIDO_WORKS(engine->load(card_of("nan-on-black"), default_spec()));
    FIDO_WORKS(engine->classify(gradient_photo(32, 32), 5));
    FIDO_FAILS(engine->classify(Image(32, 32), 5), ErrorCode::input,
               "NaN or infinite values for this photo");
    auto spec = default_spec();
    FIDO_FAILS(engine->explain(spec, std::make_shared<Image>(32, 32), {}), ErrorCode::input,
               "for this photo");
    spec.target = "unicorn";
    const auto photo = std::make_shared<Image>(gradient_photo(32, 32));
    FIDO_FAILS(engine->explain(spec, photo, {}), ErrorCode::usage, "unicorn");
    spec.target = "3";
    spec.contrast = "3";
    FIDO_FAILS(engine->explain(spec, photo, {}), ErrorCode::usage, "is the target itself");
  }

  void answers_to_masks() {
    const auto engine = make_engine();
    FIDO_WORKS(engine->load(card_of("tiny"), default_spec()));
    const auto photo = std::make_shared<Image>(gradient_photo(64, 64));
    MaskQuestion question;
    question.photo = photo;
    question.mask = Plane(7, 5, 1.F);  // any size
    auto answer = engine->answer(question);
    QVERIFY(answer.has_value());
    // nothing is dropped
    QVERIFY(std::abs(answer->target_after.probability - answer->target_before.probability) < 1e-6);
    question.mask = Plane(7, 5, 0.F);
    question.infill = "mean";
    answer = engine->answer(question);
    QVERIFY(answer.has_value());
    const auto grey = answer->infilled;
    // the mean everywhere
    for (std::size_t i = 3; i < grey.rgb.size(); ++i) QCOMPARE(grey.rgb[i], grey.rgb[i - 3]);
    question.infill = "random";
    question.samples = 20;
    answer = engine->answer(question);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->marginal.samples, 20);
    QVERIFY(answer->marginal.low < answer->marginal.mean &&
            answer->marginal.mean < answer->marginal.high);
    QVERIFY(std::abs(answer->target_after.probability - answer->marginal.mean) < 1e-5);
    const auto again = engine->answer(question);
    QCOMPARE(again->marginal.mean, answer->marginal.mean);  // the same seed
  }

  void blas_is_found() {
    const auto blas = blas_in_use();
    QVERIFY2(std::filesystem::exists(blas) || blas == "unknown", blas.c_str());
  }
};

QTEST_GUILESS_MAIN(TestClassifier)
#include "test_classifier.moc"
