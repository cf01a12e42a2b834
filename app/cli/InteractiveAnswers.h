#pragma once
#include "data/ImagePack.h"
#include "engine/stages/ModelSession.h"

#include <optional>

namespace minamo {

/// Small questions about a project (decision D2): "photo" {photo or file, width, height}, "maps" {photo or
/// file, tap, timestep, seed, channels}, "model" {}, "check" {}. `photo` is the id of a sample, `file` any
/// photo. What is big comes as a safetensors file in `folder`, named in the answer ("file"); who asked
/// removes it. The model is loaded with the first question that needs it, and again when the project takes
/// another.
class InteractiveAnswers {
public:
    InteractiveAnswers(Project project, Path folder, std::string device) :
        m_project(std::move(project)), m_folder(std::move(folder)), m_device(std::move(device))
    {
    }
    Result<Json> answer(const Json& question, const std::atomic<bool>& stop);

private:
    struct Chosen {
        Path path;
        std::optional<std::size_t> row; ///< of the data set
    };
    struct Pixels {
        std::vector<std::uint8_t> own; ///< empty if they are a pack's
        std::span<const std::uint8_t> pixels;
        std::uint64_t content = 0;
    };
    Result<Json> photo(const Json& question);
    Result<Json> maps(const Json& question, const std::atomic<bool>& stop);
    Result<Json> about();
    Result<void> follow();
    Result<void> needModel();
    Result<Chosen> chosenPhoto(const Json& question);
    Result<Pixels> pixelsOf(const Chosen& chosen);
    Path newFile();

    Project m_project;
    Path m_folder;
    std::string m_device;
    std::string m_model; ///< what m_session was opened for
    std::optional<ModelSession> m_session;
    Dataset m_dataset; ///< as far as m_dataset.artifact says
    std::optional<ImagePack> m_pack;
    std::string m_packId;
    int m_files = 0;
};

} // namespace minamo
