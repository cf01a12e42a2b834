#include "EglContext.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

namespace minamo {

namespace {

EGLDisplay openDisplay()
{
    const auto platformDisplay
        = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (!platformDisplay)
        return EGL_NO_DISPLAY;
    const EGLDisplay display = platformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr))
        return EGL_NO_DISPLAY;
    return display;
}

EGLContext createContext(EGLDisplay display)
{
    // Without a surface type EGL looks for windows, which a surfaceless display cannot have.
    const EGLint wanted[]
        = { EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE };
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (!eglBindAPI(EGL_OPENGL_API) || !eglChooseConfig(display, wanted, &config, 1, &count) || count == 0)
        return EGL_NO_CONTEXT;
    const EGLint core[] = { EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 2,
        EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE };
    return eglCreateContext(display, config, EGL_NO_CONTEXT, core);
}

} // namespace

Result<std::unique_ptr<EglContext>> EglContext::create()
{
    std::unique_ptr<EglContext> result(new EglContext);
    result->m_display = openDisplay();
    if (result->m_display == EGL_NO_DISPLAY)
        return fail("map.no-gl", Json::object(), "no surfaceless EGL display");
    result->m_context = createContext(result->m_display);
    if (result->m_context == EGL_NO_CONTEXT || !result->makeCurrent())
        return fail("map.no-gl", Json::object(), "no OpenGL 3.2 core context");
    result->release();
    return result;
}

EglContext::~EglContext()
{
    if (m_context == EGL_NO_CONTEXT)
        return;
    release();
    // The display is shared by all contexts of the process: it is left open.
    eglDestroyContext(m_display, m_context);
}

bool EglContext::makeCurrent()
{
    // The API is a state of the thread, and Qt's platform plugin may have set another.
    return eglBindAPI(EGL_OPENGL_API) && eglMakeCurrent(m_display, EGL_NO_SURFACE, EGL_NO_SURFACE, m_context);
}

void EglContext::release()
{
    if (isCurrent())
        eglMakeCurrent(m_display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
}

bool EglContext::isCurrent() const
{
    return eglGetCurrentContext() == m_context;
}

} // namespace minamo
