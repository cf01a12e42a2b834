#include "engine/embedding/Neighbours.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace minamo {
namespace {

constexpr std::int64_t exactRows = 20000;

/// The k smallest of one row of squared distances. Threshold first: a full index sort would cost more than
/// the product.
template <class T>
void smallest(const T* distances, std::int64_t count, int k, std::vector<std::int32_t>& order)
{
    const auto before = [&](std::int32_t a, std::int32_t b) {
        return distances[a] != distances[b] ? distances[a] < distances[b] : a < b;
    };
    order.resize(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    std::nth_element(order.begin(), order.begin() + k - 1, order.end(), before);
    std::sort(order.begin(), order.begin() + k, before);
}

template <class T> void fill(const at::Tensor& table, std::int64_t from, Neighbours& found)
{
    const auto count = table.size(1);
    const T* values = table.const_data_ptr<T>();
    at::parallel_for(0, table.size(0), 8, [&](std::int64_t begin, std::int64_t end) {
        std::vector<std::int32_t> order;
        for (std::int64_t i = begin; i < end; ++i) {
            const T* row = values + i * count;
            smallest(row, count, found.k, order);
            for (int j = 0; j < found.k; ++j) {
                const auto place = static_cast<std::size_t>((from + i) * found.k + j);
                found.indices[place] = order[static_cast<std::size_t>(j)];
                found.distances[place]
                    = std::sqrt(std::max(0.0f, static_cast<float>(row[order[static_cast<std::size_t>(j)]])));
            }
        }
    });
}

} // namespace

Neighbours exactNeighbours(const at::Tensor& features, int k, const std::function<bool()>& stop)
{
    const at::NoGradGuard guard;
    const auto count = features.size(0);
    Neighbours found { static_cast<int>(std::min<std::int64_t>(k, count - 1)), {}, {} };
    found.indices.assign(static_cast<std::size_t>(count * found.k), 0);
    found.distances.assign(found.indices.size(), 0);
    if (found.k < 1)
        return found;
    const auto norms = features.square().sum(1);
    const auto transposed = features.t();
    const auto tile = std::max<std::int64_t>(16, 8'000'000 / count);
    for (std::int64_t from = 0; from < count && !(stop && stop()); from += tile) {
        const auto rows = features.narrow(0, from, std::min(tile, count - from));
        auto table = at::addmm(norms, rows, transposed, 1, -2)
                         .add_(norms.narrow(0, from, rows.size(0)).unsqueeze(1));
        table.diagonal(from).fill_(std::numeric_limits<double>::infinity()); // nobody is his own neighbour
        if (table.scalar_type() == at::kDouble)
            fill<double>(table, from, found);
        else
            fill<float>(table, from, found);
    }
    return found;
}

Neighbours nearestNeighbours(const at::Tensor& features, int k, const std::function<bool()>& stop)
{
    return features.size(0) <= exactRows ? exactNeighbours(features, k, stop)
                                         : approximateNeighbours(features, k, stop);
}

} // namespace minamo
