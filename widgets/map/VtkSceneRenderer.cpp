#include "EglContext.h"
#include "MarkGeometry.h"
#include "SceneRenderer.h"

#include <vtkActor.h>
#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>
#include <vtkUnsignedCharArray.h>

#include <EGL/egl.h>
#include <GL/gl.h>

namespace minamo {

namespace {

// Each mark is one GL point; its shape is cut out of the point's square. See markDistance().
constexpr const char* vertexDeclaration
    = "//VTK::Normal::Dec\nin float minamoKind;\nout float minamoKindVS;\n";
constexpr const char* vertexBody = "//VTK::Normal::Impl\n  minamoKindVS = minamoKind;\n";
constexpr const char* fragmentDeclaration = "//VTK::Normal::Dec\nin float minamoKindVS;\n";
constexpr const char* fragmentBody = R"(
  vec2 place = (gl_PointCoord - vec2(0.5)) * minamoBox;
  float r = minamoDiameter * 0.5;
  int kind = int(minamoKindVS + 0.5);
  bool outlined = kind >= 8;
  int shape = kind - (outlined ? 8 : 0);
  float d = length(place) - r;
  if (shape == 1) d = max(abs(place.x), abs(place.y)) - 0.886 * r;
  else if (shape == 2) d = max(place.y, 0.8660254 * abs(place.x) - 0.5 * place.y) - 0.7777 * r;
  else if (shape == 3) d = (abs(place.x) + abs(place.y) - 1.2533 * r) / sqrt(2.0);
  else if (shape == 4) d = abs(length(place) - r + 0.75 * minamoScale) - 0.75 * minamoScale;
  float fill = clamp(0.5 - d, 0.0, 1.0);
  float whole = outlined ? clamp(0.5 - d + minamoScale, 0.0, 1.0) : fill;
  if (whole <= 0.0) discard;
  vec3 colour = outlined ? mix(minamoOutline, vertexColorVSOutput.rgb, fill) : vertexColorVSOutput.rgb;
  gl_FragData[0] = vec4(colour, whole * vertexColorVSOutput.a);
)";

class VtkSceneRenderer : public SceneRenderer {
public:
    explicit VtkSceneRenderer(std::unique_ptr<EglContext> context) : m_context(std::move(context))
    {
        m_context->makeCurrent();
        if (const auto* text = reinterpret_cast<const char*>(glGetString(GL_RENDERER)))
            m_glName = text;
        setUpWindow();
        setUpActor();
    }

    ~VtkSceneRenderer() override
    {
        m_context->makeCurrent();
        m_window->Finalize();
    }

    SceneImage render(const ClusterScene& scene) override
    {
        m_context->makeCurrent();
        if (m_revision != scene.revision())
            upload(scene);
        aim(scene);
        m_window->SetSize(scene.width(), scene.height());
        m_window->Render();
        auto image = readPixels(scene);
        m_context->release();
        return image;
    }

    std::string name() const override { return "VTK, " + m_glName; }
    bool accelerated() const override
    {
        return m_glName.find("llvmpipe") == std::string::npos
            && m_glName.find("softpipe") == std::string::npos;
    }

private:
    void setUpWindow()
    {
        observe(vtkCommand::WindowMakeCurrentEvent, [](vtkObject*, unsigned long, void* self, void*) {
            static_cast<VtkSceneRenderer*>(self)->m_context->makeCurrent();
        });
        observe(vtkCommand::WindowIsCurrentEvent, [](vtkObject*, unsigned long, void* self, void* answer) {
            *static_cast<bool*>(answer) = static_cast<VtkSceneRenderer*>(self)->m_context->isCurrent();
        });
        observe(vtkCommand::WindowSupportsOpenGLEvent,
            [](vtkObject*, unsigned long, void*, void* answer) { *static_cast<int*>(answer) = 1; });
        observe(vtkCommand::WindowIsDirectEvent,
            [](vtkObject*, unsigned long, void*, void* answer) { *static_cast<int*>(answer) = 1; });
        // VTK's GLEW complains about every context that is not GLX; the complaint means nothing (glew issue
        // 172).
        observe(vtkCommand::ErrorEvent, [](vtkObject*, unsigned long, void*, void*) {});
        m_window->SetOwnContext(0);
        m_window->SetMultiSamples(0);
        m_window->SetReadyForRendering(true);
        m_window->OpenGLInit();
        m_window->AddRenderer(m_renderer);
    }

    void setUpActor()
    {
        m_mapper->SetInputData(m_data);
        m_mapper->MapDataArrayToVertexAttribute(
            "minamoKind", "kind", vtkDataObject::FIELD_ASSOCIATION_POINTS);
        m_actor->SetMapper(m_mapper);
        m_actor->GetProperty()->LightingOff();
        // The edges are blended; all marks lie in one plane, so the drawing order is the order of the list.
        m_actor->ForceTranslucentOn();
        auto* shaders = m_actor->GetShaderProperty();
        shaders->AddVertexShaderReplacement("//VTK::Normal::Dec", true, vertexDeclaration, false);
        shaders->AddVertexShaderReplacement("//VTK::Normal::Impl", true, vertexBody, false);
        shaders->AddFragmentShaderReplacement("//VTK::Normal::Dec", true, fragmentDeclaration, false);
        shaders->AddFragmentShaderReplacement("//VTK::Light::Impl", true, fragmentBody, false);
        m_renderer->AddActor(m_actor);
        m_renderer->GetActiveCamera()->ParallelProjectionOn();
    }

