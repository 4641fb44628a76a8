"""``python -m pipeline`` is ``tongbao``."""

from pipeline.cli import main

main()
