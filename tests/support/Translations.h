#pragma once
#include "TestSupport.h"

#include <QFile>
#include <QXmlStreamReader>

namespace minamo {

/// One message of a .ts file.
struct Translation {
    QString context, source, type;
    QStringList texts;
    bool numerus = false;
};

inline QList<Translation> translationsOf(const QByteArray& xml)
{
    QList<Translation> entries;
    QXmlStreamReader reader(xml);
    QString context;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto name = reader.name();
        if (name == u"name")
            context = reader.readElementText();
        else if (name == u"message")
            entries.push_back({ context, {}, {}, {}, reader.attributes().value("numerus") == u"yes" });
        else if (name == u"source")
            entries.back().source = reader.readElementText();
        else if (name == u"translation") {
            entries.back().type = reader.attributes().value("type").toString();
            if (!entries.back().numerus)
                entries.back().texts.push_back(
                    reader.readElementText(QXmlStreamReader::IncludeChildElements));
        } else if (name == u"numerusform")
            entries.back().texts.push_back(reader.readElementText());
    }
    return entries;
}

/// The root of the source tree, which translations, phrases and pages are read from.
inline QString sourceFolder()
{
    return QString::fromStdString(goldenFolder().parent_path().parent_path().string());
}

/// A file of the source tree; empty if it cannot be read.
inline QByteArray sourceFile(const QString& path)
{
    QFile file(sourceFolder() + '/' + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// translations/minamo_<language>.ts
inline QList<Translation> translationFile(const QString& language)
{
    return translationsOf(sourceFile("translations/minamo_" + language + ".ts"));
}

} // namespace minamo
