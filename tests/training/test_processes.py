"""One run in several processes, as ``torchrun`` starts them, on the processor."""

import os
import subprocess
import sys
from pathlib import Path

import torch

from musicgan.model.checkpoint import load_model
from musicgan.training import Metrics
from musicgan.training.record import recorded
from tests import tiny

_LEARN = """
import sys
from pathlib import Path

import torch

from musicgan.training import TrainingConfig, processes, train, trainer

folder = Path(sys.argv[1])
average = processes.Processes.average_gradients
own, shared = [], []


def noted(self, parameters):
    parameters = list(parameters)
    own.append(gradients(parameters))
    average(self, parameters)
    shared.append(gradients(parameters))


def gradients(parameters):
    return torch.cat([torch.zeros(p.numel()) if p.grad is None else p.grad.flatten().clone()
                      for p in parameters])


processes.Processes.average_gradients = noted
trainer._CRITIC_WARM_UP_STEPS = 1
config = TrainingConfig(
    data=(folder / "music",), output=folder / "m.safetensors", likelihood_steps=3,
    adversarial_steps=2, batch=2, max_frames=24, rollouts=2, rollout_frames=12, width=16, layers=1,
    evaluate_every=5, checkpoint_every=5, threads=1, validation=4, examples=1, replay=1,
    critic_updates=1, bfloat16=False,
)
kept = {}
runs = trainer._Run.events
trainer._Run.events = lambda self: kept.update(run=self) or runs(self)
told = [type(event).__name__ for event in train(config)]
weights = torch.cat([p.detach().flatten() for p in kept["run"].state.learned])
place = kept["run"].processes.place
torch.save({"own": own, "shared": shared, "weights": weights, "told": told},
           folder / f"process{place}.pt")
"""


def test_two_processes_learn_one_model(tmp_path: Path) -> None:
    tiny.write_music(tmp_path / "music", files=4, bars=4)
    (tmp_path / "learn.py").write_text(_LEARN)
    subprocess.run(
        [
            sys.executable, "-m", "torch.distributed.run", "--standalone",
            "--local-addr", "127.0.0.1", "--nproc-per-node", "2",
            str(tmp_path / "learn.py"), str(tmp_path),
        ],
        check=True, capture_output=True, timeout=300,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    first, second = (torch.load(tmp_path / f"process{place}.pt") for place in range(2))
    # 3 steps of the generator, 2 of the critics, then 1 of the generator.
    assert len(first["own"]) == 6
    for one, other, mean in zip(first["own"], second["own"], first["shared"], strict=True):
        assert not torch.equal(one, other), "each learns from windows of its own"
        assert torch.allclose((one + other) / 2, mean, atol=1e-6)
    assert torch.equal(first["weights"], second["weights"])
    assert second["told"] == [], "one process tells"
    assert first["told"][-1] == "Finished"
    written = sorted(path.name for path in tmp_path.glob("*.safetensors"))
    assert written == ["m.safetensors"]
    assert load_model(tmp_path / "m.safetensors").header.steps == 5
    told = recorded(tmp_path / "m.safetensors.run", examples=False)
    steps = [event.step for event in told if isinstance(event, Metrics)]
    assert steps == sorted(steps), "one process writes"
