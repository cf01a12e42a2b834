#pragma once
#include "bridge/ProjectFlow.h"

#include <QAbstractButton>
#include <QImage>

class QPainter;

namespace minamo {

class Tag;

/// What a card shows of a project that is not open: read in the background.
struct ProjectGlance {
    bool found = false;
    QString folder, name;
    QDateTime when;
    int photos = 0, styles = 0;
    bool trained = false, running = false, problem = false;
    QList<QImage> images; ///< up to four thumbnails
};
ProjectGlance glanceAt(const RecentProject& recent);

/// A recent project: four photos, name, when, tags. Opens with a click, Enter or Space.
class RecentCard : public QAbstractButton {
    Q_OBJECT

public:
    explicit RecentCard(const ProjectGlance& glance, QWidget* parent = nullptr);
    QString folder() const { return m_glance.folder; }
    QSize sizeHint() const override { return { 420, 190 }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void retranslate();
    void paintPhotos(QPainter& painter, const QRect& area) const;
    void placeTags();
    ProjectGlance m_glance;
    QList<Tag*> m_tags;
};

} // namespace minamo
