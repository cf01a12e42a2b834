# Helpers that keep every CMakeLists.txt to a few lines, and flags equal in every preset (ccache serves all).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(MINAMO_CCACHE ccache)
if(MINAMO_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers need these two; base_dir lets presets and clones share entries.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
        CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${MINAMO_CCACHE})
endif()
find_program(MINAMO_MOLD mold)
if(MINAMO_MOLD)
    add_link_options(-fuse-ld=mold)
endif()
if(MINAMO_SANITIZE)
    add_compile_options(-fsanitize=${MINAMO_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${MINAMO_SANITIZE})
endif()
# A file that includes LibTorch takes up to 1.5 GB to compile: never more than two at a time.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS torch_pool=2)

add_library(minamo_flags INTERFACE)
# In sanitized code g++ 12 warns of uninitialised and overlong reads that are not there: no errors.
target_compile_options(minamo_flags INTERFACE -Wall -Wextra $<$<NOT:$<BOOL:${MINAMO_SANITIZE}>>:-Werror>)
target_include_directories(minamo_flags INTERFACE ${PROJECT_SOURCE_DIR}/core ${PROJECT_SOURCE_DIR})
target_compile_definitions(minamo_flags INTERFACE QT_NO_KEYWORDS)

# minamo_library(NAME [LIBS lib...]): one static library from the .cpp files of this folder.
function(minamo_library name)
    cmake_parse_arguments(ARG "" "" "LIBS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    if(NOT sources)
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE minamo_flags ${ARG_LIBS})
        return()
    endif()
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC minamo_flags ${ARG_LIBS})
endfunction()

# minamo_engine_library(NAME [LIBS lib...]): the same, with LibTorch (precompiled header, at most two at a time).
function(minamo_engine_library name)
    minamo_library(${name} ${ARGN})
    get_target_property(type ${name} TYPE)
    if(type STREQUAL "INTERFACE_LIBRARY")
        target_link_libraries(${name} INTERFACE LibTorch::cpu)
        return()
    endif()
    target_link_libraries(${name} PUBLIC LibTorch::cpu)
    minamo_use_torch_headers(${name})
endfunction()

# LibTorch's headers are compiled once (target minamo_torch_headers) and reused by everything in the engine.
function(minamo_use_torch_headers name)
    target_precompile_headers(${name} REUSE_FROM minamo_torch_headers)
    set_target_properties(${name} PROPERTIES JOB_POOL_COMPILE torch_pool)
endfunction()

# minamo_tests(FOLDER LIBS lib... [TORCH]): every tests/FOLDER/test_*.cpp is one Qt Test program.
function(minamo_tests folder)
    cmake_parse_arguments(ARG "TORCH;GUI" "" "LIBS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/test_*.cpp)
    foreach(source ${sources})
        get_filename_component(stem ${source} NAME_WE)
        string(REPLACE "/" "_" prefix ${folder})
        set(name ${prefix}_${stem})
        add_executable(${name} ${source})
        set_target_properties(${name} PROPERTIES AUTOMOC ON
            RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
        target_link_libraries(${name} PRIVATE minamo_test_support ${ARG_LIBS} Qt6::Test)
        if(ARG_GUI)
            vtk_module_autoinit(TARGETS ${name} MODULES ${VTK_LIBRARIES})
        endif()
        if(ARG_TORCH)
            target_link_libraries(${name} PRIVATE LibTorch::cpu)
            minamo_use_torch_headers(${name})
        endif()
        add_test(NAME ${name} COMMAND ${name})
        set_tests_properties(${name} PROPERTIES TIMEOUT ${minamo_test_timeout} ENVIRONMENT "${minamo_test_environment}")
    endforeach()
endfunction()

set(minamo_test_environment "QT_QPA_PLATFORM=offscreen;MINAMO_CLI=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/minamo-cli;MINAMO_GUI=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/minamo;OMP_NUM_THREADS=1")
set(minamo_test_timeout 600)
if(MINAMO_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Debug") # code that is up to ten times slower
    set(minamo_test_timeout 3000)
    string(APPEND minamo_test_environment ";MINAMO_SLOWDOWN=10;QTEST_FUNCTION_TIMEOUT=3000000")
endif()

# minamo_long_test(PROGRAM): once more with MINAMO_LONG=1, when it does what is too long for every day
# (label "long": packaging/test.sh --long).
function(minamo_long_test program)
    if(TARGET ${program})
        add_test(NAME ${program}_long COMMAND ${program})
        set_tests_properties(${program}_long PROPERTIES LABELS long TIMEOUT 3600
            ENVIRONMENT "${minamo_test_environment};MINAMO_LONG=1")
    endif()
endfunction()
