#include "engine/embedding/EmbeddingMethod.h"
#include "engine/embedding/Neighbours.h"
#include "engine/embedding/PcaMap.h"
#include "engine/embedding/Quadtree.h"

#include "base/Random.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>

namespace minamo {
namespace {

constexpr std::size_t exactRows = 1000; // up to here every pair is cheaper than a tree
constexpr int growing = 250, settling = 500; // steps with and without early exaggeration
constexpr std::int64_t slice = 1 << 16; // rows between two looks at "stop"

struct Edge {
    std::int32_t to;
    float weight;
};

/// p_ij of van der Maaten and Hinton (2008), symmetric, sum 1, as rows of edges.
struct Affinities {
    std::vector<std::size_t> offsets; ///< N + 1
    std::vector<Edge> edges;
};

/// Fills p_j|i = exp(-beta d^2) / sum with beta by bisection, so that the entropy is log(perplexity).
void calibrate(const float* distances, int k, double perplexity, float* shares)
{
    const double nearest = static_cast<double>(distances[0]) * static_cast<double>(distances[0]);
    double low = 0, high = 0, beta = 1; // high 0: not met yet
    std::vector<double> weights(static_cast<std::size_t>(k));
    double sum = 1;
    for (int step = 0; step < 100; ++step) {
        sum = 0;
        double spread = 0;
        for (int j = 0; j < k; ++j) {
            const double beyond
                = static_cast<double>(distances[j]) * static_cast<double>(distances[j]) - nearest;
            const double weight = std::exp(-beta * beyond);
            weights[static_cast<std::size_t>(j)] = weight;
            sum += weight;
            spread += weight * beyond;
        }
        const double entropy = std::log(sum) + beta * spread / sum;
        if (std::abs(entropy - std::log(perplexity)) < 1e-5 || beta > 1e30)
            break;
        (entropy > std::log(perplexity) ? low : high) = beta;
        beta = high > 0 ? (low + high) / 2 : beta * 2;
    }
    for (int j = 0; j < k; ++j)
        shares[j] = static_cast<float>(weights[static_cast<std::size_t>(j)] / sum);
}

Affinities symmetric(const Neighbours& neighbours, const std::vector<float>& shares)
{
    const auto rows = neighbours.rows(), k = static_cast<std::size_t>(neighbours.k);
    Affinities both;
    both.offsets.assign(rows + 1, 0);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        ++both.offsets[i / k + 1];
        ++both.offsets[static_cast<std::size_t>(neighbours.indices[i]) + 1];
    }
    std::partial_sum(both.offsets.begin(), both.offsets.end(), both.offsets.begin());
    both.edges.resize(2 * shares.size());
    auto next = both.offsets;
    const float half = 0.5f / static_cast<float>(rows);
    for (std::size_t i = 0; i < shares.size(); ++i) { // who is a neighbour both ways has two edges
        const auto from = i / k, to = static_cast<std::size_t>(neighbours.indices[i]);
        both.edges[next[from]++] = { static_cast<std::int32_t>(to), half * shares[i] };
        both.edges[next[to]++] = { static_cast<std::int32_t>(from), half * shares[i] };
    }
    return both;
}

Affinities affinities(const Neighbours& neighbours, double perplexity)
{
    std::vector<float> shares(neighbours.indices.size());
    at::parallel_for(
        0, static_cast<std::int64_t>(neighbours.rows()), 64, [&](std::int64_t begin, std::int64_t end) {
            for (auto i = begin * neighbours.k; i < end * neighbours.k; i += neighbours.k)
                calibrate(neighbours.distances.data() + i, neighbours.k, perplexity, shares.data() + i);
        });
    return symmetric(neighbours, shares);
}

/// Gradient descent with momentum and gains (Jacobs 1988). Threads write rows of their own, and sums run in
/// the order of the rows: the number of threads changes nothing.
class Descent {
public:
    Descent(Affinities pull, std::vector<float> xy) :
        m_pull(std::move(pull)), m_xy(std::move(xy)), m_push(m_xy.size() / 2), m_step(m_xy.size(), 0),
        m_gain(m_xy.size(), 1)
    {
    }
    const std::vector<float>& xy() const { return m_xy; }
    /// One step; false if `stop` said so in its midst (then nothing has moved).
    bool step(float exaggeration, const std::function<bool()>& stop)
    {
        if (!findPushes(stop))
            return false;
        double q = 0;
        for (const auto& push : m_push)
            q += static_cast<double>(push.q) - 1; // everybody met himself
        const auto rows = static_cast<std::int64_t>(m_push.size());
        const float rate = static_cast<float>(rows) / exaggeration, share = static_cast<float>(1 / q);
        m_next = m_xy;
        at::parallel_for(0, rows, 256, [&](std::int64_t begin, std::int64_t end) {
            for (auto row = begin; row < end; ++row)
                move(static_cast<std::size_t>(row), exaggeration, share, rate);
        });
        m_xy.swap(m_next);
        centre();
        return true;
    }

private:
    bool findPushes(const std::function<bool()>& stop)
    {
        const auto rows = static_cast<std::int64_t>(m_push.size());
        const bool exact = m_push.size() <= exactRows;
        const auto tree = exact ? std::nullopt : std::optional<Quadtree>(m_xy);
        for (std::int64_t from = 0; from < rows; from += slice) {
            if (from > 0 && stop())
                return false;
            at::parallel_for(
                from, std::min(from + slice, rows), 64, [&](std::int64_t begin, std::int64_t end) {
                    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
                        const auto row = exact ? i : static_cast<std::size_t>(tree->row(i));
                        const float x = m_xy[2 * row], y = m_xy[2 * row + 1];
                        m_push[row] = exact ? pushOfAll(m_xy, x, y) : tree->push(x, y);
                    }
                });
        }
        return true;
    }
    void move(std::size_t row, float exaggeration, float share, float rate)
    {
        const float x = m_xy[2 * row], y = m_xy[2 * row + 1];
        float pulled[2] = { 0, 0 };
        for (auto i = m_pull.offsets[row]; i < m_pull.offsets[row + 1]; ++i) {
            const auto& edge = m_pull.edges[i];
            const auto other = 2 * static_cast<std::size_t>(edge.to);
            const float dx = x - m_xy[other], dy = y - m_xy[other + 1];
            const float factor = edge.weight / (1 + dx * dx + dy * dy);
            pulled[0] += factor * dx;
            pulled[1] += factor * dy;
        }
        const float pushed[2] = { m_push[row].x * share, m_push[row].y * share };
        for (const std::size_t axis : { 0, 1 })
            advance(2 * row + axis, exaggeration * pulled[axis] - pushed[axis], rate);
    }
    void advance(std::size_t i, float slope, float rate)
    {
        constexpr float momentum = 0.8f, leastGain = 0.01f, longest = 5;
        const bool turned = (slope > 0) == (m_step[i] > 0);
        m_gain[i] = std::max(leastGain, turned ? m_gain[i] * 0.8f : m_gain[i] + 0.2f);
        m_step[i] = std::clamp(momentum * m_step[i] - rate * m_gain[i] * slope, -longest, longest);
        m_next[i] += m_step[i];
    }
    void centre()
    {
        double sums[2] = { 0, 0 };
        for (std::size_t i = 0; i < m_xy.size(); ++i)
            sums[i % 2] += static_cast<double>(m_xy[i]);
        for (std::size_t i = 0; i < m_xy.size(); ++i)
            m_xy[i] -= static_cast<float>(sums[i % 2] / static_cast<double>(m_push.size()));
    }

