"""What is fast, measured: `make bench` prints ratios taken in one run, never absolute promises."""
