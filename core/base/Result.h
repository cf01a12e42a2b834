#pragma once
#include "base/Json.h"

#include <string>
#include <tl/expected.hpp>

namespace minamo {

/// Something that went wrong in the world (file, memory, data, device), as meaning and not as text.
/// `code` is a key of resources/phrases: "error.<code>" says what is wrong, "error.<code>.hint" what to do next.
struct Error {
    std::string code;              ///< for example "safetensors.trailing-bytes"
    Json values = Json::object();  ///< fills {name} in the phrase
    std::string detail;            ///< technical and untranslated, for the log ("" if there is none)
};

template <class T> using Result = tl::expected<T, Error>;

/// return fail("import.no-photos", {{"folder", path}});
inline tl::unexpected<Error> fail(std::string code, Json values = Json::object(), std::string detail = {})
{
    return tl::unexpected<Error>(Error { std::move(code), std::move(values), std::move(detail) });
}

/// The one error every stage returns after the user asked to stop. Not shown as a failure.
inline tl::unexpected<Error> cancelledError() { return fail("cancelled"); }

} // namespace minamo

#define MINAMO_CONCAT_(a, b) a##b
#define MINAMO_CONCAT(a, b) MINAMO_CONCAT_(a, b)
/// MINAMO_TRY(const auto file, SafetensorsFile::open(path)); declares the value or returns the error.
#define MINAMO_TRY(declaration, expression) MINAMO_TRY_(MINAMO_CONCAT(result_, __LINE__), declaration, expression)
#define MINAMO_TRY_(name, declaration, expression)                                                            \
    auto name = (expression);                                                                                 \
    if (!name)                                                                                                \
        return tl::make_unexpected(std::move(name).error());                                                  \
    declaration = std::move(*name)
/// MINAMO_DO(writeJson(path, json)); returns the error of a Result<void>.
#define MINAMO_DO(expression)                                                                                 \
    do {                                                                                                      \
        if (auto done_ = (expression); !done_)                                                                \
            return tl::make_unexpected(std::move(done_).error());                                             \
    } while (false)