    Affinities m_pull;
    std::vector<float> m_xy, m_next;
    std::vector<Push> m_push;
    std::vector<float> m_step, m_gain;
};

/// Principal components, tiny as the method wants it, with a little noise: equal photos must be able to part.
std::vector<float> start(const at::Tensor& features, std::uint64_t seed)
{
    auto xy = pcaMap(features, 3e-4);
    CounterRandom random(seed, 0x74736e65);
    for (auto& value : xy)
        value += static_cast<float>(1e-6 * random.normal());
    return xy;
}

Result<std::vector<float>> embed(const at::Tensor& features, const EmbeddingRequest& request)
{
    const auto& options = request.options;
    const int epochs = options.epochs > 0 ? options.epochs : growing + settling;
    auto xy = start(features, static_cast<std::uint64_t>(options.seed));
    const auto stop = [&] { return request.said && !request.said({ xy, 0, epochs }); };
    if (stop())
        return cancelledError();
    if (features.size(0) < 4) // too few for a neighbourhood: the start is the map
        return pcaMap(features, 10);
    const auto rows = static_cast<double>(features.size(0));
    const double perplexity = std::min(options.perplexity, (rows - 1) / 3);
    const auto neighbours = nearestNeighbours(features, static_cast<int>(std::ceil(3 * perplexity)), stop);
    if (stop())
        return cancelledError();
    Descent descent(affinities(neighbours, perplexity), xy);
    for (int epoch = 0; epoch < epochs; ++epoch) {
        const bool early = epoch < epochs * growing / (growing + settling);
        if (!descent.step(early ? static_cast<float>(options.exaggeration) : 1, stop)
            || (request.said && !request.said({ descent.xy(), epoch + 1, epochs })))
            return cancelledError();
    }
    return descent.xy();
}

} // namespace

EmbeddingMethod tsneMethod();
EmbeddingMethod tsneMethod()
{
    return { "tsne", embed };
}

} // namespace minamo
