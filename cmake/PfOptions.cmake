# One place for what every target of ours is compiled with: `target_link_libraries(x PRIVATE pf_options)`.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET default)
# Nobody looks for the address of an inline function in the library; its name would take memory in every process.
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

# What was just typed is in no cache. Precompiled headers need leave to be in one: they hide macros and times from it. By what the
# compiler says that a file includes, the cache need not preprocess it first.
find_program(PF_CCACHE ccache)
if(PF_CCACHE AND NOT PF_WATCH AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_DEPEND=1 CCACHE_SLOPPINESS=pch_defines,time_macros
        CCACHE_EXTRAFILES=${PROJECT_SOURCE_DIR}/cmake/counted.list ${PF_CCACHE})
endif()

add_library(pf_options INTERFACE)
target_compile_options(pf_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
    -Woverloaded-virtual -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wundef)
# Since gcc 12, optimised builds take the string of a std::variant that is moved for uninitialised.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(pf_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:-Wno-maybe-uninitialized>)
endif()
# Debian's hardening set; tests/hostile/hardened looks for it in what was built. What costs time or needs optimisation is left out of
# builds that are made for looking at code.
set(optimised $<CONFIG:Release,RelWithDebInfo,MinSizeRel>)
target_compile_options(pf_options INTERFACE
    $<${optimised}:-fstack-protector-strong> $<${optimised}:-fstack-clash-protection>)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(pf_options INTERFACE $<${optimised}:-fcf-protection>)
endif()
target_compile_definitions(pf_options INTERFACE $<${optimised}:_FORTIFY_SOURCE=2>)
add_link_options(LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack)
include(CheckPIESupported)
check_pie_supported(OUTPUT_VARIABLE pie_output LANGUAGES CXX)
if(PF_WERROR)
    target_compile_options(pf_options INTERFACE -Werror)
endif()
