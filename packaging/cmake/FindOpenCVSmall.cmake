# OpenCV core, imgproc and imgcodecs from their small -dev packages, which ship no CMake package.
find_path(OpenCVSmall_INCLUDE_DIR opencv2/imgcodecs.hpp PATH_SUFFIXES opencv4)
foreach(_lib core imgproc imgcodecs)
    find_library(OpenCVSmall_${_lib}_LIBRARY opencv_${_lib})
endforeach()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVSmall REQUIRED_VARS OpenCVSmall_INCLUDE_DIR OpenCVSmall_core_LIBRARY
    OpenCVSmall_imgproc_LIBRARY OpenCVSmall_imgcodecs_LIBRARY)
if(OpenCVSmall_FOUND AND NOT TARGET OpenCV::small)
    add_library(OpenCV::small INTERFACE IMPORTED)
    target_include_directories(OpenCV::small SYSTEM INTERFACE ${OpenCVSmall_INCLUDE_DIR})
    target_link_libraries(OpenCV::small INTERFACE ${OpenCVSmall_imgcodecs_LIBRARY}
        ${OpenCVSmall_imgproc_LIBRARY} ${OpenCVSmall_core_LIBRARY})
endif()
