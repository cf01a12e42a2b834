#include "TestSupport.h"
#include "base/Phrases.h"
#include "base/Random.h"
#include "engine/diffusion/NoiseSchedule.h"
#include "io/SafetensorsHeader.h"
#include "models/AutoencoderClasses.h"
#include "models/ClipTokenizer.h"
#include "models/ModelDiagram.h"

#include <cstring>
#include <fstream>

using namespace minamo;

namespace {

/// MINAMO_LONG=1: a hundred times as many.
int inputs()
{
    return qEnvironmentVariableIsSet("MINAMO_LONG") ? 100000 : 1000;
}

/// Spoils a text as broken disks, downloads and forgers do. Equal seeds give equal texts.
class Mutator {
public:
    explicit Mutator(std::uint64_t seed) : m_random(seed) { }

    std::string spoil(std::string text, const std::string& other)
    {
        for (std::uint32_t i = 0, count = 1 + m_random.below(4); i < count && !text.empty(); ++i)
            change(text, other);
        return text;
    }

private:
    std::size_t place(const std::string& text)
    {
        return m_random.below(static_cast<std::uint32_t>(text.size()) + 1);
    }
    void change(std::string& text, const std::string& other)
    {
        static const std::vector<std::string> pieces { "{", "}", "[", "]", ",", ":", "\"", "null", "-1", "0",
            "1e999", "18446744073709551616", "4294967296", "2147483648", "\\u0000", "\xff", "true", "{}",
            "[[[[", "\n", "\"dtype\"", "\"_class_name\"", "</w>", "0.5", "[1,2]" };
        const std::size_t at = place(text);
        switch (m_random.below(7)) {
        case 0:
            if (at < text.size())
                text[at] = static_cast<char>(m_random.below(256));
            break;
        case 1:
            text.insert(at, pieces[m_random.below(static_cast<std::uint32_t>(pieces.size()))]);
            break;
        case 2:
            text.erase(at, 1 + m_random.below(40));
            break;
        case 3:
            text.insert(at, text.substr(place(text), m_random.below(60)));
            break;
        case 4:
            text.insert(
                at, other.substr(place(other) % std::max<std::size_t>(other.size(), 1), m_random.below(60)));
            break;
        case 5:
            text.resize(at);
            break;
        default:
            replaceNumber(text, at, pieces[7 + m_random.below(7)]);
        }
    }
    /// The next number behind `at`.
    static void replaceNumber(std::string& text, std::size_t at, const std::string& by)
    {
        const auto begin = text.find_first_of("0123456789", at);
        if (begin == std::string::npos)
            return;
        const auto end = std::min(text.find_first_not_of("0123456789.e", begin), text.size());
        text.replace(begin, end - begin, by);
    }

    CounterRandom m_random;
};

/// Every refusal is a sentence and a next step in both languages.
void checkSentence(const Error& error)
{
    for (const Language language : { Language::ja, Language::en }) {
        const Phrases phrases(language);
        QVERIFY2(phrases.has("error." + error.code), error.code.c_str());
        QVERIFY2(!phrases.sentence(error).empty() && !phrases.hint(error).empty(), error.code.c_str());
    }
}

/// Without the flush to disk of what is worth keeping.
void put(const Path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary) << text;
}

template <class T> void checkRefusal(const Result<T>& result, int& accepted)
{
    if (result)
        ++accepted;
    else
        checkSentence(result.error());
}

std::vector<std::string> textsOf(const std::vector<Path>& files)
{
    std::vector<std::string> texts;
    for (const auto& file : files)
        texts.push_back(readFile(file).value());
    return texts;
}

std::vector<Path> goldenFiles(const std::string& ending)
{
    std::vector<Path> files;
    for (const char* part :
        { "A_unet2d", "B_unet2d_condition", "C_dit", "D_autoencoder", "E_clip_text", "F_pipelines" })
        for (const auto& entry : std::filesystem::recursive_directory_iterator(goldenFolder() / part))
            if (entry.path().filename().string().ends_with(ending))
                files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

} // namespace

class TestFuzz : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    Path folder() const { return Path(m_dir.path().toStdString()); }

