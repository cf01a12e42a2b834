// Our k-means and UMAP on arrays of a safetensors file, timed; driven by analysis_peers.py.
//   analysis kmeans DATA.safetensors THREADS ITERATIONS   tensors X [N,D], init [K,D]: Lloyd steps from init,
//   tolerance 0 analysis starts DATA.safetensors THREADS K            tensor X: ten k-means++ starts analysis
//   embed  DATA.safetensors THREADS OUT SEED     tensor X: UMAP; coordinates go to OUT ("xy")
#include "engine/clustering/KMeans.h"
#include "engine/embedding/EmbeddingMethod.h"
#include "io/Safetensors.h"

#include <chrono>
#include <cstdio>
#include <string>
#include <torch/torch.h>

using namespace minamo;

namespace {

at::Tensor load(const SafetensorsFile& file, const char* name)
{
    const auto view = file.require(name, DType::f32, 2);
    if (!view) {
        std::fprintf(stderr, "%s has no F32 tensor %s\n", file.path().c_str(), name);
        std::exit(1);
    }
    return at::from_blob(const_cast<std::byte*>(view->bytes.data()), view->shape, at::kFloat).clone();
}

class Clock {
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

int cluster(const SafetensorsFile& file, bool given, int number)
{
    const auto rows = load(file, "X");
    const Clock clock;
    const auto found = given ? lloyd(rows, load(file, "init"), { .maxIterations = number, .tolerance = 0 })
                             : kMeans(rows, { .clusters = number });
    std::printf("{\"seconds\": %.4f, \"inertia\": %.8g, \"iterations\": %d}\n", clock.seconds(),
        found.inertia, found.iterations);
    return 0;
}

int embed(const SafetensorsFile& file, const Path& out, int threads, int seed)
{
    const auto rows = load(file, "X");
    EmbedOptions options;
    options.seed = seed;
    options.deterministic = threads == 1;
    const Clock clock;
    const auto xy = embeddingMethod("umap")->embed(embeddingInput(rows), { options });
    const double seconds = clock.seconds();
    if (!xy || !writeSafetensors(out, { tensorOf("xy", DType::f32, *xy, { rows.size(0), 2 }) }))
        return 1;
    std::printf("{\"seconds\": %.4f}\n", seconds);
    return 0;
}

} // namespace

int main(int count, char** words)
{
    if (count < 5)
        return std::fprintf(stderr, "see the first lines of analysis.cpp\n"), 2;
    const std::string what = words[1];
    const auto file = SafetensorsFile::open(words[2]);
    if (!file)
        return std::fprintf(stderr, "%s cannot be read\n", words[2]), 1;
    at::set_num_threads(std::stoi(words[3]));
    if (what == "embed")
        return embed(*file, words[4], std::stoi(words[3]), count > 5 ? std::stoi(words[5]) : 0);
    return cluster(*file, what == "kmeans", std::stoi(words[4]));
}
