// Precompiled once for the whole engine: parsing LibTorch takes 20 s and 1 GB.
#pragma once
#include <torch/types.h>

#include "base/Json.h"
#include "base/Result.h"
