// The two headers that are most of what a file of the command line takes to compile.
#pragma once

#include "app/cli/cli11.h"
#include "core/base/json.h"
