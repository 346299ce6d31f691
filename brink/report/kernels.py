"""Kernels forked from one process that has imported what chapters import.

A kernel's start and imports take as long as many a chapter. The standard library's fork server does them once; each
chapter gets a child of it, a real ipykernel, as clean as the server was: what a chapter patches, sets or seeds dies with
its child. Where there is no fork server, kernels start the plain way.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.context import BaseContext
from pathlib import Path
from pkgutil import iter_modules
from threading import Lock, Thread
from types import ModuleType
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from brink import measures, models
from brink.argument import answers

#: What chapters import, and the kernel itself; of a package all modules.
PRELOADED = ("ipykernel.kernelapp", "ipykernel.ipkernel", "brink.report.book", "brink.report.charts")
PACKAGES = (answers, measures, models)

_starting = Lock()


@cache
def _server() -> BaseContext | None:
    """Return the context of the fork server, ``None`` where there is none."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return None
    context = multiprocessing.get_context("forkserver")
    modules = [module.name for of in PACKAGES for module in iter_modules(of.__path__, f"{of.__name__}.")]
    context.set_forkserver_preload([*PRELOADED, *modules])
    return context


@contextmanager
def _no_main() -> Iterator[None]:
    """Hide the program that is running: a child would import it again."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def warm() -> None:
    """Start the fork server, so that it imports while others work."""
    if context := _server():
        with _no_main():
            context.Process(target=os.getpid).start()  # type: ignore[attr-defined]


def _end_with(build: Any) -> None:
    build.join()
    os._exit(1)


def _run_kernel(arguments: list[str], folder: str, variables: dict[str, str]) -> None:
    """Become the kernel: what ``python -m ipykernel_launcher`` does."""
    from ipykernel.kernelapp import IPKernelApp

    os.environ.clear()
    os.environ |= variables
    os.chdir(folder)
    # A kernel ends with its parent, which is the fork server, and that when no child is left: so end with the build.
    Thread(target=_end_with, args=[multiprocessing.parent_process()], daemon=True).start()
    arguments = [*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    sys.argv = ["ipykernel_launcher", *arguments]
    sys.path[0] = folder
    IPKernelApp.launch_instance(arguments)


class _Child:
    """A child of the fork server, seen as the provisioner sees a process of its own."""

    stdin = stdout = stderr = None

    def __init__(self, context: BaseContext, *given: Any):
        self._process = context.Process(target=_run_kernel, args=given)  # type: ignore[attr-defined]
        with _no_main():
            self._process.start()
        self.pid: int = self._process.pid
        self.kill, self.terminate = self._process.kill, self._process.terminate

    def poll(self) -> int | None:
        return self._process.exitcode  # type: ignore[no-any-return]

    def wait(self) -> int | None:
        self._process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


class ForkedProvisioner(LocalProvisioner):
    """Starts kernels as children of the fork server."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch a kernel; ``cmd`` is ``python -m ipykernel_launcher`` and its arguments."""
        context = _server()
        if context is None or cmd[1:3] != ["-m", "ipykernel_launcher"]:
            return await super().launch_kernel(cmd, **kwargs)
        child = _Child(context, cmd[3:], str(Path(kwargs["cwd"]).resolve()), dict(kwargs["env"]))
        self.process: Any = child
        self.pid, self.cwd = child.pid, kwargs["cwd"]
        return self.connection_info


class ForkingManager(AsyncKernelManager):
    """Manages a kernel that was forked."""

    async def _async_pre_start_kernel(self, **given: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            self.provisioner = ForkedProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**given)

    pre_start_kernel = _async_pre_start_kernel
