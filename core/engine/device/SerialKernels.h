#pragma once

namespace minamo {

/// While it lives, LibTorch's CPU kernels of this thread run on this thread alone.
class SerialKernels {
public:
    SerialKernels();
    ~SerialKernels();
    SerialKernels(const SerialKernels&) = delete;
    SerialKernels& operator=(const SerialKernels&) = delete;

private:
    int m_before;
};

} // namespace minamo