    void upload(const ClusterScene& scene)
    {
        const auto marks = scene.marks();
        const auto count = static_cast<vtkIdType>(marks.size());
        vtkNew<vtkPoints> points;
        points->SetNumberOfPoints(count);
        vtkNew<vtkFloatArray> kinds;
        kinds->SetName("kind");
        kinds->SetNumberOfTuples(count);
        vtkNew<vtkUnsignedCharArray> colours;
        colours->SetNumberOfComponents(4);
        colours->SetNumberOfTuples(count);
        vtkNew<vtkCellArray> cell;
        cell->InsertNextCell(static_cast<int>(count));
        for (vtkIdType i = 0; i < count; ++i) {
            const auto& mark = marks[i];
            points->SetPoint(i, mark.x, mark.y, 0);
            kinds->SetValue(i, static_cast<float>(mark.shape) + (mark.outlined ? 8.f : 0.f));
            colours->SetTypedComponent(i, 0, mark.colour.r);
            colours->SetTypedComponent(i, 1, mark.colour.g);
            colours->SetTypedComponent(i, 2, mark.colour.b);
            colours->SetTypedComponent(i, 3, mark.colour.a);
            cell->InsertCellPoint(i);
        }
        m_data->Initialize();
        m_data->SetPoints(points);
        m_data->SetVerts(cell);
        m_data->GetPointData()->SetScalars(colours);
        m_data->GetPointData()->AddArray(kinds);
        m_actor->SetVisibility(count > 0);
        m_revision = scene.revision();
    }

    void aim(const ClusterScene& scene)
    {
        const auto& back = scene.palette().background;
        m_renderer->SetBackground(back.r / 255.0, back.g / 255.0, back.b / 255.0);
        auto* camera = m_renderer->GetActiveCamera();
        const auto centre = scene.centre();
        camera->SetFocalPoint(centre.x, centre.y, 0);
        camera->SetPosition(centre.x, centre.y, 1);
        camera->SetClippingRange(0.5, 1.5);
        camera->SetParallelScale(scene.height() / 2.0 / scene.pixelsPerUnit());
        const int box = markBox(scene.markSize(), scene.scale());
        m_actor->GetProperty()->SetPointSize(static_cast<float>(box));
        auto* uniforms = m_actor->GetShaderProperty()->GetFragmentCustomUniforms();
        uniforms->SetUniformf("minamoBox", static_cast<float>(box));
        uniforms->SetUniformf("minamoDiameter", static_cast<float>(scene.markSize()));
        uniforms->SetUniformf("minamoScale", static_cast<float>(scene.scale()));
        const auto& line = scene.palette().outline;
        float colour[3] = { line.r / 255.f, line.g / 255.f, line.b / 255.f };
        uniforms->SetUniform3f("minamoOutline", colour);
    }

    SceneImage readPixels(const ClusterScene& scene)
    {
        SceneImage image { scene.width(), scene.height(), {} };
        image.pixels.resize(static_cast<std::size_t>(image.width) * image.height);
        vtkNew<vtkUnsignedCharArray> bytes;
        m_window->GetRGBACharPixelData(0, 0, image.width - 1, image.height - 1, 0, bytes);
        for (int y = 0; y < image.height; ++y) {
            const auto* from
                = bytes->GetPointer(0) + static_cast<std::ptrdiff_t>(image.height - 1 - y) * image.width * 4;
            auto* to = image.pixels.data() + static_cast<std::size_t>(y) * image.width;
            for (int x = 0; x < image.width; ++x, from += 4)
                to[x] = 0xff000000u | static_cast<std::uint32_t>(from[0]) << 16
                    | static_cast<std::uint32_t>(from[1]) << 8 | from[2];
        }
        return image;
    }

    void observe(unsigned long event, void (*call)(vtkObject*, unsigned long, void*, void*))
    {
        vtkNew<vtkCallbackCommand> command;
        command->SetClientData(this);
        command->SetCallback(call);
        m_window->AddObserver(event, command);
    }

    std::unique_ptr<EglContext> m_context;
    vtkNew<vtkGenericOpenGLRenderWindow> m_window;
    vtkNew<vtkRenderer> m_renderer;
    vtkNew<vtkPolyData> m_data;
    vtkNew<vtkPolyDataMapper> m_mapper;
    vtkNew<vtkActor> m_actor;
    std::string m_glName = "OpenGL";
    std::uint64_t m_revision = 0;
};

} // namespace

Result<std::unique_ptr<SceneRenderer>> makeVtkRenderer()
{
    MINAMO_TRY(auto context, EglContext::create());
    return std::make_unique<VtkSceneRenderer>(std::move(context));
}

} // namespace minamo
