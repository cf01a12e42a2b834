#pragma once
#include "ClusterScene.h"
#include "base/Result.h"

#include <memory>
#include <string>

namespace minamo {

/// Turns a ClusterScene into pixels. Two of them exist and a test holds them to the same picture.
class SceneRenderer {
public:
    virtual ~SceneRenderer() = default;
    virtual SceneImage render(const ClusterScene& scene) = 0;
    /// "VTK, llvmpipe (LLVM 15)" ... for the log and for `about`.
    virtual std::string name() const = 0;
    /// True if a graphics card draws: then a million points are no reason to change the renderer.
    virtual bool accelerated() const = 0;
};

/// VTK in an off-screen EGL context that needs neither a window nor a display. Error "map.no-gl" if there is
/// no EGL or no OpenGL 3.2.
Result<std::unique_ptr<SceneRenderer>> makeVtkRenderer();
/// Draws stamps on the processor: 15 x faster than software OpenGL, and works without any OpenGL.
std::unique_ptr<SceneRenderer> makeSplatRenderer();

} // namespace minamo
