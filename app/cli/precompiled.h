// The two headers that take most of the compile time of the command line's files.
#pragma once

#include "app/cli/cli11.h"
#include "core/base/json.h"
