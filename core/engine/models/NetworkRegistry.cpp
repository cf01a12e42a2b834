#include "engine/models/NetworkRegistry.h"

#include "engine/device/Guarded.h"
#include "models/NetworkClasses.h"

namespace minamo {

#define MINAMO_NETWORK(name) Result<std::shared_ptr<DiffusionNetwork>> make##name(const Json& config);
#include "models/Networks.def"
#undef MINAMO_NETWORK

namespace {

using Maker = Result<std::shared_ptr<DiffusionNetwork>> (*)(const Json&);

const std::map<std::string, Maker>& makers()
{
    static const std::map<std::string, Maker> table {
#define MINAMO_NETWORK(name) { #name, make##name },
#include "models/Networks.def"
#undef MINAMO_NETWORK
    };
    return table;
}

} // namespace

Result<std::shared_ptr<DiffusionNetwork>> makeNetwork(const Json& config)
{
    MINAMO_TRY(const std::string name, networkClassOf(config));
    return guarded("cpu", [&] { return makers().at(name)(config); });
}

} // namespace minamo
