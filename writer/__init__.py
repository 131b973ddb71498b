"""jixiao: writes a department's 绩效自评报告 from its figures and proves every number in it."""

__version__ = "0.1.0"
