#include "models/DdaeConfig.h"

#include "models/ConfigReader.h"
#include "models/EdmConfig.h"
#include "models/NoiseLevels.h"

#include <algorithm>

namespace minamo {
namespace {

Result<void> readNetwork(const Json& network, DdaeConfig& c)
{
    ConfigReader reader(network);
    std::vector<int> shape { c.channels, c.size, c.size };
    reader.readWidths("image_shape", shape);
    if (shape.size() != 3 || shape[1] != shape[2])
        reader.bad("model.bad-config", "image_shape");
    reader.read("n_channels", c.nChannels, 8, 16384);
    reader.readWidths("ch_mults", c.chMults);
    if (const Json* found = reader.present("is_attn")) {
        const bool flags = found->is_array() && found->size() == c.chMults.size()
            && std::ranges::all_of(*found, [](const Json& item) { return item.is_boolean(); });
        if (!flags)
            reader.bad("model.bad-config", "is_attn");
        else
            c.isAttn = found->get<std::vector<bool>>();
    }
    reader.read("dropout", c.dropout, 0.0, 0.999);
    reader.read("n_blocks", c.nBlocks, 1, 64);
    reader.read("use_res_for_updown", c.useResForUpdown);
    reader.read("augment_dim", c.augmentDim, 0, 4096);
    if (reader.ok()) {
        c.channels = shape[0];
        c.size = shape[1];
        if (c.isAttn.size() != c.chMults.size())
            reader.bad("model.bad-config", "is_attn");
        if (c.size % (1 << (c.levels() - 1)) != 0)
            reader.bad("model.bad-config", "image_shape");
    }
    return reader.finish();
}

Result<void> readDiffusion(const Json& diffusion, DdaeConfig& c)
{
    ConfigReader reader(diffusion);
    reader.read("n_T", c.nT, 1, 1'000'000);
    if (const Json* found = reader.present("betas")) {
        const bool pair = found->is_array() && found->size() == 2 && (*found)[0].is_number()
            && (*found)[1].is_number() && (*found)[0] > 0 && (*found)[0] < (*found)[1] && (*found)[1] < 1;
        if (!pair)
            reader.bad("model.bad-config", "betas");
        else
            c.betas = found->get<std::vector<double>>();
    }
    reader.read("sigma_data", c.sigmaData, 1e-6, 1e6);
    reader.read("sigma_min", c.sigmaMin, 1e-6, 1e6);
    reader.read("sigma_max", c.sigmaMax, 1e-6, 1e6);
    reader.read("rho", c.rho, 1.0, 100.0);
    reader.read("steps", c.steps, 2, 100'000);
    for (const char* key : { "p_mean", "p_std", "S_min", "S_max", "S_noise" }) // training and sampling
        reader.present(key);
    if (reader.ok() && !(c.sigmaMin < c.sigmaMax))
        reader.bad("model.bad-config", "sigma_max");
    return reader.finish();
}

void checkGroups(ConfigReader& reader, const DdaeConfig& c)
{
    for (const int factor : c.chMults)
        if (factor * c.nChannels > 65536 || factor * c.nChannels % c.numGroups != 0)
            return reader.bad("model.bad-config", "num_groups", c.numGroups);
    if (c.nChannels % c.numGroups != 0)
        return reader.bad("model.bad-config", "num_groups", c.numGroups);
    if (c.chMults.front() * c.nChannels % c.finalNumGroups != 0)
        reader.bad("model.bad-config", "final_num_groups", c.finalNumGroups);
}

} // namespace

Result<DdaeConfig> DdaeConfig::fromJson(const Json& config)
{
    if (!config.is_object())
        return fail("model.bad-config", { { "key", "config.json" }, { "value", config.type_name() } });
    DdaeConfig c;
    ConfigReader reader(config);
    std::string type = "DDPM";
    reader.read("model_type", type, { "DDPM", "EDM" });
    c.edm = type == "EDM";
    reader.read("num_groups", c.numGroups, 1, 16384);
    reader.read("final_num_groups", c.finalNumGroups, 1, 16384);
    for (const char* key : { "format", "note", "source", "licence" })
        reader.present(key);
    const Json* network = reader.present("network");
    const Json* diffusion = reader.present("diffusion");
    for (const auto& [part, key] : { std::pair { network, "network" }, { diffusion, "diffusion" } })
        if (part && !part->is_object())
            reader.bad("model.bad-config", key);
    if (reader.ok()) {
        MINAMO_DO(readNetwork(network ? *network : Json::object(), c));
        MINAMO_DO(readDiffusion(diffusion ? *diffusion : Json::object(), c));
        checkGroups(reader, c);
    }
    MINAMO_DO(reader.finish());
    return c;
}

Json DdaeConfig::toJson() const
{
    Json diffusion = { { "n_T", nT }, { "betas", betas } };
    if (edm)
        diffusion = { { "sigma_data", sigmaData }, { "sigma_min", sigmaMin }, { "sigma_max", sigmaMax },
            { "rho", rho }, { "steps", steps } };
    return { { "format", "ddae" }, { "model_type", edm ? "EDM" : "DDPM" }, { "num_groups", numGroups },
        { "final_num_groups", finalNumGroups }, { "diffusion", diffusion },
        { "network",
            { { "image_shape", { channels, size, size } }, { "n_channels", nChannels },
                { "ch_mults", chMults }, { "is_attn", isAttn }, { "dropout", dropout },
                { "n_blocks", nBlocks }, { "use_res_for_updown", useResForUpdown },
                { "augment_dim", augmentDim } } } };
}

Json DdaeConfig::schedule() const
{
    if (edm) {
        auto ascending = karrasLevels(steps, sigmaMin, sigmaMax, rho);
        std::ranges::reverse(ascending);
        ascending.insert(ascending.begin(), ascending.front());
        return noiseLevelSchedule(ascending);
    }
    std::vector<double> all { 0 };
    for (int i = 0; i < nT; ++i)
        all.push_back(betas[0] + (nT > 1 ? i / (nT - 1.0) : 0) * (betas[1] - betas[0]));
    return { { "_class_name", "DDPM" }, { "num_train_timesteps", all.size() }, { "trained_betas", all },
        { "prediction_type", "epsilon" }, { "clip_sample", true } };
}

} // namespace minamo
