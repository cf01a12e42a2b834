#!/usr/bin/env python3
"""Does the real diffusers load what `minamo-cli train-diffusion` wrote, and with equal outputs?

  check_with_diffusers.py MODEL_DIR OUT_DIR

Loads MODEL_DIR with UNet2DModel.from_pretrained, fails on missing or unexpected keys, and writes OUT_DIR: the same model
with a golden.safetensors of every block's output in fp32. Then `minamo-cli model verify OUT_DIR` compares.
Needs: torch, diffusers, safetensors (a virtual environment of your own).
"""
import pathlib
import shutil
import sys

import torch
from diffusers import UNet2DModel
from safetensors.torch import save_file


def main(source, target):
    target.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "diffusion_pytorch_model.safetensors", "scheduler_config.json"):
        shutil.copy(source / name, target / name)
    model, info = UNet2DModel.from_pretrained(source, output_loading_info=True)
    problems = {key: value for key, value in info.items() if value}
    if problems:
        sys.exit(f"diffusers says: {problems}")
    model = model.float().eval()
    blocks = [f"down_blocks.{i}" for i in range(len(model.down_blocks))] + ["mid_block"]
    blocks += [f"up_blocks.{i}" for i in range(len(model.up_blocks))]
    result = {}
    for name in blocks:
        def keep(module, inputs, output, name=name):
            result["tap." + name] = (output[0] if isinstance(output, tuple) else output).contiguous().clone()
        model.get_submodule(name).register_forward_hook(keep)
    side = model.config.sample_size
    sample = torch.randn(2, 3, side, side, generator=torch.Generator().manual_seed(1))
    timestep = torch.tensor([10, 500])
    with torch.no_grad():
        result["output.sample"] = model(sample, timestep).sample.contiguous()
    save_file({"input.sample": sample, "input.timestep": timestep, **result}, target / "golden.safetensors")
    print(f"{len(result)} outputs written to {target}; now: minamo-cli model verify {target}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
