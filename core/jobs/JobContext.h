#pragma once
#include "base/Result.h"

#include <cstdint>
#include <string_view>

namespace minamo {

/// What a running stage tells the world, and how it hears "stop". Thread-safe in every implementation.
class JobContext {
public:
    virtual ~JobContext() = default;
    /// `done` of `total` units of this stage; committed work of earlier runs counts as done. At least once per chunk
    /// and per 5 %.
    virtual void progress(std::string_view stage, std::int64_t done, std::int64_t total) = 0;
    /// A result that grows: kind "cell" {tap,timestep,...}, "score", "curve" {series,x,y}, "layout", "estimate" ...
    virtual void event(std::string_view kind, const Json& values) = 0;
    /// Something the user should know, not a failure: a phrase key and its values.
    virtual void warning(const Error& what) = 0;
    /// True as soon as the user asked to stop: return cancelledError() within 0.5 s.
    virtual bool cancelled() const = 0;
};

/// For tests and small calls: says nothing, never stops.
class SilentContext : public JobContext {
public:
    void progress(std::string_view, std::int64_t, std::int64_t) override { }
    void event(std::string_view, const Json&) override { }
    void warning(const Error&) override { }
    bool cancelled() const override { return false; }
};

} // namespace minamo
