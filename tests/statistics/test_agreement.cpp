#include "TestSupport.h"
#include "io/Safetensors.h"
#include "statistics/Agreement.h"

using namespace minamo;

namespace {
std::vector<std::int32_t> column(const SafetensorsFile& file, const char* name)
{
    const auto view = file.require(name, DType::u8, 1);
    return { view->data<std::uint8_t>(), view->data<std::uint8_t>() + view->elements() };
}
} // namespace

/// scikit-learn's figures for the same labellings (golden J_analysis), and the edge cases.
class TestAgreement : public QObject {
    Q_OBJECT
    Json m_golden;
    std::vector<std::int32_t> m_digits, m_digitsFound, m_domain, m_class, m_found, m_fine;

    void compare(const char* name, const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b)
    {
        const auto& expected = m_golden.at(name);
        const auto check = [&](const char* figure, double value) {
            const double want = expected.at(figure);
            QVERIFY2(std::abs(value - want) <= 1e-9 + 1e-6 * std::abs(want),
                qPrintable(QString("%1 %2: %3, expected %4")
                               .arg(name, figure)
                               .arg(value, 0, 'g', 12)
                               .arg(want, 0, 'g', 12)));
        };
        const auto table = contingency(a, b);
        check("nmi_arithmetic", normalizedMutualInformation(a, b));
        check("mi_nats", mutualInformation(table));
        check("ari", adjustedRandIndex(a, b));
        check("ami", adjustedMutualInformation(a, b));
        check("emi", expectedMutualInformation(table));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto golden = readJson(goldenFolder() / "J_analysis/analysis.json");
        VERIFY_OK(golden);
        m_golden = *golden;
        const auto file = SafetensorsFile::open(goldenFolder() / "J_analysis/analysis.safetensors");
        VERIFY_OK(file);
        m_digits = column(*file, "digits.y");
        m_digitsFound = column(*file, "kmeans.digits.labels");
        m_domain = column(*file, "planted.domain");
        m_class = column(*file, "planted.cls");
        m_found = column(*file, "kmeans.planted.labels");
        m_fine = column(*file, "kmeans.planted_fine.labels");
    }

    void equalsScikitLearn()
    {
        compare("external.digits.y_vs_kmeans", m_digits, m_digitsFound);
        compare("external.planted.domain_vs_kmeans", m_domain, m_found);
        compare("external.planted.cls_vs_kmeans", m_class, m_found);
        compare("external.planted.domain_vs_kmeans_fine", m_domain, m_fine);
        compare("external.planted.cls_vs_kmeans_fine", m_class, m_fine);
        const auto& small = m_golden.at("external.small.labels");
        compare("external.small", small.at(0), small.at(1));
    }

    void edgeCases()
    {
        const std::vector<std::int32_t> one(m_domain.size(), 7);
        std::vector<std::int32_t> distinct(m_domain.size()), relabelled;
        for (std::size_t i = 0; i < distinct.size(); ++i)
            distinct[i] = static_cast<std::int32_t>(i);
        for (const auto code : m_domain)
            relabelled.push_back(40 - 3 * code);
        compare("external.edge.identical", m_domain, m_domain);
        compare("external.edge.one_cluster_vs_domain", m_domain, one);
        compare("external.edge.one_vs_one", one, one);
        compare("external.edge.all_distinct_vs_domain", m_domain, distinct);
        compare("external.edge.relabelled", m_domain, relabelled);
    }

    void unknownLabelsTakeNoPart()
    {
        auto some = m_domain;
        for (std::size_t i = 0; i < some.size(); i += 3)
            some[i] = -1;
        QCOMPARE(normalizedMutualInformation(some, m_domain), 1.0);
        QCOMPARE(distinctLabels(some), 3);
        QCOMPARE(contingency(some, m_domain).total, 400.0);
    }

    void aSwapIsNoticed() // negative control: a few wrong labels must show
    {
        auto wrong = m_domain;
        for (std::size_t i = 0; i < 30; ++i)
            wrong[i] = (wrong[i] + 1) % 3;
        QVERIFY(normalizedMutualInformation(wrong, m_domain) < 0.9);
        QVERIFY(adjustedRandIndex(wrong, m_domain) < 0.95);
        QVERIFY(meanAgreement({ wrong, m_domain, m_domain }) < 1.0);
        QCOMPARE(meanAgreement({ m_domain, m_domain }), 1.0);
    }
};

QTEST_APPLESS_MAIN(TestAgreement)
#include "test_agreement.moc"
