// Networks on a GPU as extraction runs them: bfloat16, block outputs averaged on the device.
//   gpu_networks ROW [SECONDS]   one row of the speed table (names as in the peers' script), inputs on the
//   GPU gpu_networks check           our kernels against LibTorch's own, every block of small networks
#include "engine/device/Device.h"
#include "engine/gpu/CudaKernels.h"
#include "engine/models/Autoencoder.h"
#include "engine/models/InferenceMemory.h"
#include "engine/models/NetworkRegistry.h"

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <chrono>
#include <cstdio>
#include <torch/cuda.h>

using namespace minamo;

namespace {

struct Row {
    const char* name;
    Json config;
    std::int64_t batch = 64, side = 64;
    std::string exit; ///< last tap; "" = all blocks
};

Json blocks(std::initializer_list<const char*> names)
{
    Json list = Json::array();
    for (const char* name : names)
        list.push_back(name);
    return list;
}

Json cifar()
{
    return { { "_class_name", "UNet2DModel" }, { "sample_size", 32 },
        { "block_out_channels", { 128, 256, 256, 256 } }, { "layers_per_block", 2 },
        { "attention_head_dim", nullptr }, { "downsample_padding", 0 }, { "flip_sin_to_cos", false },
        { "freq_shift", 1 }, { "norm_eps", 1e-6 }, { "norm_num_groups", 32 },
        { "down_block_types", blocks({ "DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D" }) },
        { "up_block_types", blocks({ "UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D" }) } };
}

Json unet64()
{
    return { { "_class_name", "UNet2DModel" }, { "sample_size", 64 },
        { "block_out_channels", { 64, 128, 192, 256 } }, { "layers_per_block", 2 },
        { "attention_head_dim", 32 }, { "norm_num_groups", 32 },
        { "down_block_types",
            blocks({ "DownBlock2D", "DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D" }) },
        { "up_block_types", blocks({ "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D", "UpBlock2D" }) } };
}

Json sd21()
{
    const char* cross = "CrossAttnDownBlock2D";
    const char* up = "CrossAttnUpBlock2D";
    return { { "_class_name", "UNet2DConditionModel" }, { "sample_size", 64 }, { "in_channels", 4 },
        { "out_channels", 4 }, { "layers_per_block", 2 }, { "block_out_channels", { 320, 640, 1280, 1280 } },
        { "down_block_types", blocks({ cross, cross, cross, "DownBlock2D" }) },
        { "up_block_types", blocks({ "UpBlock2D", up, up, up }) }, { "cross_attention_dim", 1024 },
        { "attention_head_dim", { 5, 10, 20, 20 } }, { "use_linear_projection", true } };
}

Json dit()
{
    return { { "_class_name", "DiTTransformer2DModel" }, { "num_attention_heads", 16 },
        { "attention_head_dim", 72 }, { "in_channels", 4 }, { "out_channels", 8 }, { "num_layers", 28 },
        { "patch_size", 2 }, { "sample_size", 32 }, { "attention_bias", true },
        { "activation_fn", "gelu-approximate" }, { "num_embeds_ada_norm", 1000 },
        { "norm_type", "ada_norm_zero" }, { "norm_elementwise_affine", false } };
}

std::vector<Row> allRows()
{
    return { { "ddpm", cifar(), 512, 32, "" }, { "22M", unet64(), 256, 64, "" },
        { "sd21", sd21(), 64, 64, "" }, { "sd21-up1", sd21(), 64, 64, "up_blocks.1" },
        { "dit", dit(), 256, 32, "transformer_blocks.14" } };
}

/// A network with random weights on the GPU and one batch for it.
struct Bench {
    std::shared_ptr<DiffusionNetwork> network;
    at::Tensor sample, time;
    Conditioning conditioning;
    std::set<std::string> taps;

