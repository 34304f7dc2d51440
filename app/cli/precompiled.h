// The header that takes most of the compile time of the command line's files.
#pragma once

#include "core/base/json.h"
