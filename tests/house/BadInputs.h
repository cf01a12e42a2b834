#pragma once
#include "SafetensorsEdit.h"
#include "io/Files.h"
#include "io/Safetensors.h"

#include <QByteArray>
#include <cstring>
#include <functional>

// Photos and models as they should not be, made without a library that could refuse to write them.
namespace minamo {

/// A grey baseline JPEG of any size (multiples of 16) in two bits a block: the Huffman tables know one code
/// each, "no difference" and "end of block", so that the whole scan is zeros.
inline QByteArray greyJpeg(int width, int height)
{
    QByteArray out = QByteArray::fromHex("ffd8ffdb004300") + QByteArray(64, 1);
    out += QByteArray::fromHex("ffc0000b08");
    for (const int side : { height, width })
        out.append(static_cast<char>(side >> 8)).append(static_cast<char>(side));
    out += QByteArray::fromHex("01011100");
    for (const char table : { 0x00, 0x10 })
        out += QByteArray::fromHex("ffc40014") + table + '\1' + QByteArray(16, '\0');
    out += QByteArray::fromHex("ffda0008010100003f00");
    const auto blocks = (static_cast<qsizetype>(width) + 7) / 8 * ((height + 7) / 8);
    return out + QByteArray((blocks * 2 + 7) / 8, '\0') + QByteArray::fromHex("ffd9");
}

/// An uncompressed 16-bit grey TIFF: a ramp.
inline QByteArray deepTiff(int width, int height)
{
    QByteArray out("II*\0", 4);
    const auto u16 = [&out](int v) { out.append(static_cast<char>(v)).append(static_cast<char>(v >> 8)); };
    const auto u32 = [&u16](int v) { u16(v & 0xffff), u16(v >> 16); };
    const int bytes = 2 * width * height;
    u32(8 + bytes);
    for (int i = 0; i < width * height; ++i)
        u16(i * 65535 / (width * height));
    const int tags[][4] { { 256, 4, 1, width }, { 257, 4, 1, height }, { 258, 3, 1, 16 }, { 259, 3, 1, 1 },
        { 262, 3, 1, 1 }, { 273, 4, 1, 8 }, { 277, 3, 1, 1 }, { 278, 4, 1, height }, { 279, 4, 1, bytes } };
    u16(std::size(tags));
    for (const auto& [id, type, count, value] : tags)
        u16(id), u16(type), u32(count), u32(value);
    u32(0);
    return out;
}

/// The file without a tensor, the rest moved together.
inline std::string withoutTensor(const Path& file, const std::string& name)
{
    std::vector<TensorView> kept;
    const auto opened = SafetensorsFile::open(file).value();
    for (const auto& view : opened.tensors())
        if (view.name != name)
            kept.push_back(view);
    const Path other = file.string() + ".new";
    if (!writeSafetensors(other, kept))
        return {};
    std::filesystem::rename(other, file);
    return readFile(file).value();
}

/// Breaks a model folder in one way. "nothing" writes everything back as it was.
inline bool damageModel(const Path& model, const std::string& how)
{
    const std::string tensor = "mid_block.resnets.0.conv1.weight";
    const Path weights = model / "diffusion_pytorch_model.safetensors";
    Json config = readJson(model / "config.json").value();
    std::string bytes = readFile(weights).value();
    const auto editHeader = [&](const std::function<void(Json&)>& edit) { bytes = withHeader(bytes, edit); };
    if (how == "missing tensor")
        bytes = withoutTensor(weights, tensor);
    else if (how == "NaN") {
        std::uint64_t header = 0;
        std::memcpy(&header, bytes.data(), 8);
        const auto begin = Json::parse(bytes.substr(8, header))[tensor]["data_offsets"][0].get<std::size_t>();
        std::memcpy(bytes.data() + 8 + header + begin, "\0\0\xc0\x7f", 4);
    } else if (how == "oversized header")
        std::memset(bytes.data(), 0x7f, 8);
    else if (how == "overlapping offsets")
        editHeader([&](Json& header) {
            for (Json& offset : header[tensor]["data_offsets"])
                offset = offset.get<int>() - 4;
        });
    else if (how == "overflowing shape")
        editHeader([&](Json& header) {
            header[tensor]["shape"] = { std::uint64_t(1) << 40, std::uint64_t(1) << 40 };
        });
    else if (how == "trailing bytes")
        bytes += "x";
    else if (how == "unknown block")
        config["down_block_types"][1] = "AttnSkipDownBlock2D";
    std::filesystem::remove(weights);
    const Path file = how.starts_with('.') ? model / ("diffusion_pytorch_model" + how) : weights;
    return writeFileAtomically(file, how.starts_with('.') ? "\x80\x04\x95." : bytes)
        && writeJson(model / "config.json", config);
}

} // namespace minamo
