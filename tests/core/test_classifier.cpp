// TorchScript classifiers: loading, the reasons for which one is refused, and the score.
#include "core/model/classifier.h"
// LibTorch comes before Qt, which defines the macro "slots": LibTorch uses it as a name.
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
using fido::test::load_test_card;

namespace {

Expected<std::unique_ptr<Classifier>> load_classifier(const std::string& name,
                                                      const std::string& device = "cpu",
                                                      const std::string& precision = "fp32") {
  return Classifier::load(load_test_card(name), device, precision);
}

Image color_ramp_photo(int width, int height) {
  Image image(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      image.row(y)[3 * x] = static_cast<std::uint8_t>(255 * x / std::max(1, width - 1));
      image.row(y)[3 * x + 1] = static_cast<std::uint8_t>(255 * y / std::max(1, height - 1));
      image.row(y)[3 * x + 2] = static_cast<std::uint8_t>((x * y) % 256);
    }
  return image;
}

double max_difference(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

// Returns a graph like those that converters from TensorFlow produce: padding as separate nodes,
// some of them with zero padding, and clamp in place of ReLU6.
std::shared_ptr<torch::jit::Graph> tensorflow_style_graph() {
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

int count_nodes(torch::jit::Graph& graph, const std::string& kind) {
  int n = 0;
  for (const auto* node : graph.nodes()) n += node->kind().toUnqualString() == kind;
  return n;
}

// Returns the output and its gradient with respect to the input.
std::pair<torch::Tensor, torch::Tensor> run_with_gradient(
    const std::shared_ptr<torch::jit::Graph>& graph, torch::Dtype dtype) {
  const torch::jit::GraphOptimizerEnabledGuard no_optimization(false);
  const auto sine_values = [](std::vector<std::int64_t> shape) {
    const auto n = torch::TensorOptions().dtype(torch::kDouble);
    return (torch::arange(shape[0] * shape[1] * shape[2] * shape[3], n) * 1.7).sin().view(shape);
  };
  const auto w =
      (sine_values({4, 4, 3, 3}) * 1.5).to(dtype).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto x = (sine_values({2, 4, 12, 10}) * 3)
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
  // The shuffled weights are the same set of numbers, in the same order every time.
  void randomization_shuffles_weights_from_the_output_on() {
    const auto trained = load_classifier("tiny"),
               shuffled = Classifier::load(load_test_card("tiny"), "cpu", "fp32", 1),
               shuffled_again = Classifier::load(load_test_card("tiny"), "cpu", "fp32", 1),
               all_shuffled = Classifier::load(load_test_card("tiny"), "cpu", "fp32", 10'000);
    QVERIFY(trained && shuffled && shuffled_again && all_shuffled);
    const auto x = (*trained)->normalize((*trained)->crop_and_resize(color_ramp_photo(40, 30)));
    const auto before = (*trained)->logits(x), after = (*shuffled)->logits(x);
    QVERIFY(max_difference(before, after) > 1e-3);
    QVERIFY(torch::equal(after, (*shuffled_again)->logits(x)));
    QVERIFY(max_difference(after, (*all_shuffled)->logits(x)) > 1e-3);
  }

  void simplified_graph_keeps_output_and_gradient() {
    const auto [y, slope] = run_with_gradient(tensorflow_style_graph(), torch::kFloat32);
    QVERIFY(slope.abs().max().item<double>() > 1);
    const auto graph = tensorflow_style_graph();
    simplify_graph(graph);
    QCOMPARE(count_nodes(*graph, "clamp"), 1);  // the one with a single bound
    QCOMPARE(count_nodes(*graph, "bounded"), 1);
    // Four paddings remain: by reflection, with two readers, a crop, and one overwritten in place.
    QCOMPARE(count_nodes(*graph, "pad"), 4);
    // one pads a single side, the other not with zeros
    QCOMPARE(count_nodes(*graph, "constant_pad_nd"), 2);
    const auto [simplified_y, simplified_slope] = run_with_gradient(graph, torch::kFloat32);
    QVERIFY(max_difference(y, simplified_y) <= 1e-5 * y.abs().max().item<double>());
    QVERIFY(max_difference(slope, simplified_slope) <= 1e-5 * slope.abs().max().item<double>());
  }

  // An in-place operation stays if another node reads its input, or if the gradient would need the
  // overwritten value.
  void in_place_operations_with_other_readers_are_kept() {
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
    const auto run_graph = [](const std::shared_ptr<torch::jit::Graph>& g) {
      const torch::jit::GraphOptimizerEnabledGuard no_optimization(false);
      torch::jit::GraphFunction function("test", g, nullptr);
      const auto x = torch::linspace(-2, 7, 30).requires_grad_(true);
      torch::jit::Stack stack{x, torch::arange(-3, 9)};
      function.run(stack);
      const auto parts = stack.back().toTuple()->elements();
      return std::tuple(parts[0].toTensor().detach(),
                        torch::autograd::grad({parts[0].toTensor()}, {x}, {torch::ones({30})})[0],
                        parts[1].toTensor());
    };
    const auto [y, slope, index] = run_graph(graph->copy());
    simplify_graph(graph);
    QCOMPARE(count_nodes(*graph, "bounded"), 3);    // %b, %f, %j
    QCOMPARE(count_nodes(*graph, "hardtanh_"), 1);  // its input has another reader
    QCOMPARE(count_nodes(*graph, "clamp"), 1);      // div_ overwrites its output
    const auto [simplified_y, simplified_slope, simplified_index] = run_graph(graph);
    QVERIFY(torch::equal(y, simplified_y) && torch::equal(slope, simplified_slope));
    QVERIFY(torch::equal(index, simplified_index));
    QCOMPARE(simplified_index.scalar_type(), torch::kLong);
  }

  // bf16 takes a loop of its own; the inputs here lie on and next to both bounds. The bound 0.7 has
  // no exact bf16 representation.
  void bounded_operator_matches_clamp_in_bf16() {
    const auto graph = std::make_shared<torch::jit::Graph>();
    torch::jit::parseIR(R"IR(
graph(%x : Tensor):
  %least : float = prim::Constant[value=-1.]()
  %most : float = prim::Constant[value=0.69999999999999996]()
  %y : Tensor = aten::clamp(%x, %least, %most)
  return (%y))IR",
                        graph.get());
    simplify_graph(graph);
    const torch::jit::GraphOptimizerEnabledGuard no_optimization(false);
    torch::jit::GraphFunction function("test", graph, nullptr);
    for (const bool channels_last : {false, true}) {
      const auto format =
          channels_last ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
      const auto x = torch::linspace(-2, 2, 2 * 3 * 7 * 5)
                         .view({2, 3, 7, 5})
                         .to(torch::kBFloat16)
                         .contiguous(format)
                         .requires_grad_(true);
      // The incoming gradient has the other memory format.
      const auto slope =
          torch::linspace(-1, 1, 2 * 3 * 7 * 5).view({2, 3, 7, 5}).to(torch::kBFloat16);
      torch::jit::Stack stack{x};
      function.run(stack);
      const auto y = stack.back().toTensor();
      QVERIFY(torch::equal(y, x.detach().clamp(-1, 0.7)));
      const auto input_gradient = torch::autograd::grad({y}, {x}, {slope})[0];
      stack = {torch::full({3}, NAN, torch::kBFloat16)};
      function.run(stack);
      QVERIFY(stack.back().toTensor().isnan().all().item<bool>());
      const auto within = (y.detach() > y.min()) & (y.detach() < y.max());
      QVERIFY(torch::equal(input_gradient, torch::where(within, slope, torch::zeros_like(slope))));
      QVERIFY(within.any().item<bool>() && !within.all().item<bool>());
    }
  }

  void score_is_the_log_odds_of_the_class() {
    const std::vector<float> logits{1.F, 2.F, -0.5F, 0.3F};
    for (int c = 0; c < 4; ++c) {
      const double p = probability(logits.data(), 4, c);
      QVERIFY(std::abs(score(logits.data(), 4, c) - std::log(p / (1 - p))) < 1e-9);
    }
    // The score neither overflows nor saturates where p rounds to 1 or 0.
    const std::vector<float> certain{200.F, 0.F, -300.F};
    QVERIFY(std::abs(score(certain.data(), 3, 0) - 200) < 1e-9);
    QVERIFY(std::abs(score(certain.data(), 3, 2) + 500) < 1e-9);
    // A constant added to all logits does not change the score.
    auto shifted = logits;
    for (float& v : shifted) v += 64;
    QVERIFY(std::abs(score(logits.data(), 4, 1) - score(shifted.data(), 4, 1)) < 1e-5);
  }

  void score_gradient_matches_finite_differences() {
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

  void output_kinds_give_equal_scores() {
    const auto photo = color_ramp_photo(32, 32);
    std::vector<double> scores;
    torch::Tensor slope;
    for (const char* name : {"tiny", "tiny-log-probabilities", "tiny-probabilities"}) {
      const auto classifier = load_classifier(name);
      QVERIFY2(classifier.has_value(), name);
      const auto x = (*classifier)->normalize((*classifier)->crop_and_resize(photo));
      const auto result = (*classifier)->score_gradient(x, 4, std::nullopt);
      scores.push_back(result.scores[0]);
      if (slope.defined()) QVERIFY(max_difference(result.input_gradient, slope) < 1e-4);
      slope = result.input_gradient;
    }
    QVERIFY(std::abs(scores[0] - scores[1]) < 1e-4 && std::abs(scores[0] - scores[2]) < 1e-4);
  }

  void channel_order_follows_the_card() {
    const auto photo = color_ramp_photo(32, 32);
    const auto rgb = load_classifier("tiny"), bgr = load_classifier("tiny-bgr");
    QVERIFY(rgb && bgr);
    const auto a = (*rgb)->logits((*rgb)->normalize((*rgb)->crop_and_resize(photo)));
    const auto b = (*bgr)->logits((*bgr)->normalize((*bgr)->crop_and_resize(photo)));
    QVERIFY(max_difference(a, b) < 1e-4);
    const auto restored = (*bgr)->to_image((*bgr)->normalize((*bgr)->crop_and_resize(photo)));
    QVERIFY(restored.rgb == photo.rgb);
  }

  void input_size_and_centre_crop_follow_the_card() {
    const auto wide = load_classifier("tiny-wide");
    QVERIFY(wide.has_value());
    const auto view = (*wide)->crop_and_resize(color_ramp_photo(300, 200));
    QCOMPARE(view.size(2), std::int64_t{24});
    QCOMPARE(view.size(3), std::int64_t{40});
    // The crop is centred on the photo, and it cuts off the ends of the red ramp.
    const Rect part = visible_part(load_test_card("tiny-wide"), 300, 200);
    QVERIFY(part.width < 300 && part.height < 200);
    QVERIFY(std::abs(part.x + part.width / 2.0 - 150) <= 1 &&
            std::abs(part.y + part.height / 2.0 - 100) <= 1);
    QVERIFY(std::abs(static_cast<double>(part.width) / part.height - 40.0 / 24) < 0.02);
    QVERIFY(std::abs(view[0][0].mean().item<double>() - 0.5) < 0.01);
    QVERIFY(view[0][0][0][0].item<double>() > 0.02);

    const auto grey = load_classifier("tiny-grey");
    QVERIFY(grey.has_value());
    QCOMPARE((*grey)->crop_and_resize(color_ramp_photo(20, 20)).size(1), std::int64_t{1});
  }

  void shrinking_is_anti_aliased() {
    // A one-pixel checkerboard reduced to a third must turn grey, without aliasing.
    Image board(96, 96);
    for (int y = 0; y < 96; ++y)
      for (int x = 0; x < 96; ++x)
        std::fill_n(board.row(y) + 3 * x, 3, static_cast<std::uint8_t>((x + y) % 2 ? 255 : 0));
    const auto classifier = load_classifier("tiny");
    const auto view = (*classifier)->crop_and_resize(board).slice(2, 2, 30).slice(3, 2, 30);
    QVERIFY(std::abs(view.mean().item<double>() - 0.5) < 0.02);
    QVERIFY(view.max().item<double>() - view.min().item<double>() < 0.15);
  }

  void batch_equals_its_single_images() {
    const auto classifier = load_classifier("tiny");
    const auto x = torch::randn({5, 3, 32, 32}).contiguous(torch::MemoryFormat::ChannelsLast);
    const auto together = (*classifier)->logits(x);
    for (int i = 0; i < 5; ++i)
      QVERIFY(max_difference((*classifier)->logits(x.slice(0, i, i + 1))[0], together[i]) < 1e-5);
    const auto whole = (*classifier)->score_gradient(x, 2, 5);
    (*classifier)->simulate_memory_limit(2);
    const auto split = (*classifier)->score_gradient(x, 2, 5);
    QVERIFY(max_difference(whole.input_gradient, split.input_gradient) < 1e-6);
    for (int i = 0; i < 5; ++i) QVERIFY(std::abs(whole.scores[i] - split.scores[i]) < 1e-5);
  }

  void bf16_is_close_to_fp32() {
    QVERIFY(load_classifier("index-buffer", "cpu", "bf16"));
    const auto fp32 = load_classifier("tiny"), bf16 = load_classifier("tiny", "cpu", "bf16");
    QVERIFY(fp32 && bf16);
    const auto x = torch::randn({2, 3, 32, 32}).contiguous(torch::MemoryFormat::ChannelsLast);
    const auto a = (*fp32)->score_gradient(x, 2, std::nullopt),
               b = (*bf16)->score_gradient(x, 2, std::nullopt);
    QVERIFY(std::abs(a.scores[0] - b.scores[0]) < 0.3);
    const auto cosine = (a.input_gradient * b.input_gradient).sum() / a.input_gradient.norm() /
                        b.input_gradient.norm();
    QVERIFY(cosine.item<double>() > 0.97);
    QVERIFY(b.input_gradient.scalar_type() == torch::kFloat32);
  }

  void unusable_models_are_refused_data() {
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
  void unusable_models_are_refused() {
    QFETCH(QString, name);
    QFETCH(QString, text);
    FIDO_FAILS(load_classifier(name.toStdString()), ErrorCode::input, text.toStdString());
  }

  void wrong_output_kind_is_refused() {
    auto card = load_test_card("tiny");
    card.output = OutputKind::probabilities;
    FIDO_FAILS(Classifier::load(card, "cpu", "fp32"), ErrorCode::input, "outside [0, 1]");
    card.output = OutputKind::log_probabilities;
    FIDO_FAILS(Classifier::load(card, "cpu", "fp32"), ErrorCode::input, "above 0");
  }

  void absent_device_is_refused() {
    if (torch::cuda::is_available()) {
      FIDO_FAILS(load_classifier("tiny", "cuda:99"), ErrorCode::usage,
                 "the highest CUDA device here");
    } else {
      FIDO_FAILS(load_classifier("tiny", "cuda"), ErrorCode::usage, "no CUDA device is available");
    }
  }

  void failed_load_keeps_the_previous_classifier() {
    const auto engine = make_engine();
    FIDO_FAILS(engine->classify(color_ramp_photo(32, 32), 5), ErrorCode::usage,
               "no classifier is loaded");
    FIDO_WORKS(engine->load(load_test_card("tiny"), default_spec()));
    const auto before = engine->classify(color_ramp_photo(40, 40), 5);
    FIDO_FAILS(engine->load(load_test_card("returns-nan"), default_spec()), ErrorCode::input,
               "NaN");
    FIDO_FAILS(engine->load(load_test_card("wrong-labels"), default_spec()), ErrorCode::input,
               "short_labels.txt");
    const auto after = engine->classify(color_ramp_photo(40, 40), 5);
    QVERIFY(before && after);
    QCOMPARE(after->predictions.size(), std::size_t{5});
    for (int i = 0; i < 5; ++i) QCOMPARE(after->predictions[i].index, before->predictions[i].index);
    for (int i = 1; i < 5; ++i)
      QVERIFY(after->predictions[i - 1].probability >= after->predictions[i].probability);
  }

  void non_finite_output_for_a_photo_is_refused() {
    const auto engine = make_engine();
    FIDO_WORKS(engine->load(load_test_card("nan-on-black"), default_spec()));
    FIDO_WORKS(engine->classify(color_ramp_photo(32, 32), 5));
    FIDO_FAILS(engine->classify(Image(32, 32), 5), ErrorCode::input,
               "NaN or infinite values for this photo");
    auto spec = default_spec();
    FIDO_FAILS(engine->explain(spec, std::make_shared<Image>(32, 32), {}), ErrorCode::input,
               "for this photo");
    spec.target = "unicorn";
    const auto photo = std::make_shared<Image>(color_ramp_photo(32, 32));
    FIDO_FAILS(engine->explain(spec, photo, {}), ErrorCode::usage, "unicorn");
    spec.target = "3";
    spec.contrast = "3";
    FIDO_FAILS(engine->explain(spec, photo, {}), ErrorCode::usage, "is the target itself");
  }

  void mask_questions_are_answered() {
    const auto engine = make_engine();
    FIDO_WORKS(engine->load(load_test_card("tiny"), default_spec()));
    const auto photo = std::make_shared<Image>(color_ramp_photo(64, 64));
    MaskQuestion question;
    question.photo = photo;
    question.mask = Plane(7, 5, 1.F);  // a mask may have any size
    auto answer = engine->answer(question);
    QVERIFY(answer.has_value());
    // A mask that keeps everything does not change the probability.
    QVERIFY(std::abs(answer->target_after.probability - answer->target_before.probability) < 1e-6);
    question.mask = Plane(7, 5, 0.F);
    question.infill = "mean";
    answer = engine->answer(question);
    QVERIFY(answer.has_value());
    const auto grey = answer->infilled;
    // With everything dropped, the mean infiller gives one colour everywhere.
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
    QCOMPARE(again->marginal.mean, answer->marginal.mean);  // the same seed draws the same samples
  }

  void blas_library_is_found() {
    const auto blas = blas_in_use();
    QVERIFY2(std::filesystem::exists(blas) || blas == "unknown", blas.c_str());
  }
};

QTEST_GUILESS_MAIN(TestClassifier)
#include "test_classifier.moc"
