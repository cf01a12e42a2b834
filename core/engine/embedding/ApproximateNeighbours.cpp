#include "engine/embedding/Neighbours.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <hnswlib/hnswlib.h>

namespace minamo {
namespace {

void query(const hnswlib::HierarchicalNSW<float>& graph, const float* values, std::int64_t row,
    std::int64_t width, Neighbours& found)
{
    auto heap = graph.searchKnn(values + row * width, static_cast<std::size_t>(found.k) + 1);
    std::vector<std::pair<float, hnswlib::labeltype>> nearest;
    for (; !heap.empty(); heap.pop())
        if (heap.top().second != static_cast<hnswlib::labeltype>(row))
            nearest.push_back(heap.top());
    std::sort(nearest.begin(), nearest.end());
    for (int j = 0; j < found.k && !nearest.empty(); ++j) {
        const auto& one = nearest[std::min(static_cast<std::size_t>(j), nearest.size() - 1)];
        const auto place = static_cast<std::size_t>(row * found.k + j);
        found.indices[place] = static_cast<std::int32_t>(one.second);
        found.distances[place] = std::sqrt(std::max(0.0f, one.first));
    }
}

} // namespace

Neighbours approximateNeighbours(const at::Tensor& features, int k, const std::function<bool()>& stop)
{
    const auto rows = features.to(at::kCPU, at::kFloat).contiguous();
    const auto count = rows.size(0), width = rows.size(1);
    Neighbours found { static_cast<int>(std::min<std::int64_t>(k, count - 1)), {}, {} };
    found.indices.assign(static_cast<std::size_t>(count * found.k), 0);
    found.distances.assign(found.indices.size(), 0);
    const float* values = rows.const_data_ptr<float>();
    hnswlib::L2Space space(static_cast<std::size_t>(width));
    hnswlib::HierarchicalNSW<float> graph(
        &space, static_cast<std::size_t>(count), 16, 100, /*random_seed=*/100);
    for (std::int64_t row = 0; row < count; ++row) {
        if (row % 256 == 0 && stop && stop())
            return found;
        graph.addPoint(values + row * width, static_cast<hnswlib::labeltype>(row));
    }
    graph.setEf(static_cast<std::size_t>(std::max(100, 2 * found.k)));
    constexpr std::int64_t asked = 1024; // rows between two looks at `stop`
    for (std::int64_t from = 0; from < count && !(stop && stop()); from += asked)
        at::parallel_for(from, std::min(from + asked, count), 64, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row)
                query(graph, values, row, width, found);
        });
    return found;
}

} // namespace minamo
