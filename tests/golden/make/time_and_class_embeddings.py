#!/usr/bin/env python3
"""Makes the fixtures A_unet2d/10 to 13: time embeddings and class embeddings of UNet2DModel, computed by diffusers.

  time_and_class_embeddings.py OUT_DIR        (OUT_DIR = tests/golden/A_unet2d)

Tiny networks with random weights (N(0, 0.05^2) added to every parameter), fp32, eval mode, one thread. golden.safetensors
holds the inputs as diffusers' forward takes them, the output of every named part (tap.<module path>) and the result.
Made with diffusers 0.42.1, torch 2.11.0. Needs: torch, diffusers, safetensors (a virtual environment of your own).
"""
import pathlib
import sys

import torch
from diffusers import UNet2DModel
from safetensors.torch import save_file

COMMON = dict(sample_size=8, in_channels=3, out_channels=3, block_out_channels=(8, 8), layers_per_block=1, norm_num_groups=4,
              down_block_types=("DownBlock2D", "AttnDownBlock2D"), up_block_types=("AttnUpBlock2D", "UpBlock2D"),
              attention_head_dim=None)
STEPS = torch.tensor([3, 41])
CASES = {
    "10_learned_time": (dict(time_embedding_type="learned", num_train_timesteps=48), STEPS, None),
    "11_class_timestep": (dict(class_embed_type="timestep"), STEPS, torch.tensor([700, 2])),
    "12_class_identity": (dict(class_embed_type="identity", time_embedding_dim=20), STEPS, "identity"),
    "13_fourier_class_timestep": (dict(time_embedding_type="fourier", class_embed_type="timestep"),
                                  torch.tensor([0.7, 1.3]), torch.tensor([1.2, 0.9])),
}


def parts(model):
    names = ["conv_in", "time_proj", "time_embedding", "mid_block", "conv_norm_out"]
    names += ["class_embedding"] if model.class_embedding is not None else []
    for side in ("down_blocks", "up_blocks"):
        for i, block in enumerate(getattr(model, side)):
            names += [f"{side}.{i}"] + [f"{side}.{i}.resnets.{j}" for j in range(len(block.resnets))]
    return names


def run(model, sample, timestep, labels):
    kept = {}
    for name in parts(model):
        def keep(module, inputs, output, name=name):  # the first call: time_proj also serves the class
            kept.setdefault("tap." + name, (output[0] if isinstance(output, tuple) else output).contiguous().clone())
        model.get_submodule(name).register_forward_hook(keep)
    with torch.no_grad():
        kept["output.sample"] = model(sample, timestep, class_labels=labels).sample.contiguous()
    return kept


def make(folder, settings, timestep, labels, seed):
    torch.manual_seed(seed)
    model = UNet2DModel(**COMMON, **settings).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.05 * torch.randn_like(parameter)
    if labels == "identity":
        labels = torch.randn(2, model.time_embedding.linear_2.out_features)
    sample = torch.randn(2, 3, 8, 8)
    inputs = {"input.sample": sample, "input.timestep": timestep}
    if labels is not None:
        inputs["input.class_labels"] = labels
    model.save_pretrained(folder)
    result = run(model, sample, timestep, labels)
    save_file({**inputs, **result}, folder / "golden.safetensors", {"seed": str(seed)})
    print(folder.name, len(result), "values,", sum(f.stat().st_size for f in folder.iterdir()) // 1024, "KB")


if __name__ == "__main__":
    torch.set_num_threads(1)
    for number, (name, case) in enumerate(CASES.items()):
        make(pathlib.Path(sys.argv[1]) / name, *case, seed=1000 + number)
