#!/usr/bin/env python3
"""Does the real diffusers load a folder that Minamo wrote, and with equal outputs?

  check_saved_model.py MODEL_DIR [--golden]

Loads MODEL_DIR (pipeline folder) with DDPMPipeline.from_pretrained and prints the class, the number of parameters and
the schedule. With --golden it also writes MODEL_DIR/golden.safetensors (conventions: a pixel-space pipeline), so that
`minamo-cli model verify MODEL_DIR` compares every block with diffusers, in fp32.
Needs: torch, diffusers, safetensors, numpy (a virtual environment of your own).
"""
import argparse
import pathlib

import torch
from diffusers import DDPMPipeline
from safetensors.torch import save_file


def blocks(unet):
    named = [(f"down_blocks.{i}", b) for i, b in enumerate(unet.down_blocks)]
    if unet.mid_block is not None:
        named.append(("mid_block", unet.mid_block))
    return named + [(f"up_blocks.{i}", b) for i, b in enumerate(unet.up_blocks)]


def write_golden(pipeline, folder):
    unet, schedule = pipeline.unet.eval().float(), pipeline.scheduler
    side = unet.config.sample_size
    torch.manual_seed(0)
    image, noise = torch.rand(2, unet.config.in_channels, side, side), torch.randn(2, unet.config.in_channels, side, side)
    timestep = torch.tensor([11, schedule.config.num_train_timesteps // 2])
    kept = {"input.image": image, "input.noise": noise, "input.timestep": timestep}

    def keep(name):
        def hook(module, inputs, output):
            kept["tap.unet." + name] = (output[0] if isinstance(output, tuple) else output).clone()
        return hook

    for name, block in blocks(unet):
        block.register_forward_hook(keep(name))
    with torch.no_grad():
        noisy = schedule.add_noise(2 * image - 1, noise, timestep)
        kept["output.noisy"], kept["output.unet"] = noisy, unet(noisy, timestep).sample
    save_file({k: v.contiguous() for k, v in kept.items()}, folder / "golden.safetensors")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--golden", action="store_true")
    arguments = parser.parse_args()
    pipeline = DDPMPipeline.from_pretrained(arguments.model, local_files_only=True)
    print(type(pipeline.unet).__name__, sum(p.numel() for p in pipeline.unet.parameters()), "parameters,",
          type(pipeline.scheduler).__name__, pipeline.scheduler.config.beta_schedule,
          pipeline.scheduler.config.num_train_timesteps)
    if arguments.golden:
        write_golden(pipeline, arguments.model)


if __name__ == "__main__":
    main()
