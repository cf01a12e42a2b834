// Precompiled once for the whole engine: parsing LibTorch takes 25 s and 1.5 GB.
#pragma once
#include <torch/torch.h>

#include "base/Json.h"
#include "base/Result.h"
