#pragma once
#include "base/Result.h"
#include "engine/models/Taps.h"
#include "io/Safetensors.h"

#include <ATen/core/Tensor.h>
#include <map>

namespace minamo {

using NamedTensors = std::map<std::string, at::Tensor>;

/// The reference values beside a model (golden.safetensors): inputs input.*, and what they must give, tap.*
/// and output.*.
class Golden {
public:
    /// Errors: "model.no-golden" {path}, those of SafetensorsFile::open.
    static Result<Golden> open(const Path& folder);

    bool has(const char* name) const { return m_file.find(name) != nullptr; }
    /// A tensor of this type and rank with at least one row. Errors: "model.bad-input" {tensor}.
    Result<at::Tensor> input(const char* name, DType dtype, std::size_t rank) const;
    tl::unexpected<Error> bad(const char* name) const;
    /// Asks a pass for every value whose name begins with `prefix` ("tap.unet."); they go to `results` under
    /// their whole name. `results` must outlive the request.
    TapRequest taps(const std::string& prefix, NamedTensors& results) const;
    /// Compares every tap.* and output.* with |a - b| <= atol + rtol |b| on each element. See verifyModel().
    Json compare(const NamedTensors& results, double rtol, double atol) const;

    const SafetensorsFile& file() const { return m_file; }

private:
    explicit Golden(SafetensorsFile file) : m_file(std::move(file)) { }
    SafetensorsFile m_file;
};

} // namespace minamo
