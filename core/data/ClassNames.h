#pragma once
#include "base/Json.h"
#include "base/Phrases.h"

namespace minamo {

/// What people read for a class, per language; "" = the class itself.
struct ClassName {
    std::string ja, en;
};

/// The document's "/classNames" ({"<class>": {"ja": text, "en": text}}) with these for one class; null if no
/// class has any.
Json classNamed(Json names, const std::string& className, const ClassName& shown);
/// What "/classNames" holds for a class.
ClassName givenName(const Json& names, const std::string& className);
/// What people read for a class: the given name, else the class itself.
std::string shownClass(const Json& names, const std::string& className, Language language);

} // namespace minamo
