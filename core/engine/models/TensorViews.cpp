#include "engine/models/TensorViews.h"

#include "base/Assert.h"

#include <ATen/ATen.h>
#include <cstring>

namespace minamo {
namespace {

at::ScalarType scalarType(DType dtype)
{
    switch (dtype) {
    case DType::boolean:
        return at::kBool;
    case DType::u8:
        return at::kByte;
    case DType::i8:
        return at::kChar;
    case DType::u16:
        return at::kUInt16;
    case DType::i16:
        return at::kShort;
    case DType::f16:
        return at::kHalf;
    case DType::bf16:
        return at::kBFloat16;
    case DType::u32:
        return at::kUInt32;
    case DType::i32:
        return at::kInt;
    case DType::f32:
        return at::kFloat;
    case DType::u64:
        return at::kUInt64;
    case DType::i64:
        return at::kLong;
    case DType::f64:
        return at::kDouble;
    }
    MINAMO_ASSERT(false);
}

DType dtypeOf(at::ScalarType type)
{
    for (const DType dtype : { DType::boolean, DType::u8, DType::i8, DType::u16, DType::i16, DType::f16,
             DType::bf16, DType::u32, DType::i32, DType::f32, DType::u64, DType::i64, DType::f64 })
        if (scalarType(dtype) == type)
            return dtype;
    MINAMO_ASSERT(false);
}

} // namespace

at::Tensor tensorFromView(const TensorView& view)
{
    at::Tensor tensor = at::empty(view.shape, at::TensorOptions().dtype(scalarType(view.dtype)));
    MINAMO_ASSERT(tensor.nbytes() == view.bytes.size());
    if (!view.bytes.empty())
        std::memcpy(tensor.mutable_data_ptr(), view.bytes.data(), view.bytes.size());
    return tensor;
}

TensorView viewOfTensor(std::string name, const at::Tensor& tensor)
{
    MINAMO_ASSERT(tensor.is_cpu() && tensor.is_contiguous());
    return { std::move(name), dtypeOf(tensor.scalar_type()), tensor.sizes().vec(),
        { static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes() } };
}

} // namespace minamo
