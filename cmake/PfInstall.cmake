# What `cmake --install` puts where. The component `programs` is all that users need: programs, the library they load, man pages,
# completions and units; `development` is what a project needs that uses the library, too.
include(CMakePackageConfigHelpers)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME programs)

install(TARGETS pf EXPORT pf-targets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} NAMELINK_COMPONENT development
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/lib/pf DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development FILES_MATCHING PATTERN "*.hpp"
    PATTERN transfer EXCLUDE PATTERN http EXCLUDE PATTERN web EXCLUDE PATTERN jobs/serve EXCLUDE)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/pf)
install(EXPORT pf-targets NAMESPACE pf:: DESTINATION ${package_dir} COMPONENT development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/pf-config.cmake.in ${PROJECT_BINARY_DIR}/pf-config.cmake
    INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/pf-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pf-config.cmake ${PROJECT_BINARY_DIR}/pf-config-version.cmake
    DESTINATION ${package_dir} COMPONENT development)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT license)

# For a user's own timers: `systemctl --user enable --now pf-snapshot.timer`.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/contrib/systemd/ DESTINATION lib/systemd/user)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/contrib/cron ${PROJECT_SOURCE_DIR}/contrib/grafana ${PROJECT_SOURCE_DIR}/contrib/metabase
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

# pf_generate_page(<program> <kind> <file> <destination>): what the program says with --generate <kind>.
function(pf_generate_page program kind file destination)
    set(output ${PROJECT_BINARY_DIR}/pages/${kind}/${file})
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/pages/${kind}
        COMMAND $<TARGET_FILE:${program}> --generate ${kind} > ${output}
        DEPENDS ${program} COMMENT "Writing ${file}" VERBATIM)
    set_property(GLOBAL APPEND PROPERTY pf_pages ${output})
    install(FILES ${output} DESTINATION ${destination})
endfunction()

# The build folder is laid out as what is installed, so that one search path serves both. Where they differ, CMake ends the
# one of the build folder with a colon, to be able to replace it; behind that colon is an empty part, which the dynamic linker
# takes for the current folder, and it would run a library that lies beside a file to import.
get_property(programs GLOBAL PROPERTY pf_programs)
set_target_properties(pf PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_LIBDIR})
set_target_properties(pf ${programs} PROPERTIES BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH_USE_LINK_PATH ON)
foreach(program IN LISTS programs)
    set_target_properties(${program} PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    get_target_property(name ${program} OUTPUT_NAME)
    if(NOT name)
        set(name ${program})
    endif()
    pf_generate_page(${program} man ${name}.1 ${CMAKE_INSTALL_MANDIR}/man1)
    pf_generate_page(${program} bash ${name} ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    pf_generate_page(${program} zsh _${name} ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
    pf_generate_page(${program} fish ${name}.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endforeach()
get_property(pages GLOBAL PROPERTY pf_pages)
add_custom_target(pages ALL DEPENDS ${pages})
