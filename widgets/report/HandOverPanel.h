#pragma once
#include "report/ReportData.h"
#include "theme/Messages.h"

class QLineEdit;
class QVBoxLayout;

namespace minamo {

/// Beside the preview: what the report still lacks, with the way there, and the package for the line.
class HandOverPanel : public QWidget {
    Q_OBJECT

public:
    explicit HandOverPanel(QWidget* parent = nullptr);
    void setMissing(const std::vector<MissingStep>& missing);
    /// No classifier: nothing to export; busy: a job runs already; own: a classifier of the plant was added,
    /// whose licence is asked for too.
    void setExport(bool hasClassifier, bool busy, bool own);
    QString dataLicence() const;
    QString classifierLicence() const; ///< "" unless asked for
    Button* exportButton() const { return m_export; }
    QList<Button*> ways() const { return m_ways; }

Q_SIGNALS:
    void placeAsked(const QString& name);
    void exportAsked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void fillMissing();
    QString placeWord(const std::string& name) const;

    std::vector<MissingStep> m_missing;
    TextLabel* m_missingTitle;
    QVBoxLayout* m_list;
    TextLabel* m_packageTitle;
    TextLabel* m_packageText;
    TextLabel* m_licenceTitle;
    QLineEdit* m_licence;
    TextLabel* m_licenceHint;
    TextLabel* m_ownTitle;
    QLineEdit* m_own;
    TextLabel* m_ownHint;
    Button* m_export;
    QList<Button*> m_ways;
    bool m_hasClassifier = false;
};

} // namespace minamo
