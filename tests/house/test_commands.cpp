#include "CliRunner.h"
#include "Translations.h"
#include "base/Phrases.h"

#include <QDir>
#include <QRegularExpression>
#include <map>
#include <set>

using namespace minamo;

namespace {

/// Names below "SUBCOMMANDS:" of a --help.
QStringList subcommandsIn(const QByteArray& help)
{
    static const QRegularExpression name("^  ([a-z][a-z-]*) ");
    QStringList names;
    bool inside = false;
    for (const auto& line : QString::fromUtf8(help).split('\n')) {
        if (!line.startsWith(' '))
            inside = line.compare("subcommands:", Qt::CaseInsensitive) == 0;
        else if (const auto match = name.match(line + ' '); inside && match.hasMatch())
            names << match.captured(1);
    }
    return names;
}

/// What the real minamo-cli knows.
struct Program {
    std::map<QString, QStringList> commands; ///< and the commands inside a group
    std::set<QString> flags;

    Program()
    {
        static const QRegularExpression flag("--[a-z][a-z-]*");
        const auto look = [this](const QStringList& command) {
            const auto help = runCli(command + QStringList { "--language", "en", "--help" }).output;
            for (auto match = flag.globalMatch(QString::fromUtf8(help)); match.hasNext();)
                flags.insert(match.next().captured());
            return subcommandsIn(help);
        };
        for (const auto& command : look({})) {
            commands[command] = look({ command });
            for (const auto& inner : commands[command])
                look({ command, inner });
        }
    }
    bool knows(const QString& command, const QString& inner) const
    {
        const auto found = commands.find(command);
        if (found == commands.end())
            return false;
        for (const auto& name : inner.split('|'))
            if (!found->second.isEmpty() && !found->second.contains(name))
                return false;
        return true;
    }
};

/// Faults of one text: commands and flags that it names and the program does not have.
QStringList faultsOf(const QString& text, const Program& program)
{
    QStringList faults;
    static const QRegularExpression call("minamo-cli (?!that |beside )([a-z][a-z-]*)(?: ([a-z|]+))?");
    for (auto match = call.globalMatch(text); match.hasNext();) {
        const auto one = match.next();
        if (!program.knows(one.captured(1), one.captured(2)))
            faults << one.captured();
    }
    static const QRegularExpression flag("(?<![\\w-])--[a-z][a-z-]*");
    for (auto match = flag.globalMatch(text); match.hasNext();)
        if (const auto name = match.next().captured(); !program.flags.contains(name))
            faults << name;
    return faults;
}

/// In Japanese a command stands in Latin letters before what is done with it: 「extract を実行」.
QStringList faultsOfJapanese(const QString& text, const Program& program)
{
    static const QRegularExpression done("(?<![\\w-])([a-z][a-z-]*)(?: ([a-z]+))? (?:を(?: "
                                         "--[^。で]*で)?(?:もう一度|一度)?実行|で(?:続き|一覧|モデル|中止))");
    QStringList faults;
    for (auto match = done.globalMatch(text); match.hasNext();) {
        const auto one = match.next();
        if (!program.knows(one.captured(1), one.captured(2)))
            faults << one.captured();
    }
    return faults;
}

} // namespace

/// Every command and option that a text sends people to exists.
class TestCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theProgramIsSeen()
    {
        QVERIFY(m_program.commands.size() >= 15);
        QVERIFY(m_program.knows("run", "") && m_program.knows("model", "verify")
            && m_program.flags.contains("--holdout"));
    }
    void phrasesNameWhatThereIs()
    {
        int named = 0;
        for (const auto& [key, texts] : allPhrases().items()) {
            if (key.find("window.") != std::string::npos)
                continue; // its options are those of minamo
            for (const char* language : { "ja", "en" }) {
                const auto text
                    = QString::fromStdString(texts.at(language).get<std::string>()).remove("setup.sh --gpu");
                auto faults = faultsOf(text, m_program);
                if (*language == 'j')
                    faults += faultsOfJapanese(text, m_program);
                QVERIFY2(
                    faults.isEmpty(), qPrintable(QString::fromStdString(key) + ": " + faults.join(", ")));
                named += text.contains("minamo-cli");
            }
        }
        QVERIFY(named > 10);
    }
    void pagesNameWhatThereIs_data()
    {
        QTest::addColumn<QString>("page");
        for (const char* page : { "README.md", "README.ja.md", "CONTRIBUTING.md", "resources/model/README.md",
                 "tests/bench/README.md", "packaging/demo.sh" })
            QTest::newRow(page) << QString(page);
    }
    void pagesNameWhatThereIs()
    {
        QFETCH(QString, page);
        const auto text = QString::fromUtf8(sourceFile(page));
        QVERIFY(!text.isEmpty());
        static const QRegularExpression call("minamo-cli [^`;)\\n]*");
        QStringList calls; // other programs on the page have options of their own
        for (auto match = call.globalMatch(text); match.hasNext();)
            calls << match.next().captured();
        const auto faults = faultsOf(calls.join('\n'), m_program);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(", ")));
    }
    /// The guide speaks of minamo too, whose options stand in its --help. What it names must be there,
    /// and all commands must be named.
    void guideNamesWhatThereIs()
    {
        auto known = m_program;
        static const QRegularExpression flag("--[a-z][a-z-]*");
        const auto windowHelp = QString::fromStdString(Phrases(Language::en).text("window.help"));
        for (auto match = flag.globalMatch(windowHelp); match.hasNext();)
            known.flags.insert(match.next().captured());
        for (const char* language : { "ja", "en" }) {
            const QString folder = QString("resources/help/") + language + '/';
            for (const auto& page : QDir(sourceFolder() + '/' + folder).entryList({ "*.md" })) {
                const auto faults = faultsOf(QString::fromUtf8(sourceFile(folder + page)), known);
                QVERIFY2(faults.isEmpty(), qPrintable(folder + page + ": " + faults.join(", ")));
            }
            const auto list = QString::fromUtf8(sourceFile(folder + "command-line.md"));
            for (const auto& [command, inner] : known.commands)
                QVERIFY2(command == "interactive" || list.contains("minamo-cli " + command),
                    qPrintable(command + " is not in " + folder + "command-line.md"));
        }
    }
    /// The check can fail.
    void inventedOnesAreSeen()
    {
        QCOMPARE(faultsOf("Run minamo-cli pack P --size 64.", m_program), QStringList { "minamo-cli pack" });
        QCOMPARE(faultsOf("minamo-cli model info|check DIR", m_program),
            QStringList { "minamo-cli model info|check" });
        QCOMPARE(faultsOf("Use --no-such-flag.", m_program), QStringList { "--no-such-flag" });
        QCOMPARE(faultsOfJapanese("pack を --size 64 で実行してから学習します。", m_program).size(), 1);
        QCOMPARE(faultsOfJapanese("先に score を実行します。", m_program).size(), 0);
    }

private:
    Program m_program;
};

QTEST_GUILESS_MAIN(TestCommands)
#include "test_commands.moc"
