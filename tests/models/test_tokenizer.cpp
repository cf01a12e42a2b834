#include "TestSupport.h"
#include "models/ClipTokenizer.h"
#include "models/Unicode.h"

using namespace minamo;

class TestTokenizer : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;

    /// A copy of the golden tokenizer that may be broken.
    Path copyOfGolden()
    {
        const Path to = Path(m_dir.path().toStdString()) / std::to_string(m_count++);
        std::filesystem::copy(goldenFolder() / "clip_tokenizer", to);
        return to;
    }
    /// vocab.json and merges.txt as one tokenizer.json, merges as pairs or as texts.
    static void makeWhole(const Path& folder, bool pairs)
    {
        Json merges = Json::array();
        for (const auto& line : QString::fromStdString(readFile(folder / "merges.txt").value()).split('\n'))
            if (!line.startsWith('#') && !line.isEmpty()) {
                const auto parts = line.split(' ');
                merges.push_back(pairs ? Json { parts[0].toStdString(), parts[1].toStdString() }
                                       : Json(line.toStdString()));
            }
        const Json model { { "type", "BPE" }, { "end_of_word_suffix", "</w>" },
            { "vocab", readJson(folder / "vocab.json").value() }, { "merges", merges } };
        QVERIFY(writeJson(folder / "tokenizer.json", { { "model", model } }));
        std::filesystem::remove(folder / "vocab.json");
        std::filesystem::remove(folder / "merges.txt");
    }
    static void padWith(const Path& folder, const Json& token)
    {
        QVERIFY(writeJson(folder / "special_tokens_map.json", { { "pad_token", token } }));
    }
    static void compareAll(const Path& folder, const char* pad)
    {
        const auto tokenizer = ClipTokenizer::open(folder);
        VERIFY_OK(tokenizer);
        const Json cases = readJson(goldenFolder() / "clip_tokenizer/cases.json").value().at(pad);
        QVERIFY(cases.size() > 40);
        for (const auto& item : cases)
            QVERIFY2(Json(tokenizer->encode(item[0].get<std::string>())) == item[1], item[0].dump().c_str());
    }

private Q_SLOTS:
    void promptsAreThoseOfTransformers() { compareAll(goldenFolder() / "clip_tokenizer", "<|endoftext|>"); }
    /// Stable Diffusion 2 pads with "!", told by the map of special tokens and not by the config.
    void paddingComesFromTheMapOfSpecialTokens()
    {
        const Path folder = copyOfGolden();
        padWith(folder, "!");
        compareAll(folder, "!");
        padWith(folder, { { "content", "!" }, { "lstrip", false } });
        compareAll(folder, "!");
    }
    void oneFileIsAsGoodAsTwo()
    {
        for (const bool pairs : { true, false }) {
            const Path folder = copyOfGolden();
            makeWhole(folder, pairs);
            compareAll(folder, "<|endoftext|>");
        }
    }
    void longTextsKeepTheirEnd()
    {
        const auto tokenizer = ClipTokenizer::open(goldenFolder() / "clip_tokenizer");
        const auto ids = tokenizer->encode(std::string(5000, '7'));
        QCOMPARE(ids.size(), ClipTokenizer::promptLength);
        QCOMPARE(ids.back(), tokenizer->encode("").back());
        QVERIFY(ids[75] != ids.back());
        QCOMPARE(tokenizer->encode("a", 4).size(), std::size_t(4));
    }

    /// Published in the papers' code and in section 10 of the model formats: no tokenizer is needed for "".
    void emptyPromptsOfBothFamilies()
    {
        ClipTextConfig config;
        auto ids = emptyPromptIds(config);
        VERIFY_OK(ids);
        QCOMPARE(ids->size(), std::size_t(77));
        QCOMPARE(std::vector(ids->begin(), ids->begin() + 3), (TokenIds { 49406, 49407, 49407 }));
        QCOMPARE(ids->back(), std::int64_t(49407));
        config.hiddenAct = "gelu";
        ids = emptyPromptIds(config);
        QCOMPARE(std::vector(ids->begin(), ids->begin() + 3), (TokenIds { 49406, 49407, 0 }));
        QCOMPARE(ids->back(), std::int64_t(0));
        config.vocabSize = 518;
        VERIFY_FAILS(emptyPromptIds(config), "tokenizer.none");
    }

    void unicode()
    {
        QCOMPARE(utf8Of(composed(charactersOf("e\u0301 q\u0307\u0323 \u1112\u1161\u11ab \u0958"))),
            std::string("\u00e9 q\u0323\u0307 \ud55c \u0915\u093c"));
        QCOMPARE(utf8Of(lowerCased(charactersOf("ΣΊ \u0130 ẞ Ⅷ"))), std::string("σί i\u0307 ß ⅷ"));
        QVERIFY(kindOf(U'あ') == CharacterKind::letter && kindOf(U'½') == CharacterKind::number);
        QVERIFY(kindOf(0x3000) == CharacterKind::space && kindOf(0x1F600) == CharacterKind::other);
        QVERIFY(kindOf(0x200B) == CharacterKind::other);
        for (const char* bad : { "\x80", "\xC3", "\xE3\x81", "\xED\xA0\x80", "\xC0\x80", "\xF5\x80\x80\x80",
                 "\xFF", "\xFC\x80\x80\x80" })
            QVERIFY2(charactersOf(bad).find(0xFFFD) != std::u32string::npos, bad);
        QCOMPARE(charactersOf("\xE3\x81|"), std::u32string(U"\uFFFD|"));
    }

    void brokenFilesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char* file, const char* content, const char* part) {
            QTest::addRow("%s %s", file, part) << QByteArray(file) << QByteArray(content) << QByteArray(part);
        };
        row("vocab.json", "[]", "vocab");
        row("vocab.json", R"({"!": -1})", "!");
        row("vocab.json", R"({"!": "one"})", "!");
        row("vocab.json", R"({"a": 1})", "Ā");
        row("merges.txt", "#version: 0.2\na b c\n", "a b c");
        row("merges.txt", "q z\n", "q z");
        row("merges.txt", "qz\n", "qz");
        row("tokenizer_config.json", R"({"pad_token": "<pad>"})", "<pad>");
        row("tokenizer_config.json", R"({"pad_token": 7})", "pad_token");
        row("special_tokens_map.json", R"([1])", "{}");
    }
    void brokenFilesAreNamed()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, part);
        const Path folder = copyOfGolden();
        QVERIFY(writeFileAtomically(folder / file.toStdString(), content.toStdString()));
        const auto tokenizer = ClipTokenizer::open(folder);
        VERIFY_FAILS(tokenizer, "tokenizer.broken");
        QCOMPARE(tokenizer.error().values.at("part").get<std::string>(), part.toStdString());
    }
    void missingFilesAreNamed()
    {
        const Path folder = copyOfGolden();
        std::filesystem::remove(folder / "merges.txt");
        VERIFY_FAILS(ClipTokenizer::open(folder), "tokenizer.no-files");
        QVERIFY(writeFileAtomically(folder / "tokenizer.json", "{\"model\":"));
        VERIFY_FAILS(ClipTokenizer::open(folder), "json.broken");
        QVERIFY(writeFileAtomically(folder / "tokenizer.json", R"({"model":{"type":"WordPiece"}})"));
        VERIFY_FAILS(ClipTokenizer::open(folder), "tokenizer.broken");
    }
};

QTEST_APPLESS_MAIN(TestTokenizer)
#include "test_tokenizer.moc"
