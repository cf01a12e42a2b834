#pragma once
#include "base/Options.h"
#include "base/Phrases.h"

#include <CLI/CLI.hpp>
#include <cctype>
#include <memory>

namespace minamo {

/// "removeClassMeans" -> "--remove-class-means"
inline std::string flagName(const std::string& option)
{
    std::string flag = "--";
    for (const char c : option)
        if (std::isupper(static_cast<unsigned char>(c)))
            (flag += '-') += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else
            flag += c;
    return flag;
}

/// Makes one flag per option of a stage (decision D7); given flags end up in `given` as JSON.
struct OptionBinder {
    CLI::App& command;
    const Phrases& phrases;
    std::string stage;
    std::shared_ptr<Json> given;

    template <class T> void operator()(const char* name, T& value, const OptionInfo& info)
    {
        const auto key = "option." + stage + "." + name;
        auto help = phrases.text("cli.option",
            { { "label", phrases.text(key) }, { "effect", phrases.text(key + ".effect") } });
        if (!info.unit.empty())
            help += " [" + info.unit + "]";
        if (!info.choices.empty())
            help += " {" + phrases.text("cli.choices", { { "choices", info.choices } }) + "}";
        if constexpr (std::is_same_v<T, bool>) {
            const auto flag = flagName(name);
            const auto set = [given = given, n = std::string(name)](std::int64_t count) { (*given)[n] = count > 0; };
            // What is on by default needs a way to be off.
            command.add_flag_function(value ? flag + ",!--no-" + flag.substr(2) : flag, set, help);
        } else {
            const auto set = [given = given, n = std::string(name)](const T& v) { (*given)[n] = v; };
            const auto flag = flagName(name); // what a stage writes has the usual short name
            auto* option = command.add_option_function<T>(flag == "--output" ? "-o," + flag : flag, set, help);
            option->default_str(shown(value));
            if constexpr (std::is_same_v<T, std::vector<int>> || std::is_same_v<T, std::vector<std::string>>)
                option->delimiter(',');
            else
                option->type_name(typeWord<T>());
        }
    }

private:
    template <class T> static std::string shown(const T& value)
    {
        const Json json = value;
        return json.is_string() ? json.get<std::string>() : json.dump();
    }
    template <class T> static std::string typeWord()
    {
        return std::is_same_v<T, std::string> ? "TEXT" : std::is_floating_point_v<T> ? "NUMBER" : "N";
    }
};

} // namespace minamo
