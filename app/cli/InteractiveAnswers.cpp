#include "InteractiveAnswers.h"

#include "engine/stages/ModelCommands.h"
#include "stages/PackOptions.h"

#include <algorithm>
#include <fmt/format.h>

#ifdef MINAMO_WITH_IMAGING
#include "imaging/PhotoPixels.h"
#include "imaging/ShownPhoto.h"
#endif

namespace minamo {

namespace {

constexpr int defaultWidth = 1920, defaultHeight = 1080, largestFrame = 16384;
constexpr int defaultChannels = 24, largestChannels = 4096;

/// A whole number of the question, in range.
Result<int> number(const Json& question, const char* name, int otherwise, int low, int high)
{
    const Json value = question.value(name, Json(otherwise));
    if (!value.is_number_integer() || value < low || value > high)
        return fail("option.out-of-range",
            { { "option", name }, { "value", value }, { "minimum", low }, { "maximum", high } });
    return value.get<int>();
}

} // namespace

Result<Json> InteractiveAnswers::answer(const Json& question, const std::atomic<bool>& stop)
{
    MINAMO_DO(follow());
    const std::string ask = question.at("ask");
    if (ask == "photo")
        return photo(question);
    if (ask == "maps")
        return maps(question, stop);
    if (ask == "model")
        return about();
    if (ask == "check") {
        MINAMO_TRY(const Path folder, modelFolderOf(m_project));
        return checkModelFolder(folder);
    }
    return fail("interactive.unknown-question",
        { { "question", ask }, { "known", { "photo", "maps", "model", "check" } } });
}

Result<Json> InteractiveAnswers::photo(const Json& question)
{
#ifdef MINAMO_WITH_IMAGING
    MINAMO_TRY(const Chosen chosen, chosenPhoto(question));
    MINAMO_TRY(const int width, number(question, "width", defaultWidth, 1, largestFrame));
    MINAMO_TRY(const int height, number(question, "height", defaultHeight, 1, largestFrame));
    MINAMO_TRY(const ShownPhoto shown, readShownPhoto(chosen.path, width, height));
    const Path file = newFile();
    MINAMO_DO(writeSafetensors(
        file, { tensorOf("pixels", DType::u8, shown.rgb, { shown.height, shown.width, 3 }) }));
    return Json { { "file", file.string() }, { "width", shown.width }, { "height", shown.height },
        { "fullWidth", shown.fullWidth }, { "fullHeight", shown.fullHeight } };
#else
    return fail("interactive.no-decoder", question);
#endif
}

Result<Json> InteractiveAnswers::maps(const Json& question, const std::atomic<bool>& stop)
{
    MINAMO_TRY(const Chosen chosen, chosenPhoto(question));
    MINAMO_TRY(const int timestep, number(question, "timestep", 50, 0, 1'000'000));
    MINAMO_TRY(const int draw, number(question, "seed", 0, 0, 1'000'000));
    MINAMO_TRY(const int channels, number(question, "channels", defaultChannels, 0, largestChannels));
    const std::string tap = question.at("tap");
    MINAMO_DO(needModel());
    MINAMO_TRY(const Pixels pixels, pixelsOf(chosen));
    const Path file = newFile();
    MINAMO_TRY(Json answer,
        m_session->writeMaps({ pixels.pixels, pixels.content, tap, timestep, draw, channels }, file, stop));
    answer["file"] = file.string();
    return answer;
}

Result<Json> InteractiveAnswers::about()
{
    MINAMO_DO(needModel());
    return m_session->about();
}

/// Takes over what others changed in the project; what was read for its old state is read again when needed.
Result<void> InteractiveAnswers::follow()
{
    MINAMO_TRY([[maybe_unused]] const bool changed, m_project.reload());
    if (m_project.text("/samples") != m_dataset.artifact) {
        m_pack.reset();
        m_dataset = {};
        if (!m_project.text("/samples").empty()) {
            MINAMO_TRY(m_dataset, m_project.dataset());
        }
    }
    return {};
}

Result<void> InteractiveAnswers::needModel()
{
    const std::string wanted = m_project.document().value("model", Json()).dump();
    if (m_session && m_model == wanted)
        return {};
    m_session.reset();
    m_pack.reset();
    MINAMO_TRY(auto session, ModelSession::open(m_project, m_device));
    m_session.emplace(std::move(session));
    m_model = wanted;
    return {};
}

Result<InteractiveAnswers::Chosen> InteractiveAnswers::chosenPhoto(const Json& question)
{
    if (const auto file = question.find("file"); file != question.end())
        return Chosen { Path(file->get<std::string>()), {} };
    const auto id = question.at("photo").get<std::uint64_t>();
    const auto found = std::ranges::find(m_dataset.ids, id);
    if (found == m_dataset.ids.end())
        return fail("interactive.no-such-photo", { { "photo", id } });
    const auto row = static_cast<std::size_t>(found - m_dataset.ids.begin());
    return Chosen { m_dataset.root / Path(m_dataset.paths[row]), row };
}

/// From the pack that the features came from, where it is there; else the file is decoded by the same rule.
Result<InteractiveAnswers::Pixels> InteractiveAnswers::pixelsOf(const Chosen& chosen)
{
    const PackOptions rule { .size = m_session->size() };
    const auto packId = packKey(m_dataset.artifact, rule).id();
    if (chosen.row && (!m_pack || m_packId != packId) && m_project.artifacts().contains(packId)) {
        MINAMO_TRY(m_pack, ImagePack::open(m_project.artifacts().folder(packId)));
        m_packId = packId;
    }
    if (chosen.row && m_pack && m_packId == packId && *chosen.row < m_pack->count())
        return Pixels { {}, m_pack->pixels(*chosen.row), m_dataset.contents[*chosen.row] };
#ifdef MINAMO_WITH_IMAGING
    if (!chosen.row || m_dataset.regions.empty()) {
        MINAMO_TRY(auto parts, readPhotoPixels(chosen.path, ImportOptions(), "", { rule }));
        Pixels pixels { std::move(parts.front().squares.front()), {}, parts.front().content };
        pixels.pixels = pixels.own;
        return pixels;
    }
#endif
    return fail("extract.no-pack", { { "size", rule.size } });
}

Path InteractiveAnswers::newFile()
{
    return m_folder / fmt::format("{:06}.safetensors", ++m_files);
}

} // namespace minamo
