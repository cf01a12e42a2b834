#!/usr/bin/env python3
"""Makes the fixtures B_unet2d_condition/7 and 8: settings per block and rarer parts of UNet2DConditionModel, by diffusers.

  condition_lists.py OUT_DIR        (OUT_DIR = tests/golden/B_unet2d_condition)

Tiny networks with random weights (N(0, 0.05^2) added to every parameter), fp32, eval mode, one thread. golden.safetensors
holds the inputs as diffusers' forward takes them, the output of every named part (tap.<module path>) and the result.
Made with diffusers 0.42.1, torch 2.11.0. Needs: torch, diffusers, safetensors (a virtual environment of your own).
"""
import pathlib
import sys

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file

CROSS = ("CrossAttnDownBlock2D", "CrossAttnUpBlock2D")
CASES = {
    # every list differs from its reverse; head counts that do not divide the channels
    "7_lists_per_block": dict(
        sample_size=8, block_out_channels=(8, 12, 16), norm_num_groups=4, cross_attention_dim=(6, 6, 6),
        down_block_types=(CROSS[0], CROSS[0], "DownBlock2D"), up_block_types=(CROSS[1], CROSS[1], "UpBlock2D"),
        layers_per_block=(1, 2, 1), transformer_layers_per_block=(1, 2, 1), attention_head_dim=(3, 2, 4),
        only_cross_attention=(True, False, False), num_class_embeds=5, use_linear_projection=True),
    # one resnet in the middle, no attention; another activation, scale and shift, kernels, own reversed list
    "8_plain_middle": dict(
        sample_size=6, block_out_channels=(8, 8), norm_num_groups=2, cross_attention_dim=6, attention_head_dim=2,
        down_block_types=(CROSS[0], "DownBlock2D"), up_block_types=("UpBlock2D", CROSS[1]), layers_per_block=1,
        transformer_layers_per_block=(1, 1), reverse_transformer_layers_per_block=(1, 2),
        mid_block_type="UNetMidBlock2D", mid_block_scale_factor=1.4, act_fn="gelu", resnet_time_scale_shift="scale_shift",
        class_embed_type="timestep", conv_in_kernel=1, conv_out_kernel=5, center_input_sample=True, flip_sin_to_cos=False,
        freq_shift=1, time_embedding_dim=20, downsample_padding=0),
}


def parts(model):
    for name, _ in model.named_modules():
        inner = name.split(".")
        if name in ("conv_in", "time_proj", "time_embedding", "class_embedding", "conv_norm_out", "mid_block"):
            yield name
        elif inner[0] in ("down_blocks", "up_blocks", "mid_block") and inner[-1].isdigit():
            if not {"to_out", "net", "downsamplers", "upsamplers"} & set(inner):
                yield name


def run(model, inputs):
    kept = {}
    for name in parts(model):
        def keep(module, given, output, name=name):  # the first call: time_proj also serves the class
            kept.setdefault("tap." + name, (output[0] if isinstance(output, tuple) else output).contiguous().clone())
        model.get_submodule(name).register_forward_hook(keep)
    with torch.no_grad():
        kept["output.sample"] = model(**inputs).sample.contiguous()
    return kept


def make(folder, settings, seed):
    torch.manual_seed(seed)
    model = UNet2DConditionModel(**settings).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.05 * torch.randn_like(parameter)
    size = settings["sample_size"]
    inputs = {"sample": torch.randn(2, 4, size, size), "timestep": torch.tensor([3, 641]),
              "encoder_hidden_states": torch.randn(2, 4, 6), "class_labels": torch.tensor([4, 1])}
    model.save_pretrained(folder)
    result = run(model, inputs)
    save_file({**{"input." + k: v for k, v in inputs.items()}, **result}, folder / "golden.safetensors", {"seed": str(seed)})
    print(folder.name, len(result), "values,", sum(f.stat().st_size for f in folder.iterdir()) // 1024, "KB")


if __name__ == "__main__":
    torch.set_num_threads(1)
    for number, (name, settings) in enumerate(CASES.items()):
        make(pathlib.Path(sys.argv[1]) / name, settings, seed=2100 + number)
