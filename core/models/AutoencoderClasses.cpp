#include "models/AutoencoderClasses.h"

#include "models/AutoencoderKLConfig.h"
#include "models/AutoencoderTinyConfig.h"

#include <map>

namespace minamo {
namespace {

template <class Config> Result<AutoencoderShape> shapeOf(const Json& json)
{
    MINAMO_TRY(const Config config, Config::fromJson(json));
    return AutoencoderShape { config.latentChannels, config.downscale() };
}

using Reader = Result<AutoencoderShape> (*)(const Json&);

const std::map<std::string, Reader>& readers()
{
    static const std::map<std::string, Reader> table {
#define MINAMO_AUTOENCODER(name) { #name, shapeOf<name##Config> },
#include "models/Autoencoders.def"
#undef MINAMO_AUTOENCODER
    };
    return table;
}

} // namespace

std::vector<std::string> autoencoderClasses()
{
    std::vector<std::string> names;
    for (const auto& [name, reader] : readers())
        names.push_back(name);
    return names;
}

Result<AutoencoderShape> autoencoderShape(const Json& config)
{
    const Json name = config.is_object() ? config.value("_class_name", Json()) : Json();
    const auto reader = name.is_string() ? readers().find(name.get<std::string>()) : readers().end();
    if (reader == readers().end())
        return fail("model.unknown-class", { { "class", name }, { "known", autoencoderClasses() } });
    return reader->second(config);
}

} // namespace minamo
