#!/usr/bin/env python3
"""Turns weights of facebookresearch/DiT (.pt) into a transformer folder of diffusers: config.json and
diffusion_pytorch_model.safetensors, marked `_minamo_original_dit` so that Minamo computes as the original code does
(frequencies / 128, eps 1e-6 in every norm) and not as diffusers' DiT.

    python3 dit_to_diffusers.py DiT-XL-2-256x256.pt OUT --size 256

Needs torch and safetensors. DiT's code and weights are CC BY-NC; the folder's model card says so.
"""
import argparse
import json
import os

import torch
from safetensors.torch import save_file


def renamed(state, layers, width):
    """Keys of diffusers; the same embedder stands in every block there."""
    out = {"pos_embed.proj.weight": state["x_embedder.proj.weight"],
           "pos_embed.proj.bias": state["x_embedder.proj.bias"],
           "proj_out_1.weight": state["final_layer.adaLN_modulation.1.weight"],
           "proj_out_1.bias": state["final_layer.adaLN_modulation.1.bias"],
           "proj_out_2.weight": state["final_layer.linear.weight"],
           "proj_out_2.bias": state["final_layer.linear.bias"]}
    embedder = {"timestep_embedder.linear_1": "t_embedder.mlp.0", "timestep_embedder.linear_2": "t_embedder.mlp.2"}
    for i in range(layers):
        block, old = f"transformer_blocks.{i}.", f"blocks.{i}."
        for part in ("weight", "bias"):
            for new, source in embedder.items():
                out[f"{block}norm1.emb.{new}.{part}"] = state[f"{source}.{part}"]
            for name, third in zip(("to_q", "to_k", "to_v"), state[f"{old}attn.qkv.{part}"].split(width)):
                out[f"{block}attn1.{name}.{part}"] = third
            out[f"{block}attn1.to_out.0.{part}"] = state[f"{old}attn.proj.{part}"]
            out[f"{block}norm1.linear.{part}"] = state[f"{old}adaLN_modulation.1.{part}"]
            out[f"{block}ff.net.0.proj.{part}"] = state[f"{old}mlp.fc1.{part}"]
            out[f"{block}ff.net.2.{part}"] = state[f"{old}mlp.fc2.{part}"]
        out[f"{block}norm1.emb.class_embedder.embedding_table.weight"] = state["y_embedder.embedding_table.weight"]
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="the .pt file")
    parser.add_argument("out", help="folder to write")
    parser.add_argument("--size", type=int, default=256, help="side of the photos, px")
    parser.add_argument("--head-dim", type=int, default=None, help="72 (XL) or 64 (L, B, S); told by the width if absent")
    args = parser.parse_args()
    state = torch.load(args.source, map_location="cpu", weights_only=True)
    state = state.get("ema", state)
    width, channels, patch, _ = state["x_embedder.proj.weight"].shape
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("blocks."))
    head = args.head_dim or (72 if width == 1152 else 64)
    config = {"_class_name": "DiTTransformer2DModel", "_minamo_original_dit": True, "activation_fn": "gelu-approximate",
              "attention_bias": True, "attention_head_dim": head, "dropout": 0.0, "in_channels": channels,
              "norm_elementwise_affine": False, "norm_eps": 1e-6, "norm_num_groups": 32, "norm_type": "ada_norm_zero",
              "num_attention_heads": width // head,
              "num_embeds_ada_norm": state["y_embedder.embedding_table.weight"].shape[0] - 1, "num_layers": layers,
              "out_channels": state["final_layer.linear.bias"].shape[0] // patch ** 2, "patch_size": patch,
              "sample_size": args.size // 8, "upcast_attention": False}
    os.makedirs(args.out, exist_ok=True)
    tensors = {name: value.to(torch.float32).clone().contiguous() for name, value in renamed(state, layers, width).items()}
    save_file(tensors, os.path.join(args.out, "diffusion_pytorch_model.safetensors"), metadata={"format": "pt"})
    with open(os.path.join(args.out, "config.json"), "w", encoding="utf-8") as file:
        json.dump(config, file, indent=1)
    with open(os.path.join(args.out, "README.md"), "w", encoding="utf-8") as file:
        file.write("---\nlicense: cc-by-nc-4.0\n---\n")
    print(f"{args.out}: {len(tensors)} tensors")


if __name__ == "__main__":
    main()
