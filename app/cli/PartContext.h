#pragma once
#include "jobs/JobContext.h"

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
        m_whole.progress(stage, m_start + (total > 0 ? m_weight * done / total : 0), m_total);
    }
    void event(std::string_view kind, const Json& values) override { m_whole.event(kind, values); }
    void warning(const Error& what) override { m_whole.warning(what); }
    bool cancelled() const override { return m_whole.cancelled(); }

private:
    JobContext& m_whole;
    std::int64_t m_start, m_weight, m_total;
};

} // namespace minamo
