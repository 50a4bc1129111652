"""Pixels in, reads out: finds, segments and reads number plates with numpy, OpenCV and LiteRT."""
