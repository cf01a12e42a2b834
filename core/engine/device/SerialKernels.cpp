#include "engine/device/SerialKernels.h"

#include <ATen/Parallel.h>

namespace minamo {

SerialKernels::SerialKernels() : m_before(at::get_num_threads())
{
    at::set_num_threads(1);
}

SerialKernels::~SerialKernels()
{
    at::set_num_threads(m_before);
}

} // namespace minamo
