#include "data/TextColumn.h"

namespace minamo {
namespace {

std::string part(const std::string& name, const char* which)
{
    return name.empty() ? which : name + "." + which;
}

} // namespace

TextColumn::TextColumn(std::string name, const std::vector<std::string>& texts) : TextColumn(std::move(name))
{
    for (const auto& text : texts)
        add(text);
}

void TextColumn::add(std::string_view text)
{
    m_bytes.insert(m_bytes.end(), text.begin(), text.end());
    m_offsets.push_back(m_bytes.size());
}

void TextColumn::appendTo(std::vector<TensorView>& tensors) const
{
    tensors.push_back(tensorOf(part(m_name, "bytes"), DType::u8, m_bytes));
    tensors.push_back(tensorOf(part(m_name, "offsets"), DType::u64, m_offsets));
}

Result<JoinedBytes> readJoinedBytes(const SafetensorsFile& file, const std::string& name)
{
    MINAMO_TRY(const TensorView bytes, file.require(part(name, "bytes"), DType::u8, 1));
    MINAMO_TRY(const TensorView offsets, file.require(part(name, "offsets"), DType::u64, 1));
    const JoinedBytes joined { bytes.bytes,
        { offsets.data<std::uint64_t>(), static_cast<std::size_t>(offsets.elements()) } };
    bool sound = !joined.offsets.empty() && joined.offsets.front() == 0
        && joined.offsets.back() == joined.bytes.size();
    for (std::size_t i = 1; sound && i < joined.offsets.size(); ++i)
        sound = joined.offsets[i] >= joined.offsets[i - 1];
    if (!sound)
        return fail("data.damaged", { { "path", file.path().string() }, { "column", name } });
    return joined;
}

Result<std::vector<std::string>> TextColumn::read(const SafetensorsFile& file, const std::string& name)
{
    MINAMO_TRY(const JoinedBytes joined, readJoinedBytes(file, name));
    std::vector<std::string> texts(joined.count());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto bytes = joined.at(i);
        texts[i].assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    return texts;
}

} // namespace minamo
