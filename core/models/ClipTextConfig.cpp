#include "models/ClipTextConfig.h"

#include "models/ConfigReader.h"

namespace minamo {
namespace {

/// What transformers writes down for training, for its own bookkeeping and for parts that give no hidden
/// states.
void passOver(ConfigReader& reader)
{
    for (const char* key : { "transformers_version", "dtype", "torch_dtype", "chunk_size_feed_forward",
             "is_encoder_decoder", "id2label", "label2id", "problem_type", "return_dict", "use_cache",
             "output_hidden_states", "output_attentions", "initializer_range", "initializer_factor",
             "attention_dropout", "dropout", "projection_dim", "tie_word_embeddings", "torchscript" })
        reader.present(key);
}

void checkArchitecture(ConfigReader& reader)
{
    std::string type = "clip_text_model";
    reader.read("model_type", type, { "", "clip_text_model" });
    const Json* names = reader.present("architectures");
    if (names && !names->is_null() && *names != Json({ "CLIPTextModel" }))
        reader.bad("model.unsupported-value", "architectures");
}

} // namespace

Result<ClipTextConfig> ClipTextConfig::fromJson(const Json& config)
{
    if (!config.is_object())
        return fail("model.bad-config", { { "key", "config.json" }, { "value", config.type_name() } });
    ClipTextConfig c;
    ConfigReader reader(config);
    checkArchitecture(reader);
    passOver(reader);
    reader.read("vocab_size", c.vocabSize, 3, 10'000'000);
    reader.read("hidden_size", c.hiddenSize, 1, 16384);
    reader.read("intermediate_size", c.intermediateSize, 1, 65536);
    reader.read("num_hidden_layers", c.layers, 1, 256);
    reader.read("num_attention_heads", c.heads, 1, 1024);
    reader.read("max_position_embeddings", c.maxPositions, 3, 65536);
    reader.read("hidden_act", c.hiddenAct, { "quick_gelu", "gelu" });
    reader.read("layer_norm_eps", c.layerNormEps, 0.0, 1.0);
    reader.read("pad_token_id", c.padToken, 0, 10'000'000);
    reader.read("bos_token_id", c.bosToken, 0, 10'000'000);
    reader.read("eos_token_id", c.eosToken, 0, 10'000'000);
    if (reader.ok() && c.hiddenSize % c.heads != 0)
        reader.bad("model.bad-config", "num_attention_heads", c.heads);
    MINAMO_DO(reader.finish());
    return c;
}

} // namespace minamo
