# Writes one C++ file that holds every phrase file as a raw string. A string literal may hold 64 KB at most by the
# standard; files are per area and far smaller.
file(WRITE ${OUTPUT} "namespace minamo {\nextern const char* const embeddedPhrases[];\nconst char* const embeddedPhrases[] = {\n")
foreach(file ${FILES})
    file(READ ${file} text)
    file(APPEND ${OUTPUT} "R\"PHRASES(${text})PHRASES\",\n")
endforeach()
file(APPEND ${OUTPUT} "nullptr };\n}\n")
