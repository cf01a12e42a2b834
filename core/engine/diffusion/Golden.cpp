#include "engine/diffusion/Golden.h"

#include "engine/models/TensorViews.h"

#include <cmath>
#include <limits>
#include <span>

namespace minamo {
namespace {

/// The running comparison of all keys.
struct Comparison {
    double rtol = 0, atol = 0, maxAbs = 0, maxRel = 0, worstRatio = 0;
    std::string worst;
    int compared = 0, keys = 0;
    std::vector<std::string> missing;

    void add(const TensorView& view, const NamedTensors& results)
    {
        ++keys;
        const auto found = results.find(view.name);
        const at::Tensor expected = tensorFromView(view).to(at::kDouble);
        if (found == results.end() || found->second.sizes() != expected.sizes()) {
            missing.push_back(view.name);
            return;
        }
        ++compared;
        const at::Tensor difference = (found->second.to(at::kDouble) - expected).abs(), size = expected.abs();
        note(maxAbs, difference);
        note(maxRel, at::where(size > 0, difference / size, at::zeros_like(size)));
        double ratio = 0;
        // Equal is inside any tolerance, 0 too.
        note(ratio, at::where(difference == 0, difference, difference / (atol + rtol * size)));
        if (ratio >= worstRatio) {
            worstRatio = ratio;
            worst = view.name;
        }
    }
    /// Raises `value` to the largest element; NaN is larger than anything.
    static void note(double& value, const at::Tensor& elements)
    {
        const at::Tensor dense = elements.contiguous();
        for (const double element :
            std::span(dense.const_data_ptr<double>(), static_cast<std::size_t>(dense.numel())))
            value = std::isnan(element) ? std::numeric_limits<double>::max() : std::max(value, element);
        value = std::min(value, std::numeric_limits<double>::max());
    }
    Json json() const
    {
        return { { "ok", missing.empty() && keys > 0 && worstRatio <= 1 }, { "compared", compared },
            { "keys", keys }, { "missing", missing }, { "max_abs", maxAbs }, { "max_rel", maxRel },
            { "worst", { { "name", worst }, { "ratio", worstRatio } } } };
    }
};

bool isResult(const std::string& name)
{
    return name.starts_with("tap.") || name.starts_with("output.");
}

} // namespace

Result<Golden> Golden::open(const Path& folder)
{
    const Path file = folder / "golden.safetensors";
    if (!std::filesystem::exists(file))
        return fail("model.no-golden", { { "path", folder.string() } });
    MINAMO_TRY(auto opened, SafetensorsFile::open(file));
    return Golden(std::move(opened));
}

Result<at::Tensor> Golden::input(const char* name, DType dtype, std::size_t rank) const
{
    const auto* view = m_file.find(name);
    if (!view || view->dtype != dtype || view->shape.size() != rank || view->elements() < 1)
        return bad(name);
    return tensorFromView(*view);
}

tl::unexpected<Error> Golden::bad(const char* name) const
{
    return fail("model.bad-input", { { "path", m_file.path().string() }, { "tensor", name } });
}

TapRequest Golden::taps(const std::string& prefix, NamedTensors& results) const
{
    std::set<std::string> names;
    for (const auto& view : m_file.tensors())
        if (view.name.starts_with(prefix))
            names.insert(view.name.substr(prefix.size()));
    return { std::move(names),
        [prefix, &results](
            const std::string& tap, const at::Tensor& value) { results[prefix + tap] = value.clone(); },
        false };
}

Json Golden::compare(const NamedTensors& results, double rtol, double atol) const
{
    Comparison comparison;
    comparison.rtol = rtol;
    comparison.atol = atol;
    for (const auto& view : m_file.tensors())
        if (isResult(view.name))
            comparison.add(view, results);
    return comparison.json();
}

} // namespace minamo