private Q_SLOTS:
    void safetensorsHeaders()
    {
        const auto files = textsOf(goldenFiles("model.safetensors"));
        QVERIFY(files.size() > 10);
        int accepted = 0;
        for (int i = 0; i < inputs(); ++i) {
            const auto number = static_cast<std::size_t>(i);
            const auto &whole = files[number % files.size()], &other = files[(number / 7) % files.size()];
            std::uint64_t size = 0;
            std::memcpy(&size, whole.data(), sizeof size);
            const std::string header = Mutator(number).spoil(whole.substr(8, size), other.substr(8, 400));
            // Half of them with a length that fits again, so that the text itself is reached.
            const std::uint64_t told = i % 2 == 0 ? header.size() : size;
            const std::string bytes = std::string(reinterpret_cast<const char*>(&told), 8) + header
                + whole.substr(8 + size, i % 3 == 0 ? std::string::npos : whole.size() / 2);
            const std::span<const std::byte> span = std::as_bytes(std::span(bytes));
            const auto read = readSafetensorsHeader(span);
            checkRefusal(read, accepted);
            if (read)
                for (const auto& tensor : read->tensors) {
                    const auto* begin = tensor.bytes.data();
                    QVERIFY(tensor.bytes.empty()
                        || (begin >= span.data()
                            && begin + tensor.bytes.size() <= span.data() + span.size()));
                    QCOMPARE(tensor.bytes.size(),
                        static_cast<std::size_t>(tensor.elements()) * dtypeSize(tensor.dtype));
                }
        }
        QVERIFY(accepted > 0 && accepted < inputs() / 2);
    }

    /// All architectures, autoencoders, text encoders and schedules.
    void configs()
    {
        const auto texts = textsOf(goldenFiles("config.json"));
        QVERIFY(texts.size() > 20);
        int accepted = 0, parsed = 0;
        for (int i = 0; i < inputs(); ++i) {
            const auto number = static_cast<std::size_t>(i);
            const std::string text
                = Mutator(1000000 + number)
                      .spoil(texts[number % texts.size()], texts[(number / 5) % texts.size()]);
            put(folder() / "config.json", text);
            const auto config = readJson(folder() / "config.json");
            if (!config) {
                checkSentence(config.error());
                continue;
            }
            ++parsed;
            const std::string name = config->is_object() ? config->value("_class_name", Json()).dump() : "";
            if (name.find("Autoencoder") != std::string::npos)
                checkRefusal(autoencoderShape(*config), accepted);
            else if (name.find("Scheduler") != std::string::npos)
                checkRefusal(scheduleOf(*config), accepted);
            else if (config->is_object() && config->contains("architectures"))
                checkRefusal(ClipTextConfig::fromJson(*config), accepted);
            else
                checkRefusal(modelDiagram(*config), accepted);
        }
        QVERIFY2(
            parsed > inputs() / 20 && accepted > 0 && accepted < parsed, qPrintable(QString::number(parsed)));
    }

    void tokenizerFiles()
    {
        const Path golden = goldenFolder() / "clip_tokenizer";
        for (const auto& entry : std::filesystem::directory_iterator(golden))
            std::filesystem::copy(entry.path(), folder());
        const std::vector<std::string> names { "vocab.json", "merges.txt", "tokenizer_config.json" };
        const auto texts = textsOf({ golden / names[0], golden / names[1], golden / names[2] });
        int accepted = 0;
        for (int i = 0; i < inputs(); ++i) {
            const auto number = static_cast<std::size_t>(i);
            const std::size_t which = number % names.size();
            const std::string text = Mutator(2000000 + number).spoil(texts[which], texts[(which + 1) % 3]);
            put(folder() / names[which], text);
            const auto tokenizer = ClipTokenizer::open(folder());
            checkRefusal(tokenizer, accepted);
            if (tokenizer)
                QCOMPARE(tokenizer->encode(text.substr(0, 300)).size(), ClipTokenizer::promptLength);
            put(folder() / names[which], texts[which]);
        }
        QVERIFY(accepted > 0 && accepted < inputs());
    }

    /// What is nested deeper than any config would end in a full stack when it is copied or told.
    void endlessNestingIsRefused()
    {
        const Path file = folder() / "config.json";
        const auto nested = [](int depth, const std::string& open, const std::string& close, bool whole) {
            std::string text = "{\"act_fn\":";
            for (int i = 0; i < depth; ++i)
                text += open;
            text += "1";
            for (int i = 0; i < depth && whole; ++i)
                text += close;
            return text + "}";
        };
        for (const bool whole : { true, false }) {
            put(file, nested(200000, "[", "]", whole));
            VERIFY_FAILS(readJson(file), "json.broken");
            put(file, nested(200000, "{\"a\":", "}", whole));
            VERIFY_FAILS(readJson(file), "json.broken");
        }
        put(file, nested(20, "[", "]", true));
        VERIFY_OK(readJson(file));
        put(file, "{\"text\": \"" + std::string(300, '[') + "\"}");
        VERIFY_OK(readJson(file));
    }

private:
    static Result<NoiseSchedule> scheduleOf(const Json& config)
    {
        MINAMO_TRY(const auto settings, ScheduleSettings::fromJson(config));
        return NoiseSchedule::make(settings);
    }
};

QTEST_APPLESS_MAIN(TestFuzz)
#include "test_fuzz.moc"
