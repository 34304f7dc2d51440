#include "core/explain/names.h"

namespace fido {

const std::vector<MethodInfo>& methods() {
  static const std::vector<MethodInfo> all{
      {"fido-ssr", "SSR: keep", "The smallest region that, kept, sustains the class (FIDO, Eq. 4).",
       true},
      {"fido-sdr", "SDR: drop",
       "The smallest region that, dropped, destroys the class (FIDO, Eq. 5).", false},
      {"fido-joint", "SSR + SDR: both",
       "The smallest region that sustains the class when kept and destroys it when dropped (Korsch "
       "et al. 2023).",
       true, true, true, true},
      {"bbmp", "BBMP",
       "One mask, not a distribution, whose dropped region destroys the class (Fong & Vedaldi "
       "2017).",
       false, false},
      {"extremal", "Extremal",
       "The smooth region of a given area that, kept, sustains the class best (Fong et al. 2019).",
       true, false},
      {"gradient", "Gradient",
       "How steeply the score changes with each pixel (Simonyan et al. 2014).", true, false, false},
      {"gradient-x-input", "Gradient × input",
       "The slope times the pixel's own value (Shrikumar et al. 2017).", true, false, false},
      {"guided-backprop", "Guided Backpropagation",
       "The gradient, with what speaks against a unit cut off at every ReLU (Springenberg et al. "
       "2015).",
       true, false, false},
      {"smoothgrad", "SmoothGrad",
       "The gradient, averaged over noisy copies of the photo (Smilkov et al. 2017).", true, false,
       false},
      {"integrated-gradients", "Integrated Gradients",
       "The gradient along the way from the infilled photo to the photo (Sundararajan et al. "
       "2017).",
       true, false, false},
      {"grad-cam", "Grad-CAM",
       "Where the last feature maps that speak for the class are active (Selvaraju et al. 2017).",
       true, false, false},
      {"occlusion", "Occlusion",
       "How far the score falls when a window is infilled (Zeiler & Fergus 2014).", true, false,
       false},
      {"pda", "PDA",
       "How far the log-odds fall when what may be under a window is averaged over (Zintgraf et "
       "al. 2017).",
       true, false, false},
      {"sedc", "SEDC",
       "The fewest segments of the photo without which the network names another class (Vermeire & "
       "Martens 2020).",
       false, false, false},
      {"realtime", "Realtime",
       "The mask that a network trained for this classifier gives at one glance (Dabkowski & Gal "
       "2017).",
       true, false, false},
      {"rise", "RISE",
       "How probable the class is under the random masks that keep a pixel (Petsiuk et al. 2018).",
       true, false, false},
  };
  return all;
}

const MethodInfo* find_method(const std::string& name) {
  for (const auto& info : methods())
    if (info.name == name) return &info;
  return nullptr;
}

}  // namespace fido
