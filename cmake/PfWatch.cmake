# What makes the time from a save to the new program short; nothing at all without PF_WATCH, so that no other build can come
# to depend on a header that only happens to be precompiled. No ccache here: what was just typed is never in it.

function(pf_precompile target)
    if(PF_WATCH)
        target_precompile_headers(${target} PRIVATE ${ARGN})
    endif()
endfunction()

if(NOT PF_WATCH)
    return()
endif()

# Programs are linked again only when the library's file name changes, not when its content does.
set(CMAKE_LINK_DEPENDS_NO_SHARED ON)

# Clang takes the old program away when a link fails, unless it is to keep what it makes.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_link_options(-save-temps=obj)
endif()

include(CheckLinkerFlag)
foreach(linker IN ITEMS mold lld gold)
    check_linker_flag(CXX -fuse-ld=${linker} PF_LINKER_${linker})
    if(PF_LINKER_${linker})
        # A symbol that is missing is an error of the build, not of the program that is started next. A build id is a digest of
        # the whole file.
        add_link_options(-fuse-ld=${linker} -Wl,-z,defs -Wl,--build-id=none)
        break()
    endif()
endforeach()
