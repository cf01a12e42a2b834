#include "models/NetworkClasses.h"

#include "models/DdaeConfig.h"
#include "models/EdmConfig.h"
#include "models/NoiseLevels.h"

#include <algorithm>

namespace minamo {
namespace {

constexpr const char* olderDiT = "Transformer2DModel";

} // namespace

std::vector<std::string> networkClasses()
{
    return {
#define MINAMO_NETWORK(name) #name,
#include "models/Networks.def"
#undef MINAMO_NETWORK
    };
}

bool namesNetwork(const std::string& className)
{
    const auto known = networkClasses();
    return className == olderDiT || std::ranges::find(known, className) != known.end();
}

Result<std::string> networkClassOf(const Json& config)
{
    const Json format = config.is_object() ? config.value("format", Json()) : Json();
    if (format == Json("ddae"))
        return "DDAEUNet";
    const char* key = format == Json("edm") ? "model_type" : "_class_name";
    const Json name = config.is_object() ? config.value(key, Json()) : Json();
    if (name == Json(olderDiT)) {
        const Json norm = config.value("norm_type", Json());
        if (norm != Json("ada_norm_zero"))
            return fail("model.unsupported-value", { { "key", "norm_type" }, { "value", norm } });
        return "DiTTransformer2DModel";
    }
    if (!name.is_string() || !namesNetwork(name.get<std::string>()))
        return fail("model.unknown-class", { { "class", name }, { "known", networkClasses() } });
    return name.get<std::string>();
}

Json ownSchedule(const Json& config)
{
    const auto name = networkClassOf(config);
    if (name && *name == "DDAEUNet") {
        const auto ddae = DdaeConfig::fromJson(config);
        return ddae ? ddae->schedule() : Json::object();
    }
    if (!name || (*name != "SongUNet" && *name != "DhariwalUNet"))
        return Json::object();
    const auto edm = EdmConfig::fromJson(config);
    if (!edm)
        return Json::object();
    auto levels = karrasLevels(edm->steps, edm->sigmaMin, edm->sigmaMax, edm->rho);
    std::ranges::reverse(levels);
    return noiseLevelSchedule(levels);
}

} // namespace minamo
