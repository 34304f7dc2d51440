// Square windows that move over a grid: `grid` positions along each side, each window two positions
// wide, so that what is not at the edge lies under four of them.
#pragma once

namespace fido {

inline int windows_along(int grid) { return grid > 1 ? grid - 1 : 1; }
inline int window_count(int grid) { return windows_along(grid) * windows_along(grid); }

}  // namespace fido
