#pragma once
#include <cstdio>
#include <cstdlib>

/// For bugs, never for the world: a broken assumption ends the process with its place.
#define MINAMO_ASSERT(condition)                                                                              \
    do {                                                                                                      \
        if (!(condition)) {                                                                                   \
            std::fprintf(stderr, "Minamo bug: %s is false at %s:%d\n", #condition, __FILE__, __LINE__);       \
            std::abort();                                                                                     \
        }                                                                                                     \
    } while (false)
