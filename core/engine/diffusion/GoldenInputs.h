#pragma once
#include "engine/diffusion/Golden.h"
#include "engine/diffusion/NoiseSchedule.h"
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/TensorViews.h"

namespace minamo {

/// The inputs of one golden file, checked against the network.
class GoldenInputs {
public:
    GoldenInputs(const Golden& golden, const DiffusionNetwork& network) : m_golden(golden), m_network(network)
    {
    }

    Result<at::Tensor> image(const char* name) const
    {
        MINAMO_TRY(const auto image, m_golden.input(name, DType::f32, 4));
        if (image.size(1) != m_network.inChannels() || !m_network.fits(image.size(2), image.size(3)))
            return m_golden.bad(name);
        return image;
    }
    Result<at::Tensor> timesteps(const char* name, std::int64_t batch) const
    {
        const auto* view = m_golden.file().find(name);
        if (!view || (view->dtype != DType::i64 && view->dtype != DType::f32) || view->elements() != batch)
            return m_golden.bad(name);
        const auto timesteps = tensorFromView(*view).reshape({ batch });
        if (const int rows = m_network.timestepRows(); rows > 0 && !areRows(timesteps, rows))
            return m_golden.bad(name);
        return timesteps;
    }
    /// Timesteps of this schedule.
    Result<at::Tensor> steps(const char* name, std::int64_t batch, const NoiseSchedule& schedule) const
    {
        MINAMO_TRY(const auto steps, timesteps(name, batch));
        return areRows(steps, schedule.steps()) ? Result<at::Tensor>(steps) : m_golden.bad(name);
    }
    /// Undefined if the network takes none.
    Result<at::Tensor> classLabels(const char* name, std::int64_t batch) const
    {
        const auto* view = m_golden.file().find(name);
        if ((view != nullptr) != m_network.needsClassLabels())
            return m_golden.bad(name);
        if (!view)
            return at::Tensor();
        const auto labels = tensorFromView(*view);
        if (!m_network.acceptsLabels(labels, batch))
            return m_golden.bad(name);
        return labels;
    }
    /// Undefined if the network takes none.
    Result<at::Tensor> context(const char* name, std::int64_t batch) const
    {
        if (m_golden.has(name) != (m_network.contextWidth() > 0))
            return m_golden.bad(name);
        if (!m_golden.has(name))
            return at::Tensor();
        MINAMO_TRY(const auto context, m_golden.input(name, DType::f32, 3));
        if ((context.size(0) != batch && context.size(0) != 1) || context.size(1) < 1
            || context.size(2) != m_network.contextWidth())
            return m_golden.bad(name);
        return context;
    }

private:
    const Golden& m_golden;
    const DiffusionNetwork& m_network;
};

} // namespace minamo
