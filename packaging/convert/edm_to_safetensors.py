#!/usr/bin/env python3
"""Turns a network of NVlabs/edm (.pkl) or of DDAE (.pt) into a folder that Minamo opens: model.safetensors and
config.json.

Run it once, on a computer where the network's own Python code works, and only on files whose source you trust:
loading a pickle runs the code in it. Minamo itself never opens pickles and needs no Python.

    python3 edm_to_safetensors.py edm  network-snapshot.pkl OUT --code path/to/NVlabs-edm
    python3 edm_to_safetensors.py ddae ema_checkpoint.pt    OUT --config config/EDM_ddpmpp.yaml

Needs torch and safetensors; for "edm" a checkout of NVlabs/edm beside it (its licence is CC BY-NC-SA; it is only
imported by the pickle, nothing of it is copied), for "ddae" PyYAML. The licence of the weights goes into a
model card by --licence; Minamo shows it.
"""
import argparse
import json
import os
import pickle
import re
import sys

import torch
from safetensors.torch import save_file

# Arguments of NVlabs' classes that Minamo's config.json has under the same names.
NETWORK_KEYS = ["augment_dim", "model_channels", "channel_mult", "channel_mult_emb", "channel_mult_noise",
                "num_blocks", "attn_resolutions", "dropout", "embedding_type", "encoder_type", "decoder_type",
                "resample_filter"]
DEFAULTS = {
    "SongUNet": {"augment_dim": 0, "model_channels": 128, "channel_mult": [1, 2, 2, 2], "channel_mult_emb": 4,
                 "channel_mult_noise": 1, "num_blocks": 4, "attn_resolutions": [16], "dropout": 0.10,
                 "embedding_type": "positional", "encoder_type": "standard", "decoder_type": "standard",
                 "resample_filter": [1, 1]},
    "DhariwalUNet": {"augment_dim": 0, "model_channels": 192, "channel_mult": [1, 2, 3, 4], "channel_mult_emb": 4,
                     "num_blocks": 3, "attn_resolutions": [32, 16, 8], "dropout": 0.10},
}


def write(folder, state, config, licence):
    """fp32, dense, sorted; what Minamo reads strictly by name."""
    os.makedirs(folder, exist_ok=True)
    tensors = {name: value.detach().to("cpu", torch.float32).contiguous() for name, value in sorted(state.items())}
    save_file(tensors, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump(config, file, indent=1)
    if licence:
        with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
            file.write(f"---\nlicense: {licence}\n---\n")
    print(f"{folder}: {len(tensors)} tensors, {sum(t.numel() for t in tensors.values()):,} numbers")


def convert_edm(args):
    sys.path.insert(0, args.code)
    with open(args.source, "rb") as file:
        content = pickle.load(file)
    net = content["ema"] if isinstance(content, dict) else content
    # NVlabs' persistent classes keep the arguments they were made with.
    given = dict(net.init_kwargs)
    kind = given.pop("model_type", type(net.model).__name__)
    if kind not in DEFAULTS:
        sys.exit(f"{kind} is no U-Net that Minamo knows ({', '.join(DEFAULTS)})")
    config = {"format": "edm", "precond": type(net).__name__, "model_type": kind,
              "img_resolution": net.img_resolution, "img_channels": net.img_channels, "label_dim": net.label_dim}
    settings = dict(DEFAULTS[kind], **{key: given[key] for key in NETWORK_KEYS if key in given})
    config.update({key: list(value) if isinstance(value, tuple) else value for key, value in settings.items()})
    config["channels_per_head"] = 64 if kind == "DhariwalUNet" else None
    config["num_heads"] = 1 if kind == "SongUNet" else None
    if config["precond"] == "EDMPrecond":
        config["sigma_data"] = float(net.sigma_data)
    write(args.out, net.state_dict(), config, args.licence)


def convert_ddae(args):
    import yaml
    with open(args.config, encoding="utf-8") as file:
        options = yaml.safe_load(file)
    content = torch.load(args.source, map_location="cpu", weights_only=True)
    state = content.get("MODEL", content) if isinstance(content, dict) else content
    prefix = re.compile(r"^(module\.)?(ema_model\.|model\.)?(nn_model\.)?")
    state = {prefix.sub("", name): value for name, value in state.items() if torch.is_tensor(value)}
    known = ("image_proj.", "time_emb.", "down.", "middle.", "up.", "norm.", "final.")
    state = {name: value for name, value in state.items() if name.startswith(known)}
    if not state:
        sys.exit("no U-Net of DDAE is in this file")
    diffusion_keys = ["n_T", "betas"] if options["model_type"] == "DDPM" else \
        ["sigma_data", "sigma_min", "sigma_max", "rho"]
    config = {"format": "ddae", "model_type": options["model_type"], "network": options["network"],
              "diffusion": {key: options["diffusion"][key] for key in diffusion_keys if key in options["diffusion"]},
              "num_groups": 32, "final_num_groups": 8}
    if options["model_type"] == "EDM":
        config["diffusion"]["steps"] = args.steps
    write(args.out, state, config, args.licence)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["edm", "ddae"])
    parser.add_argument("source", help="the .pkl or .pt file")
    parser.add_argument("out", help="folder to write")
    parser.add_argument("--code", default=".", help="edm: checkout of NVlabs/edm")
    parser.add_argument("--config", help="ddae: its YAML file")
    parser.add_argument("--steps", type=int, default=18, help="ddae with EDM: noise levels of its timesteps")
    parser.add_argument("--licence", help="of the weights")
    args = parser.parse_args()
    if args.kind == "ddae" and not args.config:
        parser.error("ddae needs --config")
    (convert_edm if args.kind == "edm" else convert_ddae)(args)


if __name__ == "__main__":
    main()
