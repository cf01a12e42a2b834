#include "data/factory/Textures.h"

#include "data/factory/Camera.h"
#include "data/factory/TextureEffects.h"
#include "data/factory/TextureScene.h"

#include <algorithm>
#include <numbers>

namespace minamo {
namespace {

SceneStyle photoStyle(CounterRandom& random)
{
    SceneStyle style;
    style.texture = uniform(random, 0.15f, 0.9f);
    style.shading = uniform(random, 0.2f, 0.9f);
    style.backgroundTexture = uniform(random, 0.05f, 0.8f);
    style.saturation = uniform(random, 0.05f, 0.6f);
    style.depthBlur = random.below(2) ? 0 : uniform(random, 0.005f, 0.05f);
    return style;
}

SceneStyle cartoonStyle(CounterRandom& random)
{
    SceneStyle style;
    style.saturation = uniform(random, 0.5f, 1);
    style.outline = random.below(5) ? uniform(random, 0.012f, 0.04f) : 0;
    style.shading = random.below(3) ? 0 : uniform(random, 0.1f, 0.5f);
    style.plainBackground = random.below(2) == 0;
    const float white = uniform(random, 0.85f, 1);
    style.paper = random.below(3)
        ? Vec3 { white, white, white }
        : colourOf(uniform(random, 0, 1), uniform(random, 0.1f, 0.8f), uniform(random, 0.6f, 1));
    return style;
}

SceneStyle sketchStyle(CounterRandom& random)
{
    SceneStyle style;
    style.fill = random.below(4) ? 0 : 0.15f;
    style.outline = uniform(random, 0.010f, 0.030f);
    style.outlineBreak = uniform(random, 0, 0.8f);
    style.hatching = random.below(2) ? 0 : uniform(random, 0.2f, 0.8f);
    style.plainBackground = true;
    style.saturation = 0;
    const float paper = uniform(random, 0.9f, 1), ink = uniform(random, 0, 0.4f);
    style.paper = { paper, paper, paper };
    style.ink = { ink, ink, ink };
    return style;
}

SceneStyle paintingStyle(CounterRandom& random)
{
    SceneStyle style = photoStyle(random);
    style.saturation = uniform(random, 0.2f, 0.8f);
    style.texture *= 0.4f;
    style.depthBlur = 0;
    return style;
}

/// Camera of a drawing: mild, or the drawing would not be one any more.
void scan(Picture& picture, CounterRandom& random)
{
    photograph(picture, random.below(3) ? 0.15f : 0.5f, random);
}

Picture photo(int size, CounterRandom& random)
{
    Picture picture = drawScene(photoStyle(random), size, random);
    photograph(picture, 0.7f, random);
    return picture;
}
Picture cartoon(int size, CounterRandom& random)
{
    Picture picture = drawScene(cartoonStyle(random), size, random);
    scan(picture, random);
    return picture;
}
Picture sketch(int size, CounterRandom& random)
{
    Picture picture = drawScene(sketchStyle(random), size, random);
    scan(picture, random);
    return picture;
}
Picture painting(int size, CounterRandom& random)
{
    Picture picture = drawScene(paintingStyle(random), size, random);
    paintStrokes(picture, random);
    photograph(picture, 0.4f, random);
    return picture;
}
Picture engraving(int size, CounterRandom& random)
{
    Picture picture = drawScene(photoStyle(random), size, random);
    engrave(picture, random);
    scan(picture, random);
    return picture;
}
Picture poster(int size, CounterRandom& random)
{
    Picture picture = drawScene(random.below(2) ? photoStyle(random) : cartoonStyle(random), size, random);
    posterize(picture, random);
    scan(picture, random);
    return picture;
}
Picture leaves(int size, CounterRandom& random)
{
    Picture picture = drawLeaves(random.below(3) ? photoStyle(random) : cartoonStyle(random), size, random);
    photograph(picture, 0.8f, random);
    return picture;
}
Picture pattern(int size, CounterRandom& random)
{
    constexpr Picture (*kinds[])(int, CounterRandom&)
        = { drawGrating, drawChecks, drawScratches, drawGlyphs, drawGradient };
    Picture picture = kinds[random.below(5)](size, random);
    if (random.below(3) == 0)
        paintStrokes(picture, random);
    photograph(picture, 0.8f, random);
    return picture;
}
Picture clouds(int size, CounterRandom& random)
{
    Picture picture = drawClouds(size, random);
    photograph(picture, 0.8f, random);
    return picture;
}
Picture relief(int size, CounterRandom& random)
{
    Picture picture = drawRelief(size, random);
    photograph(picture, 0.8f, random);
    return picture;
}

struct Kind {
    const char* name;
    float share;
    Picture (*draw)(int, CounterRandom&);
};
constexpr Kind kinds[] = { { "photo", 0.20f, photo }, { "cartoon", 0.14f, cartoon },
    { "sketch", 0.12f, sketch }, { "painting", 0.16f, painting }, { "engraving", 0.04f, engraving },
    { "poster", 0.04f, poster }, { "leaves", 0.10f, leaves }, { "pattern", 0.08f, pattern },
    { "clouds", 0.05f, clouds }, { "relief", 0.07f, relief } };

} // namespace

const std::vector<std::string>& textureStyleNames()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> result;
        for (const Kind& kind : kinds)
            result.emplace_back(kind.name);
        return result;
    }();
    return names;
}

TexturePicture renderTexture(std::uint64_t seed, std::int64_t index, int size)
{
    CounterRandom random(mixKeys(seed, static_cast<std::uint64_t>(index)), 3);
    float left = uniform(random, 0, 1);
    const Kind* kind = kinds;
    while (left >= kind->share && kind + 1 < std::end(kinds))
        left -= (kind++)->share;
    Picture picture = kind->draw(size, random);
    if (random.below(3) == 0)
        compressBlocks(picture, 0.02f * std::exp2(uniform(random, 0, 3)));
    return { size, toBytes(picture), kind->name };
}

} // namespace minamo
