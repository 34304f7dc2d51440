// The precompiled header of ui/: parsing Qt's widgets takes most of a file's compile time.
#pragma once

#include <QtWidgets>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>
