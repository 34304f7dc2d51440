// Words of the core that the window shows, for lupdate; included nowhere. test_translation says
// when one is missing.
#include <QtGlobal>

static const char* const kCoreWords[] = {
    QT_TRANSLATE_NOOP("core", "Fast"),
    QT_TRANSLATE_NOOP("core", "Push-pull, refined by a small network that was trained on photos."),
    QT_TRANSLATE_NOOP("core", "VAE"),
    QT_TRANSLATE_NOOP("core",
                      "A variational autoencoder's mean completion; it was trained on photos."),
    QT_TRANSLATE_NOOP("core", "VAE, samples"),
    QT_TRANSLATE_NOOP(
        "core", "Completions that a variational autoencoder draws; it was trained on photos."),
    QT_TRANSLATE_NOOP("core", "CA"),
    QT_TRANSLATE_NOOP("core",
                      "Contextual attention: a coarse guess, refined with what is found elsewhere "
                      "in the photo; trained on photos."),
    QT_TRANSLATE_NOOP("core", "Push-pull"),
    QT_TRANSLATE_NOOP("core",
                      "Kept pixels averaged into ever coarser levels, holes filled from the "
                      "coarser one (Gortler 1996)."),
    QT_TRANSLATE_NOOP("core", "Local"),
    QT_TRANSLATE_NOOP("core", "Mean of the kept pixels in a 15 × 15 window around each hole."),
    QT_TRANSLATE_NOOP("core", "Mean"),
    QT_TRANSLATE_NOOP("core", "The training set's mean colour."),
    QT_TRANSLATE_NOOP("core", "Blur"),
    QT_TRANSLATE_NOOP("core", "The photo under a Gaussian blur of 10 pixels."),
    QT_TRANSLATE_NOOP("core", "Random"),
    QT_TRANSLATE_NOOP("core", "One random colour plus noise at every pixel, fresh at every call."),
    QT_TRANSLATE_NOOP("core", "Telea"),
    QT_TRANSLATE_NOOP("core", "OpenCV's fast-marching inpainting, for hand-made masks."),
    QT_TRANSLATE_NOOP("core", "Navier-Stokes"),
    QT_TRANSLATE_NOOP("core", "OpenCV's fluid-dynamics inpainting, for hand-made masks."),
    QT_TRANSLATE_NOOP("core", "SSR: keep"),
    QT_TRANSLATE_NOOP("core", "The smallest region that, kept, sustains the class (FIDO, Eq. 4)."),
    QT_TRANSLATE_NOOP("core", "SDR: drop"),
    QT_TRANSLATE_NOOP("core",
                      "The smallest region that, dropped, destroys the class (FIDO, Eq. 5)."),
    QT_TRANSLATE_NOOP("core", "SSR + SDR: both"),
    QT_TRANSLATE_NOOP("core",
                      "The smallest region that sustains the class when kept and destroys it when "
                      "dropped (Korsch et al. 2023)."),
    QT_TRANSLATE_NOOP("core", "Guided Backpropagation"),
    QT_TRANSLATE_NOOP("core",
                      "The gradient, with what speaks against a unit cut off at every ReLU "
                      "(Springenberg et al. 2015)."),
    QT_TRANSLATE_NOOP("core", "SEDC"),
    QT_TRANSLATE_NOOP("core",
                      "The fewest segments of the photo without which the network names another "
                      "class (Vermeire & Martens 2020)."),
    QT_TRANSLATE_NOOP("core", "BBMP"),
    QT_TRANSLATE_NOOP("core",
                      "One mask, not a distribution, whose dropped region destroys the class (Fong "
                      "& Vedaldi 2017)."),
    QT_TRANSLATE_NOOP("core", "Extremal"),
    QT_TRANSLATE_NOOP("core",
                      "The smooth region of a given area that, kept, sustains the class best (Fong "
                      "et al. 2019)."),
    QT_TRANSLATE_NOOP("core", "Gradient"),
    QT_TRANSLATE_NOOP("core",
                      "How steeply the score changes with each pixel (Simonyan et al. 2014)."),
    QT_TRANSLATE_NOOP("core", "Gradient × input"),
    QT_TRANSLATE_NOOP("core", "The slope times the pixel's own value (Shrikumar et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "SmoothGrad"),
    QT_TRANSLATE_NOOP(
        "core", "The gradient, averaged over noisy copies of the photo (Smilkov et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "Integrated Gradients"),
    QT_TRANSLATE_NOOP("core",
                      "The gradient along the way from the infilled photo to the photo "
                      "(Sundararajan et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "Grad-CAM"),
    QT_TRANSLATE_NOOP(
        "core",
        "Where the last feature maps that speak for the class are active (Selvaraju et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "Occlusion"),
    QT_TRANSLATE_NOOP("core",
                      "How far the score falls when a window is infilled (Zeiler & Fergus 2014)."),
    QT_TRANSLATE_NOOP("core", "PDA"),
    QT_TRANSLATE_NOOP("core",
                      "How far the log-odds fall when what may be under a window is averaged over "
                      "(Zintgraf et al. 2017)."),
    QT_TRANSLATE_NOOP("core", "Realtime"),
    QT_TRANSLATE_NOOP("core",
                      "The mask that a network trained for this classifier gives at one glance "
                      "(Dabkowski & Gal 2017)."),
    QT_TRANSLATE_NOOP("core", "RISE"),
    QT_TRANSLATE_NOOP("core",
                      "How probable the class is under the random masks that keep a pixel (Petsiuk "
                      "et al. 2018)."),
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
                      "price of each kept pixel (of each dropped one when the question is what to "
                      "drop); larger means a smaller region"),
    QT_TRANSLATE_NOOP("core", "Lambda unit"),
    QT_TRANSLATE_NOOP("core",
                      "what λ is the price of: one pixel, as in the paper; or all of them "
                      "together, in multiples of the photo's score range (from untouched to all "
                      "infilled), which means the same for every photo and infiller"),
    QT_TRANSLATE_NOOP(
        "core",
        "price of rough edges (squared total variation); larger means smoother, rounder regions"),
    QT_TRANSLATE_NOOP("core",
                      "steps of the optimiser; more steps settle the map further and take longer"),
    QT_TRANSLATE_NOOP(
        "core", "masks drawn in each step, as one batch; more mean less noise and slower steps"),
    QT_TRANSLATE_NOOP(
        "core",
        "θ has this many rows and columns; a finer grid draws finer and more scattered regions"),
    QT_TRANSLATE_NOOP(
        "core", "share of the photo that the region takes up; smaller shows only what counts most"),
    QT_TRANSLATE_NOOP(
        "core",
        "Adam's first step size, falling linearly to 0; larger moves faster and less steadily"),
    QT_TRANSLATE_NOOP(
        "core", "of the concrete distribution; lower means harder masks and noisier gradients"),
    QT_TRANSLATE_NOOP("core",
                      "steps over which the penalty rises from 0 to its full weight; a longer rise "
                      "lets the class settle first"),
    QT_TRANSLATE_NOOP(
        "core",
        "draw u evenly over the batch of masks: the same answer on average with less noise"),
    QT_TRANSLATE_NOOP("core",
                      "masks are drawn in squares of so many pixels a side; 1 draws every pixel by "
                      "itself, larger ones leave less to restore from"),
    QT_TRANSLATE_NOOP("core",
                      "shuffle the weights of so many layers, counted from the output, beforehand: "
                      "a map that stays as it was never depended on them (Adebayo et al. 2018)"),
    QT_TRANSLATE_NOOP("core",
                      "what is interpolated from the grid to the map: probabilities, or logits for "
                      "crisper edges"),
    QT_TRANSLATE_NOOP(
        "core",
        "masks drawn from the finished map for the marginal confidence; more narrow its interval"),
    QT_TRANSLATE_NOOP(
        "core", "starts the random numbers; the same seed on the same machine gives the same map"),
    QT_TRANSLATE_NOOP(
        "core",
        "where the network runs: auto, cpu, cuda or cuda:N; auto takes a GPU where there is one"),
    QT_TRANSLATE_NOOP("core", "fp32, or bf16, which may run faster and changes the map slightly"),
    QT_TRANSLATE_NOOP("core", "processor threads; 0 takes one a core"),
    QT_TRANSLATE_NOOP("core", "of the class, untouched"),
    QT_TRANSLATE_NOOP(
        "core",
        "of the class under the map's masks (drawn where the method draws, else the likeliest)"),
    QT_TRANSLATE_NOOP("core",
                      "evidence inflation: the log-odds of probability_after less the score of the "
                      "untouched photo"),
    QT_TRANSLATE_NOOP("core", "the objective at the end, of methods that minimise one"),
    QT_TRANSLATE_NOOP("core", "share of the map over 1/2"),
    QT_TRANSLATE_NOOP("core", "of the tightest box round the map over 1/2 with the best true box"),
    QT_TRANSLATE_NOOP("core", "1 where that is at most 1/2 (Table 1, 2)"),
    QT_TRANSLATE_NOOP("core", "share of the map over 1/2 outside the true boxes (Fig. 8)"),
    QT_TRANSLATE_NOOP("core",
                      "1 where the map's largest value is more than 15 pixels from every true box"),
    QT_TRANSLATE_NOOP("core", "saliency metric (Table 1, 2)"),
    QT_TRANSLATE_NOOP("core",
                      "least share of pixels whose removal takes 10 % of the score (Fig. 10)"),
    QT_TRANSLATE_NOOP("core", "20 %"),
    QT_TRANSLATE_NOOP("core", "30 %"),
    QT_TRANSLATE_NOOP("core", "40 %"),
    QT_TRANSLATE_NOOP("core",
                      "area under p(class) as the most important pixels are infilled first"),
    QT_TRANSLATE_NOOP("core", "area under p(class) as the most important pixels are shown first"),
    QT_TRANSLATE_NOOP("core", "of the maps of three seeds, the mean over their pairs"),
    QT_TRANSLATE_NOOP(
        "core", "overlap of what the maps of three seeds have over 1/2, the mean over their pairs"),
    QT_TRANSLATE_NOOP("core",
                      "rank correlation with the map of the same network, its weights shuffled; "
                      "the nearer to 0 the better"),
    QT_TRANSLATE_NOOP("core", "Whole photo"),
    QT_TRANSLATE_NOOP("core", "A map that holds every pixel important (Table 1)"),
    QT_TRANSLATE_NOOP("core", "Centred box"),
    QT_TRANSLATE_NOOP("core", "A centred box of half the area (Table 1)"),
    QT_TRANSLATE_NOOP("core", "True box"),
    QT_TRANSLATE_NOOP("core", "The largest of the true boxes (Table 1)"),
    QT_TRANSLATE_NOOP("core", "Localisation"),
    QT_TRANSLATE_NOOP("core",
                      "Overlap with the true boxes, the share outside them, the pointing game"),
    QT_TRANSLATE_NOOP("core", "Saliency metric"),
    QT_TRANSLATE_NOOP("core", "Size of the region against p(class) of its crop (Table 1, 2)"),
    QT_TRANSLATE_NOOP("core", "Removal"),
    QT_TRANSLATE_NOOP(
        "core", "How few pixels must go until the score falls (Fig. 10), and the deletion curve"),
    QT_TRANSLATE_NOOP("core", "Insertion"),
    QT_TRANSLATE_NOOP("core",
                      "How soon the class is recognised as the most important pixels are shown"),
    QT_TRANSLATE_NOOP("core", "Seeds"),
    QT_TRANSLATE_NOOP("core",
                      "How alike the maps of three seeds are; every map is made three times"),
    QT_TRANSLATE_NOOP("core", "Sanity check"),
    QT_TRANSLATE_NOOP("core",
                      "How alike the map is to that of the same network with shuffled weights "
                      "(Adebayo et al. 2018); every map is made twice"),
};
