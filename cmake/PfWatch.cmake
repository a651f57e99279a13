# PF_FAST makes builds short: precompiled headers, a fast linker. PF_WATCH is that, and what makes the time from a save to the new
# program short. Without them nothing is precompiled; that no file depends on a header that only happens to be is what
# tests/lint/includes.py shows.

if(PF_WATCH)
    set(PF_FAST ON)
endif()

function(pf_precompile target)
    if(PF_FAST)
        target_precompile_headers(${target} PRIVATE ${ARGN})
    endif()
endfunction()

if(NOT PF_FAST)
    return()
endif()

include(CheckLinkerFlag)
foreach(linker IN ITEMS mold lld gold)
    check_linker_flag(CXX -fuse-ld=${linker} PF_LINKER_${linker})
    if(PF_LINKER_${linker})
        # A symbol that is missing is an error of the build, not of the program that is started next.
        add_link_options(-fuse-ld=${linker} -Wl,-z,defs)
        break()
    endif()
endforeach()

if(NOT PF_WATCH)
    # What the cache compares is what is in a precompiled header, not when it was made.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
    endif()
    add_link_options(-Wl,--build-id)
    return()
endif()

# Programs are linked again only when the library's file name changes, not when its content does.
set(CMAKE_LINK_DEPENDS_NO_SHARED ON)

# Clang takes the old program away when a link fails, unless it is to keep what it makes.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_link_options(-save-temps=obj)
endif()

# A build id is a digest of the whole file.
add_link_options(-Wl,--build-id=none)
