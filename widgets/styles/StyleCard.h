#pragma once
#include "StyleData.h"

#include <QFrame>
#include <QPointer>

class QLineEdit;

namespace minamo {

class FlowRow;
class IconButton;
class TextLabel;

/// Three photos of a style side by side: typical, edge, odd.
class StylePhotos : public QWidget {
    Q_OBJECT

public:
    StylePhotos(ThumbnailCache& thumbnails, QWidget* parent = nullptr);
    void setRows(const QVector<int>& rows)
    {
        m_rows = rows;
        update();
    }
    const QVector<int>& rows() const { return m_rows; }
    QSize sizeHint() const override { return { 270, 100 }; }
    QSize minimumSizeHint() const override { return { 180, 100 }; }
    QRectF well(int index) const;

Q_SIGNALS:
    void clicked(int row);
    void opened(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int rowAt(QPointF place) const;
    ThumbnailCache& m_thumbnails;
    QVector<int> m_rows;
};

/// The card of one style: glyph, code, name (editable), count; photos; two to four facts; tags.
class StyleCard : public QFrame {
    Q_OBJECT

public:
    StyleCard(
        ProjectModel& model, std::shared_ptr<const StyleData> data, int style, QWidget* parent = nullptr);
    int style() const { return m_style; }
    void setChosen(bool chosen);
    bool isChosen() const { return m_chosen; }
    /// Name, facts and tags in the language in force.
    void retranslate();
    /// Begins to edit the name.
    void rename();
    QLineEdit* nameEditor() const { return m_editor; }
    QString shownName() const;

Q_SIGNALS:
    void clicked(int style);
    void photoClicked(int row);
    void photoOpened(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void buildHead();
    void finishRenaming(bool keep);
    void fillFacts();
    void fillTags();

    ProjectModel& m_model;
    std::shared_ptr<const StyleData> m_data;
    int m_style;
    bool m_chosen = false;
    TextLabel* m_code;
    TextLabel* m_name;
    QLineEdit* m_editor;
    IconButton* m_pencil;
    TextLabel* m_count;
    StylePhotos* m_photos;
    QWidget* m_facts;
    FlowRow* m_tags;
};

} // namespace minamo
