#pragma once
#include "jobs/JobContext.h"

#include <algorithm>

namespace minamo {

/// A part of a longer job: its progress is shown as the slice [start, start + weight) of `total`.
class PartContext : public JobContext {
public:
    PartContext(JobContext& whole, std::int64_t start, std::int64_t weight, std::int64_t total) :
        m_whole(whole), m_start(start), m_weight(weight), m_total(total)
    {
    }
    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override
    {
        const auto reached = m_start + (total > 0 ? m_weight * done / total : 0);
        const auto mark = std::max<std::int64_t>(1, m_total / 20);
        for (auto passed = m_told + mark; passed < reached;
             passed += mark) // a short stage may be done in one step
            m_whole.progress(stage, passed, m_total);
        m_told = std::max(m_told, reached);
        m_whole.progress(stage, m_told, m_total);
    }
    void event(std::string_view kind, const Json& values) override { m_whole.event(kind, values); }
    void warning(const Error& what) override { m_whole.warning(what); }
    bool cancelled() const override { return m_whole.cancelled(); }

private:
    JobContext& m_whole;
    std::int64_t m_start, m_weight, m_total, m_told = m_start;
};

} // namespace minamo
