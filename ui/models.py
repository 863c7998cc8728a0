"""Where the models of the user lie. No Qt."""

from pathlib import Path

from musicgan.paths import user_data

SUFFIX = ".safetensors"


def models_folder() -> Path:
    """The folder for models that were trained in the window."""
    return user_data() / "models"


def user_models() -> list[Path]:
    """The user's models by name."""
    folder = models_folder()
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []


def path_for(style: str) -> Path:
    """A path for a new model of this name, that doesn't exist yet."""
    plain = "".join(c if c.isalnum() or c in "-_ " else "-" for c in style).strip() or "model"
    path = models_folder() / f"{plain}{SUFFIX}"
    number = 2
    while path.exists():
        path = models_folder() / f"{plain}-{number}{SUFFIX}"
        number += 1
    return path
