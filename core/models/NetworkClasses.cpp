#include "models/NetworkClasses.h"

namespace minamo {

std::vector<std::string> networkClasses()
{
    return {
#define MINAMO_NETWORK(name) #name,
#include "models/Networks.def"
#undef MINAMO_NETWORK
    };
}

} // namespace minamo
