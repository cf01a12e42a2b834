#include "torch_headers.h"
