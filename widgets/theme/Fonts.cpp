#include "theme/Fonts.h"

#include <QStringList>

namespace minamo {

QFont textFont(TextSize size, bool bold)
{
    QFont font;
    font.setFamilies(QStringList { "Noto Sans", "Noto Sans CJK JP" });
    font.setPointSize(static_cast<int>(size));
    font.setBold(bold);
    return font;
}

QFont logFont()
{
    QFont font;
    font.setFamilies(QStringList { "Noto Sans Mono", "Noto Sans Mono CJK JP", "Noto Sans CJK JP" });
    font.setPointSize(static_cast<int>(TextSize::caption));
    return font;
}

} // namespace minamo
