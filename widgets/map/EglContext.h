#pragma once
#include "base/Result.h"

#include <memory>

namespace minamo {

/// An OpenGL 3.2 core context without window and without display server (EGL surfaceless, Mesa or a driver's
/// device). Belongs to the thread that uses it; makeCurrent() before every use, because others may have their
/// own.
class EglContext {
public:
    static Result<std::unique_ptr<EglContext>> create(); ///< error "map.no-gl"
    ~EglContext();
    EglContext(const EglContext&) = delete;
    EglContext& operator=(const EglContext&) = delete;

    bool makeCurrent();
    void release();
    bool isCurrent() const;

private:
    EglContext() = default;
    void* m_display = nullptr;
    void* m_context = nullptr;
};

} // namespace minamo
