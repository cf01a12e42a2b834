#pragma once
#include "base/Result.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace minamo {

/// Reads a component's config.json one key after the other; the first problem is kept, the rest is skipped.
/// An absent key leaves the value as it is (the class default); null is a value of its own where a key takes
/// it. Keys listed in _use_default_values count as absent, as in diffusers.
class ConfigReader {
public:
    explicit ConfigReader(const Json& config) : m_config(config) { }

    /// Errors of all: "model.bad-config" {key, value} for a wrong kind or a number outside low..high.
    void read(const char* key, int& value, int low, int high);
    void read(const char* key, std::optional<int>& value, int low, int high);
    void read(const char* key, double& value, double low, double high);
    void read(const char* key, bool& value);
    /// One of `known`; null reads as "". "model.unsupported-value" {key, value} for any other.
    void read(const char* key, std::string& value, const std::set<std::string>& known);
    /// A list of 1 to 12 numbers in 1..16384.
    void readWidths(const char* key, std::vector<int>& values);
    /// One value for all `count` blocks, or a list with one for each; a default of one value stands for all.
    void readEach(const char* key, std::vector<int>& values, std::size_t count, int low, int high);
    void readEach(const char* key, std::vector<bool>& values, std::size_t count);
    /// Names of blocks. "model.unknown-block" {key, value}.
    void readBlocks(const char* key, std::vector<std::string>& values, const std::set<std::string>& known);
    /// A number, [height, width] or null.
    void readSize(const char* key, std::optional<int>& height, std::optional<int>& width);

    void bad(const char* code, const char* key);
    void bad(const char* code, const char* key, const Json& value);
    /// Anything that was never asked for changes the network in a way that the reader's class does not know;
    /// but averages of training (diffusers' EMAModel.save_pretrained) write their own settings beside the
    /// network's. "model.unsupported-key" {key, value} unless the value is null or false.
    Result<void> finish();
    bool ok() const { return m_result.has_value(); }
    bool has(const char* key) { return present(key) != nullptr; }
    /// The value as it stands there, known from now on; nullptr if absent.
    const Json* present(const char* key);

private:
    /// One item for each of `count` blocks; empty and a problem if it cannot be read so.
    std::vector<Json> itemsOf(
        const char* key, std::size_t count, const std::function<bool(const Json&)>& fits);
    const Json& m_config;
    std::set<std::string> m_seen;
    Result<void> m_result;
};

/// A value as config.json has it: null where there is none.
inline Json orNull(const std::optional<int>& value)
{
    return value ? Json(*value) : Json();
}

} // namespace minamo
