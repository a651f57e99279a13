# pf_embed_files(<out-var> <dir> <glob> <namespace> <function> [COMPRESSED])
# Generates a source file that defines `std::span<pf::base::EmbeddedFile const> <namespace>::<function>()`: every file
# below <dir> that matches <glob>, by its path relative to <dir>, sorted. Its generator runs at build time.
# COMPRESSED: after each also the same by gzip, as NAME.gz.
function(pf_embed_files out dir glob namespace function)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${dir} ${dir}/${glob})
    list(SORT files)
    set(compressed NO)
    if("${ARGN}" STREQUAL "COMPRESSED")
        set(compressed YES)
    endif()
    set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded/${function}.cpp)
    set(absolute ${files})
    list(TRANSFORM absolute PREPEND ${dir}/)
    add_custom_command(OUTPUT ${generated}
        COMMAND ${CMAKE_COMMAND} -DDIR=${dir} "-DFILES=${files}" -DNAMESPACE=${namespace} -DFUNCTION=${function} -DCOMPRESSED=${compressed}
                -DOUTPUT=${generated} -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
        DEPENDS ${absolute} ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
        COMMENT "Embedding ${function}" VERBATIM)
    set(${out} ${generated} PARENT_SCOPE)
endfunction()
