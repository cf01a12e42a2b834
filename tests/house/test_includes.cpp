#include "TestSupport.h"

#include <fstream>
#include <regex>

using namespace minamo;
namespace fs = std::filesystem;

/// Who may include what (ARCHITECTURE.md, targets and direction).
class TestIncludes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rulesHold()
    {
        int files = 0;
        for (const char* part : { "core", "app", "widgets" })
            for (const auto& entry : fs::recursive_directory_iterator(root() / part)) {
                const auto extension = entry.path().extension();
                if (extension != ".h" && extension != ".cpp")
                    continue;
                ++files;
                const auto place = fs::relative(entry.path(), root()).string();
                for (const auto& included : includesOf(entry.path()))
                    QVERIFY2(allowed(place, included), qPrintable(QString::fromStdString(place + " includes " + included)));
            }
        QVERIFY(files > 50);
    }
    /// The rules can fail: each of these is forbidden.
    void rulesCanFail()
    {
        QVERIFY(!allowed("core/base/Hash.h", "QString"));
        QVERIFY(!allowed("core/data/Dataset.h", "torch/torch.h"));
        QVERIFY(!allowed("core/stages/RunOptions.h", "engine/models/UNet2DModel.h"));
        QVERIFY(!allowed("core/engine/models/UNet2DModel.h", "opencv2/core.hpp"));
        QVERIFY(!allowed("core/imaging/PhotoDecoder.h", "ATen/core/Tensor.h"));
        QVERIFY(!allowed("widgets/map/ClusterScene.h", "engine/models/UNet2DModel.h"));
        QVERIFY(!allowed("widgets/map/ClusterScene.h", "QWidget")); // the scene is Qt-free
        QVERIFY(!allowed("app/cli/main.cpp", "QString"));
        QVERIFY(!allowed("app/gui/main.cpp", "ATen/ATen.h"));
        QVERIFY(allowed("core/engine/models/UNet2DModel.h", "ATen/core/Tensor.h"));
    }

private:
    static Path root() { return goldenFolder().parent_path().parent_path(); }
    static std::vector<std::string> includesOf(const Path& file)
    {
        std::vector<std::string> names;
        std::ifstream in(file);
        for (std::string line; std::getline(in, line);) {
            const auto open = line.find_first_of("<\"");
            if (line.starts_with("#include") && open != std::string::npos)
                names.push_back(line.substr(open + 1, line.find_first_of(">\"", open + 1) - open - 1));
        }
        return names;
    }
    static bool starts(const std::string& text, std::initializer_list<const char*> heads)
    {
        return std::any_of(heads.begin(), heads.end(), [&](const char* head) { return text.starts_with(head); });
    }
    static bool allowed(const std::string& place, const std::string& included)
    {
        const bool qt = std::regex_match(included, std::regex("Q[A-Z].*|Qt[A-Z]*/.*|.*moc_.*"));
        const bool torch = starts(included, { "torch/", "ATen/", "c10/", "torch_headers.h" });
        const bool openCv = starts(included, { "opencv2/" });
        const bool vtk = starts(included, { "vtk" });
        const bool engine = starts(included, { "engine/" }), imaging = starts(included, { "imaging/" });
        if (starts(place, { "core/engine/" }))
            return !qt && !openCv && !vtk && !imaging;
        if (starts(place, { "core/imaging/" }))
            return !qt && !torch && !vtk && !engine;
        if (starts(place, { "core/" }))
            return !qt && !torch && !openCv && !vtk && !engine && !imaging;
        if (starts(place, { "widgets/map/ClusterScene" }))
            return !qt && !torch && !openCv && !engine && !imaging;
        if (starts(place, { "widgets/", "app/gui/" }))
            return !torch && !openCv && !engine && !imaging;
        return !qt && !vtk && !torch && !openCv; // app/cli: the engine's functions, not its libraries
    }
};

QTEST_APPLESS_MAIN(TestIncludes)
#include "test_includes.moc"