    Bench(const Row& row, at::ScalarType type)
    {
        torch::manual_seed(0);
        network = makeNetwork(row.config).value();
        network->prepareForInference(at::kCUDA, type);
        const auto options = at::TensorOptions(at::kCUDA).dtype(type);
        sample = at::randn({ row.batch, network->inChannels(), row.side, row.side }, options);
        time = at::full({ 1 }, 50, options.dtype(at::kLong));
        conditioning = blankConditioning(*network);
        if (network->contextWidth() > 0)
            conditioning.context = at::randn({ 1, 77, network->contextWidth() }, options);
        const auto names = network->blockTaps();
        taps = row.exit.empty() ? std::set<std::string>(names.begin(), names.end()) : std::set { row.exit };
    }
    /// Means of all taps side by side.
    at::Tensor pass()
    {
        std::vector<at::Tensor> means;
        TapRequest request(
            taps,
            [&](const std::string&, const at::Tensor& value) { means.push_back(meanOverPlaces(value)); },
            true);
        network->forward(sample, time, conditioning, request);
        return at::cat(means, 1);
    }
};

/// Stable Diffusion's encoder with random weights, 16 photos of 512 px.
class EncoderBench {
public:
    static constexpr std::int64_t batch = 16;
    explicit EncoderBench(at::ScalarType type)
    {
        torch::manual_seed(0);
        const Json config { { "_class_name", "AutoencoderKL" }, { "in_channels", 3 }, { "out_channels", 3 },
            { "block_out_channels", { 128, 256, 512, 512 } }, { "layers_per_block", 2 },
            { "latent_channels", 4 }, { "sample_size", 512 },
            { "down_block_types", std::vector<std::string>(4, "DownEncoderBlock2D") },
            { "up_block_types", std::vector<std::string>(4, "UpDecoderBlock2D") } };
        m_encoder = makeAutoencoder(config, AutoencoderParts::encoder).value();
        prepareModule(*m_encoder, at::kCUDA, type);
        m_image = at::randn({ batch, 3, 512, 512 }, at::TensorOptions(at::kCUDA).dtype(type)).clamp(-1, 1);
    }
    at::Tensor pass() { return m_encoder->encode(m_image).flatten(1); }

private:
    std::shared_ptr<Autoencoder> m_encoder;
    at::Tensor m_image;
};

template <class B> double secondsPerPass(B& bench, double atLeast)
{
    for (int i = 0; i < 3; ++i)
        bench.pass();
    torch::cuda::synchronize();
    const auto start = std::chrono::steady_clock::now();
    const auto passed
        = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    int passes = 0;
    do {
        bench.pass();
        bench.pass();
        passes += 2;
        torch::cuda::synchronize();
    } while (passed() < atLeast);
    return passed() / passes;
}

void print(const std::string& name, std::int64_t batch, double each)
{
    const bool own = CudaKernels::of(at::Device(at::kCUDA, 0)) != nullptr;
    std::printf("{\"what\": \"%s\", \"batch\": %lld, \"per_s\": %.1f, \"ms\": %.2f, \"kernels\": \"%s\"}\n",
        name.c_str(), static_cast<long long>(batch), static_cast<double>(batch) / each, each * 1e3,
        own ? "own" : CudaKernels::problem().c_str());
}

int time(const std::string& name, double seconds)
{
    if (name == "vae") {
        EncoderBench bench(at::kBFloat16);
        print(name, EncoderBench::batch, secondsPerPass(bench, seconds));
        return 0;
    }
    for (const auto& row : allRows()) {
        if (row.name != name)
            continue;
        Bench bench(row, at::kBFloat16);
        print(name, row.batch, secondsPerPass(bench, seconds));
        return 0;
    }
    return 1;
}

/// Largest difference, as a multiple of 1e-4 + 1e-4 |plain|, and the smallest cosine over photos.
template <class B> bool compare(const char* name, B&& bench, at::ScalarType type)
{
    const at::Tensor own = bench.pass().to(at::kDouble);
    CudaKernels::allow(false);
    const at::Tensor plain = bench.pass().to(at::kDouble);
    CudaKernels::allow(true);
    const double ratio = ((own - plain).abs() / (1e-4 + 1e-4 * plain.abs())).max().item<double>();
    const double cosine = at::cosine_similarity(own, plain, 1).min().item<double>();
    const bool differ = !own.equal(plain); // control: there were two ways
    const bool good = differ && (type == at::kFloat ? ratio <= 1 : cosine >= 0.999);
    std::printf("%-8s %-8s worst %.3g of the tolerance, cosine %.6f: %s\n", name,
        type == at::kFloat ? "float" : "bfloat16", ratio, cosine, good ? "good" : "BAD");
    return good;
}

int check()
{
    at::globalContext().setAllowTF32CuBLAS(false);
    at::globalContext().setAllowTF32CuDNN(false);
    bool good = true;
    for (auto row : allRows()) {
        row.batch = row.batch > 64 ? 70 : 2;
        for (const auto type : { at::kFloat, at::kBFloat16 })
            good = compare(row.name, Bench(row, type), type) && good;
    }
    for (const auto type : { at::kFloat, at::kBFloat16 })
        good = compare("vae", EncoderBench(type), type) && good;
    return good ? 0 : 1;
}

} // namespace

int main(int count, char** words)
{
    const auto device = chooseDevice("cuda");
    if (!device || count < 2)
        return std::fprintf(stderr, "%s\n", device ? "ROW or check" : device.error().code.c_str()), 2;
    const c10::InferenceMode guard;
    const std::string what = words[1];
    if (what == "check")
        return check();
    return time(what, count > 2 ? std::atof(words[2]) : 3);
}
