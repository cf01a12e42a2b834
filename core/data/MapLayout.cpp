#include "data/MapLayout.h"

#include "io/Safetensors.h"

namespace minamo {

Result<MapLayout> readMapLayout(const Path& file)
{
    MINAMO_TRY(const auto tensors, SafetensorsFile::open(file));
    MINAMO_TRY(const auto ids, tensors.require("ids", DType::u64, 1));
    MINAMO_TRY(const auto xy, tensors.require("xy", DType::f32, 2));
    if (xy.elements() != 2 * ids.elements())
        return fail("safetensors.wrong-kind",
            { { "path", file.string() }, { "tensor", "xy" }, { "expected", "F32" },
                { "expectedDimensions", 2 }, { "found", dtypeName(xy.dtype) },
                { "foundDimensions", xy.shape.size() } });
    return MapLayout { { ids.data<std::uint64_t>(), ids.data<std::uint64_t>() + ids.elements() },
        { xy.data<float>(), xy.data<float>() + xy.elements() } };
}

Result<void> writeMapLayout(const Path& file, const MapLayout& layout)
{
    return writeSafetensors(file,
        { tensorOf("ids", DType::u64, layout.ids),
            tensorOf("xy", DType::f32, layout.xy, { static_cast<std::int64_t>(layout.ids.size()), 2 }) });
}

} // namespace minamo
