// Our k-means and UMAP on tensor X [N, D] of a safetensors file, timed; driven by analysis_peers.py.
//   analysis kmeans  DATA THREADS ITERATIONS    Lloyd steps from tensor init [K, D], tolerance 0
//   analysis starts  DATA THREADS K             ten k-means++ starts
//   analysis devices DATA THREADS K DEVICE      the same on the CPU and on DEVICE, compared
//   analysis embed   DATA THREADS OUT SEED      UMAP; coordinates go to OUT ("xy")
#include "engine/clustering/KMeans.h"
#include "engine/device/Device.h"
#include "engine/embedding/EmbeddingMethod.h"
#include "io/Safetensors.h"

#include <ATen/ATen.h>
#include <chrono>
#include <cstdio>
#include <string>

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

int compareDevices(const SafetensorsFile& file, int clusters, const std::string& name)
{
    const auto device = chooseDevice(name);
    if (!device)
        return std::fprintf(stderr, "%s\n", device.error().code.c_str()), 1;
    const auto rows = load(file, "X"), there = rows.to(*device);
    kMeans(there, { .clusters = clusters, .restarts = 1 }); // loads the kernels
    const Clock first;
    const auto cpu = kMeans(rows, { .clusters = clusters });
    const double cpuSeconds = first.seconds();
    const Clock second;
    const auto gpu = kMeans(there, { .clusters = clusters });
    const auto labels = gpu.assignments.cpu();
    const double equal = labels.eq(cpu.assignments).to(at::kDouble).mean().item<double>();
    std::printf("{\"cpu_s\": %.4f, \"device_s\": %.4f, \"inertia_ratio\": %.9f, \"equal_rows\": %.6f, "
                "\"iterations\": [%d, %d]}\n",
        cpuSeconds, second.seconds(), gpu.inertia / cpu.inertia, equal, cpu.iterations, gpu.iterations);
    return 0;
}

int embed(const SafetensorsFile& file, const Path& out, int threads, int seed, const std::string& name)
{
    const auto rows = load(file, "X");
    EmbedOptions options;
    options.seed = seed;
    options.deterministic = threads == 1;
    const auto method = embeddingMethod(name);
    if (!method)
        return std::fprintf(stderr, "no such method\n"), 2;
    const Clock clock;
    const auto xy = method->embed(embeddingInput(rows), { options });
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
        return embed(*file, words[4], std::stoi(words[3]), count > 5 ? std::stoi(words[5]) : 0,
            count > 6 ? words[6] : "umap");
    if (what == "devices")
        return compareDevices(*file, std::stoi(words[4]), count > 5 ? words[5] : "auto");
    return cluster(*file, what == "kmeans", std::stoi(words[4]));
}
