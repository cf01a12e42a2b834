#include "TestSupport.h"
#include "engine/training/Checkpoint.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>

using namespace minamo;

namespace {

torch::nn::Sequential network(int seed, int width = 6)
{
    torch::manual_seed(seed);
    return torch::nn::Sequential(
        torch::nn::Linear(4, width), torch::nn::BatchNorm1d(width), torch::nn::Linear(width, 2));
}

} // namespace

/// Checkpoints come back bit by bit, or not at all.
class TestCheckpoint : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    Path file(const char* name) const { return Path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void everyKindComesBack()
    {
        torch::manual_seed(1);
        const at::Tensor plain = torch::randn({ 3, 5 });
        Checkpoint written { { { "f32", plain.t() }, { "f64", plain.to(at::kDouble) },
                                 { "f16", plain.to(at::kHalf) }, { "bf16", plain.to(at::kBFloat16) },
                                 { "i64", torch::arange(7) }, { "u8", torch::arange(7).to(at::kByte) },
                                 { "bool", plain > 0 }, { "step", torch::tensor(12345) },
                                 { "none", torch::zeros({ 0, 4 }) } },
            { { "minamo", "checkpoint 1" }, { "note", "\xe9\x9b\xa8" } } };
        VERIFY_OK(writeCheckpoint(file("kinds"), written));
        const auto read = readCheckpoint(file("kinds"));
        VERIFY_OK(read);
        QCOMPARE(read->metadata, written.metadata);
        QCOMPARE(read->tensors.size(), written.tensors.size());
        for (const auto& [name, tensor] : written.tensors) {
            QVERIFY2(at::equal(read->tensors.at(name), tensor), name.c_str());
            QCOMPARE(read->tensors.at(name).scalar_type(), tensor.scalar_type());
        }
        VERIFY_OK(writeCheckpoint(file("again"), *read));
        QVERIFY(*readFile(file("again")) == *readFile(file("kinds")));
    }
    void countsOfTheHeader()
    {
        const Checkpoint checkpoint { {},
            { { "step", "400" }, { "half", "12x" }, { "below", "-3" }, { "big", "99999999999" } } };
        QCOMPARE(checkpoint.count("step").value(), 400);
        for (const char* name : { "half", "below", "big", "absent" })
            VERIFY_FAILS(checkpoint.count(name), "checkpoint.missing-tensor");
    }
    /// A file that was torn anywhere is refused; the whole one is not.
    void tornFilesAreRefused()
    {
        NamedTensors state;
        collectState(*network(1), "model.", state);
        VERIFY_OK(writeCheckpoint(file("whole"), { state, {} }));
        const auto bytes = readFile(file("whole")).value();
        for (const double share : { 0.0, 0.001, 0.3, 0.7, 0.999 }) {
            const auto kept = static_cast<std::size_t>(share * static_cast<double>(bytes.size()));
            VERIFY_OK(writeFileAtomically(file("torn"), bytes.substr(0, kept)));
            const auto read = readCheckpoint(file("torn"));
            QVERIFY2(!read, qPrintable(QString::number(share)));
            QVERIFY(read.error().code.starts_with("safetensors."));
            QCOMPARE(read.error().values.at("path").get<std::string>(), file("torn").string());
        }
        VERIFY_OK(writeFileAtomically(file("torn"), bytes));
        VERIFY_OK(readCheckpoint(file("torn")));
        VERIFY_FAILS(readCheckpoint(file("nowhere")), "file.cannot-read");
    }
    /// Parameters and running statistics: the restored network answers the same, bit by bit.
    void stateIsRestoredExactly()
    {
        auto trained = network(1), other = network(2);
        const at::Tensor x = torch::randn({ 9, 4 });
        for (int i = 0; i < 3; ++i)
            trained->forward(x + i); // moves the running statistics
        NamedTensors state;
        collectState(*trained, "model.", state);
        VERIFY_OK(writeCheckpoint(file("state"), { state, {} }));
        const auto read = readCheckpoint(file("state"));
        VERIFY_OK(read);
        trained->eval();
        other->eval();
        QVERIFY(!at::equal(other->forward(x), trained->forward(x)));
        VERIFY_OK(restoreState(*other, "model.", read->tensors));
        QVERIFY(at::equal(other->forward(x), trained->forward(x)));
        QVERIFY(at::equal(other->named_buffers()["1.num_batches_tracked"], torch::tensor(std::int64_t(3))));
    }
    void strangersAreRefused()
    {
        NamedTensors state;
        collectState(*network(1), "model.", state);
        auto wider = network(1, 7), same = network(1);
        VERIFY_FAILS(restoreState(*wider, "model.", state), "checkpoint.wrong-shape");
        VERIFY_FAILS(restoreState(*same, "ema.", state), "checkpoint.missing-tensor");
        state.erase("model.1.running_var");
        const auto refused = restoreState(*same, "model.", state);
        VERIFY_FAILS(refused, "checkpoint.missing-tensor");
        QCOMPARE(refused.error().values.at("name").get<std::string>(), std::string("model.1.running_var"));
    }
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "test_checkpoint.moc"
