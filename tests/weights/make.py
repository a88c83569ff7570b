"""What PyTorch saves of a network, and computes with it, for the test beside this file.

    pip install torch safetensors numpy
    python tests/weights/make.py                # writes state_dict.safetensors and computed.safetensors anew
    python tests/weights/make.py --load FILE    # loads a file strictly, and prints what it computes with it

`PLIES_STATE_DICT=FILE cargo test --test weights pytorch` saves the same network to a file, for the last.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

FOLDER = Path(__file__).parent


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3)
        self.norm1 = nn.BatchNorm2d(4)
        self.up1 = nn.ConvTranspose2d(4, 3, 2)
        self.conv2 = nn.Conv1d(6, 4, 3)
        self.norm2 = nn.LayerNorm([4, 19])
        self.blocks = nn.ModuleList([Block() for _ in range(2)])
        self.affine1 = nn.Linear(76, 5)
        self.affine2 = nn.Linear(5, 1)

    def forward(self, x):
        x = torch.relu(self.norm1(self.conv1(x)))
        x = self.up1(x).reshape(-1, 6, 21)
        x = self.norm2(self.conv2(x))
        for block in self.blocks:
            x = block(x)
        return self.affine2(torch.relu(self.affine1(x.flatten(1))))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.prelu1 = nn.PReLU(4)

    def forward(self, x):
        return self.prelu1(x)


def main():
    torch.manual_seed(1)
    net = Net()
    if sys.argv[1:2] == ["--load"]:
        net.load_state_dict(load_file(sys.argv[2]), strict=True)
        x = load_file(FOLDER / "computed.safetensors")["x"]
        print(net.eval()(x).tolist())
        return
    x = torch.randn(3, 2, 8, 7) * 2 + 1
    net(x)  # So that the running statistics are others than at the beginning.
    for parameter in net.parameters():
        parameter.data += 0.1 * torch.randn(parameter.shape)
    save_file(net.state_dict(), FOLDER / "state_dict.safetensors")
    save_file({"x": x, "y": net.eval()(x).detach()}, FOLDER / "computed.safetensors")


if __name__ == "__main__":
    main()
