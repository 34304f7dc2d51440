// Qt's widgets, precompiled: they are most of what a file of ui/ takes to compile.
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
