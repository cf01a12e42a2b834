#!/usr/bin/env python3
"""Makes D_autoencoder/1_kl_sd/tiled.safetensors: one image in overlapping squares, by diffusers' tiled_encode and
tiled_decode.

  autoencoder_tiling.py DIR        (DIR = tests/golden/D_autoencoder/1_kl_sd)

Squares of 16 px (the config's sample_size) over 40 x 24 px, fp32, one thread. Made with diffusers 0.42.1, torch 2.11.0.
Needs: torch, diffusers, safetensors (a virtual environment of your own).
"""
import pathlib
import sys

import torch
from diffusers import AutoencoderKL
from safetensors.torch import save_file


def main(folder):
    torch.set_num_threads(1)
    torch.manual_seed(4100)
    vae = AutoencoderKL.from_pretrained(folder).eval()
    image = torch.rand(1, 3, 40, 24) * 2 - 1
    with torch.no_grad():
        whole = vae.encode(image).latent_dist.mean
        vae.enable_tiling()
        assert vae.tile_sample_min_size == 16 and vae.tile_latent_min_size == 4
        mean = vae.encode(image).latent_dist.mean
        decoded = vae.decode(mean).sample
    assert not torch.allclose(whole, mean, atol=1e-3)
    save_file({"input.image": image, "output.mean": mean.contiguous(), "output.decoded": decoded.contiguous()},
              pathlib.Path(folder) / "tiled.safetensors")


main(sys.argv[1])
