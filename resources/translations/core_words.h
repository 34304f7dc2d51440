// The strings of the core that the window shows, listed for lupdate. No file includes this one;
// test_translation reports a missing string.
#include <QtGlobal>

static const char* const kCoreWords[] = {
    QT_TRANSLATE_NOOP("core", "Fast"),
    QT_TRANSLATE_NOOP("core", "Push-pull, refined by a small network that was trained on photos."),
    QT_TRANSLATE_NOOP("core", "VAE"),
    QT_TRANSLATE_NOOP(
        "core", "The mean completion of a variational autoencoder that was trained on photos."),
    QT_TRANSLATE_NOOP("core", "VAE, samples"),
    QT_TRANSLATE_NOOP(
        "core", "Completions sampled from a variational autoencoder that was trained on photos."),
    QT_TRANSLATE_NOOP("core", "CA"),
    QT_TRANSLATE_NOOP("core",
                      "Contextual attention: a coarse guess, refined with content found elsewhere "
                      "in the photo; trained on photos."),
    QT_TRANSLATE_NOOP("core", "Push-pull"),
    QT_TRANSLATE_NOOP("core",
                      "Averages kept pixels into ever coarser levels and fills each hole from the "
                      "coarser level (Gortler et al. 1996)."),
    QT_TRANSLATE_NOOP("core", "Local"),
    QT_TRANSLATE_NOOP("core",
                      "The mean of the kept pixels in a 15 × 15 window around each dropped pixel."),
    QT_TRANSLATE_NOOP("core", "Mean"),
    QT_TRANSLATE_NOOP("core", "The training set's mean colour."),
    QT_TRANSLATE_NOOP("core", "Blur"),
    QT_TRANSLATE_NOOP("core",
                      "The photo blurred by a Gaussian with a standard deviation of 10 pixels."),
    QT_TRANSLATE_NOOP("core", "Random"),
    QT_TRANSLATE_NOOP(
        "core", "One random colour per photo plus noise at every pixel, drawn anew at every call."),
    QT_TRANSLATE_NOOP("core", "Telea"),
    QT_TRANSLATE_NOOP("core", "OpenCV's fast-marching inpainting, for hand-made masks."),
    QT_TRANSLATE_NOOP("core", "Navier-Stokes"),
    QT_TRANSLATE_NOOP("core", "OpenCV's fluid-dynamics inpainting, for hand-made masks."),
    QT_TRANSLATE_NOOP("core", "SSR: keep"),
    QT_TRANSLATE_NOOP("core",
                      "The smallest region that sustains the class when kept (FIDO, Eq. 4)."),
    QT_TRANSLATE_NOOP("core", "SDR: drop"),
    QT_TRANSLATE_NOOP("core",
                      "The smallest region that destroys the class when dropped (FIDO, Eq. 5)."),
    QT_TRANSLATE_NOOP("core", "SSR + SDR: both"),
    QT_TRANSLATE_NOOP("core",
                      "The smallest region that sustains the class when kept and destroys it when "
                      "dropped (Korsch et al. 2023)."),
    QT_TRANSLATE_NOOP("core", "Guided Backpropagation"),
    QT_TRANSLATE_NOOP(
        "core",
        "The gradient, with negative gradients cut off at every ReLU (Springenberg et al. 2015)."),
    QT_TRANSLATE_NOOP("core", "SEDC"),
    QT_TRANSLATE_NOOP("core",
                      "The fewest segments without which the network predicts another class "
                      "(Vermeire & Martens 2020)."),
    QT_TRANSLATE_NOOP("core", "BBMP"),
    QT_TRANSLATE_NOOP("core",
                      "A single mask, not a distribution. Dropping its region destroys the class "
                      "(Fong & Vedaldi 2017)."),
    QT_TRANSLATE_NOOP("core", "Extremal"),
    QT_TRANSLATE_NOOP(
        "core",
        "The smooth region of a given area that sustains the class best (Fong et al. 2019)."),
    QT_TRANSLATE_NOOP("core", "Gradient"),
    QT_TRANSLATE_NOOP("core",
                      "How steeply the score changes with each pixel (Simonyan et al. 2014)."),
    QT_TRANSLATE_NOOP("core", "Gradient × input"),
    QT_TRANSLATE_NOOP("core", "The gradient times the pixel's own value (Shrikumar et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "SmoothGrad"),
    QT_TRANSLATE_NOOP(
        "core", "The gradient, averaged over noisy copies of the photo (Smilkov et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "Integrated Gradients"),
    QT_TRANSLATE_NOOP("core",
                      "The gradient, averaged along the line from the infilled photo to the photo "
                      "(Sundararajan et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "Grad-CAM"),
    QT_TRANSLATE_NOOP("core",
                      "The last feature maps, each weighted by how much it speaks for the class "
                      "(Selvaraju et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "LayerCAM"),
    QT_TRANSLATE_NOOP(
        "core",
        "The last feature maps, each value weighted by how much it speaks for the class "
        "(Jiang et al. 2021)."),
    QT_TRANSLATE_NOOP("core", "Occlusion"),
    QT_TRANSLATE_NOOP("core",
                      "How far the score falls when a window is infilled (Zeiler & Fergus 2014)."),
    QT_TRANSLATE_NOOP("core", "PDA"),
    QT_TRANSLATE_NOOP("core",
                      "How far the log-odds fall when p(class) is averaged over several fills of a "
                      "window (Zintgraf et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "Realtime"),
    QT_TRANSLATE_NOOP("core",
                      "The mask that a network trained for this classifier predicts in one pass "
                      "(Dabkowski & Gal 2017)."),
    QT_TRANSLATE_NOOP("core", "RISE"),
    QT_TRANSLATE_NOOP("core",
                      "The mean probability of the class under random masks that keep the pixel "
                      "(Petsiuk et al. 2018)."),
    QT_TRANSLATE_NOOP("core", "Preset"),
    QT_TRANSLATE_NOOP(
        "core",
        "settings to start from: quick shows a first answer, standard settles it, and "
        "paper sets the price λ of a pixel instead of searching it, as the paper "
        "does"),
    QT_TRANSLATE_NOOP("core", "Keep evidence"),
    QT_TRANSLATE_NOOP("core",
                      "share of the class's evidence that the smallest region keeps, or takes away "
                      "if the method drops; the price of a pixel is found in the run. 0 sets the "
                      "price by λ instead"),
    QT_TRANSLATE_NOOP("core", "Lambda"),
    QT_TRANSLATE_NOOP("core", "Iterations"),
    QT_TRANSLATE_NOOP("core", "Samples"),
    QT_TRANSLATE_NOOP("core", "Grid"),
    QT_TRANSLATE_NOOP("core", "Area"),
    QT_TRANSLATE_NOOP("core", "Learning rate"),
    QT_TRANSLATE_NOOP("core", "Temperature"),
    QT_TRANSLATE_NOOP("core", "Warmup"),
    QT_TRANSLATE_NOOP("core", "Stratified"),
    QT_TRANSLATE_NOOP("core", "Noise block"),
    QT_TRANSLATE_NOOP("core", "Randomized layers"),
    QT_TRANSLATE_NOOP("core", "Map upsampling"),
    QT_TRANSLATE_NOOP("core", "Marginal samples"),
    QT_TRANSLATE_NOOP("core", "Seed"),
    QT_TRANSLATE_NOOP("core", "Device"),
    QT_TRANSLATE_NOOP("core", "Precision"),
    QT_TRANSLATE_NOOP("core", "Threads"),
    QT_TRANSLATE_NOOP("core",
                      "price of each kept pixel, or of each dropped pixel if the method drops; "
                      "larger values give smaller regions"),
    QT_TRANSLATE_NOOP("core", "Lambda unit"),
    QT_TRANSLATE_NOOP(
        "core",
        "unit of λ: pixel is the price of one pixel, as in the paper; range is the price of all "
        "pixels together, in multiples of the photo's score range (from untouched to all "
        "infilled), and means the same for every photo and infiller"),
    QT_TRANSLATE_NOOP("core",
                      "price of rough edges (squared total variation); larger values give "
                      "smoother, rounder regions"),
    QT_TRANSLATE_NOOP("core",
                      "number of steps; more steps settle the map further and take longer. A run "
                      "that searches the evidence ends earlier if its region no longer changes"),
    QT_TRANSLATE_NOOP(
        "core",
        "masks drawn in each step, as one batch; more masks mean less noise and slower steps"),
    QT_TRANSLATE_NOOP("core",
                      "rows and columns of θ; a finer grid gives finer and more scattered regions"),
    QT_TRANSLATE_NOOP(
        "core",
        "share of the photo that the region covers; smaller values show only what counts most"),
    QT_TRANSLATE_NOOP("core",
                      "the optimiser's initial step size, which FIDO and BBMP lower linearly to 0; "
                      "larger values move faster and less steadily"),
    QT_TRANSLATE_NOOP("core",
                      "temperature of the concrete distribution; lower values give harder masks "
                      "and noisier gradients"),
    QT_TRANSLATE_NOOP("core",
                      "number of steps in which the penalty rises from 0 to its full weight; a "
                      "longer rise lets the class settle first"),
    QT_TRANSLATE_NOOP("core",
                      "draw u evenly across the batch of masks; the result is the same on average, "
                      "with less noise"),
    QT_TRANSLATE_NOOP("core",
                      "side in pixels of the squares in which masks are drawn; 1 draws every pixel "
                      "by itself, larger squares leave the infiller less to restore from"),
    QT_TRANSLATE_NOOP(
        "core",
        "number of layers, counted from the output, whose weights are shuffled beforehand; a map "
        "that stays the same never depended on them (Adebayo et al. 2018)"),
    QT_TRANSLATE_NOOP("core",
                      "what is interpolated from the grid to the map: probabilities, or logits for "
                      "crisper edges"),
    QT_TRANSLATE_NOOP("core",
                      "masks drawn from the finished map for the marginal confidence; more masks "
                      "narrow its interval"),
    QT_TRANSLATE_NOOP(
        "core", "seed of the random numbers; the same seed on the same machine gives the same map"),
    QT_TRANSLATE_NOOP(
        "core",
        "where the network runs: auto, cpu, cuda or cuda:N; auto uses a GPU if there is one"),
    QT_TRANSLATE_NOOP("core", "fp32, or bf16, which may be faster and changes the map slightly"),
    QT_TRANSLATE_NOOP("core", "number of processor threads; 0 uses one for each core"),
    QT_TRANSLATE_NOOP("core", "p(class) of the untouched photo"),
    QT_TRANSLATE_NOOP("core",
                      "p(class) under the map's masks: drawn masks if the method draws them, "
                      "otherwise the most likely mask"),
    QT_TRANSLATE_NOOP("core",
                      "evidence inflation: the log-odds of probability_after minus the score of "
                      "the untouched photo"),
    QT_TRANSLATE_NOOP("core", "final objective, for methods that minimise one"),
    QT_TRANSLATE_NOOP("core", "share of the map over 1/2"),
    QT_TRANSLATE_NOOP("core",
                      "IoU of the tightest box around the map over 1/2 with the best true box"),
    QT_TRANSLATE_NOOP("core", "1 if the IoU is at most 1/2 (Table 1, 2)"),
    QT_TRANSLATE_NOOP("core",
                      "share of the map over 1/2 that lies outside the true boxes (Fig. 8)"),
    QT_TRANSLATE_NOOP("core",
                      "1 if the map's largest value is more than 15 pixels from every true box"),
    QT_TRANSLATE_NOOP(
        "core",
        "saliency metric: log size of the region minus log p(class) of its crop (Table 1, 2)"),
    QT_TRANSLATE_NOOP(
        "core",
        "smallest share of pixels whose removal lowers the score by 10 % of its range (Fig. 10)"),
    QT_TRANSLATE_NOOP(
        "core", "smallest share of pixels whose removal lowers the score by 20 % of its range"),
    QT_TRANSLATE_NOOP(
        "core", "smallest share of pixels whose removal lowers the score by 30 % of its range"),
    QT_TRANSLATE_NOOP(
        "core", "smallest share of pixels whose removal lowers the score by 40 % of its range"),
    QT_TRANSLATE_NOOP("core",
                      "area under p(class) as the most important pixels are infilled first"),
    QT_TRANSLATE_NOOP("core", "area under p(class) as the most important pixels are shown first"),
    QT_TRANSLATE_NOOP("core",
                      "share of 100 random regions of the same size and shape whose removal lowers "
                      "the score at least as much as that of the map over 1/2"),
    QT_TRANSLATE_NOOP("core", "Necessity"),
    QT_TRANSLATE_NOOP("core",
                      "Whether dropping the region costs more than dropping random regions of its "
                      "size and shape; a hundred forward passes a map"),
    QT_TRANSLATE_NOOP("core", "correlation of the maps of three seeds, mean over their pairs"),
    QT_TRANSLATE_NOOP(
        "core", "IoU of the regions over 1/2 in the maps of three seeds, mean over their pairs"),
    QT_TRANSLATE_NOOP("core",
                      "rank correlation with the map of the same network with shuffled weights; "
                      "the closer to 0 the better"),
    QT_TRANSLATE_NOOP("core", "Whole photo"),
    QT_TRANSLATE_NOOP("core", "Every pixel marked as important (Table 1)"),
    QT_TRANSLATE_NOOP("core", "Centred box"),
    QT_TRANSLATE_NOOP("core", "A centred box of half the area (Table 1)"),
    QT_TRANSLATE_NOOP("core", "True box"),
    QT_TRANSLATE_NOOP("core", "The largest of the true boxes (Table 1)"),
    QT_TRANSLATE_NOOP("core", "Localisation"),
    QT_TRANSLATE_NOOP("core",
                      "Overlap with the true boxes, share outside them, and the pointing game"),
    QT_TRANSLATE_NOOP("core", "Saliency metric"),
    QT_TRANSLATE_NOOP("core", "Size of the region relative to p(class) of its crop (Table 1, 2)"),
    QT_TRANSLATE_NOOP("core", "Removal"),
    QT_TRANSLATE_NOOP("core",
                      "How few pixels need to be removed before the score falls (Fig. 10), and the "
                      "deletion curve"),
    QT_TRANSLATE_NOOP("core", "Insertion"),
    QT_TRANSLATE_NOOP(
        "core", "How soon the class is recognised when the most important pixels are shown first"),
    QT_TRANSLATE_NOOP("core", "Seeds"),
    QT_TRANSLATE_NOOP("core",
                      "How similar the maps of three seeds are; every map is made three times"),
    QT_TRANSLATE_NOOP("core", "Sanity check"),
    QT_TRANSLATE_NOOP("core",
                      "How similar the map is to that of the same network with shuffled weights "
                      "(Adebayo et al. 2018); every map is made twice"),
};
