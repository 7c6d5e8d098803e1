"""Trains the names pack of models/ (extra `train`): gold folders in, a pack that is read without PyTorch out."""
