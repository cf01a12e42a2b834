#pragma once
#include "base/Random.h"
#include "data/factory/Raster.h"

namespace minamo {

/// Pure patterns, colours and all: fractal clouds, gratings, checks, scratches, text-like strokes, gradients.
Picture drawClouds(int size, CounterRandom& random);
Picture drawGrating(int size, CounterRandom& random);
Picture drawChecks(int size, CounterRandom& random);
Picture drawScratches(int size, CounterRandom& random);
Picture drawGlyphs(int size, CounterRandom& random);
Picture drawGradient(int size, CounterRandom& random);
/// A relief of noise, waves or cells under a lamp: cast metal, cloth, plaster.
Picture drawRelief(int size, CounterRandom& random);

/// Repaints a picture with brush strokes along a smooth field of directions.
void paintStrokes(Picture& picture, CounterRandom& random);
/// Engraving: line thickness follows darkness.
void engrave(Picture& picture, CounterRandom& random);
/// Fewer tones per channel.
void posterize(Picture& picture, CounterRandom& random);
/// Quantised 8 x 8 cosine transform: the blocks and rings of strong compression. strength about 0.02 to 0.3.
void compressBlocks(Picture& picture, float strength);
/// Random light fall-off, colour cast, gamma, saturation, lens, noise: a camera nobody has described.
void photograph(Picture& picture, float strength, CounterRandom& random);

} // namespace minamo
