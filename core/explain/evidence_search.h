// The evidence form of FIDO: the smallest region whose masks keep (or destroy) a given share of the
// class's evidence. Instead of weighing score against area with a price that somebody has to
// choose, the area is moved until the score of hard masks is at its target; the price of a pixel
// follows from that constraint (docs/method.md). Works on plain numbers, without tensors.
#pragma once

#include <deque>
#include <vector>

namespace fido {

// Optimises the probability q that a cell belongs to the region. Every step raises the gain (the
// score for SSR, minus the score for SDR) at a fixed expected area, and then moves the area towards
// the target. Cells share one second moment, so that a cell's step depends on how much it matters;
// in Adam, whose steps do not, cells that matter little wander by chance.
class EvidenceSearch {
 public:
  struct Options {
    int steps = 40;
    int hold_steps = 3;           // steps at the beginning during which the area stays as it is
    double learning_rate = 0.15;  // initial value; it falls linearly to 0
    // The largest share of the cells that are not frozen; a search that starts with more keeps
    // that.
    double max_share = 0.98;
  };

  // cell_areas: [n], in pixels. logits: [n] initial logits of q. frozen: [n], 1 for cells that
  // never change; empty if there are none.
  EvidenceSearch(const Options& options, std::vector<double> cell_areas, std::vector<double> logits,
                 std::vector<char> frozen);

  // slack: how far the gain is above its target, as a share of the score range; negative if it is
  // below. d_gain_d_q: [n].
  void step(double slack, const std::vector<double>& d_gain_d_q);

  // Returns q, [n] in (0, 1).
  std::vector<double> probabilities() const;
  // Returns the mean of q over the latest steps, 15 % of all; q itself before the first one.
  std::vector<double> mean_probabilities() const;
  const std::vector<double>& logits() const { return logits_; }
  // Returns the expected share of the photo that belongs to the region.
  double area() const;
  // Returns whether the target is reached, or out of reach, with an area that no longer changes, so
  // that further steps are not worth their time.
  bool has_settled() const;
  // Returns the price of a pixel: the gain that one pixel more would bring, for the cells that are
  // still undecided. A running mean over some ten steps, at least 0.
  double price() const { return price_; }

 private:
  double free_share(double shift = 0) const;
  void move_free_share(double share);

  Options options_;
  std::vector<double> cell_areas_, logits_;
  std::vector<char> frozen_;
  double total_area_ = 0, free_area_ = 0;  // of all cells, and of those that are not frozen
  int averaged_steps_ = 1;                 // whose q are averaged
  int step_ = 0;
  std::vector<double> first_moment_;
  double second_moment_ = 0;  // shared by all cells
  double largest_change_;     // of the logarithm of the area, in a step
  double max_growth_ = 0;
  double price_ = 0;
  std::deque<std::vector<double>> latest_;  // q after the latest steps
  std::vector<double> slacks_;              // of every step
  std::vector<double> shares_;              // free_share() after every step
};

}  // namespace fido
